#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

template <class Family>
using CallbackRegistrationOf = decltype(std::declval<const Family&>().add(
    OpenLabelValues{}, std::size_t{}, std::declval<double (*)()>()));

}  // namespace detail

/// A family whose values are read from the program at each scrape.
///
///     family.add(open_values, closed_index, function)  a registration
///     family.rejected_registration()                   one that is never called, for a closed
///                                                      label value that is none of the declared
///
/// `function` is copyable, takes nothing, returns a number, and can be called when it is const. It
/// is called from scraping threads, by several at once if they scrape at once, and not after the
/// registration has ended; it is never called, nor destroyed, while a lock of the sink's is held.
/// The registration can be moved; it ends when it is destroyed or assigned to, and that waits for
/// the calls that run in other threads, unless it comes from inside of a function. Functions of one
/// series are added up. If one throws, or gives what no counter can have, the series is left out of
/// that scrape, which is counted.
template <class Family>
concept CallbackFamily =
    std::copyable<Family> && std::movable<detail::CallbackRegistrationOf<Family>> &&
    std::default_initializable<detail::CallbackRegistrationOf<Family>> &&
    std::is_nothrow_move_constructible_v<detail::CallbackRegistrationOf<Family>> &&
    requires(const Family& family) {
      { family.rejected_registration() } -> std::same_as<detail::CallbackRegistrationOf<Family>>;
    };

namespace detail {

template <class Sink>
using CallbackCounterFamilyOf =
    decltype(std::declval<const Sink&>().callback_counter(std::declval<const FamilyDescriptor&>()));

template <class Sink>
using CallbackGaugeFamilyOf =
    decltype(std::declval<const Sink&>().callback_gauge(std::declval<const FamilyDescriptor&>()));

}  // namespace detail

/// A sink that calls back, too. Both functions are like the sink's `counter` and `gauge`, and give
/// a CallbackFamily. A name is declared one way or the other, not both.
template <class Sink>
concept CallbackSink = MetricsSink<Sink> && CallbackFamily<detail::CallbackCounterFamilyOf<Sink>> &&
                       CallbackFamily<detail::CallbackGaugeFamilyOf<Sink>>;

}  // namespace isometric::inline v1
