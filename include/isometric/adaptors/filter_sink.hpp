#pragma once

#include <isometric/adaptors/detail/dropped_family.hpp>
#include <isometric/adaptors/detail/filtered_family.hpp>
#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/metric_type.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace isometric::inline v1 {
namespace detail {

template <class Predicate>
concept DescriptorPredicate = std::predicate<const Predicate&, const FamilyDescriptor&>;

template <class Predicate>
concept TypePredicate =
    !DescriptorPredicate<Predicate> && std::predicate<const Predicate&, MetricType>;

/// A predicate of the type alone that the compiler can ask: a lambda without captures is one.
template <class Predicate>
concept ConstantTypePredicate = TypePredicate<Predicate> && requires {
  typename std::bool_constant<Predicate()(MetricType::counter)>;
};

/// Whether the compiler knows that families of all of these types are kept, or dropped.
template <class Predicate, bool IsKept, MetricType... Types>
consteval bool are_all() {
  if constexpr (ConstantTypePredicate<Predicate>) {
    return ((Predicate()(Types) == IsKept) && ...);
  } else {
    return false;
  }
}

}  // namespace detail

/// What tells whether a family is wanted, by its description or by its type alone. It is called by
/// whichever thread declares a family, and has to give the same answer each time.
template <class Predicate>
concept FamilyPredicate =
    std::copy_constructible<Predicate> &&
    (detail::DescriptorPredicate<Predicate> || detail::TypePredicate<Predicate>);

/// Declares in another sink the families that a predicate is true of, and the others nowhere.
///
///     FilterSink by_type{RegistrySink{}, [](MetricType type) {
///       return type != MetricType::histogram;
///     }};
///     FilterSink by_name{RegistrySink{}, [](const FamilyDescriptor& family) {
///       return family.name.starts_with("app_");
///     }};
///
/// The first predicate, a function of the type without state, is asked by the compiler: families
/// that are kept are the other sink's own, of the others nothing remains, as with a NullSink. The
/// second is asked when a family is declared: from then on each look-up and update asks once more
/// whether the family is there, which is one predicted branch and, if it is not, all.
///
/// Removable families, callbacks and reading are there if the other sink has them. Copies are the
/// same sink. Thread-safe if the other sink and the predicate are.
template <MetricsSink Inner, class Predicate>
class FilterSink : public detail::SinkOver<Inner> {
  static_assert(FamilyPredicate<Predicate>,
                "isometric: a FilterSink's predicate must be copyable, and return bool for a const "
                "FamilyDescriptor& or for a MetricType, also if it is const");

 public:
  explicit FilterSink(Inner inner, Predicate predicate = Predicate())
      : detail::SinkOver<Inner>(std::move(inner)), predicate_(std::move(predicate)) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  FilterSink(const FilterSink&) = default;
  FilterSink& operator=(const FilterSink&) = default;

  auto counter(const FamilyDescriptor& family) const {
    return declare<MetricType::counter>(family, [&] { return this->inner().counter(family); });
  }
  auto gauge(const FamilyDescriptor& family) const {
    return declare<MetricType::gauge, MetricType::info>(
        family, [&] { return this->inner().gauge(family); });
  }
  auto histogram(const FamilyDescriptor& family) const {
    return declare<MetricType::histogram>(family, [&] { return this->inner().histogram(family); });
  }
  auto summary(const FamilyDescriptor& family) const {
    return declare<MetricType::summary>(family, [&] { return this->inner().summary(family); });
  }

  auto removable() const
    requires RemovableSink<Inner>
  {
    return FilterSink<detail::RemovableHalf<Inner>, Predicate>(this->inner().removable(),
                                                               predicate_);
  }

  auto dynamic() const
    requires DynamicSink<Inner>
  {
    return FilterSink<detail::DynamicHalf<Inner>, Predicate>(this->inner().dynamic(), predicate_);
  }

  auto callback_counter(const FamilyDescriptor& family) const
    requires CallbackSink<Inner>
  {
    return declare<MetricType::counter>(family,
                                        [&] { return this->inner().callback_counter(family); });
  }
  auto callback_gauge(const FamilyDescriptor& family) const
    requires CallbackSink<Inner>
  {
    return declare<MetricType::gauge>(family, [&] { return this->inner().callback_gauge(family); });
  }

 private:
  [[nodiscard]] bool is_kept(const FamilyDescriptor& family) const {
    if constexpr (detail::DescriptorPredicate<Predicate>) {
      return predicate_(family);
    } else {
      return predicate_(family.type);
    }
  }

  /// `Types` are those that the family may be of.
  template <MetricType... Types, class Declare>
  auto declare(const FamilyDescriptor& family, Declare declare) const {
    if constexpr (detail::are_all<Predicate, true, Types...>()) {
      return declare();
    } else if constexpr (detail::are_all<Predicate, false, Types...>()) {
      return detail::DroppedFamily{};
    } else {
      using Filtered = detail::FilteredFamilyOf<decltype(declare())>;
      return is_kept(family) ? Filtered(declare()) : Filtered();
    }
  }

  [[no_unique_address]] Predicate predicate_;
};

}  // namespace isometric::inline v1
