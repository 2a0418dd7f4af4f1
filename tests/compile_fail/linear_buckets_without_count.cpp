// expect: buckets are empty
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::linear_buckets(1, 1, 0);
#else
constexpr auto bounds = isometric::linear_buckets(1, 1, 1);
#endif
