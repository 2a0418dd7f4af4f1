// expect: buckets in a literal are limited to 64
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::linear_buckets(1, 1, 65);
#else
constexpr auto bounds = isometric::linear_buckets(1, 1, 64);
#endif
