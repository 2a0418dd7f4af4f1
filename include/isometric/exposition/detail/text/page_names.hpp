#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/reading/scrape.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// What a family is called on a page.
struct PageName {
  std::string samples;
  std::size_t family_size = 0;  ///< how much of that is the family's name, which metadata give
  std::string_view type;
  std::string_view lax_type;  ///< the type that it has if a value does not fit the other

  [[nodiscard]] std::string_view family() const noexcept {
    return std::string_view(samples).substr(0, family_size);
  }
};

/// What the families of a page are called. In OpenMetrics a counter or info goes by a shorter name
/// than its samples do, and no family by a name that samples of another one may have.
template <class Family = ScrapedFamily>
class PageNames {
  using enum ExpositionFormat;

 public:
  /// `families` are sorted by name and outlive it.
  PageNames(std::span<Family* const> families, ExpositionFormat format) noexcept
      : families_(families), format_(format) {}

  /// Puts the family's into `name`, whose memory it keeps. False if the format has no place for it.
  bool find(const FamilyDescriptor& family, PageName& name) const {
    if (format_ == openmetrics && may_be_samples(family.name)) return false;
    const bool is_info = family.type == MetricType::info;
    name.samples = family.name;
    name.family_size = name.samples.size();
    name.lax_type = is_info ? "gauge" : format_ == openmetrics ? "unknown" : "untyped";
    const bool is_lax = is_info || family.type == MetricType::unknown;
    name.type = is_lax ? name.lax_type : to_string(family.type);
    if (format_ == openmetrics && (is_info || family.type == MetricType::counter)) {
      const std::string_view shorter = without(name.samples, is_info ? "_info" : "_total");
      const bool has_it = is_free(shorter, family);
      if (has_it) name.family_size = shorter.size();
      name.type = has_it ? to_string(family.type) : name.lax_type;
    }
    return true;
  }

 private:
  static std::string_view without(std::string_view name, std::string_view suffix) noexcept {
    return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size())
                                  : std::string_view();
  }

  [[nodiscard]] const FamilyDescriptor* find(std::string_view name,
                                             std::string_view suffix = {}) const {
    const std::string whole = std::string(name).append(suffix);
    const auto found = std::ranges::lower_bound(
        families_, std::string_view(whole), {},
        [](const ScrapedFamily* family) { return family->descriptor().name; });
    if (found == families_.end() || (*found)->descriptor().name != whole) return nullptr;
    return &(*found)->descriptor();
  }

  /// Whether a counter or info can go by the shorter name. Of a counter and an info that could, the
  /// counter does.
  [[nodiscard]] bool is_free(std::string_view shorter, const FamilyDescriptor& family) const {
    if (shorter.empty() || may_be_samples(shorter)) return false;
    const FamilyDescriptor* other = find(shorter);
    if (other != nullptr && other != &family) return false;
    return family.type == MetricType::counter || find(shorter, "_total") == nullptr;
  }

  /// Whether samples of another family may go by this name.
  [[nodiscard]] bool may_be_samples(std::string_view name) const {
    static constexpr std::string_view suffixes[] = {"_bucket", "_count", "_created", "_sum"};
    return std::ranges::any_of(suffixes, [&](std::string_view suffix) {
      const std::string_view stem = without(name, suffix);
      if (stem.empty()) return false;
      if (const FamilyDescriptor* other = find(stem)) {
        if (other->type == MetricType::histogram) return true;
        if (other->type == MetricType::summary && suffix != "_bucket") return true;
      }
      if (suffix != "_created") return false;
      const FamilyDescriptor* counter = find(stem, "_total");
      return counter != nullptr && counter->type == MetricType::counter && is_free(stem, *counter);
    });
  }

  std::span<Family* const> families_;
  ExpositionFormat format_;
};

}  // namespace isometric::inline v1::detail
