// expect: buckets must not be NaN
#include <isometric/description/buckets.hpp>

#include <limits>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::linear_buckets(std::numeric_limits<double>::quiet_NaN(), 1, 3);
#else
constexpr auto bounds = isometric::linear_buckets(0, 1, 3);
#endif
