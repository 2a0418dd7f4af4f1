#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/list_text.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

// How two declarations of one family differ.
namespace isometric::inline v1::detail {

[[gnu::cold]] inline std::string label_names_text(std::span<const LabelDescriptor> labels) {
  ListText list;
  for (const auto& label : labels) list.add(label.name);
  return list.text();
}

[[gnu::cold]] inline std::string constant_labels_text(std::span<const ConstantLabel> labels) {
  ListText list;
  for (const auto& label : labels) {
    list.add(joined({label.name, "='", label.value, "'"}));
  }
  return list.text();
}

/// `counter 'x_total'`
[[gnu::cold]] inline std::string typed_name_text(MetricType type, std::string_view name) {
  return joined({to_string(type), " '", name, "'"});
}

/// What judges and words the bounds of a family that has some: both null if its type has none.
struct BoundsRules {
  void (*judge)(const FamilyDescriptor& family) = nullptr;
  std::string (*text)(const FamilyDescriptor& family) = nullptr;
};

/// What two declarations differ in, if they do.
struct Difference {
  bool is_there = false;
  Field field = Field::name;
  std::size_t label = 0;  ///< whose values differ, if it is a label's
};

/// That field of a declaration in words.
[[gnu::cold]] inline std::string field_text(const FamilyDescriptor& family,
                                            const Difference& difference,
                                            const BoundsRules& rules) {
  switch (difference.field) {
    case Field::type: return std::string(to_string(family.type));
    case Field::label_names: return label_names_text(family.labels);
    case Field::label_values: {
      const auto& label = family.labels[difference.label];
      if (!label.is_closed()) return joined({"'", label.name, "' open"});
      return joined({"'", label.name, "' one of ", list_text(label.closed_values)});
    }
    case Field::constant_labels: return constant_labels_text(family.constant_labels);
    case Field::buckets:
    case Field::quantiles: return rules.text(family);
    case Field::series_kind: return std::string(to_string(family.series_kind));
    case Field::help: return in_quotes(family.help);
    case Field::unit: return in_quotes(family.unit);
    case Field::max_series:
      return family.max_series == 0 ? "the sink's" : decimal_text(family.max_series);
    // What a sink says in words of its own.
    case Field::name:
    case Field::derived_name: break;
  }
  return typed_name_text(family.type, family.name);
}

inline bool are_equal_numbers(std::span<const double> a, std::span<const double> b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!is_equal(a[i], b[i])) return false;
  }
  return true;
}

inline bool have_same_label_names(const FamilyDescriptor& a, const FamilyDescriptor& b) noexcept {
  if (a.labels.size() != b.labels.size()) return false;
  for (std::size_t i = 0; i < a.labels.size(); ++i) {
    if (a.labels[i].name != b.labels[i].name) return false;
  }
  return true;
}

/// In any order; each has a name of its own in `a`.
inline bool are_same_labels(std::span<const ConstantLabel> a,
                            std::span<const ConstantLabel> b) noexcept {
  if (a.size() != b.size()) return false;
  for (const auto& label : a) {
    bool is_found = false;
    for (const auto& other : b) is_found = is_found || other == label;
    if (!is_found) return false;
  }
  return true;
}

/// Without quantiles, the window tells nothing.
inline bool have_same_quantiles(const FamilyDescriptor& a, const FamilyDescriptor& b) noexcept {
  if (a.quantiles.size() != b.quantiles.size()) return false;
  for (std::size_t i = 0; i < a.quantiles.size(); ++i) {
    if (!(a.quantiles[i] == b.quantiles[i])) return false;
  }
  return a.quantiles.empty() || a.window == b.window;
}

/// The first difference that would corrupt data or exposition, if any. The order of label names
/// counts: it is the order of the values in `labels(...)`.
inline Difference find_conflict(const FamilyDescriptor& existing,
                                const FamilyDescriptor& requested) noexcept {
  if (existing.type != requested.type) return {true, Field::type};
  // Before the labels, of which a dynamic family has none.
  if (existing.series_kind != requested.series_kind) return {true, Field::series_kind};
  if (!have_same_label_names(existing, requested)) return {true, Field::label_names};
  for (std::size_t i = 0; i < existing.labels.size(); ++i) {
    if (!are_equal_texts(existing.labels[i].closed_values, requested.labels[i].closed_values)) {
      return {true, Field::label_values, i};
    }
  }
  if (!are_same_labels(existing.constant_labels, requested.constant_labels)) {
    return {true, Field::constant_labels};
  }
  if (existing.series_kind == SeriesKind::dynamic) return {};  // bounds are their series' matter
  if (!are_equal_numbers(existing.buckets, requested.buckets)) return {true, Field::buckets};
  if (!have_same_quantiles(existing, requested)) return {true, Field::quantiles};
  return {};
}

/// A difference that harms no data.
inline Difference find_mismatch(const FamilyDescriptor& existing,
                                const FamilyDescriptor& requested) noexcept {
  if (existing.help != requested.help) return {true, Field::help};
  if (existing.unit != requested.unit) return {true, Field::unit};
  if (requested.max_series != 0 && existing.max_series != requested.max_series) {
    return {true, Field::max_series};
  }
  return {};
}

inline constexpr std::string_view suffixes_of_histogram[] = {"_bucket", "_count", "_sum"};
inline constexpr std::string_view suffixes_of_summary[] = {"_count", "_sum"};

/// The names of the samples that a family of this type prints beside its own name.
constexpr std::span<const std::string_view> derived_suffixes(MetricType type) noexcept {
  if (type == MetricType::histogram) return {suffixes_of_histogram, 3};
  if (type == MetricType::summary) return {suffixes_of_summary, 2};
  return {};
}

constexpr bool is_derived_suffix(MetricType type, std::string_view suffix) noexcept {
  for (const auto derived : derived_suffixes(type)) {
    if (derived == suffix) return true;
  }
  return false;
}

}  // namespace isometric::inline v1::detail
