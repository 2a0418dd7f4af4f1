#pragma once

#include <isometric/description/closed_values.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/label_name.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

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

/// Whether the value beside `Edge`, above for a step of 1 and below for -1, is an enumerator, too.
template <auto Edge, int Step>
consteval bool has_enumerator_beside() {
  using Enum = decltype(Edge);
  if constexpr (HasFixedUnderlyingType<Enum>) {
    using Underlying = std::underlying_type_t<Enum>;
    constexpr auto edge = static_cast<Underlying>(Edge);
    constexpr auto beside = static_cast<Underlying>(static_cast<std::uint64_t>(edge) +
                                                    static_cast<std::uint64_t>(Step));
    if constexpr ((beside > edge) == (Step > 0)) return is_enumerator<static_cast<Enum>(beside)>();
  }
  return false;
}

template <class Enum>
concept HasLabelValues = requires { label_values(Enum{}); };

template <class Enum, class Set>
inline constexpr bool is_closed_values_of = false;
template <class Enum, std::size_t Count>
inline constexpr bool is_closed_values_of<Enum, ClosedValues<Enum, Count>> = true;

template <class Enum>
consteval auto find_closed_values() {
  if constexpr (!std::is_enum_v<Enum>) {
    static_assert(std::is_enum_v<Enum>,
                  "isometric: a label takes an enumeration, bool or, by default, any string");
    return ClosedValues<Enum, 1>{};
  } else if constexpr (!HasLabelValues<Enum>) {
    static_assert(HasLabelValues<Enum>,
                  "isometric: no label_values(E) found by argument-dependent lookup: define "
                  "'consteval auto label_values(E)' beside the enumeration E, before this use");
    return ClosedValues<Enum, 1>{};
  } else {
    constexpr auto values = label_values(Enum{});
    if constexpr (!is_closed_values_of<Enum, std::remove_const_t<decltype(values)>>) {
      static_assert(is_closed_values_of<Enum, std::remove_const_t<decltype(values)>>,
                    "isometric: label_values(E) must return isometric::closed<E>({...})");
      return ClosedValues<Enum, 1>{};
    } else {
      diagnose_closed_values<values.broken_rule>();
      if constexpr (values.broken_rule == ClosedValuesRule::none) {
        constexpr auto highest =
            static_cast<Enum>(static_cast<std::underlying_type_t<Enum>>(values.lowest) +
                              static_cast<std::underlying_type_t<Enum>>(values.size - 1));
        static_assert(
            !has_enumerator_beside<highest, 1>() && !has_enumerator_beside<values.lowest, -1>(),
            "isometric: closed label values leave out an enumerator next to the first or "
            "last named");
      }
      return values;
    }
  }
}

/// The checked label values of an enumeration, once for all labels that use it.
template <class Enum>
inline constexpr auto closed_values_of = find_closed_values<Enum>();

}  // namespace detail

/// A bool and nothing that converts to one: neither a pointer nor a number is taken for a label
/// value by accident.
class ExactBool {
 public:
  template <std::same_as<bool> Value>
  constexpr ExactBool(Value value) noexcept : value_{value} {}

  constexpr operator bool() const noexcept { return value_; }

 private:
  bool value_;
};

/// The value of an open label: whatever is a string. Neither a null pointer nor the number 0, which
/// std::string_view would take for one. Refers to the string and copies nothing.
class LabelText {
 public:
  template <class Text>
    requires(std::convertible_to<const Text&, std::string_view> &&
             !std::same_as<Text, std::nullptr_t>)
  constexpr LabelText(const Text& text) : text_{text} {}

  constexpr operator std::string_view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

namespace detail {

/// The values that a label may take: those of an enumeration.
template <class Values>
class LabelDomain {
  static constexpr const auto& set = closed_values_of<Values>;

 public:
  using value_type = Values;

  static constexpr bool is_closed = true;
  static constexpr std::size_t size = set.size;

  /// The names of the values, in the order of index_of().
  static constexpr std::span<const std::string_view> values() noexcept { return set.names; }

  /// The position of `value` in values(); size if it is no enumerator.
  static constexpr std::size_t index_of(value_type value) noexcept {
    return offset(value) < size ? static_cast<std::size_t>(offset(value)) : size;
  }

  /// Not for users: index_of(), or any larger number if there is none. Look-ups compare anyway.
  static constexpr std::uint64_t offset(value_type value) noexcept {
    return detail::distance(value, set.lowest);
  }
};

/// Any string.
template <>
class LabelDomain<std::string_view> {
 public:
  using value_type = LabelText;

  static constexpr bool is_closed = false;
  static constexpr std::size_t size = 1;

  static constexpr std::span<const std::string_view> values() noexcept { return {}; }
};

/// "false" and "true".
template <>
class LabelDomain<bool> {
  static constexpr std::string_view names[] = {"false", "true"};

 public:
  using value_type = ExactBool;

  static constexpr bool is_closed = true;
  static constexpr std::size_t size = 2;

