// expect: quantile error must be above 0, or every observation is kept
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0}});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}});
#endif
