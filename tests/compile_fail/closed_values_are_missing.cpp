// expect: no label_values(E) found by argument-dependent lookup
#include <isometric/description/label.hpp>

enum class Direction { up, down };

#ifdef ISOMETRIC_SHOULD_FAIL
constexpr auto size = isometric::Label<"direction", Direction>::size;
#else
constexpr auto size = isometric::Label<"direction">::size;
#endif
