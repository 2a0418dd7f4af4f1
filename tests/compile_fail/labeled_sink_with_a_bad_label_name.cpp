// expect: label name must be snake_case not camelCase unless kept by legacy_label_name
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/sinks/null_sink.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::LabeledSink sink(isometric::NullSink{}, {{"nodeGroup", "rack-1"}});
#else
isometric::LabeledSink sink(isometric::NullSink{}, {{"node_group", "rack-1"}});
#endif
