#pragma once

#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/detail/utf8.hpp>
#include <isometric/reading/series_selector.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1 {
namespace detail {

/// Reads `name{label="value",...}`. Each function reads its part from where the one before ended.
template <class = void>
class SelectorParser {
 public:
  explicit SelectorParser(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] SeriesSelector parse() {
    skip_spaces();
    std::string family = name("the name of a metric", true);
    LabelPairs labels;
    if (take('{')) {
      while (!take('}')) {
        labels.push_back(label(labels));
        if (peek() != '}' && !take(',')) fail("expected ',' or '}'");
      }
    }
    if (at_ != text_.size()) fail("expected nothing more");
    return {std::move(family), std::move(labels)};
  }

 private:
  /// The next character; NUL, which nothing expects, at the end.
  [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_spaces() noexcept {
    at_ = (std::min)(text_.find_first_not_of(" \t", at_), text_.size());
  }

  /// Passes this character and the spaces behind it, if it comes next.
  bool take(char expected) noexcept {
    if (peek() != expected) return false;
    ++at_;
    skip_spaces();
    return true;
  }

  std::string name(const char* what, bool with_colon) {
    constexpr std::string_view characters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:";
    const std::size_t end = (std::min)(text_.find_first_not_of(characters, at_), text_.size());
    if (!is_identifier(text_.substr(at_, end - at_), with_colon)) {
      fail(std::string("expected ") + what);
    }
    std::string name(text_.substr(at_, end - at_));
    at_ = end;
    skip_spaces();
    return name;
  }

  std::pair<std::string, std::string> label(const LabelPairs& before) {
    const std::size_t begin = at_;
    std::string label_name = name("the name of a label", false);
    for (const auto& [other, value] : before) {
      if (other == label_name) fail("this label is named already", begin);
    }
    if (!take('=')) fail("expected '='");
    if (peek() != '"') fail("expected a value in quotation marks: one series has one value");
    ++at_;
    return {std::move(label_name), quoted_value()};
  }

  /// From behind its opening quotation mark.
  std::string quoted_value() {
    std::string value;
    for (;;) {
      const std::size_t end = text_.find_first_of("\"\\\n", at_);
      if (end == text_.npos) fail("expected '\"' at the end of the value", text_.size());
      value += text_.substr(at_, end - at_);
      at_ = end;
      if (take('"')) return value;
      if (peek() == '\n') fail("a line break in a value is written \\n");
      ++at_;
      value += escaped();
    }
  }

  /// From behind its backslash.
  char escaped() {
    switch (peek()) {
      case '\\': ++at_; return '\\';
      case '"': ++at_; return '"';
      case 'n': ++at_; return '\n';
      default: fail("only \\\\, \\\" and \\n are escapes", at_ - 1);
    }
  }

  [[noreturn]] void fail(std::string_view complaint) const { fail(complaint, at_); }

  /// Shows the text, and below it where it breaks.
  [[noreturn]] void fail(std::string_view complaint, std::size_t at) const {
    std::string shown(text_);
    for (char& c : shown) {
      if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    std::string message = "isometric: this selects no series: ";
    message.append(complaint).append("\n  ").append(shown).append("\n  ");
    message.append(count_code_points(text_.substr(0, at)), ' ').append("^");
    raise(std::invalid_argument(message));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace detail

namespace testing {

/// A selector as a series is written in the text format, for tests that see a server from outside:
///
///     CHECK_THAT(seen, HasValue(series("app_requests_total{method=\"get\"}"), 3));
///
/// It names every label of the series, in any order. In values, `\\`, `\"` and `\n` stand for a
/// backslash, a quotation mark and a line break. Spaces between the parts and a comma behind the
/// last label are allowed. It is what a selector prints.
///
/// Throws std::invalid_argument, whose message shows where, if `text` is written otherwise or names
/// a label twice.
template <class = void>
[[nodiscard]] SeriesSelector series(std::string_view text) {
  return detail::SelectorParser<>(text).parse();
}

}  // namespace testing
}  // namespace isometric::inline v1
