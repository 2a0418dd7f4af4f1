#pragma once

/// Whether AddressSanitizer or ThreadSanitizer is there, which have functions of their own in the
/// place of those that tests replace.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ISOMETRIC_HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ISOMETRIC_HAS_SANITIZER 1
#endif
#endif
#if !defined(ISOMETRIC_HAS_SANITIZER)
#define ISOMETRIC_HAS_SANITIZER 0
#endif
