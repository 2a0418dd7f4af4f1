#pragma once

// Checks that a release switches off: those of <assert.h>, those of Apple's <AssertMacros.h> before
// macOS 10.12, and those of Unreal Engine's AssertionMacros.h. What is called like one and is not
// theirs is gone as well, and no compiler says so.
#undef assert
#define assert(condition)
#define check(assertion)
#define check_noerr(error)
#define check_string(assertion, message)
#define checkf(expression, ...)
#define debug_string(message)
#define ensure(expression) (expression)
#define nrequire(assertion, label)
#define require(assertion, label)
#define require_action(assertion, label, action)
#define require_noerr(error, label)
#define require_quiet(assertion, label)
#define require_string(assertion, label, message)
#define unimplemented()
#define verify(assertion)
#define verify_action(assertion, action)
#define verify_noerr(error)
#define verify_string(assertion, message)
#define verifyf(expression, ...)

// What the Linux kernel's headers are imitated in: <linux/compiler.h>,
// <linux/kernel.h>, <linux/bits.h>.
#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)
#define noinline __attribute__((__noinline__))
#define barrier() __asm__ __volatile__("" : : : "memory")
#define container_of(pointer, type, member) ((type*)((char*)(pointer) - offsetof(type, member)))
#define typeof_member(type, member) __typeof__(((type*)0)->member)
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define BIT(number) (1UL << (number))
#define BUG_ON(condition)
#define WARN_ON(condition) (!!(condition))

// The C library's: <sys/sysmacros.h>, formerly by way of <sys/types.h>; <resolv.h>; <sys/param.h>;
// and the compiler's own in its GNU modes.
#undef major
#undef minor
#undef makedev
#define major(device) gnu_dev_major(device)
#define minor(device) gnu_dev_minor(device)
#define makedev(major, minor) gnu_dev_makedev(major, minor)
#define p_class __p_class
#define p_time __p_time
#define p_type __p_type
#undef howmany
#undef roundup
#define howmany(x, y) (((x) + ((y) - 1)) / (y))
#define roundup(x, y) ((((x) + ((y) - 1)) / (y)) * (y))
#undef unix
#undef linux
#define unix 1
#define linux 1
