// expect: buckets must be strictly increasing
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::linear_buckets(1e17, 1, 3);
#else
constexpr auto bounds = isometric::linear_buckets(1e15, 1, 3);
#endif
