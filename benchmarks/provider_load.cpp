// Two providers that share a sink, under load: a thread for each asks it what a cluster-autoscaler
// asks, while a third one scrapes the sink. The same with each sink by turns, round after round; a
// figure is the median of the rounds. Then what the metrics of a request cost a thread that has
// server and sink to itself. With --smoke, one short round, to see that it runs.

#include "support/percentiles.hpp"
#include "support/provider_requests.hpp"
#include "support/stopwatch.hpp"

#include <homecluster/in_memory_cluster.hpp>
#include <homecluster/provider_server.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto scrape_interval = std::chrono::milliseconds{1};

struct Length {
  int rounds = 15;
  Clock::duration round = std::chrono::seconds{1};
};

// --- under load ----------------------------------------------------------------------------------

struct Round {
  double requests_per_second = 0;
  double processor_nanoseconds = 0;  ///< of a request, waiting left out
  Percentiles request;
  Percentiles scrape;
};

/// A server with a cluster of its own, which wait for no other one, and who asks it.
template <class Sink>
class Client {
 public:
  Client(const Sink& sink, unsigned seed)
      : server_(cluster_, sink), requests_(provider_requests(seed)) {}

  void ask(const std::atomic<bool>& is_over) {
    latencies_.clear();
    latencies_.reserve(1U << 21U);
    const double begin = processor_nanoseconds();
    auto last = Clock::now();
    do {
      send(server_, requests_[next_++ % requests_.size()]);
      const auto now = Clock::now();
      latencies_.push_back(nanoseconds(now - last));
      last = now;
    } while (!is_over);
    processor_nanoseconds_ = processor_nanoseconds() - begin;
  }

  [[nodiscard]] const Latencies& latencies() const { return latencies_; }
  [[nodiscard]] double processor() const { return processor_nanoseconds_; }

 private:
  homecluster::InMemoryCluster cluster_ = cluster_of_racks();
  homecluster::HomeClusterProviderServer<Sink> server_;
  std::vector<ProviderRequest> requests_;
  std::size_t next_ = 0;
  Latencies latencies_;
  double processor_nanoseconds_ = 0;
};

/// Servers that share a sink, and nothing else: where one waits for the other, it is for metrics.
template <class Sink>
class Loaded {
 public:
  Round run(Clock::duration length) {
    Latencies scrapes;
    std::atomic<bool> is_over = false;
    const auto start = Clock::now();
    {
      std::vector<std::jthread> threads;
      for (Client<Sink>* const client : {&first_, &second_}) {
        threads.emplace_back([&is_over, client] { client->ask(is_over); });
      }
      threads.emplace_back([&] { scrape(is_over, scrapes); });
      std::this_thread::sleep_for(length);
      is_over = true;
    }
    const auto took = std::chrono::duration<double>(Clock::now() - start).count();

    Latencies latencies = first_.latencies();
    latencies.insert(latencies.end(), second_.latencies().begin(), second_.latencies().end());
    const auto count = static_cast<double>(latencies.size());
    return {count / took, (first_.processor() + second_.processor()) / count,
            percentiles(std::move(latencies)), percentiles(std::move(scrapes))};
  }

 private:
  /// Of a sink that keeps nothing there is no page.
  void scrape(const std::atomic<bool>& is_over, Latencies& scrapes) {
    if constexpr (isometric::MetricsSource<Sink>) {
      std::string page;
      do {
        const auto start = Clock::now();
        page.clear();
        isometric::write_text(sink_, page);
        scrapes.push_back(nanoseconds(Clock::now() - start));
        std::this_thread::sleep_for(scrape_interval);
      } while (!is_over);
    }
  }

  Sink sink_;
  Client<Sink> first_{sink_, 1};
  Client<Sink> second_{sink_, 2};
};

// --- the table -----------------------------------------------------------------------------------

template <class Figure>
double median(const std::vector<Round>& rounds, Figure figure) {
  Latencies values;
  for (const auto& round : rounds) values.push_back(static_cast<float>(figure(round)));
  return percentile(values, 0.5);
}

/// What a request's metrics take of its processor time: what is more than without, round by round.
Latencies metrics_nanoseconds(const std::vector<Round>& rounds, const std::vector<Round>& without) {
  Latencies times;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    times.push_back(
        static_cast<float>(rounds[i].processor_nanoseconds - without[i].processor_nanoseconds));
  }
  return times;
}

