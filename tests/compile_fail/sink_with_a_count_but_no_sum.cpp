// expect: a handle that is read needs count() and sum(), both const
// errors-gcc: many
#include <isometric/contract/diagnose_sink.hpp>

#include <cstddef>
#include <cstdint>

using isometric::FamilyDescriptor;
using isometric::OpenLabelValues;

struct Updates {
  void inc() const noexcept;
  void inc(double) const noexcept;
  void dec(double) const noexcept;
  void set(double) const noexcept;
  void refuse() const noexcept;
};

template <class Handle>
struct SinkWith {
  struct Block {
    Handle series(std::size_t) const noexcept;
  };
  struct Family {
    Block block(OpenLabelValues) const;
    Handle rejected_series() const;
  };
  Family counter(const FamilyDescriptor&) const;
  Family gauge(const FamilyDescriptor&) const;
  Family histogram(const FamilyDescriptor&) const;
  Family summary(const FamilyDescriptor&) const;
};

#ifdef ISOMETRIC_SHOULD_FAIL
struct Handle : Updates {
  void observe(double) const noexcept;
  std::uint64_t count() const;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#else
struct Handle : Updates {
  void observe(double) const noexcept;
  std::uint64_t count() const;
  double sum() const;
};
static_assert(isometric::diagnose_sink<SinkWith<Handle>>());
#endif
