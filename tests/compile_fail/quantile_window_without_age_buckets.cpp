// expect: quantile window needs at least 1 age bucket
#include <isometric/description/quantiles.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.age_buckets = 0});
#else
constexpr auto list = isometric::quantiles({{0.5, 0.05}}, {.age_buckets = 1});
#endif
