// expect: a histogram's handle needs observe(double) and refuse(), both const noexcept
// errors-gcc: many
#include <isometric/contract/diagnose_sink.hpp>

#include <cstddef>

using isometric::FamilyDescriptor;
using isometric::OpenLabelValues;

struct Handle {
  void inc() const noexcept;
  void inc(double) const noexcept;
  void dec(double) const noexcept;
  void set(double) const noexcept;
  void observe(double) const noexcept;
  void refuse() const noexcept;
};
struct Block {
  Handle series(std::size_t) const noexcept;
};
struct Family {
  Block block(OpenLabelValues) const;
  Handle rejected_series() const;
};

struct OtherFamily {
  struct OtherHandle {
    void observe(double) const noexcept;
  };
  struct OtherBlock {
    OtherHandle series(std::size_t) const noexcept;
  };
  OtherBlock block(OpenLabelValues) const;
  OtherHandle rejected_series() const;
};

#ifdef ISOMETRIC_SHOULD_FAIL
struct Sink {
  OtherFamily histogram(const FamilyDescriptor&) const;
  Family summary(const FamilyDescriptor&) const;
  Family counter(const FamilyDescriptor&) const;
  Family gauge(const FamilyDescriptor&) const;
};
static_assert(isometric::diagnose_sink<Sink>());
#else
struct Sink {
  Family histogram(const FamilyDescriptor&) const;
  Family summary(const FamilyDescriptor&) const;
  Family counter(const FamilyDescriptor&) const;
  Family gauge(const FamilyDescriptor&) const;
};
static_assert(isometric::diagnose_sink<Sink>());
#endif
