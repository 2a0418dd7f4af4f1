// expect: label name must be snake_case not camelCase
#include <isometric/description/label_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::LabelName name = "nodeGroup";
#else
const isometric::LabelName name = "node_group";
#endif
