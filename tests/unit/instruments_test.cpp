#include <isometric/instruments.hpp>

#include <stdexcept>

// Before any other header of the library: it needs no other.
namespace component {

enum class Outcome { served, refused };
consteval auto label_values(Outcome) {
  return isometric::closed<Outcome>({{Outcome::served, "served"}, {Outcome::refused, "refused"}});
}

using Peer = isometric::Label<"peer">;
using OutcomeLabel = isometric::Label<"outcome", Outcome>;

template <isometric::RemovableSink Sink>
  requires isometric::CallbackSink<Sink>
struct Metrics {
  explicit Metrics(const Sink& sink)
      : build(sink, "app_build_info", "1.2.0", "9f86d081"),
        requests(sink, "app_requests_total", "Requests, by what came of them.",
                 isometric::FamilyOptions{.max_series = 100}),
        window(sink, "app_window_bytes", "What a peer may send."),
        sizes(sink, "app_request_size_bytes", "Sizes.", isometric::buckets(100, 1000)),
        delays(sink, "app_delay_seconds", "Delays.", isometric::quantiles({{0.5, 0.05}})),
        failures(sink, "app_failures_total", "Requests that failed."),
        waiting(sink, "app_waiting_requests", "Requests that wait."),
        cache_size(sink, "app_cache_entries", "Entries of the cache."),
        cache_hits(sink, "app_cache_hits_total", "What was in the cache."),
        listening(sink, "app_listener_info", "Where requests come in.") {}

  isometric::BuildInfo<Sink> build;
  isometric::Counter<Sink, Peer, OutcomeLabel> requests;
  isometric::Gauge<isometric::Removable<Sink>, Peer> window;
  isometric::Histogram<Sink> sizes;
  isometric::Summary<Sink> delays;
  isometric::Counter<Sink> failures;
  isometric::Gauge<Sink> waiting;
  isometric::CallbackGauge<Sink> cache_size;
  isometric::CallbackCounter<Sink> cache_hits;
  isometric::Info<Sink, isometric::Label<"address">> listening;
};

template <isometric::RemovableSink Sink = isometric::RegistrySink>
class Server {
 public:
  explicit Server(const Sink& sink)
      : metrics_(sink),
        cache_size_(metrics_.cache_size.add([] { return 7.0; })),
        cache_hits_(metrics_.cache_hits.add([] { return 3.0; })) {
    metrics_.listening.set("[::]:80");
  }

  void handle(const char* peer, int size) {
    const isometric::InFlight waiting{metrics_.waiting};
    const isometric::ExceptionCounter failures{metrics_.failures};
    const auto of_peer = metrics_.requests.bind(Peer{peer});
    isometric::OutcomeCounter outcome{of_peer.labels(Outcome::served),
                                      of_peer.labels(Outcome::refused)};
    const auto window = metrics_.window.own(peer);
    window->set(1000 - size);
    metrics_.sizes.observe(size);
    metrics_.delays.observe(0.5);
    if (size > 1000) throw std::length_error("too large");
  }

 private:
  Metrics<Sink> metrics_;
  typename isometric::CallbackGauge<Sink>::registration_type cache_size_;
  typename isometric::CallbackCounter<Sink>::registration_type cache_hits_;
};

}  // namespace component

#include "support/catch.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string_view>

TEST_CASE("a component needs one include for its instruments, labels and default sink") {
  const isometric::RegistrySink sink;
  component::Server server{sink};
  server.handle("a", 10);
  CHECK_THROWS_AS(server.handle("a", 2000), std::length_error);

  const auto now = snapshot(sink);
  CHECK(now.value({"app_requests_total", {{"peer", "a"}, {"outcome", "served"}}}) == 1);
  CHECK(now.value({"app_requests_total", {{"peer", "a"}, {"outcome", "refused"}}}) == 1);
  CHECK(now.value({"app_failures_total"}) == 1);
  CHECK(now.value({"app_waiting_requests"}) == 0);
  CHECK(now.value({"app_cache_entries"}) == 7);
  CHECK(now.value({"app_cache_hits_total"}) == 3);
  CHECK(now.value({"app_listener_info", {{"address", "[::]:80"}}}) == 1);
  CHECK(now.histogram({"app_request_size_bytes"}).count == 2);
  CHECK(now.summary({"app_delay_seconds"}).count == 2);
  CHECK(now.find_series({"app_window_bytes", {{"peer", "a"}}}) == nullptr);
}

namespace {

template <class Type>
concept Rises = requires(const Type& instrument) { instrument.inc(); };
template <class Type>
concept IsSet = requires(const Type& instrument) { instrument.set(0.0); };
template <class Type>
concept Observes = requires(const Type& instrument) { instrument.observe(0.0); };
template <class Type>
concept HasNamesOfPrometheusCpp = requires(const Type& instrument) { instrument.Increment(); } ||
                                  requires(const Type& instrument) { instrument.Add({}); };

}  // namespace

TEST_CASE("what is there to refuse mistakes is seen by no concept, and takes no room") {
  using isometric::RegistrySink;
  using Counter = isometric::Counter<RegistrySink>;
  using Gauge = isometric::Gauge<RegistrySink>;
  using Histogram = isometric::Histogram<RegistrySink>;
  STATIC_REQUIRE((Rises<Counter> && !IsSet<Counter> && !Observes<Counter>));
  STATIC_REQUIRE((Rises<Gauge> && IsSet<Gauge> && !Observes<Gauge>));
  STATIC_REQUIRE((Observes<Histogram> && !IsSet<Histogram>));
  STATIC_REQUIRE((!IsSet<Counter::handle_type> && !Observes<Gauge::handle_type>));
  STATIC_REQUIRE(!HasNamesOfPrometheusCpp<Counter>);
  using Series =
      decltype(RegistrySink().counter(isometric::FamilyDescriptor()).block({}).series(0));
  STATIC_REQUIRE(sizeof(Counter::handle_type) == sizeof(Series));
  STATIC_REQUIRE(sizeof(isometric::Label<"peer">) == sizeof(std::string_view));
}
