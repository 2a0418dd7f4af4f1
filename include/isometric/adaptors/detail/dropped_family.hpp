#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <cstddef>
#include <span>
#include <string_view>

// What an adaptor hands out in place of a family that it does not declare anywhere, and of a
// description that a family does not have.
namespace isometric::inline v1::detail {

/// No family has a name such as "(filtered out)", so no series is selected.
constexpr FamilyDescriptor descriptor_of_none(std::string_view name) noexcept {
  FamilyDescriptor descriptor;
  descriptor.name = name;
  return descriptor;
}
inline constexpr FamilyDescriptor dropped_descriptor = descriptor_of_none("(filtered out)");
inline constexpr FamilyDescriptor undescribed_descriptor = descriptor_of_none("(not described)");

template <class Family>
const FamilyDescriptor& descriptor_of(const Family& family) noexcept {
  if constexpr (HasDescriptor<Family>) {
    return family.descriptor();
  } else {
    return undescribed_descriptor;
  }
}

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
