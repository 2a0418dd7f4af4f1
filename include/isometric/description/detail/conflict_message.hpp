#pragma once

#include <isometric/description/source_location.hpp>

#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

inline std::string in_quotes(std::string_view text) {
  std::string quote = "'";
  return quote.append(text).append("'");
}

inline std::string site_text(const SourceLocation& site) {
  return std::string(site.file) + ':' + std::to_string(site.line);
}

inline std::string conflict_message(std::string_view metric, std::string_view field,
                                    std::string_view existing, std::string_view requested,
                                    std::string_view existing_site,
                                    std::string_view requested_site) {
  std::string message = "isometric: metric family '";
  message.append(metric).append("' is in conflict over its ").append(field);
  message.append(": registered is ").append(existing).append(" (");
  message.append(existing_site.empty() ? "by other code" : existing_site);
  message.append("), asked for is ").append(requested).append(" (");
  message.append(requested_site).append(")");
  return message;
}

}  // namespace isometric::inline v1::detail
