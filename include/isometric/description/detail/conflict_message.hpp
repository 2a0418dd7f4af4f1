#pragma once

#include <isometric/description/source_location.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// All texts are made by this one function, which costs the compiler less than sums of strings.
inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(part.data(), part.size());
  return text;
}

inline std::string in_quotes(std::string_view text) {
  return joined({"'", text, "'"});
}

inline std::string site_text(const SourceLocation& site) {
  return joined({site.file, ":", std::to_string(site.line)});
}

inline std::string conflict_message(std::string_view metric, std::string_view field,
                                    std::string_view existing, std::string_view requested,
                                    std::string_view existing_site,
                                    std::string_view requested_site) {
  return joined({"isometric: metric family '", metric, "' is in conflict over its ", field,
                 ": registered is ", existing, " (",
                 existing_site.empty() ? std::string_view("by other code") : existing_site,
                 "), asked for is ", requested, " (", requested_site, ")"});
}

}  // namespace isometric::inline v1::detail
