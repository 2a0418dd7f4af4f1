#pragma once

#include <string_view>

namespace isometric {
inline namespace v1 {
namespace detail {

// Predicates on the characters and words of a name, shared by metric and label names. They are
// evaluated by the compiler for every literal, hence plain loops and no tables of pairs.

constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

constexpr char to_lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// [a-zA-Z_][a-zA-Z0-9_]*, with ':' among the letters where `with_colon` asks for it.
constexpr bool is_identifier(std::string_view name, bool with_colon) noexcept {
  if (name.empty() || is_digit(name.front())) return false;
  for (const char c : name) {
    if (!is_lower(c) && !is_upper(c) && !is_digit(c) && c != '_' && !(with_colon && c == ':')) {
      return false;
    }
  }
  return true;
}

/// promlint's notion of camelCase: a lower-case letter directly before an upper-case one.
constexpr bool is_camel_case(std::string_view name) noexcept {
  char previous = '\0';
  for (const char c : name) {
    if (is_lower(previous) && is_upper(c)) return true;
    previous = c;
  }
  return false;
}

constexpr bool equal_ignoring_case(std::string_view text, std::string_view lower) noexcept {
  if (text.size() != lower.size()) return false;
  for (std::string_view::size_type i = 0; i < text.size(); ++i) {
    if (to_lower(text[i]) != lower[i]) return false;
  }
  return true;
}

/// The words of a name between its underscores, first to last.
class Words {
 public:
  constexpr explicit Words(std::string_view name) noexcept : rest_{name} {}

  /// Moves to the next word; false once there is none.
  constexpr bool next() noexcept {
    if (done_) return false;
    const std::string_view::size_type end = rest_.find('_');
    word_ = rest_.substr(0, end);
    done_ = end == std::string_view::npos;
    if (!done_) rest_.remove_prefix(end + 1);
    return true;
  }
  constexpr std::string_view word() const noexcept { return word_; }

 private:
  std::string_view rest_;
  std::string_view word_;
  bool done_ = false;
};

/// Whether one of `words` stands in `name` after an underscore, in any case of letters; a name
/// that begins with the word does not count, as in promlint.
template <int Count>
constexpr std::string_view find_word_after_first(std::string_view name,
                                                 const std::string_view (&words)[Count]) noexcept {
  Words parts{name};
  parts.next();
  while (parts.next()) {
    for (const std::string_view word : words) {
      if (equal_ignoring_case(parts.word(), word)) return word;
    }
  }
  return {};
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
