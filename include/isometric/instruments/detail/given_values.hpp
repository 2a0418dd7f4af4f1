#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/label.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

// The values of labels as people give them: in order of declaration, or each with its label, as
// Peer{"10.0.0.1"}, in any order.
namespace isometric::inline v1::detail {

/// One pair of what prometheus-cpp takes for labels.
struct PairOfTexts {
  std::string_view name;
  std::string_view value;
};

namespace mistake {

struct values_are_given_without_names_or_as_labels_with_values {};

}  // namespace mistake

template <class Label, class Given>
struct LabelGiven {
  static constexpr bool is_right = is_value_of<Label, Given>;
  template <std::size_t Place>
  static consteval bool diagnose() {
    return diagnose_value<Label, Given, Place>();
  }
};

/// One error for the first that is wrong, of which there is one.
template <std::size_t Place, class First, class... Rest>
consteval bool diagnose_first_wrong() {
  if constexpr (First::is_right) {
    return diagnose_first_wrong<Place + 1, Rest...>();
  } else {
    return First::template diagnose<Place>();
  }
}

/// The value of a label among labels with values, one of which is of that label.
template <class Label, class First, class... Rest>
constexpr const typename Label::value_type& value_of(const First& first,
                                                     const Rest&... rest) noexcept {
  if constexpr (std::same_as<Label, First>) {
    return first.value();
  } else {
    return value_of<Label>(rest...);
  }
}

template <class First, class... Rest>
constexpr const auto& last_of(const First& first, const Rest&... rest) noexcept {
  if constexpr (sizeof...(Rest) == 0) {
    return first;
  } else {
    return last_of(rest...);
  }
}

template <class Label, class... Others>
consteval std::size_t count_of() {
  return (std::size_t{0} + ... + (std::same_as<Label, Others> ? 1 : 0));
}

/// What `Given...` are to an instrument with these labels. Asked where they are no values in order
/// of declaration; who gives those pays nothing for it.
template <class... Labels>
struct GivenFor {
  /// For the question whether values in order of declaration come, and a function after them.
  template <class Function>
  static void take_and_call(const typename Labels::value_type&... values, const Function& function);

  /// True if they are the labels with their values, each once. All else is one worded error.
  template <class... Given>
  static consteval bool are_by_name() {
    constexpr bool is_one_a_label = (LabelLike<Given> || ...);
    if constexpr (is_one_a_label) {
      return diagnose_named<Given...>();
    } else {
      constexpr bool are_enough = sizeof...(Given) == sizeof...(Labels);
      static_assert(are_enough,
                    "isometric: labels(...) takes one value for each label, in order of "
                    "declaration");
      if constexpr (are_enough) diagnose_first_wrong<1, LabelGiven<Labels, Given>...>();
      return false;
    }
  }

 private:
  template <class... Given>
  static consteval bool diagnose_named() {
    constexpr bool are_labels = (LabelLike<Given> && ...);
    constexpr bool are_had = ((count_of<Given, Labels...>() == 1) && ...);
    constexpr bool are_distinct = ((count_of<Given, Given...>() == 1) && ...);
    constexpr bool are_all = sizeof...(Given) == sizeof...(Labels);
    static_assert(are_labels,
                  "isometric: values come in order of declaration or all by name, as "
                  "Peer{\"10.0.0.1\"}, not mixed");
    static_assert(!are_labels || are_had,
                  "isometric: a value is given for a label that the instrument lacks");
    static_assert(!are_labels || !are_had || are_distinct,
                  "isometric: two values are given for one label");
    static_assert(!are_labels || !are_had || !are_distinct || are_all,
                  "isometric: values by name are given for each label, and one is missing");
    return are_labels && are_had && are_distinct && are_all;
  }
};

}  // namespace isometric::inline v1::detail

/// Beside a function that takes the values of labels: what those write who come from
/// prometheus-cpp.
#define ISOMETRIC_DETAIL_MISTAKEN_PAIRS(function)                                             \
  template <std::size_t Count>                                                                \
  ISOMETRIC_DETAIL_MISTAKE(                                                                   \
      "values are given without names, or as labels with values, such as Peer{\"10.0.0.1\"}") \
  detail::mistake::values_are_given_without_names_or_as_labels_with_values                    \
  function(const detail::PairOfTexts(&)[Count]) const ISOMETRIC_DETAIL_REFUSED
