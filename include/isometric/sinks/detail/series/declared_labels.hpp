#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/series/owned_label_values.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// How a RemovableStore tells series apart: here by the values of the labels that the family
/// declares. The other way is in dynamic_labels.hpp.
template <class Values = OwnedLabelValues>
class DeclaredLabels {
 public:
  static constexpr SeriesKind kind = SeriesKind::removable;

  /// What a family object asks for beyond what the family has: nothing.
  struct Bounds {};
  static Bounds bounds_of(MetricType /*type*/, const FamilyDescriptor& /*declared*/) noexcept {
    return {};
  }
  static const FamilyDescriptor& with_bounds(const FamilyDescriptor& family,
                                             Bounds /*bounds*/) noexcept {
    return family;
  }
  void require_bounds(Bounds /*existing*/, Bounds /*requested*/) const noexcept {}

  explicit DeclaredLabels(const SeriesStore::Home& home) noexcept : layout_(home.layout) {}

  /// Whether one block has all the series there can be.
  [[nodiscard]] bool is_complete() const noexcept { return layout_.open_count() == 0; }
  [[nodiscard]] std::size_t closed_count() const noexcept { return layout_.closed_count(); }

  /// A mended copy, for a new block if there is room for one; null if there is none all the same.
  [[nodiscard]] static std::shared_ptr<const Values> own(OpenLabelValues values,
                                                         bool /*has_room*/) {
    return std::make_shared<const Values>(values);
  }
  [[nodiscard]] std::shared_ptr<const Values> own_overflow() const {
    return own(std::vector<std::string_view>(layout_.open_count(), overflow_value), true);
  }

  [[nodiscard]] bool is_match(const Values& values, std::size_t closed_index,
                              const LabelMatch& match, std::string_view valid) const noexcept {
    return layout_.value(match.label, values.views().data(), closed_index) == valid;
  }

  /// The order of two series on a page.
  [[nodiscard]] bool is_before(const Values& a, std::size_t closed_index_of_a, const Values& b,
                               std::size_t closed_index_of_b) const noexcept {
    return layout_.is_before(a.views().data(), closed_index_of_a, b.views().data(),
                             closed_index_of_b);
  }

  static void show(SeriesReading& reading, std::size_t taken, const Values& values,
                   std::size_t closed_index, std::string& page_text) {
    reading.show(taken, page_text, values, closed_index);
  }

 private:
  const SeriesLayout& layout_;
};

}  // namespace isometric::inline v1::detail
