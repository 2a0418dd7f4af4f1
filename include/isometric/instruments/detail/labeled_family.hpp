#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/detail/given_values.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace isometric::inline v1 {

class SeriesSelector;  // series_selector.hpp

namespace detail {

/// The labels of an instrument: splits the values of one `labels(...)` call into the open ones and
/// the index of the closed ones, as sinks want them.
template <LabelLike... Labels>
struct LabelSet {
  static constexpr std::size_t size = sizeof...(Labels);
  static constexpr std::size_t open_count = (std::size_t{0} + ... + (Labels::is_closed ? 0 : 1));
  static constexpr std::size_t closed_count =
      (std::size_t{1} * ... * (Labels::is_closed ? Labels::size : 1));

  // An array of size 0 is no C++, hence the spare element.
  static constexpr LabelDescriptor descriptors_storage[size + 1] = {
      LabelDescriptor{Labels::name, Labels::values()}..., LabelDescriptor{}};

  static constexpr std::span<const LabelDescriptor> descriptors() noexcept {
    return {descriptors_storage, size};
  }

  std::string_view open_storage[open_count + 1];
  std::size_t closed_index = 0;
  /// False if a closed label's value is none of its set; the index is then meaningless.
  bool is_known = true;

  constexpr explicit LabelSet(const typename Labels::value_type&... values) noexcept {
    [[maybe_unused]] std::size_t next_open = 0;
    (take<Labels>(values, next_open), ...);
  }

  constexpr OpenLabelValues open_values() const noexcept { return {open_storage, open_count}; }

 private:
  template <class Label>
  constexpr void take(const typename Label::value_type& value, std::size_t& next_open) noexcept {
    if constexpr (Label::is_closed) {
      const std::uint64_t offset = Label::offset(value);
      is_known = is_known && offset < Label::size;
      closed_index = closed_index * Label::size + static_cast<std::size_t>(offset);
    } else {
      open_storage[next_open++] = value;
    }
  }
};

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
  /// Selects the series with these label values, in order of declaration or all by name, in a
  /// snapshot; makes no series. For tests: include
  /// <isometric/reading/series_selector.hpp>. Only for sinks that remember descriptions.
  template <class... Values>
  auto series(const Values&... values) const {
    using Selector = LaterT<SeriesSelector, Values...>;
    constexpr bool is_described = requires(const Family& family) { family.descriptor(); };
    static_assert(
        is_described,
        "isometric: series(...) needs a sink that remembers what it is told: its families "
        "have descriptor()");
    constexpr bool is_included = requires { sizeof(Selector); };
    static_assert(is_included,
                  "isometric: series(...) needs <isometric/reading/series_selector.hpp>");
    if constexpr (!is_described || !is_included) {
      return Selector("");
    } else if constexpr (are_values<Values...>()) {
      const LabelSet<Labels...> set(values...);
      return Selector::of(family_.descriptor(), set.open_values(), set.closed_index, set.is_known);
    } else if constexpr (are_by_name<Values...>()) {
      return series(value_of<Labels>(values...)...);
    } else {
      return Selector("");
    }
  }

  ISOMETRIC_DETAIL_MISTAKEN_PAIRS(series);

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

  /// Of what are no values in order of declaration.
  template <class... Values>
  static consteval bool are_by_name() {
    return GivenFor<Labels...>::template are_by_name<Values...>();
  }

 private:
  [[no_unique_address]] Family family_;
};

}  // namespace detail
}  // namespace isometric::inline v1
