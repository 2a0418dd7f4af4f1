#pragma once

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/description/family_options.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/instruments/detail/labeled_family.hpp>
#include <isometric/instruments/detail/mistaken_declarations.hpp>
#include <isometric/instruments/detail/mistaken_names.hpp>
#include <isometric/instruments/detail/removal.hpp>

#include <cstddef>
#include <span>
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

/// What all instruments have in common: a family of a sink, and the way from label values to one of
/// its series. `Handle` wraps the sink's handle with the operations that users see.
template <class Family, template <class> class Handle, class... Labels>
class Instrument : public Removal<Family, Handle, Labels...>, public InstrumentMistakes {
  static_assert(diagnose_labels<Labels...>());

  using Base = Removal<Family, Handle, Labels...>;
  using ValueSet = LabelSet<Labels...>;
  using Block = BlockOf<Family>;
  using Series = SeriesOf<Family>;
  // A block makes a removed series anew, where a kept series would stay removed.
  static constexpr bool has_one_series = sizeof...(Labels) == 0 && !RemovableFamily<Family>;
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
  [[no_unique_address]] Kept kept_;
};

}  // namespace detail
}  // namespace isometric::inline v1
