#pragma once

#include <isometric/description/detail/conflict_message.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/runtime_quantiles.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// How two declarations of one family differ.
namespace isometric::inline v1::detail {

template <class Values, class Text>
std::string list_text(const Values& values, Text text) {
  std::string list = "(";
  for (const auto& value : values) {
    if (list.size() > 1) list += ", ";
    list += text(value);
  }
  return list += ')';
}

inline std::string label_names_text(std::span<const LabelDescriptor> labels) {
  return list_text(labels, [](const auto& label) { return std::string(label.name); });
}

inline std::string label_values_text(const LabelDescriptor& label) {
  if (!label.is_closed()) return in_quotes(label.name) + " open";
  return in_quotes(label.name) + " one of " +
         list_text(label.closed_values, [](std::string_view value) { return std::string(value); });
}

inline std::string constant_labels_text(std::span<const ConstantLabel> labels) {
  return list_text(labels, [](const ConstantLabel& label) {
    return std::string(label.name) + "=" + in_quotes(label.value);
  });
}

inline std::string numbers_text(std::span<const double> numbers) {
  return list_text(numbers, [](double number) { return number_text(number); });
}

inline std::string quantiles_text(const FamilyDescriptor& family) {
  if (family.quantiles.empty()) return "none";
  return list_text(family.quantiles, quantile_text) + " over " + window_text(family.window);
}

/// Without quantiles, the window tells nothing.
inline bool have_same_quantiles(const FamilyDescriptor& a, const FamilyDescriptor& b) noexcept {
  return std::ranges::equal(a.quantiles, b.quantiles) &&
         (a.quantiles.empty() || a.window == b.window);
}

struct Difference {
  Field field;
  std::string existing;
  std::string requested;
};

/// The first difference that would corrupt data or exposition, if any. The order of label names
/// counts: it is the order of the values in `labels(...)`.
inline std::optional<Difference> find_conflict(const FamilyDescriptor& existing,
                                               const FamilyDescriptor& requested) {
  if (existing.type != requested.type) {
    return Difference{Field::type, std::string(to_string(existing.type)),
                      std::string(to_string(requested.type))};
  }
  if (!std::ranges::equal(existing.labels, requested.labels, {}, &LabelDescriptor::name,
                          &LabelDescriptor::name)) {
    return Difference{Field::label_names, label_names_text(existing.labels),
                      label_names_text(requested.labels)};
  }
  for (std::size_t i = 0; i < existing.labels.size(); ++i) {
    if (!std::ranges::equal(existing.labels[i].closed_values, requested.labels[i].closed_values)) {
      return Difference{Field::label_values, label_values_text(existing.labels[i]),
                        label_values_text(requested.labels[i])};
    }
  }
  if (!std::ranges::is_permutation(existing.constant_labels, requested.constant_labels)) {
    return Difference{Field::constant_labels, constant_labels_text(existing.constant_labels),
                      constant_labels_text(requested.constant_labels)};
  }
  if (!std::ranges::equal(existing.buckets, requested.buckets, is_equal)) {
    return Difference{Field::buckets, numbers_text(existing.buckets),
                      numbers_text(requested.buckets)};
  }
  if (!have_same_quantiles(existing, requested)) {
    return Difference{Field::quantiles, quantiles_text(existing), quantiles_text(requested)};
  }
  if (existing.series_kind != requested.series_kind) {
    return Difference{Field::series_kind, std::string(to_string(existing.series_kind)),
                      std::string(to_string(requested.series_kind))};
  }
  return std::nullopt;
}

/// A difference that harms no data.
inline std::optional<Difference> find_mismatch(const FamilyDescriptor& existing,
                                               const FamilyDescriptor& requested) {
  if (existing.help != requested.help) {
    return Difference{Field::help, in_quotes(existing.help), in_quotes(requested.help)};
  }
  if (existing.unit != requested.unit) {
    return Difference{Field::unit, in_quotes(existing.unit), in_quotes(requested.unit)};
  }
  if (requested.max_series != 0 && existing.max_series != requested.max_series) {
    const auto text = [](std::size_t cap) {
      return cap == 0 ? std::string("the sink's") : std::to_string(cap);
    };
    return Difference{Field::max_series, text(existing.max_series), text(requested.max_series)};
  }
  return std::nullopt;
}

inline constexpr std::string_view suffixes_of_histogram[] = {"_bucket", "_count", "_sum"};
inline constexpr std::string_view suffixes_of_summary[] = {"_count", "_sum"};

/// The names of the samples that a family of this type prints beside its own name.
constexpr std::span<const std::string_view> derived_suffixes(MetricType type) noexcept {
  if (type == MetricType::histogram) return suffixes_of_histogram;
  if (type == MetricType::summary) return suffixes_of_summary;
  return {};
}

}  // namespace isometric::inline v1::detail
