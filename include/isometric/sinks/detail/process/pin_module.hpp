#pragma once

#if __has_include(<dlfcn.h>) && __has_include(<link.h>)
#include <dlfcn.h>
#include <link.h>
#endif

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace isometric::inline v1::detail {

/// Its address tells modules apart: being hidden, the executable and each shared library have one
/// of their own.
[[gnu::visibility("hidden")]] inline constinit const char module_anchor = 0;

#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)

/// The executable or a shared library, and where in memory it is.
struct LoadedModule {
  const char* path = "";  ///< the loader's own, while the module is loaded; empty: the executable
  std::uintptr_t begin = UINTPTR_MAX;
  std::uintptr_t end = 0;

  [[nodiscard]] bool contains(const void* object) const noexcept {
    const auto address = reinterpret_cast<std::uintptr_t>(object);
    return begin <= address && address < end;
  }

  /// As dlopen(), of what is loaded already.
  void* open(int flags = 0) const noexcept {
    return dlopen(*path == '\0' ? nullptr : path, RTLD_LAZY | RTLD_NOLOAD | flags);
  }
};

/// Its member p_type by its place, the first, because <resolv.h> makes a macro of the name.
inline auto type_of(const ElfW(Phdr) & segment) noexcept {
  return reinterpret_cast<const ElfW(Word)&>(segment);
}

inline LoadedModule module_of(const dl_phdr_info& info) noexcept {
  LoadedModule module;
  if (info.dlpi_name != nullptr) module.path = info.dlpi_name;
  for (std::size_t i = 0; i < info.dlpi_phnum; ++i) {
    const auto& segment = info.dlpi_phdr[i];
    if (type_of(segment) != PT_LOAD) continue;
    const std::uintptr_t begin = info.dlpi_addr + segment.p_vaddr;
    const std::uintptr_t end = begin + segment.p_memsz;
    if (begin < module.begin) module.begin = begin;
    if (end > module.end) module.end = end;
  }
  return module;
}

/// The one that the object is in, which nobody unloads meanwhile.
inline LoadedModule find_module(const void* object) noexcept {
  struct Search {
    const void* object;
    LoadedModule found = {};
  } search{object};
  const auto look = [](dl_phdr_info* info, std::size_t, void* into) {
    auto& asked = *static_cast<Search*>(into);
    const LoadedModule module = module_of(*info);
    if (!module.contains(asked.object)) return 0;
    asked.found = module;
    return 1;
  };
  dl_iterate_phdr(look, &search);
  return search.found;
}

#endif

/// Keeps the calling module in memory until the process ends. What it puts into state that others
/// use refers to its code and data (virtual tables, and prometheus-cpp's own if it is linked
/// statically), and a scrape after dlclose() would run into nothing.
///
/// Holds no lock of its own, a static's guard included, while it waits for the loader's: under that
/// one, the initialisers of a library that is being loaded may come here as well.
[[gnu::visibility("hidden")]] inline void pin_module() {
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  static constinit std::atomic<bool> is_pinned{false};
  if (is_pinned.load(std::memory_order_relaxed)) return;  // nothing else hangs on it
  const LoadedModule module = find_module(&module_anchor);
  // A handle that is never closed. The executable stays anyway.
  if (*module.path != '\0') module.open(RTLD_NODELETE);
  is_pinned.store(true, std::memory_order_relaxed);
#endif
}

}  // namespace isometric::inline v1::detail
