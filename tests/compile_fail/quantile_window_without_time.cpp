// expect: quantile window must last for some time
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 0});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 60});
#endif
