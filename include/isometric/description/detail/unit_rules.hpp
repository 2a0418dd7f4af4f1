#pragma once

#include <isometric/description/detail/name_rules.hpp>

#include <cstddef>
#include <string_view>

namespace isometric::inline v1::detail {

// promlint's tables (client_golang prometheus/testutil/promlint/validations).

struct Unit {
  std::string_view name;
  std::string_view base;
};

inline constexpr Unit units[] = {
    {"amperes", "amperes"}, {"bytes", "bytes"},        {"celsius", "celsius"},
    {"grams", "grams"},     {"joules", "joules"},      {"kelvin", "kelvin"},
    {"meters", "meters"},   {"metres", "metres"},      {"seconds", "seconds"},
    {"volts", "volts"},     {"minutes", "seconds"},    {"hours", "seconds"},
    {"days", "seconds"},    {"weeks", "seconds"},      {"kelvins", "kelvin"},
    {"rankine", "celsius"}, {"fahrenheit", "celsius"}, {"inches", "meters"},
    {"yards", "meters"},    {"miles", "meters"},       {"bits", "bytes"},
    {"calories", "joules"}, {"pounds", "grams"},       {"ounces", "grams"},
};

/// promlint writes `mibi`, by a slip, and so lets `_mebibytes` pass; here both spellings count.
inline constexpr std::string_view unit_prefixes[] = {
    "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi",
    "mega", "mebi", "mibi",  "giga",  "gibi",  "tera", "tebi", "peta",  "pebi",
};

inline constexpr std::string_view abbreviated_units[] = {
    "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
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
