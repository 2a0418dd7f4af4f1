// expect: quantiles must not be NaN
#include <isometric/description/quantiles.hpp>

#include <limits>

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, nan}});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}});
#endif
