// expect: buckets must be finite
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::exponential_buckets(1, 1e200, 3);
#else
constexpr auto bounds = isometric::exponential_buckets(1, 1e100, 3);
#endif
