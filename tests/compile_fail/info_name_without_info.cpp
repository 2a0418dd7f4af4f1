// expect: info name must end in _info
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::InfoName name = "app_build";
#else
isometric::InfoName name = "app_build_info";
#endif
