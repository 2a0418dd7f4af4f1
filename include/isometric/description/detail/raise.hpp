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

}  // namespace isometric::inline v1::detail
