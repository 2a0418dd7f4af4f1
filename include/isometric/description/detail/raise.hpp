#pragma once

#if !defined(__cpp_exceptions)
#include <cstdio>
#include <cstdlib>
#endif

namespace isometric::inline v1::detail {

/// Throws `error`; where exceptions are switched off, prints error.what() and aborts, because
/// returning would leave the caller with what it asked not to have.
template <class Error>
[[noreturn]] void raise(Error error) {
#if defined(__cpp_exceptions)
  throw error;
#else
  std::fprintf(stderr, "%s\n", error.what());
  std::abort();
#endif
}

/// What `attempt()` gives or, where that throws, `otherwise()`; where exceptions are switched off,
/// nothing does.
template <class Attempt, class Otherwise>
auto try_or(const Attempt& attempt, const Otherwise& otherwise) -> decltype(attempt()) {
#if defined(__cpp_exceptions)
  try {
    return attempt();
  } catch (...) {
    return otherwise();
  }
#else
  static_cast<void>(otherwise);
  return attempt();
#endif
}

}  // namespace isometric::inline v1::detail
