#pragma once

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

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgcc-compat"  // diagnose_if is clang's own
#define ISOMETRIC_DIAGNOSE(id, text)                                                     \
  __attribute__((diagnose_if(detail::breaks_first(detail::ClosedValuesRule::id, values), \
                             "isometric: " text, "error")))
#else
#define ISOMETRIC_DIAGNOSE(id, text)
#endif

namespace isometric::inline v1 {

/// One enumerator and the label value that stands for it.
template <class Enum>
struct ClosedValue {
  Enum value;
  std::string_view name;
};

namespace detail {

enum class ClosedValuesRule : unsigned char {
  none,
#define ISOMETRIC_ENUMERATOR(id, text) id,
  ISOMETRIC_CLOSED_VALUES_RULES(ISOMETRIC_ENUMERATOR)
#undef ISOMETRIC_ENUMERATOR
};

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

/// Whether the set breaks this rule, whatever others it breaks.
template <class Enum, std::size_t Count>
constexpr bool breaks(ClosedValuesRule rule, const ClosedValue<Enum> (&values)[Count]) noexcept {
  using enum ClosedValuesRule;
  switch (rule) {
    case none:
    case empty: return false;
    case repeated_enumerator:
      for (std::size_t i = 0; i < Count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (values[i].value == values[j].value) return true;
        }
      }
      return false;
    case missing_enumerator: {
      const Enum lowest = lowest_of(values);
      for (const auto& entry : values) {
        if (distance(entry.value, lowest) >= Count) return true;
      }
      return false;
    }
    case empty_name:
      for (const auto& entry : values) {
        if (entry.name.empty()) return true;
      }
      return false;
    case invalid_name:
      for (const auto& entry : values) {
        if (!is_utf8_without_nul(entry.name)) return true;
      }
      return false;
    case repeated_name:
      for (std::size_t i = 0; i < Count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (values[i].name == values[j].name) return true;
        }
      }
      return false;
  }
  return false;
}

/// All rules, in the order in which a set that breaks several is told.
inline constexpr ClosedValuesRule closed_values_rules[] = {
#define ISOMETRIC_LISTED(id, text) ClosedValuesRule::id,
    ISOMETRIC_CLOSED_VALUES_RULES(ISOMETRIC_LISTED)
#undef ISOMETRIC_LISTED
};

template <class Enum, std::size_t Count>
constexpr ClosedValuesRule broken_closed_values_rule_of(
    const ClosedValue<Enum> (&values)[Count]) noexcept {
  for (const ClosedValuesRule rule : closed_values_rules) {
    if (breaks(rule, values)) return rule;
  }
  return ClosedValuesRule::none;
}

/// Whether the set's first broken rule is this one. Asked by clang of every rule for every set, so
/// a good set must be cheap.
template <class Enum, std::size_t Count>
constexpr bool breaks_first(ClosedValuesRule rule,
                            const ClosedValue<Enum> (&values)[Count]) noexcept {
  return breaks(rule, values) && broken_closed_values_rule_of(values) == rule;
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
    ISOMETRIC_CLOSED_VALUES_RULES(ISOMETRIC_DIAGNOSE) {
  ClosedValues<Enum, Count> result{
      {}, detail::lowest_of(values), detail::broken_closed_values_rule_of(values)};
  if (result.broken_rule != detail::ClosedValuesRule::none) return result;
  for (const auto& entry : values) {
    result.names[detail::distance(entry.value, result.lowest)] = entry.name;
  }
  return result;
}

/// No pairs at all, which is refused: a family with such a label could have no series.
template <class Enum>
  requires std::is_enum_v<Enum>
consteval ClosedValues<Enum, 1> closed(detail::NoPairs = {}) {
  return {{}, {}, detail::ClosedValuesRule::empty};
}

}  // namespace isometric::inline v1

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#undef ISOMETRIC_DIAGNOSE
#undef ISOMETRIC_CLOSED_VALUES_RULES
