// expect: buckets must be strictly increasing
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::buckets(0.1, 10, 1);
#else
constexpr auto bounds = isometric::buckets(0.1, 1, 10);
#endif
