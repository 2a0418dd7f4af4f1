#pragma once

#include <isometric/exposition/detail/accept_header.hpp>

#include <string_view>

namespace isometric::inline v1 {

/// The text formats that pages are written in.
enum class ExpositionFormat : unsigned char {
  text,         ///< Prometheus's own text format, version 0.0.4
  openmetrics,  ///< OpenMetrics 1.0
};

/// What a response with such a page names as its Content-Type. Prometheus 3 refuses one without.
[[nodiscard]] constexpr std::string_view content_type(ExpositionFormat format) noexcept {
  return format == ExpositionFormat::openmetrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

/// The format that a request's Accept header prefers: the higher quality wins, then the more
/// specific range, then the text format, which is also the answer where neither is acceptable or
/// the header says nothing. Several Accept headers are joined by commas. Elements that make no
/// sense are passed over; nothing is thrown.
[[nodiscard]] constexpr ExpositionFormat choose_format(std::string_view accept) noexcept {
  const auto text = detail::preference_for(accept, {"text", "plain", "0.0.4"});
  const auto openmetrics =
      detail::preference_for(accept, {"application", "openmetrics-text", "1.0.0"});
  return openmetrics.quality > 0 && openmetrics > text ? ExpositionFormat::openmetrics
                                                       : ExpositionFormat::text;
}

}  // namespace isometric::inline v1
