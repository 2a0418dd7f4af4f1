#pragma once

#include <isometric/description/metric_type.hpp>

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// A type that a TYPE line can give, and what it makes of the family.
struct PageType {
  std::string_view name;
  MetricType type;                              ///< the nearest that a snapshot has
  std::initializer_list<const char*> suffixes;  ///< of the family's name, in those of its samples
  const char* snapshot_suffix = "";             ///< as above, in the name that a snapshot gives it

  [[nodiscard]] bool has_buckets() const noexcept { return type == MetricType::histogram; }
};

template <class = void>
std::span<const PageType> page_types(bool is_openmetrics) noexcept {
  using enum MetricType;
  static constexpr PageType text[] = {
      {"untyped", unknown, {""}},
      {"counter", counter, {""}},
      {"gauge", gauge, {""}},
      {"histogram", histogram, {"_bucket", "_sum", "_count"}},
      {"summary", summary, {"", "_sum", "_count"}},
  };
  static constexpr PageType openmetrics[] = {
      {"unknown", unknown, {""}},
      {"counter", counter, {"_total", "_created"}, "_total"},
      {"gauge", gauge, {""}},
      {"histogram", histogram, {"_bucket", "_sum", "_count", "_created"}},
      {"summary", summary, {"", "_sum", "_count", "_created"}},
      {"info", info, {"_info"}, "_info"},
      {"stateset", gauge, {""}},
      {"gaugehistogram", histogram, {"_bucket", "_gsum", "_gcount"}},
  };
  if (is_openmetrics) return openmetrics;
  return text;
}

}  // namespace isometric::inline v1::detail
