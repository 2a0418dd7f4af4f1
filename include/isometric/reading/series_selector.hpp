#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <iosfwd>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// Label names and values, sorted by name.
using LabelPairs = std::vector<std::pair<std::string, std::string>>;

/// Names one series: a family and the value of each of its labels. An instrument's `series(...)`
/// makes one that the compiler has checked; the constructor is for black-box tests.
///
///     snapshot.value({"app_requests_total", {{"method", "get"}}});
class SeriesSelector {
 public:
  SeriesSelector(std::string family, LabelPairs labels = {})
      : family_(std::move(family)), labels_(std::move(labels)) {
    std::sort(labels_.begin(), labels_.end());
  }

  [[nodiscard]] const std::string& family() const noexcept { return family_; }
  [[nodiscard]] const LabelPairs& labels() const noexcept { return labels_; }

  friend bool operator==(const SeriesSelector&, const SeriesSelector&) = default;
  friend std::strong_ordering operator<=>(const SeriesSelector& a, const SeriesSelector& b) {
    const auto order = a.family_ <=> b.family_;
    return std::is_neq(order) ? order : a.labels_ <=> b.labels_;
  }

  /// For instruments: the series of a described family with these values. An index that is not
  /// known selects a series that never exists.
  [[nodiscard]] static SeriesSelector of(const FamilyDescriptor& family,
                                         std::span<const std::string_view> open_values,
                                         std::size_t closed_index, bool is_known);

  /// Prints `name{label="value"}` with values escaped as in the text format.
  friend std::ostream& operator<<(std::ostream& stream, const SeriesSelector& selector);

 private:
  std::string family_;
  LabelPairs labels_;
};

inline SeriesSelector SeriesSelector::of(const FamilyDescriptor& family,
                                         std::span<const std::string_view> open_values,
                                         std::size_t closed_index, bool is_known) {
  LabelPairs labels;
  for (const auto& label : family.constant_labels) labels.emplace_back(label.name, label.value);
  std::size_t stride = closed_series_count(family.labels);
  std::size_t next_open = 0;
  for (const auto& label : family.labels) {
    if (label.is_closed()) {
      stride /= label.closed_values.size();
      const auto index = closed_index / stride % label.closed_values.size();
      labels.emplace_back(label.name, is_known ? label.closed_values[index] : "(not in the set)");
    } else {
      labels.emplace_back(label.name, detail::to_valid_text(open_values[next_open++]));
    }
  }
  return {std::string(family.name), std::move(labels)};
}

inline std::ostream& operator<<(std::ostream& stream, const SeriesSelector& selector) {
  stream << selector.family_;
  const char* before = "{";
  for (const auto& [name, value] : selector.labels_) {
    stream << before << name << "=\"" << detail::escape_label_value(value) << '"';
    before = ",";
  }
  if (!selector.labels_.empty()) stream << '}';
  return stream;
}

}  // namespace isometric::inline v1
