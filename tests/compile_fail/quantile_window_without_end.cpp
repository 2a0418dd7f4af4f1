// expect: quantile window must end within 285 years
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 1e300});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 1e3});
#endif
