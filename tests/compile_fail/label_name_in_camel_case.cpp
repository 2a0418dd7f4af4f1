// expect: label name must be snake_case not camelCase
// errors-gcc: many
#include <isometric/description/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
using Group = isometric::Label<"nodeGroup">;
#else
using Group = isometric::Label<"group">;
#endif
