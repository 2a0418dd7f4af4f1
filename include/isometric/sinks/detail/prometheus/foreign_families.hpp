#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/prometheus/mend_family.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
inline const prometheus::MetricFamily* find_shown(
    const std::vector<prometheus::MetricFamily>& shown, std::string_view name) {
  const auto found = std::ranges::find(shown, name, &prometheus::MetricFamily::name);
  return found == shown.end() ? nullptr : &*found;
}

/// What other code's families of this type append to their names. To that of an info,
/// prometheus-cpp appends _info; isometric's have it in the name.
inline std::span<const std::string_view> foreign_suffixes(MetricType type) noexcept {
  static constexpr std::string_view of_info[] = {"_info"};
  return type == MetricType::info ? of_info : derived_suffixes(type);
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
  return !derived_suffixes(requested.type).empty() ||
         std::ranges::any_of(all_foreign_suffixes, [&](std::string_view suffix) {
           return requested.name.ends_with(suffix);
         });
}

/// A sample name that this family would share with one that the registry shows.
inline std::optional<Difference> find_foreign_derived_name(
    const std::vector<prometheus::MetricFamily>& shown, const FamilyDescriptor& requested) {
  const auto text = [](MetricType type, std::string_view name) {
    return std::string(to_string(type)) + " " + in_quotes(name);
  };
  const auto difference = [&](const prometheus::MetricFamily& existing) {
    return Difference{Field::derived_name, text(metric_type(existing.type), existing.name),
                      text(requested.type, requested.name)};
  };
  const std::string name(requested.name);
  for (const auto suffix : derived_suffixes(requested.type)) {
    if (const auto* taken = find_shown(shown, name + std::string(suffix))) {
      return difference(*taken);
    }
  }
  for (const auto suffix : all_foreign_suffixes) {
    if (!requested.name.ends_with(suffix)) continue;
    const auto* base = find_shown(shown, name.substr(0, name.size() - suffix.size()));
    if (base == nullptr) continue;
    const auto derived = foreign_suffixes(metric_type(base->type));
    if (std::ranges::find(derived, suffix) != derived.end()) return difference(*base);
  }
  return std::nullopt;
}

inline std::vector<std::string_view> sorted_label_names(const prometheus::ClientMetric& metric) {
  std::vector<std::string_view> names;
  for (const auto& label : metric.label) names.push_back(label.name);
  std::ranges::sort(names);
  return names;
}

/// The upper bounds of a histogram's buckets, the quantiles of a summary; of others, nothing.
inline std::vector<double> bounds_or_quantiles(const prometheus::ClientMetric& metric) {
  std::vector<double> numbers;
  for (const auto& bucket : metric.histogram.bucket) numbers.push_back(bucket.upper_bound);
  for (const auto& quantile : metric.summary.quantile) numbers.push_back(quantile.quantile);
  return numbers;
}

inline bool are_equal(const std::vector<double>& a, const std::vector<double>& b) {
  return std::ranges::equal(a, b, is_equal);
}

inline std::vector<double> bounds_or_quantiles(const FamilyDescriptor& family) {
  std::vector<double> numbers(family.buckets.begin(), family.buckets.end());
  if (family.type == MetricType::histogram) {
    numbers.push_back(infinity);
  }
  for (const auto& quantile : family.quantiles) numbers.push_back(quantile.quantile);
  return numbers;
}

/// The first visible difference between a family of other code and what is asked for. A family
/// without series shows nothing.
inline std::optional<Difference> find_foreign_conflict(
    const std::vector<prometheus::MetricFamily>& collected, const FamilyDescriptor& requested) {
  std::vector<std::string_view> names;
  for (const auto& label : requested.labels) names.push_back(label.name);
  for (const auto& label : requested.constant_labels) names.push_back(label.name);
  std::ranges::sort(names);
  const auto numbers = bounds_or_quantiles(requested);
  const auto name_text = [](std::string_view name) { return std::string(name); };

  for (const auto& family : collected) {
    for (const auto& metric : family.metric) {
      const auto existing_names = sorted_label_names(metric);
      if (existing_names != names) {
        return Difference{Field::label_names, list_text(existing_names, name_text),
                          list_text(names, name_text)};
      }
      const auto existing_numbers = bounds_or_quantiles(metric);
      if (!are_equal(existing_numbers, numbers)) {
        return Difference{
            requested.type == MetricType::histogram ? Field::buckets : Field::quantiles,
            numbers_text(existing_numbers), numbers_text(numbers)};
      }
    }
  }
  return std::nullopt;
}

/// True if the two families would print samples of one name.
inline bool share_a_sample_name(const prometheus::MetricFamily& a,
                                const prometheus::MetricFamily& b) {
  const auto derives = [](const prometheus::MetricFamily& from,
                          const prometheus::MetricFamily& other) {
    return std::ranges::any_of(derived_suffixes(metric_type(from.type)), [&](auto suffix) {
      return other.name.size() == from.name.size() + suffix.size() &&
             other.name.starts_with(from.name) && other.name.ends_with(suffix);
    });
  };
  return derives(a, b) || derives(b, a);
}

/// Adds to `own`, which is sorted and valid, what a registry shows beyond it, and keeps it so. What
/// would make the page invalid is left out. Calls `report(family)` once for each family that
/// contradicts another one or itself. `is_in_registry(name)` says whether the series of that family
/// in `own` are the registry's, so that they come a second time; else the same series twice is a
/// contradiction.
template <class IsInRegistry, class Report>
void merge_foreign_families(std::vector<prometheus::MetricFamily>& own,
                            std::vector<prometheus::MetricFamily> all, IsInRegistry is_in_registry,
                            Report report) {
  std::ranges::sort(all, {}, &prometheus::MetricFamily::name);
  for (auto& family : all) {
    bool is_contradictory = mend_family(family) > 0;
    const auto found =
        std::ranges::lower_bound(own, family.name, {}, &prometheus::MetricFamily::name);
    if (found == own.end() || found->name != family.name) {
      if (is_contradictory) report(family.name);
      const auto clash = std::ranges::find_if(
          own, [&](const auto& other) { return share_a_sample_name(family, other); });
      if (clash != own.end()) {
        report(clash->name);
      } else if (!family.metric.empty()) {
        own.insert(found, std::move(family));
      }
      continue;
    }
    auto extra = series_beyond(found->metric, family.metric);
    const bool is_shown_twice = extra.size() < family.metric.size();
    const auto differs = [&](const prometheus::ClientMetric& metric) {
      return sorted_label_names(metric) != sorted_label_names(found->metric.front()) ||
             !are_equal(bounds_or_quantiles(metric), bounds_or_quantiles(found->metric.front()));
    };
    is_contradictory = is_contradictory || (is_shown_twice && !is_in_registry(found->name)) ||
                       std::ranges::any_of(extra, differs);
    if (is_contradictory) report(found->name);
    if (extra.empty()) continue;
    std::ranges::move(extra, std::back_inserter(found->metric));
    std::ranges::sort(found->metric, labels_less);
  }
}

}  // namespace isometric::inline v1::detail
