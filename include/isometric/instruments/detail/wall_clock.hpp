#pragma once

#include <ctime>  // a fifth of what <chrono> costs every component to compile

namespace isometric::inline v1::detail {

inline double seconds_since_epoch() noexcept {
  std::timespec now{};
  std::timespec_get(&now, TIME_UTC);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace isometric::inline v1::detail
