#pragma once

#include <isometric/instruments/detail/callback_instrument.hpp>
#include <isometric/instruments/detail/instrument.hpp>

namespace isometric::inline v1 {

/// A gauge whose value the program can tell at any time: the length of a queue, free space on a
/// disk, the age of a cache. It is asked for at each scrape.
///
///     isometric::CallbackGauge<Sink, Queue> length{sink, "app_queue_jobs", "Jobs that wait."};
///     auto registration = length.add("mail", [&mail] { return mail.size(); });
///
/// A function may return any number. If it throws, the series is left out of that scrape, which is
/// counted in `isometric_failed_callbacks_total`.
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
class CallbackGauge
    : public detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Gauge, Labels...> {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base =
      detail::CallbackInstrument<typename detail::CallbackFamilies<Sink>::Gauge, Labels...>;

 public:
  CallbackGauge(const Sink& sink, const GaugeName& name, Help help, FamilyOptions options = {},
                SourceLocation declared_at = SourceLocation::current())
      : Base(sink.callback_gauge(detail::describe(
            name, help, detail::LabelSet<Labels...>::descriptors(), options, declared_at))) {}
};

}  // namespace isometric::inline v1
