// How long a thread waits for an existing series while another one scrapes 100,000 of them: a
// look-up and an update each millisecond, a scrape each tenth of a second, or at once when the last
// one took longer. By turns with a prometheus-cpp registry and with each sink. With --smoke, a few
// series for a moment, to see that it runs.

#include "support/percentiles.hpp"

#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace benchmarks {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto scrape_interval = std::chrono::milliseconds{100};
constexpr auto look_up_interval = std::chrono::milliseconds{1};

struct Length {
  std::size_t series = 100'000;
  int rounds = 5;
  Clock::duration round = std::chrono::seconds{2};
};

struct Values {
  std::string zone;
  std::string rack;
  std::string node;
};

std::vector<Values> values_of(std::size_t count) {
  std::vector<Values> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back({"zone-" + std::to_string(i % 3), "rack-" + std::to_string(i % 50),
                      "node-" + std::to_string(i)});
  }
  return values;
}

class Reference {
 public:
  explicit Reference(std::size_t) {}

  void update(const Values& values) {
    family_.Add({{"zone", values.zone}, {"rack", values.rack}, {"node", values.node}}).Increment();
  }
  void scrape() { page_ = prometheus::TextSerializer().Serialize(registry_.Collect()); }

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& family_ =
      prometheus::BuildCounter().Name("jobs_total").Help("Jobs.").Register(registry_);
  std::string page_;
};

template <class Sink>
class Sinks {
 public:
  explicit Sinks(std::size_t count) : jobs_(sink_, "jobs_total", "Jobs.", {.max_series = count}) {}

  void update(const Values& values) { jobs_.labels(values.zone, values.rack, values.node).inc(); }
  void scrape() {
    page_.clear();
    isometric::write_text(sink_, page_);
  }

 private:
  Sink sink_;
  isometric::Counter<Sink, isometric::Label<"zone">, isometric::Label<"rack">,
                     isometric::Label<"node">>
      jobs_;
  std::string page_;
};

/// One way to keep the series, and what came of it in all rounds.
template <class Kept>
class Contender {
 public:
  explicit Contender(const std::vector<Values>& values) : values_(values), kept_(values.size()) {
    for (const auto& each : values) kept_.update(each);
    kept_.scrape();  // the first one has more to do
  }

  void run(Clock::duration length) {
    std::atomic<bool> is_over = false;
    const std::jthread scraper([&] {
      auto next = Clock::now();
      do {
        const auto start = Clock::now();
        kept_.scrape();
        const auto end = Clock::now();
        scrapes_.push_back(nanoseconds(end - start));
        next = std::max(next + scrape_interval, end);
        std::this_thread::sleep_until(next);
      } while (!is_over);
    });
    const auto end = Clock::now() + length;
    do {
      std::this_thread::sleep_for(look_up_interval);
      const auto& values = values_[random_() % values_.size()];
      const auto start = Clock::now();
      kept_.update(values);
      look_ups_.push_back(nanoseconds(Clock::now() - start));
    } while (Clock::now() < end);
    is_over = true;
  }

  void print(const char* name) const {
    const auto [p50, p99, p99_9] = percentiles(look_ups_);
    const double longest = static_cast<double>(*std::ranges::max_element(look_ups_));
    std::printf("%s\t%zu", name, look_ups_.size());
    for (const double time : {p50, p99, p99_9, longest}) {
      std::printf("\t%s", microseconds(time).c_str());
    }
    std::printf("\t%.4g ms\n", percentiles(scrapes_).p50 / 1e6);
  }

 private:
  const std::vector<Values>& values_;
  Kept kept_;
  std::mt19937 random_{2112};
  Latencies look_ups_;
  Latencies scrapes_;
};

void run(Length length) {
  const auto values = values_of(length.series);
  Contender<Reference> reference(values);
  Contender<Sinks<isometric::RegistrySink>> registry(values);
  Contender<Sinks<isometric::ShardedSink>> sharded(values);
  for (int round = 0; round < length.rounds; ++round) {
    reference.run(length.round);
    registry.run(length.round);
    sharded.run(length.round);
  }
  std::printf("%zu series under scrape\tlook-ups\tus p50\tp99\tp99.9\tlongest\ta scrape\n",
              length.series);
  reference.print("prometheus-cpp, Family::Add");
  registry.print("RegistrySink, labels()");
  sharded.print("ShardedSink, labels()");
}

}  // namespace
}  // namespace benchmarks

int main(int argument_count, char** arguments) {
  const bool is_smoke = argument_count == 2 && std::strcmp(arguments[1], "--smoke") == 0;
  benchmarks::run(is_smoke ? benchmarks::Length{1'000, 1, std::chrono::milliseconds{20}}
                           : benchmarks::Length{});
}
