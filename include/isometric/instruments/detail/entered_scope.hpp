#pragma once

#include <exception>

namespace isometric::inline v1::detail {

/// Made where a scope begins; asked at its end, in the same thread.
class EnteredScope {
 public:
  /// Compared with the number at the beginning, since the whole scope may be part of a destructor
  /// that another exception has called.
  [[nodiscard]] bool is_left_by_exception() const noexcept {
    return std::uncaught_exceptions() > exceptions_at_entry_;
  }

 private:
  int exceptions_at_entry_ = std::uncaught_exceptions();
};

}  // namespace isometric::inline v1::detail
