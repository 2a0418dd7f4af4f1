#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/instruments/detail/labeled_family.hpp>
#include <isometric/instruments/owned_series.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace isometric::inline v1::detail {

/// What stands for the owners of instruments that are not over Removable<Sink>.
template <class Family>
struct NoOwners {
  static_assert(
      RemovableFamily<Family>,
      "isometric: series are owned by way of instruments over isometric::Removable<Sink>");
};

template <class Family, class Handle>
struct OwnedType {
  using type = NoOwners<Family>;
};
template <RemovableFamily Family, class Handle>
struct OwnedType<Family, Handle> {
  using type = OwnedSeries<Family, Handle>;
};

/// The family of an instrument, and what can be done with one whose series can be removed.
template <class Family, template <class> class Handle, class... Labels>
class Removal : public LabeledFamily<Family, Labels...> {
  using Base = LabeledFamily<Family, Labels...>;

 public:
  // As labels(...), all of these take values in order of declaration, or all by name.

  /// Removes the series with these label values: it leaves the scrape at once, takes updates until
  /// its last handle goes, which show nowhere, and starts at 0 when it is looked up again. False if
  /// there is none. Like all of the functions below, only for instruments over Removable<Sink>.
  bool remove(const typename Labels::value_type&... values) const {
    require_removable();
    if constexpr (is_removable) {
      const LabelSet<Labels...> set(values...);
      return set.is_known && this->family().remove(set.open_values(), set.closed_index);
    } else {
      return false;
    }
  }
  template <class... Values>
    requires(!Base::template are_values<Values...>())
  bool remove(const Values&... values) const {
    if constexpr (Base::template are_by_name<Values...>()) {
      return remove(value_of<Labels>(values...)...);
    } else {
      return false;
    }
  }

  /// Removes all series with these values of these labels, and returns how many:
  /// `remove_matching<Group>("rack-1")`.
  template <class... Matched>
  std::size_t remove_matching(const typename Matched::value_type&... values) const {
    require_removable();
    static_assert(diagnose_labels<Matched...>());
    constexpr bool are_of_family = (has_label<Matched>() && ...);
    static_assert(are_of_family,
                  "isometric: remove_matching<...>(...) names a label that the instrument lacks");
    if constexpr (is_removable && are_of_family) {
      // An array of size 0 is no C++, hence the spare element.
      const LabelMatch matches[] = {match<Matched>(values)..., LabelMatch{}};
      const bool are_known = (is_label_value<Matched>(values) && ...);
      return are_known ? this->family().remove_matching(std::span(matches, sizeof...(Matched))) : 0;
    } else {
      return 0;
    }
  }

  /// The same by name: `remove_matching(Group{"rack-1"})`.
  template <class... Given>
  std::size_t remove_matching(const Given&... given) const {
    constexpr bool are_labels = sizeof...(Given) > 0 && (LabelLike<Given> && ...);
    static_assert(are_labels,
                  "isometric: remove_matching(...) takes labels with values, as "
                  "remove_matching(Peer{\"10.0.0.1\"}), or remove_matching<Peer>(\"10.0.0.1\")");
    if constexpr (are_labels) {
      return remove_matching<Given...>(given.value()...);
    } else {
      return 0;
    }
  }

  /// Removes all series, and returns how many.
  std::size_t clear() const {
    require_removable();
    if constexpr (is_removable) {
      return this->family().remove_matching({});
    } else {
      return 0;
    }
  }

  /// What `own(...)` gives, for those who keep it. Only over Removable<Sink>.
  using owned_type = typename OwnedType<Family, Handle<SeriesOf<Family>>>::type;

  /// The series with these label values, for as long as the returned object lives.
  auto own(const typename Labels::value_type&... values) const {
    require_removable();
    if constexpr (is_removable) return acquire(LabelSet<Labels...>(values...));
  }
  template <class... Values>
    requires(!Base::template are_values<Values...>())
  auto own(const Values&... values) const {
    if constexpr (Base::template are_by_name<Values...>()) {
      return own(value_of<Labels>(values...)...);
    }
  }

  ISOMETRIC_DETAIL_MISTAKEN_PAIRS(remove);
  ISOMETRIC_DETAIL_MISTAKEN_PAIRS(own);

 protected:
  using LabeledFamily<Family, Labels...>::LabeledFamily;

 private:
  auto acquire(const LabelSet<Labels...>& set) const {
    return owned_type(this->family(), [&](const Family& family) {
      return set.is_known ? family.acquire(set.open_values(), set.closed_index)
                          : family.rejected_series();
    });
  }

  static constexpr bool is_removable = RemovableFamily<Family>;

  // A template, because clang 14 takes no other for constant here.
  template <class Asked = Family>
  static consteval void require_removable() {
    static_assert(is_removable,
                  "isometric: series are removed from instruments over isometric::Removable<Sink>");
  }

  template <class Label>
  static consteval bool has_label() {
    return (std::same_as<Label, Labels> || ...);
  }

  template <class Label>
  static consteval std::size_t position_of() {
    std::size_t position = 0;
    static_cast<void>(((std::same_as<Label, Labels> || (++position, false)) || ...));
    return position;
  }

  template <class Label>
  static constexpr bool is_label_value(const typename Label::value_type& value) noexcept {
    if constexpr (Label::is_closed) {
      return Label::index_of(value) < Label::size;
    } else {
      return true;
    }
  }

  template <class Label>
  static constexpr LabelMatch match(const typename Label::value_type& value) noexcept {
    if constexpr (Label::is_closed) {
      return {position_of<Label>(), is_label_value<Label>(value)
                                        ? Label::values()[Label::index_of(value)]
                                        : std::string_view()};
    } else {
      return {position_of<Label>(), value};
    }
  }
};

}  // namespace isometric::inline v1::detail
