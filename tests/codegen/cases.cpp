// What a sink that keeps nothing leaves of instruments and guards: nothing. Each function in the
// extern "C" block does what `bare` does, and counts or measures it. The optimiser must make the
// same code of it as of `bare`; and other code if ISOMETRIC_REAL_SINK is defined, so that no case
// agrees because it does nothing anyway. check_cases.sh judges.
//
// To add a case, add a function: it uses Server's instruments, takes values from the request, and
// ends in one call of work(), of which the compiler knows nothing, not even that it does not throw.

#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/description/label.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/exception_counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/outcome_counter.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <new>
#include <string_view>
#include <typeinfo>

#ifdef ISOMETRIC_REAL_SINK
using Sink = isometric::RegistrySink;
inline constexpr bool is_real = true;
#else
#include <isometric/sinks/null_sink.hpp>
using Sink = isometric::NullSink;
inline constexpr bool is_real = false;
#endif

using Tee = isometric::TeeSink<Sink, Sink>;

/// A filter that drops everything leaves nothing even of a registry.
struct IsWanted {
  constexpr bool operator()(isometric::MetricType) const noexcept { return is_real; }
};
using Filtered = isometric::FilterSink<isometric::RegistrySink, IsWanted>;

namespace {

enum class Outcome { served, refused };
consteval auto label_values(Outcome) {
  return isometric::closed<Outcome>({{Outcome::served, "served"}, {Outcome::refused, "refused"}});
}
using Peer = isometric::Label<"peer">;
using Result = isometric::Label<"result", Outcome>;
using Cached = isometric::Label<"cached", bool>;

}  // namespace

using Requests = isometric::Counter<Sink, Peer, Result>;

struct Server {
  isometric::Counter<Sink> steps;
  isometric::Counter<Sink, Result, Cached> answers;
  Requests requests;
  Requests::binding_type<Peer> of_peer;
  isometric::Gauge<Sink> level;
  isometric::Gauge<Sink, Peer> last_seen;
  isometric::Histogram<Sink> duration;
  isometric::Histogram<Sink, Result> size;
  isometric::Summary<Sink, Result> delay;
  isometric::Info<Sink, Peer> peers;
  isometric::Counter<isometric::Removable<Sink>, Peer, Result> removable;
  isometric::CallbackGauge<Sink, Peer> queue;
  isometric::CallbackCounter<Sink, Peer> hits;
  isometric::Counter<Tee, Peer, Result> teed;
  isometric::Histogram<Tee> teed_duration;
  isometric::Counter<Filtered, Peer, Result> filtered;
  isometric::Histogram<Filtered> filtered_duration;
};

struct Request {
  std::string_view peer;
  Outcome outcome;
  bool is_cached;
  double size;
};

int work(const Request& request);

