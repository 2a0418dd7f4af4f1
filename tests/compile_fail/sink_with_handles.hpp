#pragma once

#include <isometric/contract/diagnose_sink.hpp>

#include <cstddef>
#include <cstdint>

// A sink all of whose handles are of one class, and what every such class has, for the cases of
// what a handle may have besides.

struct Updates {
  void inc() const noexcept;
  void inc(double) const noexcept;
  void dec(double) const noexcept;
  void set(double) const noexcept;
  void observe(double) const noexcept;
  void refuse() const noexcept;
};

template <class Handle>
struct SinkWith {
  struct Block {
    Handle series(std::size_t) const noexcept;
  };
  struct Family {
    Block block(isometric::OpenLabelValues) const;
    Handle rejected_series() const;
  };
  Family counter(const isometric::FamilyDescriptor&) const;
  Family gauge(const isometric::FamilyDescriptor&) const;
  Family histogram(const isometric::FamilyDescriptor&) const;
  Family summary(const isometric::FamilyDescriptor&) const;
};
