#pragma once

#include <isometric/instruments/detail/callback_instrument.hpp>
#include <isometric/instruments/detail/instrument.hpp>

namespace isometric::inline v1 {

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
///
/// A function is called by each scraping thread, by several at once if they scrape at once, and
/// without a lock of the sink's: it may use metrics, and even scrape. The end of a registration
/// waits for the calls that run, so do not end it while holding a lock that the function takes.
/// Make the registration the last member of the class whose members the function reads: it then
/// ends first. Only from inside of a function, the end of another registration does not wait: a
/// call of that one that another thread has begun may still run, and no further one begins.
///
/// Constructing it registers the family with the sink; what can go wrong there is the sink's to
/// say. All functions are thread-safe.
template <class Sink, class... Labels>
class CallbackCounter
    : public detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Counter,
                                        Labels...> {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base =
      detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Counter, Labels...>;

 public:
  CallbackCounter(const Sink& sink, const CounterName& name, Help help, FamilyOptions options = {},
                  SourceLocation declared_at = SourceLocation::current())
      : Base(sink.callback_counter(detail::describe(
            name, help, detail::LabelSet<Labels...>::descriptors(), options, declared_at))) {}
};

}  // namespace isometric::inline v1
