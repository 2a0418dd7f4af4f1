#pragma once

// X11, from <X11/X.h>, <X11/Xlib.h>, <X11/Xutil.h> and <X11/Xos.h>: the plain words among some
// thousand names.
#define Above 0
#define AllValues 0x000F
#define AllocAll 1
#define AllocNone 0
#define Always 2
#define AnyButton 0L
#define AnyKey 0L
#define AnyModifier (1 << 15)
#define BadAccess 10
#define BadAlloc 11
#define BadLength 16
#define BadMatch 8
#define BadName 15
#define BadRequest 1
#define BadValue 2
#define Below 1
#define Bool int
#define BottomIf 3
#define Button1 1
#define ButtonPress 4
#define ClientMessage 33
#define Complex 0
#define Convex 2
#define CopyFromParent 0L
#define CreateNotify 16
#define CurrentTime 0L
#define CursorShape 0
#define DefaultDepth(display, screen) (ScreenOfDisplay(display, screen)->root_depth)
#define DefaultScreen(display) (((_XPrivDisplay)(display))->default_screen)
#define DestroyAll 0
#define DirectColor 5
#define DisplayString(display) (((_XPrivDisplay)(display))->display_name)
#define Expose 12
#define False 0
#define FocusIn 9
#define FocusOut 10
#define GenericEvent 35
#define GrabSuccess 0
#define HeightValue 0x0008
#define HostDelete 1
#define HostInsert 0
#define InputFocus 1L
#define InputHint (1L << 0)
#define InputOnly 2
#define IsViewable 2
#define KeyPress 2
#define KeyRelease 3
#define LSBFirst 0
#define LeaveNotify 8
#define LowerHighest 1
#define MapNotify 19
#define MappingSuccess 0
#define NoSymbol 0L
#define NoValue 0x0000
#define None 0L
#define NormalState 1
#define NotUseful 0
#define Opposite 4
#define ParentRelative 1L
#define PropertyDelete 1
#define QLength(display) (((_XPrivDisplay)(display))->qlen)
#define QueuedAlready 0
#define RaiseLowest 0
#define RootWindow(display, screen) (ScreenOfDisplay(display, screen)->root)
#define ScreenCount(display) (((_XPrivDisplay)(display))->nscreens)
#define StateHint (1L << 6)
#define Status int
#define Success 0
#define TopIf 2
#define True 1
#define Unsorted 0
#define VendorRelease(display) (((_XPrivDisplay)(display))->release)
#define WhenMapped 1
#define WidthValue 0x0004
#define XValue 0x0001
#define YSorted 1
#define YValue 0x0002
#define ZoomState 2
#define index(string, character) (strchr((string), (character)))
#define rindex(string, character) (strrchr((string), (character)))
