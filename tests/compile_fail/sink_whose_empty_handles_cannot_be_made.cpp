// expect: a handle that has is_empty() must be default-constructible
// errors-gcc: many
#include "sink_with_handles.hpp"

#ifdef ISOMETRIC_SHOULD_FAIL
struct Handle : Updates {
  explicit Handle(int*);
  bool is_empty() const noexcept;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#else
struct Handle : Updates {
  bool is_empty() const noexcept;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#endif
