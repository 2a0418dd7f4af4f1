#pragma once

#include <isometric/detail/label_set.hpp>
#include <isometric/diagnose_sink.hpp>
#include <isometric/family_options.hpp>
#include <isometric/help.hpp>
#include <isometric/metric_name.hpp>

#include <cstddef>
#include <span>
#include <type_traits>

namespace isometric {
inline namespace v1 {

class SeriesSelector;  // series_selector.hpp

namespace detail {

struct NothingKept {};

template <class Type, class...>
struct Later {
  using type = Type;
};

/// `Type`, looked up only where a template that depends on `Dependencies` is used. It keeps
/// series_selector.hpp, and <string> with it, out of what a component includes.
template <class Type, class... Dependencies>
using LaterT = typename Later<Type, Dependencies...>::type;

template <MetricType Type>
FamilyDescriptor describe(MetricName<Type> name, Help help, std::span<const LabelDescriptor> labels,
                          FamilyOptions options, SourceLocation declared_at,
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

/// What all instruments have in common: a family of a sink, and the way from label values to one of
/// its series. `Handle` wraps the sink's handle with the operations that users see.
template <class Family, template <class> class Handle, class... Labels>
class Instrument {
  static_assert(diagnose_labels<Labels...>());

  using Set = LabelSet<Labels...>;
  using Block = BlockOf<Family>;
  using Series = SeriesOf<Family>;
  static constexpr bool has_one_series = sizeof...(Labels) == 0;
  static constexpr bool has_one_block = Set::open_count == 0;

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

 public:
  using handle_type = Handle<Series>;

  /// The series with these label values, made if it does not exist yet. Values of closed labels
  /// come by index; open ones are looked up without a lock. Keep the handle where the values do
  /// not change: it is valid as long as the instrument or its sink.
  handle_type labels(const typename Labels::value_type&... values) const {
    const Set set(values...);
    if (!set.is_known) [[unlikely]] {
      return handle_type(family_.rejected_series());
    }
    if constexpr (has_one_series) {
      return only_series();
    } else if constexpr (has_one_block) {
      return handle_type(kept_.series(set.closed_index));
    } else {
      return handle_type(family_.block(set.open_values()).series(set.closed_index));
    }
  }

  /// What labels(...) cannot take ends up here, for one worded error.
  template <class... Values>
    requires(!are_values<Values...>())
  handle_type labels(const Values&...) const {
    diagnose_values<Values...>();
    return handle_type(family_.rejected_series());
  }

  /// Selects the series with these label values in a snapshot; makes no series. For tests: include
  /// <isometric/series_selector.hpp>. Only for sinks that remember descriptions.
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
      const Set set(values...);
      return Selector::of(family_.descriptor(), set.open_values(), set.closed_index, set.is_known);
    } else {
      return Selector("");
    }
  }

 protected:
  explicit Instrument(Family family)
      : family_(static_cast<Family&&>(family)), kept_(kept_of(family_)) {}

  handle_type only_series() const noexcept { return handle_type(kept_); }

 private:
  [[no_unique_address]] Family family_;
  [[no_unique_address]] Kept kept_;
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
