#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/instruments/detail/instrument.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

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
///
/// A function is called by each scraping thread, by several at once if they scrape at once, and
/// without a lock of the sink's: it may use metrics, and even scrape. The end of a registration
/// waits for the calls that run, so do not end it while holding a lock that the function takes.
/// Make the registration the last member of the class whose members the function reads: it then
/// ends first. Only from inside of a function, the end of another registration does not wait: a
/// call of that one that another thread has begun may still run, and no further one begins.
///
/// Constructing one registers the family with the sink; what can go wrong there is the sink's to
/// say. All functions are thread-safe.
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

  /// The same with all values by name, in any order: `add(Queue{"mail"}, function)`. What add()
  /// cannot take ends up here, too, for one worded error.
  template <class... Given>
    requires(!requires(const Given&... given) { GivenFor<Labels...>::take_and_call(given...); })
  [[nodiscard("the series goes with its registration")]] registration_type add(
      const Given&... given) const {
    constexpr bool are_by_name =
        sizeof...(Given) == sizeof...(Labels) + 1 && ((count_of<Labels, Given...>() == 1) && ...);
    static_assert(are_by_name,
                  "isometric: add(...) takes a value for each label, in order of declaration or "
                  "all by name, and then a function");
    if constexpr (are_by_name) {
      return add(value_of<Labels>(given...)..., last_of(given...));
    } else {
      return this->family().rejected_registration();
    }
  }

 protected:
  using LabeledFamily<Family, Labels...>::LabeledFamily;
};

namespace mistake {
struct a_function_comes_with_add_which_returns_what_keeps_it_in_the_scrapes {};
}  // namespace mistake

#define ISOMETRIC_DETAIL_FUNCTION_TOO_EARLY(Instrument, Name)                                     \
  template <std::invocable Function>                                                              \
  ISOMETRIC_DETAIL_MISTAKE(                                                                       \
      "a function comes with add(...), which returns what keeps it in the scrapes")               \
  Instrument(                                                                                     \
      const Sink&, const Name&, Help, Function,                                                   \
      detail::mistake::a_function_comes_with_add_which_returns_what_keeps_it_in_the_scrapes = {}) \
      ISOMETRIC_DETAIL_REFUSED

}  // namespace detail

/// A gauge whose value the program can tell at any time: the length of a queue, free space on a
/// disk, the age of a cache. It is asked for at each scrape.
///
///     isometric::CallbackGauge<Sink, Queue> length{sink, "app_queue_jobs", "Jobs that wait."};
///     auto registration = length.add("mail", [&mail] { return mail.size(); });
///
/// A function may return any number. If it throws, the series is left out of that scrape, which is
/// counted in `isometric_failed_callbacks_total`.
template <class Sink, class... Labels>
class CallbackGauge
    : public detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Gauge, Labels...> {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base =
      detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Gauge, Labels...>;

 public:
  CallbackGauge(Sink sink, const GaugeName& name, Help help, FamilyOptions options = {},
                SourceLocation declared_at = SourceLocation::current())
      : Base(sink.callback_gauge(detail::describe(
            name, help, detail::LabelSet<Labels...>::descriptors(), options, declared_at))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(CallbackGauge, GaugeName, Help);
  ISOMETRIC_DETAIL_FUNCTION_TOO_EARLY(CallbackGauge, GaugeName);
};

/// A counter that the program keeps anyway: bytes that a library has sent, cache hits, page faults.
/// Its value is asked for at each scrape; nothing is copied in between.
///
///     isometric::CallbackCounter<Sink> hits{sink, "app_cache_hits_total", "Look-ups that hit."};
///     auto registration = hits.add([&cache] { return cache.hits(); });
///
/// A function must return what a counter can have: a number that is finite, not negative, and never
/// lower than before as long as its registration lasts. NaN, infinities and negative numbers leave
/// the series out of that scrape, as an exception does, and are counted in
/// `isometric_failed_callbacks_total`.
template <class Sink, class... Labels>
class CallbackCounter
    : public detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Counter,
                                        Labels...> {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base =
      detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Counter, Labels...>;

 public:
  CallbackCounter(Sink sink, const CounterName& name, Help help, FamilyOptions options = {},
                  SourceLocation declared_at = SourceLocation::current())
      : Base(sink.callback_counter(detail::describe(
            name, help, detail::LabelSet<Labels...>::descriptors(), options, declared_at))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(CallbackCounter, CounterName, Help);
  ISOMETRIC_DETAIL_FUNCTION_TOO_EARLY(CallbackCounter, CounterName);
};

}  // namespace isometric::inline v1

#undef ISOMETRIC_DETAIL_FUNCTION_TOO_EARLY
