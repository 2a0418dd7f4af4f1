// expect: label name quantile is reserved
// errors-gcc: many
#include <isometric/label.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
using Group = isometric::Label<"quantile">;
#else
using Group = isometric::Label<"group">;
#endif
