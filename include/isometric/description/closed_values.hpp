#pragma once

#include <isometric/description/detail/rules.hpp>
#include <isometric/description/detail/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

// What is wrong with a set is recorded in it and reported where a Label uses it, because
// label_values() may compute its set; where it is written out, clang points at the line as well.
#define ISOMETRIC_CLOSED_VALUES_RULES(RULE)                                                    \
  RULE(empty, "closed label values are empty")                                                 \
  RULE(repeated_enumerator, "closed label values name an enumerator twice")                    \
  RULE(missing_enumerator,                                                                     \
       "closed label values leave out an enumerator: they must be consecutive and complete")   \
  RULE(empty_name, "closed label values hold an empty name: an empty label value is no label") \
  RULE(invalid_name, "closed label values must be valid UTF-8 without NUL")                    \
  RULE(repeated_name, "closed label values give two enumerators one name")

#define ISOMETRIC_BREAKS(id) \
  (detail::broken_closed_values_rule_of(values) == detail::ClosedValuesRule::id)

namespace isometric::inline v1 {

/// One enumerator and the label value that stands for it.
template <class Enum>
struct ClosedValue {
  Enum value;
  std::string_view name;
};

namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(ClosedValuesRule, ISOMETRIC_CLOSED_VALUES_RULES)

/// How far `value` lies above `lowest`, modulo 2^64, so that no value is out of range: one below
/// gives a number that is larger than any set.
template <class Enum>
constexpr std::uint64_t distance(Enum value, Enum lowest) noexcept {
  using Underlying = std::underlying_type_t<Enum>;
  return static_cast<std::uint64_t>(static_cast<Underlying>(value)) -
         static_cast<std::uint64_t>(static_cast<Underlying>(lowest));
}

template <class Enum, std::size_t Count>
constexpr Enum lowest_of(const ClosedValue<Enum> (&values)[Count]) noexcept {
  using Underlying = std::underlying_type_t<Enum>;
  Enum lowest = values[0].value;
  for (const auto& entry : values) {
    if (static_cast<Underlying>(entry.value) < static_cast<Underlying>(lowest)) {
      lowest = entry.value;
    }
  }
  return lowest;
}

/// Whether a number comes twice; sorts them. Shell's sort: clang gives up on what takes a million
/// steps, which 200 names would if each were compared with each.
constexpr bool has_twice(std::uint64_t* numbers, std::size_t count) noexcept {
  for (std::size_t gap = count / 2; gap > 0; gap /= 2) {
    for (std::size_t i = gap; i < count; ++i) {
      const std::uint64_t number = numbers[i];
      std::size_t place = i;
      for (; place >= gap && number < numbers[place - gap]; place -= gap) {
        numbers[place] = numbers[place - gap];
      }
      numbers[place] = number;
    }
  }
  for (std::size_t i = 1; i < count; ++i) {
    if (numbers[i] == numbers[i - 1]) return true;
  }
  return false;
}

/// FNV-1a's, by which few names are the same that are not.
constexpr std::uint64_t name_hash(std::string_view name) noexcept {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

/// The first rule that a set breaks; `none` if it is good. Each value is told by how far it lies
/// above the lowest one. No template, because compilers take long over each for every enumeration.
/// Changes `values`.
constexpr ClosedValuesRule broken_closed_values_rule_of(std::uint64_t* values,
                                                        const std::string_view* names,
                                                        std::size_t count) noexcept {
  using enum ClosedValuesRule;
  const auto has = [count](const auto* all, auto predicate) {
    for (std::size_t i = 0; i < count; ++i) {
      if (predicate(all[i])) return true;
    }
    return false;
  };
  if (has_twice(values, count)) return repeated_enumerator;
  if (has(values, [count](std::uint64_t value) { return value >= count; })) {
    return missing_enumerator;
  }
  if (has(names, [](std::string_view name) { return name.empty(); })) return empty_name;
  if (has(names, [](std::string_view name) { return !is_utf8_without_nul(name); })) {
    return invalid_name;
  }
  for (std::size_t i = 0; i < count; ++i) values[i] = name_hash(names[i]);
  if (!has_twice(values, count)) return none;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == names[j]) return repeated_name;
    }
  }
  return none;
}

