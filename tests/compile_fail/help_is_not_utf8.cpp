// expect: help text must be valid UTF-8
#include <isometric/description/help.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::Help help = "Gr\xfc\xdf";
#else
isometric::Help help = "Nodes that the group should have.";
#endif