void print_percentiles(const std::vector<Round>& rounds, Percentiles Round::* of) {
  for (const auto each : {&Percentiles::p50, &Percentiles::p99, &Percentiles::p99_9}) {
    const double time = median(rounds, [&](const Round& round) { return round.*of.*each; });
    std::printf("\t%s", time > 0 ? microseconds(time).c_str() : "-");
  }
}

void print(const char* sink, const std::vector<Round>& rounds, const std::vector<Round>& without) {
  const double processor =
      median(rounds, [](const Round& round) { return round.processor_nanoseconds; });
  std::printf("%s\t%.0f\t%.0f ns", sink,
              median(rounds, [](const Round& round) { return round.requests_per_second; }),
              processor);
  if (&rounds == &without) {
    std::printf("\t-");
  } else {
    auto times = metrics_nanoseconds(rounds, without);
    const double metrics = percentile(times, 0.5);
    std::printf("\t%.0f ns, %.0f %%", metrics, 100 * metrics / processor);
  }
  print_percentiles(rounds, &Round::request);
  print_percentiles(rounds, &Round::scrape);
  std::printf("\n");
}

void run_loaded(Length length) {
  Loaded<isometric::RegistrySink> registry;
  Loaded<isometric::ShardedSink> sharded;
  Loaded<isometric::NullSink> null;
  std::vector<Round> of_registry, of_sharded, of_null;
  for (int round = 0; round < length.rounds; ++round) {
    of_registry.push_back(registry.run(length.round));
    of_sharded.push_back(sharded.run(length.round));
    of_null.push_back(null.run(length.round));
  }
  std::printf(
      "sink\trequests/s\tprocessor\tmetrics\trequest us p50\tp99\tp99.9\t"
      "scrape us p50\tp99\tp99.9\n");
  print("RegistrySink", of_registry, of_null);
  print("ShardedSink", of_sharded, of_null);
  print("NullSink", of_null, of_null);
}

// --- a request alone -----------------------------------------------------------------------------

/// For what a request's metrics cost without the two times that its duration is made of.
struct NoClock {
  static Clock::time_point now() noexcept { return {}; }
};

/// A request that does little but be counted, again and again by one thread.
template <class Sink, class ServerClock = Clock>
class Alone {
 public:
  void run(Clock::duration length) {
    const auto count = static_cast<int>(length / std::chrono::microseconds{50});
    const double start = processor_nanoseconds();
    for (int i = 0; i < count; ++i) (void)server_.node_group_target_size("rack-0");
    times_.push_back(static_cast<float>((processor_nanoseconds() - start) / count));
  }

  [[nodiscard]] double median() { return percentile(times_, 0.5); }

 private:
  homecluster::InMemoryCluster cluster_ = cluster_of_racks();
  homecluster::HomeClusterProviderServer<Sink, homecluster::InMemoryCluster, ServerClock> server_{
      cluster_};
  Latencies times_;
};

void run_alone(Length length) {
  Alone<isometric::RegistrySink> registry;
  Alone<isometric::ShardedSink> sharded;
  Alone<isometric::NullSink> null;
  Alone<isometric::RegistrySink, NoClock> registry_without;
  Alone<isometric::ShardedSink, NoClock> sharded_without;
  Alone<isometric::NullSink, NoClock> null_without;
  for (int round = 0; round < length.rounds; ++round) {
    registry.run(length.round);
    sharded.run(length.round);
    null.run(length.round);
    registry_without.run(length.round);
    sharded_without.run(length.round);
    null_without.run(length.round);
  }
  const auto print = [&](const char* sink, auto& with_clock, auto& without_clock) {
    std::printf("%s\t%.1f ns\t%.1f ns\t%.1f ns\n", sink, with_clock.median(),
                with_clock.median() - null.median(),
                without_clock.median() - null_without.median());
  };
  std::printf("\nNodeGroupTargetSize alone\tprocessor\tmetrics\twithout reading a clock\n");
  print("RegistrySink", registry, registry_without);
  print("ShardedSink", sharded, sharded_without);
  print("NullSink", null, null_without);
}

}  // namespace
}  // namespace benchmarks

int main(int argument_count, char** arguments) {
  const bool is_smoke = argument_count == 2 && std::strcmp(arguments[1], "--smoke") == 0;
  const auto length =
      is_smoke ? benchmarks::Length{1, std::chrono::milliseconds{20}} : benchmarks::Length{};
  benchmarks::run_loaded(length);
  benchmarks::run_alone(length);
}
