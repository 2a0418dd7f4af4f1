// expect: quantiles must be sorted
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.9, 0.01}, {0.5, 0.05}});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}});
#endif
