#pragma once

#include <cstddef>
#include <string_view>

namespace isometric::inline v1::detail {

// Predicates on the characters and words of a name, shared by metric and label names. Compilers
// interpret them for every name in a program, clang once per rule, and take long over each call of
// a function: hence the plain loops over pointers.

/// [a-zA-Z_][a-zA-Z0-9_]*, with ':' among the letters where `with_colon` asks for it.
constexpr bool is_identifier(std::string_view name, bool with_colon) noexcept {
  const char* const begin = name.data();
  const char* const end = begin + name.size();
  for (const char* at = begin; at != end; ++at) {
    const char c = *at;
    const bool allowed = (c >= 'a' && c <= 'z') || c == '_' || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9' && at != begin) || (c == ':' && with_colon);
    if (!allowed) return false;
  }
  return begin != end;
}

/// promlint's notion of camelCase: a lower-case letter directly before an upper-case one.
constexpr bool is_camel_case(std::string_view name) noexcept {
  const char* const end = name.data() + name.size();
  char previous = '\0';
  for (const char* at = name.data(); at != end; ++at) {
    if (*at >= 'A' && *at <= 'Z' && previous >= 'a' && previous <= 'z') return true;
    previous = *at;
  }
  return false;
}

constexpr bool equal_ignoring_case(std::string_view text, std::string_view lower) noexcept {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != lower[i]) return false;
  }
  return true;
}

/// The words of a name between its underscores, first to last.
class Words {
 public:
  constexpr explicit Words(std::string_view name) noexcept
      : next_{name.data()}, end_{name.data() + name.size()} {}

  /// Moves to the next word; false once there is none.
  constexpr bool next() noexcept {
    if (done_) return false;
    const char* at = next_;
    while (at != end_ && *at != '_') ++at;
    word_ = {next_, static_cast<std::size_t>(at - next_)};
    done_ = at == end_;
    if (!done_) next_ = at + 1;
    return true;
  }
  constexpr std::string_view word() const noexcept { return word_; }

 private:
  const char* next_;
  const char* end_;
  std::string_view word_;
  bool done_ = false;
};

/// The first of the listed words that stands in `name` after an underscore, in any case of letters;
/// empty if none does. A name that begins with the word does not count, as in promlint.
template <std::size_t Count>
constexpr std::string_view find_word_after_first(std::string_view name,
                                                 const std::string_view (&listed)[Count]) noexcept {
  std::size_t longest = 0;
  for (const std::string_view& word : listed) {
    if (word.size() > longest) longest = word.size();
  }
  Words words{name};
  words.next();
  while (words.next()) {
    const std::string_view word = words.word();
    if (word.size() > longest) continue;
    for (const std::string_view& candidate : listed) {
      if (equal_ignoring_case(word, candidate)) return word;
    }
  }
  return {};
}

}  // namespace isometric::inline v1::detail
