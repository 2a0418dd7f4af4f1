// expect: a label takes an enumeration, bool or, by default, any string
#include <isometric/description/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto size = isometric::Label<"direction", int>::size;
#else
constexpr auto size = isometric::Label<"direction", bool>::size;
#endif
