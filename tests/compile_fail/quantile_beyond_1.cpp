// expect: quantile must be above 0 and below 1
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{50, 0.05}});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}});
#endif
