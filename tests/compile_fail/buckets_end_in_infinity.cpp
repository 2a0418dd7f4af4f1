// expect: +Inf is added by itself
#include <isometric/description/buckets.hpp>

#include <limits>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::buckets(0.1, 1, std::numeric_limits<double>::infinity());
#else
constexpr auto bounds = isometric::buckets(0.1, 1, 10);
#endif
