// expect: label name must not begin with two underscores
// errors-gcc: many
#include <isometric/description/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
using Group = isometric::Label<"__group">;
#else
using Group = isometric::Label<"group">;
#endif
