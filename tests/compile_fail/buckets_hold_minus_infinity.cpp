// expect: buckets must be finite
#include <isometric/description/buckets.hpp>

#include <limits>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::buckets(-std::numeric_limits<double>::infinity(), 1);
#else
constexpr auto bounds = isometric::buckets(0.1, 1, 10);
#endif
