// expect: quantile window is limited to 100 age buckets
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.age_buckets = 1000});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.age_buckets = 10});
#endif
