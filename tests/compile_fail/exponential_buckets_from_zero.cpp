// expect: exponential buckets need a start above 0
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::exponential_buckets(0, 2, 5);
#else
constexpr auto bounds = isometric::exponential_buckets(1, 2, 5);
#endif
