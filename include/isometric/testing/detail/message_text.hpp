#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/raise.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What the messages of all checks are made with.
namespace isometric::inline v1::detail {

/// Throws std::invalid_argument: a test that is wrong by itself has to fail whatever it looks at,
/// and also if it is negated.
template <class = void>
[[noreturn]] void refuse_test(std::string_view complaint) {
  raise(std::invalid_argument(joined({"isometric: ", complaint})));
}

/// The same unless `is_right`.
template <class = void>
void require_argument(bool is_right, const char* complaint) {
  if (!is_right) refuse_test(complaint);
}

/// The same unless a family can have this name: a series that is written as a name is never there.
template <class = void>
void require_family_name(std::string_view name) {
  require_argument(is_identifier(name, true),
                   "a family's name has no other characters than letters, digits, '_' and ':'; "
                   "series(\"x_total{a=\\\"b\\\"}\") reads a selector");
}

/// Adds a line for each of so many items, below what is there so far: what `line(i)` gives. Of more
/// than ten items the first ones, and how many there are beside.
template <class Line>
void append_short_list(std::string& text, std::size_t count, const Line& line) {
  constexpr std::size_t longest = 10;
  for (std::size_t i = 0; i < count && i < longest; ++i) append(text, {"\n  ", line(i)});
  if (count > longest) append(text, {"\n  and ", std::to_string(count - longest), " more"});
}

/// The first lines of a text, without a break at its end; below them how many there are beside, if
/// these are more than one.
template <class = void>
std::string first_lines(std::string_view text, std::size_t most) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t rest_begin = 0;
  for (std::size_t i = 0; i < most; ++i) {
    const std::size_t end = text.find('\n', rest_begin);
    if (end == text.npos) return std::string(text);
    rest_begin = end + 1;
  }
  std::size_t rest = 1;
  for (const char c : text.substr(rest_begin)) rest += c == '\n' ? 1U : 0U;
  if (rest == 1) return std::string(text);
  return joined({text.substr(0, rest_begin), "and ", std::to_string(rest), " more lines"});
}

/// Whether one of them has the name.
template <class Named>
bool is_named(const std::vector<Named>& all, std::string_view name) noexcept {
  for (const auto& each : all) {
    if (each.name.compare(name) == 0) return true;
  }
  return false;
}
template <class = void>
bool is_among(const std::vector<std::string>& names, std::string_view name) noexcept {
  for (const auto& each : names) {
    if (each.compare(name) == 0) return true;
  }
  return false;
}

}  // namespace isometric::inline v1::detail
