#pragma once

#if __has_include(<dlfcn.h>)
#include <dlfcn.h>
#endif

namespace isometric {
inline namespace v1 {
namespace detail {

/// Keeps the calling shared library in memory until the process ends. What it puts into
/// process-wide state refers to its code (virtual tables, and prometheus-cpp's own if it is linked
/// statically), and a scrape after dlclose() would run into nothing.
///
/// Hidden, so that each library has a function and a flag of its own.
[[gnu::visibility("hidden")]] inline void pin_module() noexcept {
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  [[maybe_unused]] static const bool pinned = [] {
    Dl_info info{};
    // A handle that is never closed. The executable itself cannot be opened, and need not.
    return dladdr(reinterpret_cast<void*>(&pin_module), &info) != 0 &&
           dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE) != nullptr;
  }();
#endif
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
