// expect: exponential buckets need a factor above 1
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::exponential_buckets(1, 1, 5);
#else
constexpr auto bounds = isometric::exponential_buckets(1, 2, 5);
#endif
