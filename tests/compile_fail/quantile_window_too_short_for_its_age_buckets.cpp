// expect: quantile window needs at least 1 millisecond for each age bucket
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 0.001});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 0.005});
#endif