extern "C" {

int bare(const Server&, const Request& request) {
  return work(request);
}

// --- Instruments --------------------------------------------------------------------------------

int constructing(const Server&, const Request& request) {
  const isometric::Counter<Sink> steps{Sink{}, "app_other_steps_total", "Steps."};
  const isometric::Gauge<Sink, Peer> level{Sink{}, "app_other_level_bytes", "Level."};
  const isometric::Histogram<Sink, Peer, Result> duration{Sink{}, "app_other_duration_seconds",
                                                          "Duration."};
  return work(request);
}
int constructing_a_summary(const Server&, const Request& request) {
  const isometric::Summary<Sink, Result> delay{Sink{}, "app_other_delay_seconds", "Delay.",
                                               isometric::quantiles({{0.5, 0.05}})};
  return work(request);
}
int constructing_an_info(const Server&, const Request& request) {
  const isometric::Info<Sink, Peer> peers{Sink{}, "app_other_info", "Peers."};
  return work(request);
}
int constructing_a_callback_gauge(const Server&, const Request& request) {
  const isometric::CallbackGauge<Sink, Peer> queue{Sink{}, "app_other_queue_jobs", "Jobs."};
  return work(request);
}
int constructing_a_callback_counter(const Server&, const Request& request) {
  const isometric::CallbackCounter<Sink, Peer> hits{Sink{}, "app_other_hits_total", "Hits."};
  return work(request);
}
int constructing_a_build_info(const Server&, const Request& request) {
  const isometric::BuildInfo<Sink> build{Sink{}, "app_build_info", request.peer, "9f86d081"};
  return work(request);
}
int constructing_on_a_tee(const Server&, const Request& request) {
  const isometric::Counter<Tee, Peer> steps{Tee{Sink{}, Sink{}}, "app_other_steps_total", "Steps."};
  return work(request);
}

int counter(const Server& server, const Request& request) {
  server.steps.inc();
  server.steps.inc(request.size);
  return work(request);
}
int counter_with_closed_labels(const Server& server, const Request& request) {
  server.answers.labels(request.outcome, request.is_cached).inc();
  return work(request);
}
int counter_with_an_open_label(const Server& server, const Request& request) {
  server.requests.labels(request.peer, request.outcome).inc(request.size);
  return work(request);
}

int gauge(const Server& server, const Request& request) {
  server.level.inc();
  server.level.dec(request.size);
  return work(request);
}
int gauge_set(const Server& server, const Request& request) {
  server.level.set(request.size);
  return work(request);
}
int gauge_set_to_current_time(const Server& server, const Request& request) {
  server.last_seen.labels(request.peer).set_to_current_time();
  return work(request);
}

int histogram(const Server& server, const Request& request) {
  server.duration.observe(request.size);
  server.size.labels(request.outcome).observe(request.size);
  return work(request);
}

int summary(const Server& server, const Request& request) {
  server.delay.labels(request.outcome).observe(request.size);
  return work(request);
}
int info(const Server& server, const Request& request) {
  server.peers.set(request.peer);
  return work(request);
}

int removable_series(const Server& server, const Request& request) {
  server.removable.labels(request.peer, request.outcome).inc();
  server.removable.remove(request.peer, request.outcome);
  return work(request);
}
int removing_what_matches(const Server& server, const Request& request) {
  server.removable.remove_matching<Peer>(request.peer);
  return work(request);
}
int owned_series(const Server& server, const Request& request) {
  const auto owned = server.removable.own(request.peer, request.outcome);
  owned->inc();
  return work(request);
}

int callback_gauge(const Server& server, const Request& request) {
  const auto registration = server.queue.add(request.peer, [&request] { return request.size; });
  return work(request);
}

int callback_counter(const Server& server, const Request& request) {
  const auto registration = server.hits.add(request.peer, [&request] { return request.size; });
  return work(request);
}

int binding(const Server& server, const Request& request) {
  server.requests.bind(Peer{request.peer}).labels(request.outcome).inc();
  server.requests.bind(Result{request.outcome}).labels(request.peer).inc();
  return work(request);
}
int binding_that_is_kept(const Server& server, const Request& request) {
  server.of_peer.labels(request.outcome).inc();
  return work(request);
}

// --- Adaptors -----------------------------------------------------------------------------------

int through_a_tee(const Server& server, const Request& request) {
  server.teed.labels(request.peer, request.outcome).inc(request.size);
  server.teed_duration.observe(request.size);
  return work(request);
}
int timer_through_a_tee(const Server& server, const Request& request) {
  const isometric::Timer timer{server.teed_duration};
  return work(request);
}
int through_a_filter_that_drops(const Server& server, const Request& request) {
  server.filtered.labels(request.peer, request.outcome).inc(request.size);
  server.filtered_duration.observe(request.size);
  return work(request);
}
int timer_through_a_filter_that_drops(const Server& server, const Request& request) {
  const isometric::Timer timer{server.filtered_duration};
  return work(request);
}

// --- Guards -------------------------------------------------------------------------------------

int timer_into_a_histogram(const Server& server, const Request& request) {
  const isometric::Timer timer{server.duration};
  return work(request);
}
int timer_into_a_gauge(const Server& server, const Request& request) {
  const isometric::Timer timer{server.last_seen.labels(request.peer)};
  return work(request);
}
int timer_into_a_summary(const Server& server, const Request& request) {
  const isometric::Timer timer{server.delay.labels(request.outcome)};
  return work(request);
}
int timer_that_is_stopped(const Server& server, const Request& request) {
  isometric::Timer timer{server.size.labels(request.outcome)};
  if (request.is_cached) {
    timer.cancel();
  } else {
    timer.stop();
  }
  return work(request);
}
int in_flight(const Server& server, const Request& request) {
  const isometric::InFlight in_flight{server.level};
  return work(request);
}
int exception_counter(const Server& server, const Request& request) {
  const isometric::ExceptionCounter exceptions{server.steps};
  return work(request);
}
int exceptions_of_a_call(const Server& server, const Request& request) {
  return isometric::count_exceptions(server.steps, [&] { return work(request); });
}
int exceptions_of_some_types(const Server& server, const Request& request) {
  return isometric::count_exceptions<std::bad_alloc, std::bad_cast>(server.steps,
                                                                    [&] { return work(request); });
}
int outcome_counter(const Server& server, const Request& request) {
  isometric::OutcomeCounter outcome{server.answers.labels(Outcome::served, request.is_cached),
                                    server.answers.labels(Outcome::refused, request.is_cached)};
  if (request.size > 100) outcome.fail();
  return work(request);
}

}  // extern "C"
