#pragma once

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_options.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/instruments/detail/labeled_family.hpp>
#include <isometric/instruments/detail/mistaken_declarations.hpp>
#include <isometric/instruments/detail/mistaken_names.hpp>
#include <isometric/instruments/owned_series.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace isometric::inline v1 {

namespace detail {

struct NothingKept {};

/// Fails to compile, with one worded error, unless families with these labels can be declared in
/// the sink, as far as types can tell.
template <class Sink, class... Labels>
consteval bool diagnose_instrument() {
  if constexpr ((LabelLike<Labels> && ...)) {
    static_assert(!(adds_constant_label<Sink>(Labels::name) || ...),
                  "isometric: a label of the instrument has the name of a constant label that its "
                  "sink adds");
  }
  return diagnose_sink<Sink>();
}

template <MetricType Type>
FamilyDescriptor describe(const MetricName<Type>& name, Help help,
                          std::span<const LabelDescriptor> labels, FamilyOptions options,
                          SourceLocation declared_at,
                          std::span<const double> buckets = {}) noexcept {
  return {.type = Type,
          .name = name.view(),
          .help = help.view(),
          .unit = name.unit(),
          .labels = labels,
          .constant_labels = {},
          .buckets = buckets,
          .max_series = options.max_series,
          .declared_at = declared_at};
}

// Both are in instruments/binding.hpp.
template <class... Labels>
struct LabelList;
template <class Family, template <class> class Handle, class Bound, class... Labels>
struct Binder;

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

/// What all instruments have in common: a family of a sink, and the way from label values to one of
/// its series. `Handle` wraps the sink's handle with the operations that users see.
template <class Family, template <class> class Handle, class... Labels>
class Instrument : public LabeledFamily<Family, Labels...>, public InstrumentMistakes {
  using Base = LabeledFamily<Family, Labels...>;
  using ValueSet = LabelSet<Labels...>;
  using Block = BlockOf<Family>;
  using Series = SeriesOf<Family>;
  static constexpr bool is_removable = RemovableFamily<Family>;
  // A block makes a removed series anew, where a kept series would stay removed.
  static constexpr bool has_one_series = sizeof...(Labels) == 0 && !is_removable;
  static constexpr bool has_one_block = ValueSet::open_count == 0;

  /// What need not be looked up again.
  using Kept = std::conditional_t<has_one_series, Series,
                                  std::conditional_t<has_one_block, Block, NothingKept>>;

  static Kept kept_of(const Family& family) {
    if constexpr (has_one_series) {
      return family.block(OpenLabelValues{}).series(0);
    } else if constexpr (has_one_block) {
      return family.block(OpenLabelValues{});
    } else {
      return {};
    }
  }

 public:
  using handle_type = Handle<Series>;

  /// The series with these label values, made if it does not exist yet. Values of closed labels
  /// come by index; open ones are looked up without a lock. Keep the handle where the values do
  /// not change: it is valid as long as the instrument or its sink.
  handle_type labels(const typename Labels::value_type&... values) const {
    const ValueSet set(values...);
    if (!set.is_known) [[unlikely]] {
      return handle_type(this->family().rejected_series());
    }
    if constexpr (has_one_series) {
      return only_series();
    } else if constexpr (has_one_block) {
      return handle_type(kept_.series(set.closed_index));
    } else {
      return handle_type(this->family().block(set.open_values()).series(set.closed_index));
    }
  }

  /// The same with all values by name, in any order: `labels(Peer{"10.0.0.1"})`. What is no value
  /// ends up here, too, for one worded error.
  template <class... Values>
    requires(!Base::template are_values<Values...>())
  handle_type labels(const Values&... values) const {
    if constexpr (Base::template are_by_name<Values...>()) {
      return labels(value_of<Labels>(values...)...);
    } else {
      return handle_type(this->family().rejected_series());
    }
  }

  ISOMETRIC_DETAIL_MISTAKEN_PAIRS(labels);

  // As labels(...), all of these take values in order of declaration, or all by name.

  /// Removes the series with these label values: it leaves the scrape at once, takes updates until
  /// its last handle goes, which show nowhere, and starts at 0 when it is looked up again. False if
  /// there is none. Like all of the functions below, only for instruments over Removable<Sink>.
  bool remove(const typename Labels::value_type&... values) const {
    require_removable();
    if constexpr (is_removable) {
      const ValueSet set(values...);
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
    constexpr bool are_of_family = ((count_of<Matched, Labels...>() == 1) && ...);
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
  using owned_type = typename OwnedType<Family, handle_type>::type;

  /// The series with these label values, for as long as the returned object lives.
  auto own(const typename Labels::value_type&... values) const {
    require_removable();
    if constexpr (is_removable) return acquire(ValueSet(values...));
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

  /// Fixes some labels; what it gives has a `labels(...)` for the rest. Include
  /// <isometric/instruments/binding.hpp>.
  ///
  ///     const auto of_peer = requests.bind(Peer{"10.0.0.1"});
  ///     of_peer.labels(Outcome::served).inc();
  template <class... Bound>
  auto bind(const Bound&... bound) const {
    constexpr bool is_included =
        requires { sizeof(Binder<Family, Handle, LabelList<Bound...>, Labels...>); };
    static_assert(is_included, "isometric: bind(...) needs <isometric/instruments/binding.hpp>");
    if constexpr (is_included)
      return Binder<Family, Handle, LabelList<Bound...>, Labels...>::bind(this->family(), bound...);
  }

  /// What `bind(...)` gives, for those who keep it: `binding_type<Peer>`.
  template <class... Bound>
  using binding_type = typename Binder<Family, Handle, LabelList<Bound...>, Labels...>::type;

 protected:
  explicit Instrument(Family family)
      : Base(static_cast<Family&&>(family)), kept_(kept_of(this->family())) {}

  handle_type only_series() const noexcept {
    if constexpr (has_one_series) {
      return handle_type(kept_);
    } else {
      return handle_type(kept_.series(0));
    }
  }

 private:
  auto acquire(const ValueSet& set) const {
    return owned_type(this->family(), [&](const Family& family) {
      return set.is_known ? family.acquire(set.open_values(), set.closed_index)
                          : family.rejected_series();
    });
  }

  // A template, because clang 14 takes no other for constant here.
  template <class Asked = Family>
  static consteval void require_removable() {
    static_assert(is_removable,
                  "isometric: series are removed from instruments over isometric::Removable<Sink>");
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

  [[no_unique_address]] Kept kept_;
};

}  // namespace detail
}  // namespace isometric::inline v1
