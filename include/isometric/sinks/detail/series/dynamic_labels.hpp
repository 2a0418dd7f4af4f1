#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/series_bounds.hpp>
#include <isometric/sinks/detail/series/owned_label_values.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// How a RemovableStore tells the series of a dynamic family apart: by names and values in turn, as
/// dynamic_sink.hpp has it. A template, so that only who declares such families compiles it.
///
/// Series share the names of their labels, which stay as long as the store: a scrape may refer to
/// them when the series have gone, and tells by the address whether the next series has the same.
/// So there may be no more names than there may be series.
template <class Values = OwnedLabelValues>
class DynamicLabels {
 public:
  static constexpr SeriesKind kind = SeriesKind::dynamic;

  using Bounds = SeriesBounds;
  static Bounds bounds_of(MetricType type, const FamilyDescriptor& declared) {
    return detail::bounds_of(type, declared);
  }
  static const FamilyDescriptor& with_bounds(const FamilyDescriptor& family,
                                             const Bounds& bounds) noexcept {
    return detail::with_bounds(family, bounds);
  }
  void require_bounds(const Bounds& existing, const Bounds& requested) const {
    require_same_bounds(family_, existing, requested);
  }

  explicit DynamicLabels(const SeriesStore::Home& home)
      : family_(home.descriptor), max_names_(home.max_series) {}

  static bool is_complete() noexcept { return false; }
  static std::size_t closed_count() noexcept { return 1; }

  /// Throws InvalidName for labels that no page can show.
  [[nodiscard]] std::shared_ptr<const Values> own(OpenLabelValues labels, bool has_room) {
    check_series_labels(family_, labels);
    // Names are kept only for series that will be there.
    return has_room ? keep(labels, NamesOf::series) : std::make_shared<const Values>(labels);
  }
  [[nodiscard]] std::shared_ptr<const Values> own_overflow() {
    const std::string_view labels[] = {overflow_value, "true"};
    return keep(labels, NamesOf::overflow);
  }

  [[nodiscard]] static bool is_match(const Values& labels, std::size_t /*closed_index*/,
                                     const LabelMatch& match, std::string_view valid) noexcept {
    const OpenLabelValues views = labels.views();
    for (std::size_t i = 0; i < views.size(); i += 2) {
      if (views[i] == match.name) return views[i + 1] == valid;
    }
    return valid.empty();
  }

  [[nodiscard]] static bool is_before(const Values& a, std::size_t /*closed_index*/,
                                      const Values& b, std::size_t /*closed_index*/) noexcept {
    const OpenLabelValues left = a.views();
    const OpenLabelValues right = b.views();
    for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
      if (const int order = left[i].compare(right[i])) return order < 0;
    }
    return left.size() < right.size();
  }

  static void show(SeriesReading& reading, std::size_t taken, const Values& labels,
                   std::size_t /*closed_index*/, std::string& page_text) {
    reading.show_labeled(taken, page_text, labels);
  }

 private:
  /// The overflow's is on top of the others, as its series is.
  enum class NamesOf : bool { series, overflow };

  [[nodiscard]] std::shared_ptr<const Values> keep(OpenLabelValues labels, NamesOf whose) {
    std::vector<std::string_view> names;
    names.reserve(labels.size() / 2);
    for (std::size_t i = 0; i < labels.size(); i += 2) {
      const std::string* const name = find_or_keep(labels[i], whose);
      if (name == nullptr) return nullptr;
      names.push_back(*name);
    }
    return std::make_shared<const Values>(labels, names);
  }

  /// Null if there are too many.
  const std::string* find_or_keep(std::string_view name, NamesOf whose) {
    const std::size_t at = first_not_less(
        names_, name, [](const auto& kept, std::string_view sought) { return *kept < sought; });
    if (at < names_.size() && *names_[at] == name) return names_[at].get();
    const bool is_bounded = whose == NamesOf::series;
    if (is_bounded && bounded_names_ >= max_names_) return nullptr;
    const auto place = names_.begin() + static_cast<std::ptrdiff_t>(at);
    const auto made = names_.insert(place, std::make_unique<const std::string>(name));
    if (is_bounded) ++bounded_names_;
    return made->get();
  }

  const FamilyDescriptor& family_;
  const std::size_t max_names_;
  // Guarded by the store's mutex.
  std::vector<std::unique_ptr<const std::string>> names_;  ///< sorted
  std::size_t bounded_names_ = 0;  ///< how many of them count against the bound
};

}  // namespace isometric::inline v1::detail
