#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <span>
#include <string>
#include <string_view>

namespace isometric::inline v1 {
namespace detail {

// JSON as RFC 8259 has it.

/// A string with its quotes. What is no valid UTF-8 becomes U+FFFD.
inline std::string json_string(std::string_view text) {
  if (!is_valid_text(text)) return json_string(to_valid_text(text));
  constexpr std::string_view digits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c == '\n') {
      json += "\\n";
    } else if (byte < 0x20) {
      json += "\\u00";
      json += digits[byte >> 4U];
      json += digits[byte & 0xFU];
    } else {
      json += c;
    }
  }
  return json += '"';
}

/// JSON has no infinity and no NaN; they become strings, spelt as exposition formats spell them.
inline std::string json_number(double value) {
  return is_finite(value) ? number_text(value) : json_string(number_text(value));
}

/// An array of what `text` makes of each value.
template <class Values, class Text>
std::string json_array(const Values& values, Text text) {
  std::string json = "[";
  for (const auto& value : values) {
    if (json.size() > 1) json += ',';
    json += text(value);
  }
  return json += ']';
}

inline std::string json_of(const LabelDescriptor& label) {
  const std::string values =
      label.is_closed() ? json_array(label.closed_values, json_string) : "null";
  return "{\"name\":" + json_string(label.name) + ",\"values\":" + values + '}';
}

inline std::string json_of(const ConstantLabel& label) {
  return "{\"name\":" + json_string(label.name) + ",\"value\":" + json_string(label.value) + '}';
}

inline std::string json_of(const Quantile& quantile) {
  return "{\"quantile\":" + json_number(quantile.quantile) +
         ",\"error\":" + json_number(quantile.error) + '}';
}

inline std::string json_of(const QuantileWindow& window) {
  return "{\"max_age_seconds\":" + json_number(window.max_age_seconds) +
         ",\"age_buckets\":" + std::to_string(window.age_buckets) + '}';
}

inline std::string json_of(const FamilyDescriptor& family) {
  const auto json_of_each = [](const auto& value) { return json_of(value); };
  std::string json = "{\"name\":" + json_string(family.name);
  json += ",\"type\":" + json_string(to_string(family.type));
  json += ",\"unit\":" + json_string(family.unit);
  json += ",\"help\":" + json_string(family.help);
  json += ",\"labels\":" + json_array(family.labels, json_of_each);
  json += ",\"constant_labels\":" + json_array(family.constant_labels, json_of_each);
  json += ",\"buckets\":" + json_array(family.buckets, json_number);
  json += ",\"quantiles\":" + json_array(family.quantiles, json_of_each);
  json += ",\"quantile_window\":";
  json += family.quantiles.empty() ? "null" : json_of(family.window);
  json += ",\"series_kind\":" + json_string(to_string(family.series_kind));
  json += ",\"max_series\":";
  json += family.max_series == 0 ? "null" : std::to_string(family.max_series);
  json += ",\"declared_at\":{\"file\":" + json_string(family.declared_at.file) +
          ",\"line\":" + std::to_string(family.declared_at.line) + "}}";
  return json;
}

}  // namespace detail

/// Descriptions as JSON, a line for each family:
///
///     {"families":[
///     {"name":"app_moves_total","type":"counter","unit":"","help":"Moves.", ... }
///     ]}
///
/// Each family has the same keys, in the same order. Null are the `values` of an open label, the
/// `quantile_window` of no quantiles, and `max_series` where the sink decides. Takes a Catalogue.
[[nodiscard]] inline std::string to_json(std::span<const FamilyDescriptor> families) {
  std::string json = "{\"families\":[";
  const char* separator = "\n";
  for (const auto& family : families) {
    json += separator + detail::json_of(family);
    separator = ",\n";
  }
  return json += "\n]}\n";
}

}  // namespace isometric::inline v1
