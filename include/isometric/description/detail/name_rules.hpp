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

// promlint's tables (client_golang prometheus/testutil/promlint/validations).

using std::string_view_literals::operator""sv;  // clang counts characters one by one without

struct Unit {
  std::string_view name;
  std::string_view base;
};

inline constexpr Unit units[] = {
    {"amperes"sv, "amperes"sv}, {"bytes"sv, "bytes"sv},        {"celsius"sv, "celsius"sv},
    {"grams"sv, "grams"sv},     {"joules"sv, "joules"sv},      {"kelvin"sv, "kelvin"sv},
    {"meters"sv, "meters"sv},   {"metres"sv, "metres"sv},      {"seconds"sv, "seconds"sv},
    {"volts"sv, "volts"sv},     {"minutes"sv, "seconds"sv},    {"hours"sv, "seconds"sv},
    {"days"sv, "seconds"sv},    {"weeks"sv, "seconds"sv},      {"kelvins"sv, "kelvin"sv},
    {"rankine"sv, "celsius"sv}, {"fahrenheit"sv, "celsius"sv}, {"inches"sv, "meters"sv},
    {"yards"sv, "meters"sv},    {"miles"sv, "meters"sv},       {"bits"sv, "bytes"sv},
    {"calories"sv, "joules"sv}, {"pounds"sv, "grams"sv},       {"ounces"sv, "grams"sv},
};

/// promlint writes `mibi`, by a slip, and so lets `_mebibytes` pass; here both spellings count.
inline constexpr std::string_view unit_prefixes[] = {
    "pico"sv,  "nano"sv, "micro"sv, "milli"sv, "centi"sv, "deci"sv, "deca"sv,
    "hecto"sv, "kilo"sv, "kibi"sv,  "mega"sv,  "mebi"sv,  "mibi"sv, "giga"sv,
    "gibi"sv,  "tera"sv, "tebi"sv,  "peta"sv,  "pebi"sv,
};

inline constexpr std::string_view abbreviated_units[] = {
    "s"sv,  "ms"sv, "us"sv, "ns"sv, "sec"sv, "b"sv, "kb"sv,
    "mb"sv, "gb"sv, "tb"sv, "pb"sv, "m"sv,   "h"sv, "d"sv,
};

constexpr bool is_unit_prefix(std::string_view text) noexcept {
  for (const std::string_view& prefix : unit_prefixes) {
    if (text == prefix) return true;
  }
  return false;
}

/// A unit as a name spells it, its prefix included, and the base unit to use instead.
struct UnitWord {
  std::string_view word;
  std::string_view base;
};

/// The first word of `name` that is a unit, or a prefix and a unit; empty if there is none. Older
/// releases of promlint take any such word, in no defined order.
constexpr UnitWord find_unit(std::string_view name) noexcept {
  Words words{name};
  while (words.next()) {
    const std::string_view word = words.word();
    if (word.size() < 4) continue;  // no unit is shorter than "bits"
    const char last = word.back();
    if (last != 's' && last != 'n' && last != 'e' && last != 't') continue;  // no unit ends so
    const char before_last = word[word.size() - 2];
    for (const Unit& unit : units) {
      const std::size_t size = unit.name.size();
      if (before_last != unit.name.data()[size - 2] || !word.ends_with(unit.name)) continue;
      const std::string_view prefix = word.substr(0, word.size() - size);
      if (prefix.empty() || is_unit_prefix(prefix)) return {word, unit.base};
    }
  }
  return {};
}

/// The unit that ends `name`, in a counter's before `_total`: a base unit or "ratio"; empty if the
/// name ends in none. A name that consists of nothing else has no unit, because OpenMetrics asks
/// for the unit as a suffix.
constexpr std::string_view unit_suffix(std::string_view name, bool is_counter) noexcept {
  constexpr std::string_view total = "_total";
  if (is_counter && name.ends_with(total)) name.remove_suffix(total.size());
  const std::string_view::size_type separator = name.rfind('_');
  if (separator == std::string_view::npos) return {};
  const std::string_view last = name.substr(separator + 1);
  if (last == "ratio") return last;
  for (const Unit& unit : units) {
    // Comparing text is a call, which size and first letter save for all units but a few.
    if (last.size() != unit.name.size() || last.front() != unit.name.front()) continue;
    if (last == unit.name) return unit.name == unit.base ? last : std::string_view{};
  }
  return {};
}

}  // namespace isometric::inline v1::detail
