#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <compare>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// Label names and values, sorted by name.
using LabelPairs = std::vector<std::pair<std::string, std::string>>;

namespace detail {

// Templates, here and below, are compiled only where they are used.

template <class = void>
int compare_labels(const LabelPairs& a, const LabelPairs& b) noexcept {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (const int order = a[i].first.compare(b[i].first)) return order;
    if (const int order = a[i].second.compare(b[i].second)) return order;
  }
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

template <class = void>
void sort_labels(LabelPairs& labels) {
  for (std::size_t end = 1; end < labels.size(); ++end) {
    for (std::size_t i = end; i > 0; --i) {
      const int order = labels[i].first.compare(labels[i - 1].first);
      if (order > 0 || (order == 0 && labels[i].second.compare(labels[i - 1].second) >= 0)) break;
      labels[i].first.swap(labels[i - 1].first);
      labels[i].second.swap(labels[i - 1].second);
    }
  }
}

/// `name{label="value"}`, with values escaped as in the text format.
template <class = void>
std::string series_text(std::string_view family, const LabelPairs& labels) {
  std::string text(family);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    append(text, {i == 0 ? "{" : ",", labels[i].first, "=\"", escape_label_value(labels[i].second),
                  "\""});
  }
  if (!labels.empty()) text += '}';
  return text;
}

}  // namespace detail

/// Names one series: a family and the value of each of its labels. An instrument's `series(...)`
/// makes one that the compiler has checked; the constructor is for black-box tests.
///
///     snapshot.value({"app_requests_total", {{"method", "get"}}});
class SeriesSelector {
 public:
  template <class = void>
  SeriesSelector(std::string family, LabelPairs labels = {})
      : family_(std::move(family)), labels_(std::move(labels)) {
    detail::sort_labels(labels_);
  }

  [[nodiscard]] const std::string& family() const noexcept { return family_; }
  [[nodiscard]] const LabelPairs& labels() const noexcept { return labels_; }

  template <class = void>
  friend bool operator==(const SeriesSelector& a, const SeriesSelector& b) {
    return a.family_.compare(b.family_) == 0 && detail::compare_labels(a.labels_, b.labels_) == 0;
  }
  template <class = void>
  friend std::strong_ordering operator<=>(const SeriesSelector& a, const SeriesSelector& b) {
    const int order = a.family_.compare(b.family_);
    return (order != 0 ? order : detail::compare_labels(a.labels_, b.labels_)) <=> 0;
  }

  /// For instruments: the series of a described family with these values, which of a dynamic family
  /// are names and values in turn. An index that is not known selects a series that never exists.
  template <class = void>
  [[nodiscard]] static SeriesSelector of(const FamilyDescriptor& family,
                                         std::span<const std::string_view> open_values,
                                         std::size_t closed_index, bool is_known);

  /// Prints `name{label="value"}` with values escaped as in the text format.
  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const SeriesSelector& selector) {
    return stream << detail::series_text(selector.family_, selector.labels_);
  }

 private:
  std::string family_;
  LabelPairs labels_;
};

template <class>
SeriesSelector SeriesSelector::of(const FamilyDescriptor& family,
                                  std::span<const std::string_view> open_values,
                                  std::size_t closed_index, bool is_known) {
  const bool is_dynamic = family.series_kind == SeriesKind::dynamic;
  LabelPairs labels(family.constant_labels.size() +
                    (is_dynamic ? open_values.size() / 2 : family.labels.size()));
  std::size_t count = 0;
  const auto add = [&](std::string_view name, std::string_view value) {
    labels[count].first = name;
    labels[count++].second = value;
  };
  for (const auto& label : family.constant_labels) add(label.name, label.value);
  if (is_dynamic) {
    for (std::size_t i = 0; i + 1 < open_values.size(); i += 2) {
      add(open_values[i], detail::to_valid_text(open_values[i + 1]));
    }
    return {std::string(family.name), std::move(labels)};
  }
  std::size_t stride = closed_series_count(family.labels);
  std::size_t next_open = 0;
  for (const auto& label : family.labels) {
    if (label.is_closed()) {
      stride /= label.closed_values.size();
      const auto index = closed_index / stride % label.closed_values.size();
      add(label.name, is_known ? label.closed_values[index] : "(not in the set)");
    } else {
      add(label.name, detail::to_valid_text(open_values[next_open++]));
    }
  }
  return {std::string(family.name), std::move(labels)};
}

}  // namespace isometric::inline v1
