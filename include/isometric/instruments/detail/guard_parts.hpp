#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <type_traits>

// What guards are made of.
namespace isometric::inline v1::detail {

/// What a guard keeps of what it is given: of an instrument without labels the handle of its only
/// series, because a copy of the instrument would count references; of a handle, a copy.
template <class Source>
constexpr auto handle_of(const Source& source) {
  if constexpr (requires { source.labels(); }) {
    return source.labels();
  } else {
    return source;
  }
}

template <class Source>
using HandleOf = decltype(handle_of(std::declval<const Source&>()));

/// Stands for a `State` that nobody will ask for, and is made of whatever that is made of.
template <class State>
struct Unneeded {
  constexpr explicit Unneeded(const auto&...) noexcept {}
};

/// What a guard knows besides its handles; nothing where all of them are null.
template <class State, class... Handles>
using NeededFor = std::conditional_t<(NullSeries<Handles> && ...), Unneeded<State>, State>;

}  // namespace isometric::inline v1::detail
