#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/instruments/detail/label_set.hpp>
#include <isometric/instruments/detail/labeled_family.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace isometric::inline v1::detail {

/// The callback families of a sink; one worded error if it has none.
template <class Sink>
struct CallbackFamilies {
  static_assert(CallbackSink<Sink>,
                "isometric: this sink calls nobody back: it needs callback_counter and "
                "callback_gauge, see <isometric/contract/callback_sink.hpp>");
  struct Counter {
    int add(OpenLabelValues, std::size_t, double (*)()) const;
  };
  using Gauge = Counter;
};
template <CallbackSink Sink>
struct CallbackFamilies<Sink> {
  using Counter = CallbackCounterFamilyOf<Sink>;
  using Gauge = CallbackGaugeFamilyOf<Sink>;
};

/// What the two callback instruments have in common.
template <class Family, class... Labels>
class CallbackInstrument : public LabeledFamily<Family, Labels...> {
 public:
  /// Owns a function's place in the scrapes. Movable; default-constructed, it owns none.
  using registration_type = CallbackRegistrationOf<Family>;

  /// Shows the series with these label values at each scrape, with what `function()` returns, until
  /// the registration ends; several threads may call it at the same time. Functions of one series
  /// are added up. Throws std::bad_alloc.
  template <class Function>
  [[nodiscard("the series goes with its registration")]] registration_type add(
      const typename Labels::value_type&... values, Function function) const {
    static_assert(std::copy_constructible<Function> && std::is_invocable_r_v<double, Function&>,
                  "isometric: add(...) takes a value for each label, in order of declaration, and "
                  "then a copyable function without parameters that returns a number");
    static_assert(
        !std::is_invocable_r_v<double, Function&> || std::is_invocable_r_v<double, const Function&>,
        "isometric: add(...) takes no function that changes itself, such as a mutable "
        "lambda: scrapes of several threads may call it at the same time");
    const LabelSet<Labels...> set(values...);
    if (!set.is_known) [[unlikely]] {
      return this->family().rejected_registration();
    }
    return this->family().add(set.open_values(), set.closed_index,
                              static_cast<Function&&>(function));
  }

 protected:
  using LabeledFamily<Family, Labels...>::LabeledFamily;
};

}  // namespace isometric::inline v1::detail
