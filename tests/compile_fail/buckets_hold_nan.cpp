// expect: buckets must not be NaN
#include <isometric/description/buckets.hpp>

#include <limits>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::buckets(0.1, std::numeric_limits<double>::quiet_NaN(), 1);
#else
constexpr auto bounds = isometric::buckets(0.1, 1, 10);
#endif
