#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>

#include <cstddef>
#include <new>
#include <span>
#include <string_view>

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

  class Places {
   public:
    Places() noexcept = default;
    Places(const Place* begin, const Place* end) noexcept : begin_(begin), end_(end) {}

    [[nodiscard]] const Place* begin() const noexcept { return begin_; }
    [[nodiscard]] const Place* end() const noexcept { return end_; }
    [[nodiscard]] std::size_t size() const noexcept {
      return static_cast<std::size_t>(end_ - begin_);
    }

   private:
    const Place* begin_ = nullptr;
    const Place* end_ = nullptr;
  };

  /// The descriptor must outlive the layout.
  SeriesLayout(const FamilyDescriptor& descriptor, Arena& memory) : descriptor_(descriptor) {
    const std::size_t count = labels().size();
    if (count == 0) return;
    closed_count_ = closed_series_count(labels());
    auto* places = memory.allocate<Place>(count);
    std::size_t stride = closed_count_;
    for (std::size_t i = 0; i < count; ++i) {
      Place place{i, 0, 0};
      if (labels()[i].is_closed()) {
        stride /= labels()[i].closed_values.size();
        place.stride = stride;
      } else {
        place.position = open_count_++;
      }
      // Labels are few: each goes before those with greater names.
      std::size_t at = i;
      for (; at > 0 && name(place) < name(places[at - 1]); --at) {
        new (places + at) Place(places[at - 1]);
      }
      new (places + at) Place(place);
    }
    places_ = {places, places + count};
  }

  [[nodiscard]] std::size_t open_count() const noexcept { return open_count_; }
  [[nodiscard]] std::size_t closed_count() const noexcept { return closed_count_; }

  /// The labels sorted by name.
  [[nodiscard]] const Places& places() const noexcept { return places_; }

  [[nodiscard]] std::string_view name(const Place& place) const noexcept {
    return labels()[place.label].name;
  }

  /// `open_values` are an array, or what has them by their positions as well.
  template <class OpenValues>
  [[nodiscard]] std::string_view value(const Place& place, const OpenValues& open_values,
                                       std::size_t closed_index) const noexcept {
    if (place.stride == 0) return open_values[place.position];
    const auto& values = labels()[place.label].closed_values;
    return values[closed_index / place.stride % values.size()];
  }

  /// The same by the label's position in the declaration.
  [[nodiscard]] std::string_view value(std::size_t label, const std::string_view* open_values,
                                       std::size_t closed_index) const noexcept {
    const Place* place = places_.begin();
    while (place->label != label) ++place;
    return value(*place, open_values, closed_index);
  }

  /// The order of two series on a page.
  template <class OpenValues>
  [[nodiscard]] bool is_before(const OpenValues& open_values, std::size_t closed_index,
                               const OpenValues& other_open_values,
                               std::size_t other_closed_index) const noexcept {
    for (const Place& place : places_) {
      const int order = value(place, open_values, closed_index)
                            .compare(value(place, other_open_values, other_closed_index));
      if (order != 0) return order < 0;
    }
    return false;
  }

 private:
  [[nodiscard]] std::span<const LabelDescriptor> labels() const noexcept {
    return descriptor_.labels;
  }

  const FamilyDescriptor& descriptor_;
  Places places_;
  std::size_t open_count_ = 0;
  std::size_t closed_count_ = 1;
};

}  // namespace isometric::inline v1::detail
