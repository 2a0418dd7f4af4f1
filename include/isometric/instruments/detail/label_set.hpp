#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/label.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace isometric::inline v1::detail {

/// The labels of an instrument: splits the values of one `labels(...)` call into the open ones and
/// the index of the closed ones, as sinks want them.
template <LabelLike... Labels>
struct LabelSet {
  static constexpr std::size_t size = sizeof...(Labels);
  static constexpr std::size_t open_count = (std::size_t{0} + ... + (Labels::is_closed ? 0 : 1));
  static constexpr std::size_t closed_count =
      (std::size_t{1} * ... * (Labels::is_closed ? Labels::size : 1));

  // An array of size 0 is no C++, hence the spare element.
  static constexpr LabelDescriptor descriptors_storage[size + 1] = {
      LabelDescriptor{Labels::name, Labels::values()}..., LabelDescriptor{}};

  static constexpr std::span<const LabelDescriptor> descriptors() noexcept {
    return {descriptors_storage, size};
  }

  std::string_view open_storage[open_count + 1];
  std::size_t closed_index = 0;
  /// False if a closed label's value is none of its set; the index is then meaningless.
  bool is_known = true;

  constexpr explicit LabelSet(const typename Labels::value_type&... values) noexcept {
    [[maybe_unused]] std::size_t next_open = 0;
    (take<Labels>(values, next_open), ...);
  }

  constexpr OpenLabelValues open_values() const noexcept { return {open_storage, open_count}; }

 private:
  template <class Label>
  constexpr void take(const typename Label::value_type& value, std::size_t& next_open) noexcept {
    if constexpr (Label::is_closed) {
      const std::uint64_t offset = Label::offset(value);
      is_known = is_known && offset < Label::size;
      closed_index = closed_index * Label::size + static_cast<std::size_t>(offset);
    } else {
      open_storage[next_open++] = value;
    }
  }
};

}  // namespace isometric::inline v1::detail
