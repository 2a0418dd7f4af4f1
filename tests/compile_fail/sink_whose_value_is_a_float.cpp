// expect: a handle's value() must be const noexcept and return double
// errors-gcc: many
#include "sink_with_handles.hpp"

#ifdef ISOMETRIC_SHOULD_FAIL
struct Handle : Updates {
  float value() const noexcept;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#else
struct Handle : Updates {
  double value() const noexcept;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#endif
