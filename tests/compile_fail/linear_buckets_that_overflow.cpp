// expect: buckets must be finite
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::linear_buckets(1, 1e308, 3);
#else
constexpr auto bounds = isometric::linear_buckets(1, 1e307, 3);
#endif