  // A template, so that the span, which takes compilers long, is made where it is asked for only.
  template <class Names = std::span<const std::string_view>>
  static constexpr Names values() noexcept {
    return names;
  }
  static constexpr std::size_t index_of(value_type value) noexcept { return value ? 1 : 0; }
  static constexpr std::uint64_t offset(value_type value) noexcept { return value ? 1 : 0; }
};

namespace mistake {

/// Names the label, and what was given for it, where to call it is an error.
template <class Label, class Given>
bool the_label_s_value_has_the_wrong_type_as_open_labels_take_text_and_closed_ones_their_enumeration_or_bool() =
    delete;

using the_sink_of_an_instrument_comes_before_its_labels = void;

}  // namespace mistake

/// What an instrument asks its first argument for, which is a label where the sink comes last.
struct NoSink {
  ISOMETRIC_DETAIL_MISTAKE("the sink of an instrument comes before its labels")
  mistake::the_sink_of_an_instrument_comes_before_its_labels counter(...) const
      ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE("the sink of an instrument comes before its labels")
  mistake::the_sink_of_an_instrument_comes_before_its_labels gauge(...) const
      ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE("the sink of an instrument comes before its labels")
  mistake::the_sink_of_an_instrument_comes_before_its_labels histogram(...) const
      ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE("the sink of an instrument comes before its labels")
  mistake::the_sink_of_an_instrument_comes_before_its_labels summary(...) const
      ISOMETRIC_DETAIL_REFUSED;
};

template <class Label, class Given>
inline constexpr bool is_value_of = std::is_convertible_v<const Given&, typename Label::value_type>;

/// Fails to compile, with one worded error that says which label it is, unless `Given` is a value
/// of the label: the one at `Place` of an instrument, from 1 on, or 0 where it goes by its name.
template <class Label, class Given, std::size_t Place = 0>
consteval bool diagnose_value() {
#if defined(__clang__)
  // It names the label, too, but up to clang 14 as a list of numbers.
#define ISOMETRIC_WRONG_VALUE(place)                                                         \
  "isometric: " place                                                                        \
  " label's value has the wrong type: open labels take text, closed ones their enumeration " \
  "or bool"
  static_assert(is_value_of<Label, Given> || Place != 0, ISOMETRIC_WRONG_VALUE("the"));
  static_assert(is_value_of<Label, Given> || Place != 1, ISOMETRIC_WRONG_VALUE("the 1st"));
  static_assert(is_value_of<Label, Given> || Place != 2, ISOMETRIC_WRONG_VALUE("the 2nd"));
  static_assert(is_value_of<Label, Given> || Place != 3, ISOMETRIC_WRONG_VALUE("the 3rd"));
  static_assert(is_value_of<Label, Given> || Place != 4, ISOMETRIC_WRONG_VALUE("the 4th"));
  static_assert(is_value_of<Label, Given> || Place < 5,
                ISOMETRIC_WRONG_VALUE("the 5th or a later"));
#undef ISOMETRIC_WRONG_VALUE
#else
  using namespace mistake;
  if constexpr (!is_value_of<Label, Given>) {
    return the_label_s_value_has_the_wrong_type_as_open_labels_take_text_and_closed_ones_their_enumeration_or_bool<
        Label, Given>();
  }
#endif
  return true;
}

}  // namespace detail

/// A label: its name, checked by the compiler, and the values it may take.
///
///     using Group = isometric::Label<"group">;                     // open: any string
///     using Way = isometric::Label<"direction", Direction>;        // closed: an enumeration
///     using Success = isometric::Label<"success", bool>;           // closed: "false", "true"
///
/// The values of an enumeration are named by label_values(); see
/// <isometric/description/closed_values.hpp>.
///
/// An object is a label with one of its values, such as Group{"rack-1"}, for `bind(...)` of an
/// instrument. It refers to the string and copies nothing.
template <detail::LabelNameLiteral Name, class Values = std::string_view>
class Label : public detail::LabelDomain<Values>, public detail::NoSink {
 public:
  using typename detail::LabelDomain<Values>::value_type;

  static constexpr std::string_view name = Name.view();

  constexpr explicit Label(const value_type& value) noexcept : value_{value} {}

  /// What is no value of the label ends up here, for one worded error.
  template <class Other>
    requires(!std::convertible_to<const Other&, value_type>)
  explicit Label(const Other&) : Label(any()) {
    detail::diagnose_value<Label, Other>();
  }

  constexpr const value_type& value() const noexcept { return value_; }

 private:
  static const value_type& any();  // never called

  value_type value_;
};

namespace detail {

template <class Type>
inline constexpr bool is_label = false;
template <LabelNameLiteral Name, class Values>
inline constexpr bool is_label<Label<Name, Values>> = true;

}  // namespace detail

/// A specialisation of Label.
template <class Type>
concept LabelLike = detail::is_label<Type>;

namespace detail {

template <class... Labels>
consteval bool have_distinct_names() {
  if constexpr (sizeof...(Labels) > 1) {
    constexpr std::string_view names[] = {Labels::name...};
    for (std::size_t i = 0; i < sizeof...(Labels); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (names[i] == names[j]) return false;
      }
    }
  }
  return true;
}

/// Fails to compile, with one worded error, unless the pack is fit to be an instrument's labels.
template <class... Labels>
consteval bool diagnose_labels() {
  constexpr bool are_labels = (LabelLike<Labels> && ...);
  static_assert(are_labels, "isometric: an instrument's labels must be isometric::Label types");
  if constexpr (are_labels) {
    static_assert(have_distinct_names<Labels...>(),
                  "isometric: two labels of one instrument have the same name");
  }
  return true;
}

}  // namespace detail
}  // namespace isometric::inline v1
