#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/label_name.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// What a sink has to check of a descriptor. Instruments have checked all of it already; adaptors
// and users' own code may have checked nothing. The rules are those of instruments, but for matters
// of style, and but for text that is no UTF-8: that is mended.
namespace isometric::inline v1::detail {

/// The rule of the exposition formats that the name of a label breaks; instruments hold it to more.
inline LabelNameRule broken_format_rule_of(std::string_view label, MetricType type) noexcept {
  // Most are good, which one loop tells: none that is reserved has another size or beginning.
  const bool may_be_reserved = label.size() == 2 || label.size() == 8 || label.starts_with('_');
  if (!may_be_reserved && is_identifier(label, false)) [[likely]]
    return LabelNameRule::none;
  const LabelNameRule rule = broken_legacy_label_name_rule_of(label);
  using enum LabelNameRule;
  const bool is_allowed =
      (rule == label_name_le_is_reserved_for_histogram_buckets && type != MetricType::histogram) ||
      (rule == label_name_quantile_is_reserved_for_summaries && type != MetricType::summary);
  return is_allowed ? none : rule;
}

/// How messages of a refusal begin: whose it is, and where that was declared.
[[gnu::cold]] inline std::string declared_family_text(const FamilyDescriptor& requested) {
  return joined({"isometric: metric family '", to_valid_text(requested.name), "', declared at ",
                 site_text(requested.declared_at), ", "});
}

[[noreturn, gnu::cold]] inline void refuse_name(const FamilyDescriptor& requested,
                                                std::string_view what, std::string_view why = {}) {
  raise(InvalidName(joined({declared_family_text(requested), what, why})));
}

[[noreturn, gnu::cold]] inline void refuse_label(const FamilyDescriptor& requested,
                                                 std::string_view label, std::string_view what,
                                                 std::string_view why = {}) {
  refuse_name(requested, joined({"has the label ", quoted(label), what}), why);
}

/// Throws InvalidName for a name that not even legacy_name() takes: a descriptor does not tell
/// which of the two an instrument was given.
[[gnu::cold]] inline void check_name(const FamilyDescriptor& requested) {
  const MetricNameRule rule = broken_legacy_rule_of(requested.name);
  if (rule == MetricNameRule::none) return;
  refuse_name(requested, "has an invalid name: ", to_string(rule));
}

/// Whether a label of that name, constant ones included, comes before the one at `place`.
inline bool is_earlier_label(const FamilyDescriptor& requested, std::string_view name,
                             std::size_t place) noexcept {
  const std::size_t count = requested.labels.size();
  for (std::size_t i = 0; i < place; ++i) {
    const auto other =
        i < count ? requested.labels[i].name : requested.constant_labels[i - count].name;
    if (other == name) return true;
  }
  return false;
}

inline void check_closed_values(const FamilyDescriptor& requested, const LabelDescriptor& label) {
  const auto values = label.closed_values;
  if (label.is_closed() && requested.type == MetricType::info) {
    refuse_label(requested, label.name, " closed, whose series would all claim to be true");
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) {
      refuse_label(requested, label.name, " with an empty value, which to Prometheus is no label");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (values[j] != values[i]) continue;
      refuse_label(requested, label.name, " with the value ",
                   joined({quoted(values[i]), " twice"}));
    }
  }
}

/// Throws InvalidName for labels that no page can show, or whose series would be none or one twice.
/// prometheus-cpp refuses some, but only with the first series, and does not say whose they are.
inline void check_labels(const FamilyDescriptor& requested) {
  if (requested.series_kind == SeriesKind::dynamic && !requested.labels.empty()) [[unlikely]]
    refuse_label(requested, requested.labels[0].name, ", which only its series may have");
  std::size_t place = 0;
  const auto check_label = [&](std::string_view label) {
    const LabelNameRule rule = broken_format_rule_of(label, requested.type);
    if (rule != LabelNameRule::none) {
      refuse_label(requested, label, ": ", to_string(rule));
    }
    if (is_earlier_label(requested, label, place++)) refuse_label(requested, label, " twice");
  };
  for (const auto& label : requested.labels) check_label(label.name);
  for (const auto& label : requested.constant_labels) {
    check_label(label.name);
    if (!label.value.empty()) continue;
    refuse_label(requested, label.name, " with an empty value, which to Prometheus is no label");
  }
  std::size_t most = static_cast<std::size_t>(-1) / 1024;
  for (const auto& label : requested.labels) {
    check_closed_values(requested, label);
    if (!label.is_closed()) continue;
    most /= label.closed_values.size();
    if (most == 0) refuse_name(requested, "has more series than there can be");
  }
}

