#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace isometric::inline v1::detail {

// What is needed of <limits>, which takes clang a twelfth of the time for <string_view>.
template <class Integer>
inline constexpr Integer highest_of_type =
    std::is_signed_v<Integer>
        ? static_cast<Integer>((std::uintmax_t{1} << (8 * sizeof(Integer) - 1)) - 1)
        : static_cast<Integer>(-1);
template <class Integer>
inline constexpr Integer lowest_of_type =
    std::is_signed_v<Integer> ? static_cast<Integer>(-highest_of_type<Integer> - 1) : Integer{0};

/// Whether every value of the underlying type is a value of the enumeration. Where it is not, a
/// cast beyond the enumerators is undefined and cannot be asked about.
template <class Enum>
concept HasFixedUnderlyingType = std::is_enum_v<Enum> && requires { Enum{0}; };

/// Whether an enumerator has the given value, read from how the compiler prints the value: g++ and
/// clang print an enumerator by its name, and a cast of a number, "(Direction)2", otherwise.
template <auto Value>
consteval bool is_enumerator() {
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_suffix(1);  // the closing bracket
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto belongs_to_identifier = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
  };
  auto begin = text.size();
  while (begin > 0 && belongs_to_identifier(text[begin - 1])) --begin;
  return begin < text.size() && !is_digit(text[begin]);
}

template <auto Highest>
consteval bool has_enumerator_above() {
  using Enum = decltype(Highest);
  if constexpr (HasFixedUnderlyingType<Enum>) {
    using Underlying = std::underlying_type_t<Enum>;
    constexpr auto highest = static_cast<Underlying>(Highest);
    if constexpr (highest != highest_of_type<Underlying>) {
      return is_enumerator<static_cast<Enum>(static_cast<Underlying>(highest + 1))>();
    }
  }
  return false;
}

template <auto Lowest>
consteval bool has_enumerator_below() {
  using Enum = decltype(Lowest);
  if constexpr (HasFixedUnderlyingType<Enum>) {
    using Underlying = std::underlying_type_t<Enum>;
    constexpr auto lowest = static_cast<Underlying>(Lowest);
    if constexpr (lowest != lowest_of_type<Underlying>) {
      return is_enumerator<static_cast<Enum>(static_cast<Underlying>(lowest - 1))>();
    }
  }
  return false;
}

}  // namespace isometric::inline v1::detail
