// expect: label name quantile is reserved
// errors-gcc: many
#include <isometric/description/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
using Group = isometric::Label<"quantile">;
#else
using Group = isometric::Label<"group">;
#endif
