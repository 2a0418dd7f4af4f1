#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/source_location.hpp>

#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

[[gnu::cold]] inline std::string in_quotes(std::string_view text) {
  return joined({"'", text, "'"});
}

[[gnu::cold]] inline std::string site_text(const SourceLocation& site) {
  return joined({site.file, ":", decimal_text(site.line)});
}

[[gnu::cold]] inline std::string conflict_message(std::string_view metric, std::string_view field,
                                                  std::string_view existing,
                                                  std::string_view requested,
                                                  std::string_view existing_site,
                                                  std::string_view requested_site) {
  return joined({"isometric: metric family '", metric, "' is in conflict over its ", field,
                 ": registered is ", existing, " (",
                 existing_site.empty() ? std::string_view("by other code") : existing_site,
                 "), asked for is ", requested, " (", requested_site, ")"});
}

}  // namespace isometric::inline v1::detail
