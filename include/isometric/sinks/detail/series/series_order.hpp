#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <prometheus/labels.h>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// Where a family's series find their label values, and in which order the labels are printed:
/// by name, as the backend does.
class SeriesLayout {
 public:
  struct Place {
    std::size_t label = 0;     ///< index in the descriptor's labels
    std::size_t position = 0;  ///< among the open labels, if it is open
    std::size_t stride = 0;    ///< in the closed index, if it is closed; else 0
  };

  /// The descriptor must outlive the layout.
  SeriesLayout(const FamilyDescriptor& descriptor, Arena& memory) : descriptor_(descriptor) {
    const std::size_t count = labels().size();
    if (count == 0) return;
    closed_count_ = closed_series_count(labels());
    auto* places = memory.allocate<Place>(count);
    std::size_t stride = closed_count_;
    for (std::size_t i = 0; i < count; ++i) {
      if (labels()[i].is_closed()) {
        stride /= labels()[i].closed_values.size();
        new (places + i) Place{i, 0, stride};
      } else {
        new (places + i) Place{i, open_count_++, 0};
      }
    }
    std::sort(places, places + count, [&](const Place& a, const Place& b) {
      return labels()[a.label].name < labels()[b.label].name;
    });
    places_ = {places, count};
  }

  [[nodiscard]] std::size_t open_count() const noexcept { return open_count_; }
  [[nodiscard]] std::size_t closed_count() const noexcept { return closed_count_; }

  /// The labels sorted by name.
  [[nodiscard]] std::span<const Place> places() const noexcept { return places_; }

  [[nodiscard]] std::string_view name(const Place& place) const noexcept {
    return labels()[place.label].name;
  }

  [[nodiscard]] std::string_view value(const Place& place, const std::string_view* open_values,
                                       std::size_t closed_index) const noexcept {
    if (place.stride == 0) return open_values[place.position];
    const auto& values = labels()[place.label].closed_values;
    return values[closed_index / place.stride % values.size()];
  }

  /// The same by the label's position in the declaration.
  [[nodiscard]] std::string_view value(std::size_t label, const std::string_view* open_values,
                                       std::size_t closed_index) const noexcept {
    const auto place = std::find_if(places_.begin(), places_.end(),
                                    [label](const Place& other) { return other.label == label; });
    return value(*place, open_values, closed_index);
  }

  /// The order of two series on a page.
  [[nodiscard]] std::strong_ordering compare(const std::string_view* open_values,
                                             std::size_t closed_index,
                                             const std::string_view* other_open_values,
                                             std::size_t other_closed_index) const noexcept {
    for (const Place& place : places_) {
      const auto order = value(place, open_values, closed_index) <=>
                         value(place, other_open_values, other_closed_index);
      if (std::is_neq(order)) return order;
    }
    return std::strong_ordering::equal;
  }

  [[nodiscard]] prometheus::Labels backend_labels(OpenLabelValues open_values,
                                                  std::size_t closed_index) const {
    prometheus::Labels labels;
    for (const Place& place : places_) {
      labels.emplace_hint(labels.end(), name(place),
                          value(place, open_values.data(), closed_index));
    }
    return labels;
  }

 private:
  [[nodiscard]] std::span<const LabelDescriptor> labels() const noexcept {
    return descriptor_.labels;
  }

  const FamilyDescriptor& descriptor_;
  std::span<const Place> places_;
  std::size_t open_count_ = 0;
  std::size_t closed_count_ = 1;
};

/// A family's series sorted by their label values, labels in order of name. Kept between scrapes,
/// so that a scrape sorts only what is new.
class SeriesOrder {
 public:
  struct Series {
    const SeriesBlock* block = nullptr;
    std::size_t closed_index = 0;
  };

  [[nodiscard]] const std::vector<Series>& series() const noexcept { return series_; }

  /// Takes in the blocks that were made since the last call, of which `newest` is the head.
  void extend(const SeriesLayout& layout, const SeriesBlock* newest) {
    if (newest == seen_) return;
    const auto less = [&](const Series& a, const Series& b) {
      return std::is_lt(layout.compare(a.block->open_values, a.closed_index, b.block->open_values,
                                       b.closed_index));
    };
    std::vector<Series> added;
    for (const SeriesBlock* block = newest; block != seen_; block = block->older) {
      for (std::size_t i = 0; i < layout.closed_count(); ++i) added.push_back({block, i});
    }
    std::sort(added.begin(), added.end(), less);
    std::vector<Series> all(series_.size() + added.size());
    std::merge(series_.begin(), series_.end(), added.begin(), added.end(), all.begin(), less);
    series_ = std::move(all);
    seen_ = newest;
  }

 private:
  std::vector<Series> series_;
  const SeriesBlock* seen_ = nullptr;
};

}  // namespace isometric::inline v1::detail
