#pragma once

#include <isometric/description/label.hpp>
#include <isometric/instruments/detail/label_set.hpp>

#include <type_traits>

namespace isometric::inline v1 {

class SeriesSelector;  // series_selector.hpp

namespace detail {

template <class Type, class...>
struct Later {
  using type = Type;
};

/// `Type`, looked up only where a template that depends on `Dependencies` is used. It keeps
/// series_selector.hpp, and <string> with it, out of what a component includes.
template <class Type, class... Dependencies>
using LaterT = typename Later<Type, Dependencies...>::type;

/// The family of an instrument and its labels.
template <class Family, class... Labels>
class LabeledFamily {
  static_assert(diagnose_labels<Labels...>());

 public:
  /// Selects the series with these label values in a snapshot; makes no series. For tests: include
  /// <isometric/reading/series_selector.hpp>. Only for sinks that remember descriptions.
  template <class... Values>
  auto series(const Values&... values) const {
    using Selector = LaterT<SeriesSelector, Values...>;
    constexpr bool is_described = requires(const Family& family) { family.descriptor(); };
    static_assert(
        is_described,
        "isometric: series(...) needs a sink that remembers what it is told: its families "
        "have descriptor()");
    diagnose_values<Values...>();
    if constexpr (is_described && are_values<Values...>()) {
      const LabelSet<Labels...> set(values...);
      return Selector::of(family_.descriptor(), set.open_values(), set.closed_index, set.is_known);
    } else {
      return Selector("");
    }
  }

 protected:
  explicit LabeledFamily(Family family) : family_(static_cast<Family&&>(family)) {}

  const Family& family() const noexcept { return family_; }

  template <class... Values>
  static consteval bool are_values() {
    if constexpr (sizeof...(Values) == sizeof...(Labels)) {
      return (std::is_convertible_v<const Values&, typename Labels::value_type> && ...);
    } else {
      return false;
    }
  }

  template <class... Values>
  static consteval void diagnose_values() {
    constexpr bool are_enough = sizeof...(Values) == sizeof...(Labels);
    static_assert(are_enough,
                  "isometric: labels(...) takes one value for each label, in order of declaration");
    static_assert(!are_enough || are_values<Values...>(),
                  "isometric: a label's value has the wrong type: open labels take text, closed "
                  "ones their own enumeration or bool, in order of declaration");
  }

 private:
  [[no_unique_address]] Family family_;
};

}  // namespace detail
}  // namespace isometric::inline v1