/// The same for the labels of a series of a dynamic family: names and values in turn. A template,
/// so that only who has such families compiles it.
template <class Labels>
void check_series_labels(const FamilyDescriptor& family, const Labels& labels) {
  if (labels.size() % 2 != 0) refuse_name(family, "has a label without a value");
  for (std::size_t i = 0; i < labels.size(); i += 2) {
    const std::string_view name = labels[i];
    const LabelNameRule rule = broken_format_rule_of(name, family.type);
    if (rule != LabelNameRule::none) refuse_label(family, name, ": ", to_string(rule));
    if (i > 0 && name <= labels[i - 2]) {
      refuse_label(family, name,
                   name == labels[i - 2] ? " twice" : ", which is not in order of name");
    }
    for (const auto& constant : family.constant_labels) {
      if (constant.name == name) refuse_label(family, name, " twice, once as a constant label");
    }
    if (labels[i + 1].empty()) {
      refuse_label(family, name, " with an empty value, which to Prometheus is no label");
    }
  }
}

/// A refusal of another type.
template <class Error>
[[noreturn, gnu::cold]] void refuse_bounds(const FamilyDescriptor& requested, std::string_view what,
                                           std::string_view why = {}) {
  raise(Error(joined({declared_family_text(requested), what, why})));
}

inline void check_unit(const FamilyDescriptor& requested) {
  std::string_view name = requested.name;
  if (requested.type == MetricType::counter && name.ends_with("_total")) name.remove_suffix(6);
  const std::string_view unit = requested.unit;
  const bool is_suffix = name.size() > unit.size() && name.ends_with(unit) &&
                         name[name.size() - unit.size() - 1] == '_';
  if (is_suffix && requested.type != MetricType::info) return;
  refuse_name(requested, joined({"has the unit ", quoted(unit)}),
              is_suffix ? ", and an info has none" : ", in which its name must end");
}

/// A help text of valid UTF-8, blank or not.
[[gnu::cold]] inline void check_blank_help(const FamilyDescriptor& requested) {
  const HelpRule rule = first_broken<HelpRule>(requested.help);
  if (rule != HelpRule::none) refuse_name(requested, "has no help: ", to_string(rule));
}

/// Throws InvalidName, InvalidBuckets or InvalidQuantiles for a family that no instrument would
/// ask for: no page could show it, or prometheus-cpp would not survive it. Its text must be valid;
/// its name is check_name()'s.
inline void check_descriptor(const FamilyDescriptor& requested) {
  // What begins with more than a blank is none.
  if (requested.help.empty() || requested.help.front() <= ' ') [[unlikely]]
    check_blank_help(requested);
  if (!requested.unit.empty()) check_unit(requested);
  if (!requested.labels.empty() || !requested.constant_labels.empty()) check_labels(requested);
  if (requested.type == MetricType::info && requested.labels.empty()) [[unlikely]]
    refuse_name(requested, "has no labels, which are all that an info tells");
  // The bounds of those that have some are judged by the rules that come with their type.
  if (!requested.buckets.empty() && requested.type != MetricType::histogram) [[unlikely]]
    refuse_bounds<InvalidBuckets>(requested, "has buckets, which only histograms have");
  if (!requested.quantiles.empty() && requested.type != MetricType::summary) [[unlikely]]
    refuse_bounds<InvalidQuantiles>(requested, "has quantiles, which only summaries have");
}

}  // namespace isometric::inline v1::detail
