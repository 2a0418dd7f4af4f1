// expect: label name is empty
// errors-gcc: many
#include <isometric/description/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
using Group = isometric::Label<"">;
#else
using Group = isometric::Label<"group">;
#endif
