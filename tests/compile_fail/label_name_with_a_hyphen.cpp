// expect: label name must match letters digits and underscores
// errors-gcc: many
#include <isometric/description/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
using Group = isometric::Label<"node-group">;
#else
using Group = isometric::Label<"group">;
#endif
