// expect: linear buckets need a width above 0
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::linear_buckets(1, -1, 5);
#else
constexpr auto bounds = isometric::linear_buckets(1, 1, 5);
#endif
