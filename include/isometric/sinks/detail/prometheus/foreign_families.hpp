#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/list_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/prometheus/mend_family.hpp>
#include <isometric/sinks/detail/prometheus/metric_types.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Templates, of prometheus-cpp's metrics and families, so that only who shares a registry compiles
// them.
//
// Families that other code registers in a registry that it shares with isometric. prometheus-cpp
// has no way to ask for them. To try a name out by registering it would make other code's own
// registration of it fail, if only for a moment; so they show in what the registry collects, which
// is those with series, and in what it refuses when a family is registered that stays.
namespace isometric::inline v1::detail {

/// Which of the two reasons to refuse a family that exists prometheus-cpp gives. The text is the
/// same in all versions, and nothing else tells.
inline bool is_about_type(std::string_view refusal) noexcept {
  return refusal.find("different type") != std::string_view::npos;
}

/// Null if the registry shows no family of this name.
template <class Family>
const Family* find_shown(const std::vector<Family>& shown, std::string_view name) {
  for (const Family& family : shown) {
    if (family.name == name) return &family;
  }
  return nullptr;
}

/// What other code's families of this type append to their names. To that of an info,
/// prometheus-cpp appends _info; isometric's have it in the name.
inline std::span<const std::string_view> foreign_suffixes(MetricType type) noexcept {
  static constexpr std::string_view of_info[] = {"_info"};
  if (type == MetricType::info) return {of_info, 1};
  return derived_suffixes(type);
}

/// The suffixes that a name may owe to a family of other code.
#if __has_include(<prometheus/info.h>)
inline constexpr bool has_backend_infos = true;
inline constexpr std::string_view all_foreign_suffixes[] = {"_bucket", "_count", "_sum", "_info"};
#else
inline constexpr bool has_backend_infos = false;
inline constexpr std::string_view all_foreign_suffixes[] = {"_bucket", "_count", "_sum"};
#endif

/// Whether the family could share a sample name with one of other code: few could.
inline bool may_share_a_sample_name(const FamilyDescriptor& requested) noexcept {
  if (!derived_suffixes(requested.type).empty()) return true;
  for (const auto suffix : all_foreign_suffixes) {
    if (requested.name.ends_with(suffix)) return true;
  }
  return false;
}

/// A family that the registry shows, and with which this one would share a sample name; or null.
template <class Family>
const Family* find_foreign_derived_name(const std::vector<Family>& shown,
                                        const FamilyDescriptor& requested) {
  const std::string name(requested.name);
  for (const auto suffix : derived_suffixes(requested.type)) {
    if (const Family* taken = find_shown(shown, name + std::string(suffix))) return taken;
  }
  for (const auto suffix : all_foreign_suffixes) {
    if (!requested.name.ends_with(suffix)) continue;
    const Family* base = find_shown(shown, name.substr(0, name.size() - suffix.size()));
    if (base == nullptr) continue;
    for (const auto derived : foreign_suffixes(metric_type(base->type))) {
      if (derived == suffix) return base;
    }
  }
  return nullptr;
}

/// Adds the names of some labels, in order.
template <class Labels>
void add_sorted_names(const Labels& labels, std::vector<std::string_view>& names) {
  for (const auto& label : labels) {
    auto at = names.end();
    while (at != names.begin() && label.name < at[-1]) --at;
    names.insert(at, label.name);
  }
}

template <class Metric>
std::vector<std::string_view> sorted_label_names(const Metric& metric) {
  std::vector<std::string_view> names;
  add_sorted_names(metric.label, names);
  return names;
}

/// The upper bounds of a histogram's buckets, the quantiles of a summary; of others, nothing.
template <class Metric>
std::vector<double> bounds_or_quantiles(const Metric& metric) {
  std::vector<double> numbers;
  for (const auto& bucket : metric.histogram.bucket) numbers.push_back(bucket.upper_bound);
  for (const auto& quantile : metric.summary.quantile) numbers.push_back(quantile.quantile);
  return numbers;
}

/// The same of a family that is asked for.
template <>
inline std::vector<double> bounds_or_quantiles(const FamilyDescriptor& family) {
  std::vector<double> numbers(family.buckets.begin(), family.buckets.end());
  if (family.type == MetricType::histogram) numbers.push_back(infinity);
  for (const auto& quantile : family.quantiles) numbers.push_back(quantile.quantile);
  return numbers;
}

struct ForeignDifference {
  bool is_there = false;
  Field field = Field::name;
  std::string existing = {};
  std::string requested = {};
};

/// The first visible difference between a family of other code and what is asked for. A family
/// without series shows nothing, and those of a dynamic one may be any.
template <class Family>
ForeignDifference find_foreign_conflict(const std::vector<Family>& collected,
                                        const FamilyDescriptor& requested) {
  if (requested.series_kind == SeriesKind::dynamic) return {};
  std::vector<std::string_view> names;
  add_sorted_names(requested.labels, names);
  add_sorted_names(requested.constant_labels, names);
  const auto numbers = bounds_or_quantiles(requested);

  for (const auto& family : collected) {
    for (const auto& metric : family.metric) {
      const auto existing_names = sorted_label_names(metric);
      if (existing_names != names) {
        return {true, Field::label_names, list_text(existing_names), list_text(names)};
      }
      const auto existing_numbers = bounds_or_quantiles(metric);
      if (!are_equal_numbers(existing_numbers, numbers)) {
        const bool are_buckets = requested.type == MetricType::histogram;
        return {true, are_buckets ? Field::buckets : Field::quantiles,
                numbers_text(existing_numbers), numbers_text(numbers)};
      }
    }
  }
  return {};
}

/// True if the two families would print samples of one name.
template <class Family>
bool share_a_sample_name(const Family& a, const Family& b) {
  const auto derives = [](const Family& from, const Family& other) {
    return other.name.starts_with(from.name) &&
           is_derived_suffix(metric_type(from.type),
                             std::string_view(other.name).substr(from.name.size()));
  };
  return derives(a, b) || derives(b, a);
}

/// Adds to `own`, which is sorted and valid, what a registry shows beyond it, and keeps it so. What
/// would make the page invalid is left out. Calls `report(family)` once for each family that
/// contradicts another one or itself. `kind_of(name)` says how the series of a family in `own` come
/// and go. Fixed ones are the registry's, so that they come a second time; else the same series
/// twice is a contradiction. Those of dynamic ones need not be alike.
template <class Family, class KindOf, class Report>
void merge_foreign_families(std::vector<Family>& own, std::vector<Family> all,
                            const KindOf& kind_of, const Report& report) {
  const auto by_name = [](const Family& a, const Family& b) { return a.name < b.name; };
  sort_stably(all, by_name);
  for (Family& family : all) {
    bool is_contradictory = mend_family(family) > 0;
    const std::size_t place = first_not_less(own, family, by_name);
    const auto found = own.begin() + static_cast<std::ptrdiff_t>(place);
    if (found == own.end() || found->name != family.name) {
      if (is_contradictory) report(family.name);
      const Family* clash = nullptr;
      for (std::size_t i = 0; i < own.size() && clash == nullptr; ++i) {
        if (share_a_sample_name(family, own[i])) clash = &own[i];
      }
      if (clash != nullptr) {
        report(clash->name);
      } else if (!family.metric.empty()) {
        own.insert(found, std::move(family));
      }
      continue;
    }
    auto extra = series_beyond(found->metric, family.metric);
    const bool is_shown_twice = extra.size() < family.metric.size();
    const SeriesKind kind = kind_of(found->name);
    const auto& first = found->metric.front();
    const auto names = sorted_label_names(first);
    const auto numbers = bounds_or_quantiles(first);
    for (const auto& metric : extra) {
      if (kind == SeriesKind::dynamic) break;
      is_contradictory = is_contradictory || sorted_label_names(metric) != names ||
                         !are_equal_numbers(bounds_or_quantiles(metric), numbers);
    }
    is_contradictory = is_contradictory || (is_shown_twice && kind != SeriesKind::fixed);
    if (is_contradictory) report(found->name);
    if (extra.empty()) continue;
    for (auto& metric : extra) found->metric.push_back(std::move(metric));
    sort_stably(found->metric, labels_less);
  }
}

}  // namespace isometric::inline v1::detail
