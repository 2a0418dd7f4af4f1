#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <exception>
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

/// Made where a scope begins; asked at its end, in the same thread.
class EnteredScope {
 public:
  /// Compared with the number at the beginning, since the whole scope may be part of a destructor
  /// that another exception has called.
  [[nodiscard]] bool is_left_by_exception() const noexcept {
    return std::uncaught_exceptions() > exceptions_at_entry_;
  }

 private:
  int exceptions_at_entry_ = std::uncaught_exceptions();
};

}  // namespace isometric::inline v1::detail