template <class Enum, std::size_t Count>
constexpr ClosedValuesRule broken_closed_values_rule_of(
    const ClosedValue<Enum> (&values)[Count]) noexcept {
  const Enum lowest = lowest_of(values);
  std::uint64_t distances[Count] = {};
  std::string_view names[Count] = {};
  for (std::size_t i = 0; i < Count; ++i) {
    distances[i] = distance(values[i].value, lowest);
    names[i] = values[i].name;
  }
  return broken_closed_values_rule_of(distances, names, Count);
}

struct NoPairs {};

template <ClosedValuesRule Broken>
consteval void diagnose_closed_values() {
#define ISOMETRIC_ASSERT(id, text) \
  static_assert(Broken != ClosedValuesRule::id, "isometric: " text);
  ISOMETRIC_CLOSED_VALUES_RULES(ISOMETRIC_ASSERT)
#undef ISOMETRIC_ASSERT
}

}  // namespace detail

/// The names of an enumeration's values, in the order of the values; made by closed().
template <class Enum, std::size_t Count>
struct ClosedValues {
  static constexpr std::size_t size = Count;

  std::string_view names[Count] = {};
  Enum lowest{};
  detail::ClosedValuesRule broken_rule = detail::ClosedValuesRule::none;
};

namespace detail {

/// `values` are a good set.
template <class Enum, std::size_t Count>
consteval ClosedValues<Enum, Count> closed_values(
    const ClosedValue<Enum> (&values)[Count]) noexcept {
  ClosedValues<Enum, Count> result{{}, lowest_of(values)};
  for (const auto& entry : values) {
    result.names[distance(entry.value, result.lowest)] = entry.name;
  }
  return result;
}

}  // namespace detail

/// The closed set of label values of an enumeration, for label_values(Enum), the function that
/// isometric::Label finds by argument-dependent lookup beside the enumeration:
///
///     consteval auto label_values(Direction) {
///       return isometric::closed<Direction>({{Direction::up, "up"}, {Direction::down, "down"}});
///     }
///
/// The order of the pairs does not matter, and neither does a later reordering of the enumerators.
/// Every enumerator must be named, once, by a name of its own that is not empty and valid UTF-8,
/// and the values must be consecutive; anything else is a compile error. Only an enumerator beyond
/// a gap at either end is not found.
template <class Enum, std::size_t Count>
  requires std::is_enum_v<Enum>
consteval ClosedValues<Enum, Count> closed(const ClosedValue<Enum> (&values)[Count])
    ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_CLOSED_VALUES_RULES) {
  const auto rule = detail::broken_closed_values_rule_of(values);
  if (rule != detail::ClosedValuesRule::none) return {{}, values[0].value, rule};
  return detail::closed_values(values);
}
#if defined(__clang__)
/// The same for good sets, because for the other one clang computes the set for each rule.
template <class Enum, std::size_t Count>
  requires std::is_enum_v<Enum>
consteval ClosedValues<Enum, Count> closed(const ClosedValue<Enum> (&values)[Count])
    ISOMETRIC_DETAIL_CLANGS_OWN(__attribute__((enable_if(ISOMETRIC_BREAKS(none), "")))) {
  return detail::closed_values(values);
}
#endif

/// No pairs at all, which is refused: a family with such a label could have no series.
template <class Enum>
  requires std::is_enum_v<Enum>
consteval ClosedValues<Enum, 1> closed(detail::NoPairs = {}) {
  return {{}, {}, detail::ClosedValuesRule::empty};
}

}  // namespace isometric::inline v1

#undef ISOMETRIC_CLOSED_VALUES_RULES
#undef ISOMETRIC_BREAKS
