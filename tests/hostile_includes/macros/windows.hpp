#pragma once

// <windows.h> without NOMINMAX: <minwindef.h>, <windef.h>, <rpcndr.h>, <combaseapi.h>, <winnt.h>,
// <winbase.h>, <wingdi.h>, <winuser.h>, <winerror.h>, <windowsx.h> and <shellapi.h>.
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))

// Keywords of old compilers, and what marks parameters.
#define near
#define far
#define cdecl
#define pascal
#define small char
#define hyper double
#define interface struct
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define VOID void
#define FAR
#define NEAR
#define PURE = 0
#define THIS_ void*,
#define CALLBACK
#define WINAPI

#define TRUE 1
#define FALSE 0
#define ABSOLUTE 1
#define ALTERNATE 1
#define DELETE (0x00010000L)
#define DIFFERENCE 11
#define ERROR 0
#define IGNORE 0
#define INFINITE 0xFFFFFFFF
#define NO_ERROR 0L
#define OPAQUE 2
#define PASSTHROUGH 19
#define RELATIVE 2
#define STRICT 1
#define TRANSPARENT 1
#define WINDING 2

// Functions in two flavours, and those that are another one or nothing.
#define AddJob AddJobW
#define CopyFile CopyFileW
#define CreateEvent CreateEventW
#define CreateFile CreateFileW
#define CreateMutex CreateMutexW
#define CreateWindow(name, title) CreateWindowExW(0L, name, title)
#define DeleteFile DeleteFileW
#define DrawText DrawTextW
#define FindText FindTextW
#define GetClassName GetClassNameW
#define GetCommandLine GetCommandLineW
#define GetCurrentTime() GetTickCount()
#define GetFirstChild(window) GetTopWindow(window)
#define GetFreeSpace(flags) (0x100000L)
#define GetJob GetJobW
#define GetMessage GetMessageW
#define GetObject GetObjectW
#define GetProp GetPropW
#define GetUserName GetUserNameW
#define IsMaximized(window) IsZoomed(window)
#define LoadLibrary LoadLibraryW
#define MessageBox MessageBoxW
#define MoveFile MoveFileW
#define OpenEvent OpenEventW
#define PostMessage PostMessageW
#define RegisterClass RegisterClassW
#define ReplaceText ReplaceTextW
#define ReportEvent ReportEventW
#define SearchPath SearchPathW
#define SendMessage SendMessageW
#define SetPort SetPortW
#define StartService StartServiceW
#define Yield()
