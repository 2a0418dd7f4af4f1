#include "memory/sink_operations.hpp"
#include "support/catch.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/outcome_counter.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace isometric;
using test_support::AllocationFailures;
using test_support::fail_each_allocation;
using test_support::Guarantee;
using test_support::Observation;

namespace {

using Complaints = std::vector<std::string>;
using Peer = Label<"peer">;

enum class Outcome { served, refused };
consteval auto label_values(Outcome) {
  return closed<Outcome>({{Outcome::served, "served"}, {Outcome::refused, "refused"}});
}
using Result = Label<"outcome", Outcome>;

constexpr std::string_view peer = "a peer whose name is longer than a short string";

template <class Sink>
struct Server {
  Sink sink{};
  Counter<Sink, Peer, Result> requests{sink, "app_requests_total", "Requests."};
  Counter<Sink> failures{sink, "app_failures_total", "Failures."};
  Gauge<Removable<Sink>, Peer, Result> queued{sink, "app_queued", "Queued."};
  Info<Removable<Sink>, Peer> peers{sink, "app_peers_info", "Peers."};
  CallbackGauge<Sink, Peer> load{sink, "app_load", "Load."};
  Histogram<Sink> delays{sink, "app_delay_seconds", "Delays."};
  Histogram<Removable<Sink>, Peer> waits{sink, "app_wait_seconds", "Waits."};

  using Owned = decltype(queued.own(peer, Outcome::served));
  using OwnedInfo = decltype(peers.own(peer));
  std::optional<Owned> owned{};
  std::optional<Owned> other_owned{};
  std::optional<OwnedInfo> owned_info{};
  typename decltype(load)::registration_type registration{};
};

template <class Sink>
struct Handles {
  using Delays = typename Histogram<Sink>::handle_type;
  using Waits = typename Histogram<Removable<Sink>, Peer>::handle_type;
};

template <class Sink>
class Instruments {
 public:
  AllocationFailures run() {
    run("labels", [](auto& server) { server.requests.labels(peer, Outcome::served).inc(); });
    run("rejected label value",
        [](auto& server) { server.requests.labels(peer, static_cast<Outcome>(7)).inc(); });
    run("refused update", [](auto& server) { server.failures.inc(-1); });
    run("bind",
        [](auto& server) { server.requests.bind(Peer{peer}).labels(Outcome::served).inc(); });
    run("bind of a closed label",
        [](auto& server) { server.requests.bind(Result{Outcome::served}).labels(peer).inc(); });
    run("own",
        [](auto& server) { server.owned.emplace(server.queued.own(peer, Outcome::served)); });
    run("own of an info", [](auto& server) { server.owned_info.emplace(server.peers.own(peer)); });
    run("set of an info", [](auto& server) { server.peers.set(peer); });
    run("callback", [](auto& server) {
      server.registration = server.load.add(
          peer, [text = std::string(100, 'x')] { return static_cast<double>(text.size()); });
    });
    run("removal", [](auto& server) { server.queued.remove("a", Outcome::served); });
    run("removal of what matches",
        [](auto& server) { server.queued.template remove_matching<Result>(Outcome::served); });
    run("clear", [](auto& server) { server.queued.clear(); });
    run("move of an owner", [](auto& server) {
      server.other_owned.emplace(server.queued.own("b", Outcome::served));
      server.owned = std::move(server.other_owned);
      server.other_owned.reset();
    });
    run("observation of a value several times", [](auto& server) { server.delays.observe(2, 5); });
    run("the same in a removable family",
        [](auto& server) { server.waits.labels("a").observe(2, 5); });
    run("reading of a histogram", [](auto& server) {
      static_cast<void>(server.delays.count());
      static_cast<void>(server.waits.labels("a").sum());
    });
    run("move of an owner, and its use", [](auto& server) {
      auto owned = server.waits.own("b");
      const auto moved = std::move(owned);
      owned->observe(3, 4);  // NOLINT(bugprone-use-after-move): it is empty
    });
    run("empty handles", [](auto&) {
      const typename Handles<Sink>::Delays delays;
      const typename Handles<Sink>::Waits waits;
      delays.observe(1);
      waits.observe(1);
    });
    run("outcome", [](auto& server) {
      const OutcomeCounter outcome{server.requests.labels("a", Outcome::served), server.failures};
    });
    // A declaration and a look-up, of which a log shows the first alone.
    if constexpr (!requires(const Sink& sink) { sink.log(); }) {
      run("build info", [](auto& server) {
        const BuildInfo build{server.sink, "app_build_info", "1.2.3", peer};
      });
    }
    return std::move(failures_);
  }

 private:
  static auto make() {
    auto server = std::make_unique<Server<Sink>>();
    server->queued.labels("a", Outcome::served).set(1);
    server->queued.labels("a", Outcome::refused).set(2);
    server->waits.labels("a").observe(1);
    return server;
  }

  void run(std::string_view name, auto operation) {
    fail_each_allocation(
        failures_, name, Guarantee::strong, make, [&](auto& server) { operation(*server); },
        [&](const auto& server) {
          Observation parts;
          test_support::append_observation(server->sink, "", parts);
          return parts;
        });
  }

  AllocationFailures failures_;
};

}  // namespace

TEST_CASE("instruments on a registry that find no memory change nothing") {
  const auto failures = Instruments<RegistrySink>().run();
  CHECK(failures.count > 100);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("instruments on a recording sink that find no memory change nothing") {
  const auto failures = Instruments<RecordingSink>().run();
  CHECK(failures.count > 100);
  CHECK(failures.complaints == Complaints{});
}
