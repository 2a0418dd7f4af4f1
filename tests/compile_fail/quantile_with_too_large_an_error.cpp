// expect: quantile error must not reach below 0 or above 1
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.99, 0.05}});
#else
constexpr auto list = isometric::quantiles({{0.99, 0.005}});
#endif
