// expect: buckets are empty
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::exponential_buckets(1, 2, 0);
#else
constexpr auto bounds = isometric::exponential_buckets(1, 2, 1);
#endif
