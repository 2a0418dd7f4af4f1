// expect: help text is empty
#include <isometric/description/help.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::Help help = "";
#else
isometric::Help help = "Nodes that the group should have.";
#endif
