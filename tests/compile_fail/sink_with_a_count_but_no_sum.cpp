// expect: a handle that is read needs count() and sum(), both const
// errors-gcc: many
#include "sink_with_handles.hpp"

#ifdef ISOMETRIC_SHOULD_FAIL
struct Handle : Updates {
  std::uint64_t count() const;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#else
struct Handle : Updates {
  std::uint64_t count() const;
  double sum() const;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#endif
