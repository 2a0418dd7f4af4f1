// expect: buckets are empty
#include <isometric/description/buckets.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto bounds = isometric::buckets();
#else
constexpr auto bounds = isometric::buckets(0.1, 1, 10);
#endif
