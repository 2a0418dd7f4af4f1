#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <cstddef>
#include <span>

// What an adaptor hands out in place of a family that it does not declare anywhere.
namespace isometric::inline v1::detail {

struct DroppedSeries {
  static constexpr bool is_null = true;
  void inc() const noexcept {}
  void inc(double) const noexcept {}
  void dec(double) const noexcept {}
  void set(double) const noexcept {}
  void observe(double) const noexcept {}
  void refuse() const noexcept {}
};

struct DroppedBlock {
  DroppedSeries series(std::size_t) const noexcept { return {}; }
};

inline constexpr FamilyDescriptor dropped_descriptor = [] {
  FamilyDescriptor descriptor;
  descriptor.name = "(filtered out)";  // no family has such a name, so no series is selected
  return descriptor;
}();

struct DroppedFamily {
  struct Registration {};

  DroppedBlock block(OpenLabelValues) const noexcept { return {}; }
  DroppedSeries rejected_series() const noexcept { return {}; }
  const FamilyDescriptor& descriptor() const noexcept { return dropped_descriptor; }

  bool remove(OpenLabelValues, std::size_t) const noexcept { return false; }
  std::size_t remove_matching(std::span<const LabelMatch>) const noexcept { return 0; }
  DroppedSeries acquire(OpenLabelValues, std::size_t) const noexcept { return {}; }
  void release(const DroppedSeries&) const noexcept {}

  template <class Function>
  Registration add(OpenLabelValues, std::size_t, const Function&) const noexcept {
    return {};
  }
  Registration rejected_registration() const noexcept { return {}; }
};

}  // namespace isometric::inline v1::detail
