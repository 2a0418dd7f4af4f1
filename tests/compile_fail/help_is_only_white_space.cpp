// expect: help text is only white space
#include <isometric/description/help.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::Help help = " \n\t ";
#else
isometric::Help help = "Nodes that the group should have.";
#endif
