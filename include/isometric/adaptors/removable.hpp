#pragma once

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <string_view>
#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

template <class Sink>
consteval auto find_removable_half() {
  constexpr bool is_removable = RemovableSink<Sink>;
  // A type that is no sink at all has an error of its own.
  static_assert(!diagnose_sink<Sink>() || is_removable,
                "isometric: Removable<Sink> needs a sink with removable() const, which returns a "
                "sink whose families can remove: a RemovableSink");
  if constexpr (is_removable) {
    return std::type_identity<RemovableHalf<Sink>>{};
  } else {
    return std::type_identity<Sink>{};  // so that the error above is the only one
  }
}

template <class Sink>
using RemovableHalfOf = typename decltype(find_removable_half<Sink>())::type;

}  // namespace detail

/// The sink of a family whose series can be removed again: when a node group leaves the cluster,
/// its series go.
///
///     using Moves = isometric::Counter<isometric::Removable<Sink>, Group>;
///     Moves moves{sink, "app_moves_total", "Moves."};
///     moves.remove("rack-1");
///
/// Stands where an instrument names its sink, and is made of one. It is the sink's removable half,
/// on the same storage: the sink's scrapes and snapshots show what is declared here. Updates
/// through a handle that is older than the removal of its series are lost. Thread-safe.
template <class Sink>
class Removable {
  using Half = detail::RemovableHalfOf<Sink>;

 public:
  /// Implicit, so that the sink itself is passed to the instrument.
  Removable(Sink sink) : half_(half_of(sink)) {}

  auto counter(const FamilyDescriptor& family) const { return half_.counter(family); }
  auto gauge(const FamilyDescriptor& family) const { return half_.gauge(family); }
  auto histogram(const FamilyDescriptor& family) const { return half_.histogram(family); }
  auto summary(const FamilyDescriptor& family) const { return half_.summary(family); }

  static constexpr bool adds_constant_label(std::string_view name) noexcept {
    return detail::adds_constant_label<Half>(name);
  }

 private:
  static Half half_of(const Sink& sink) {
    if constexpr (RemovableSink<Sink>) {
      return sink.removable();
    } else {
      return sink;
    }
  }

  [[no_unique_address]] Half half_;
};

}  // namespace isometric::inline v1
