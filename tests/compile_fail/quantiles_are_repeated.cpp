// expect: quantiles must not be repeated
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0.05}, {0.5, 0.01}});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}});
#endif
