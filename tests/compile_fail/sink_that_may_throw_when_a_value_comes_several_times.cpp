// expect: a handle's observe(double, std::uint64_t) must be const noexcept
// errors-gcc: many
#include "sink_with_handles.hpp"

#ifdef ISOMETRIC_SHOULD_FAIL
struct Handle : Updates {
  using Updates::observe;
  void observe(double, std::uint64_t) const;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#else
struct Handle : Updates {
  using Updates::observe;
  void observe(double, std::uint64_t) const noexcept;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#endif
