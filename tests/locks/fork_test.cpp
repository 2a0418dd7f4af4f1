#include "support/catch.hpp"
#include "support/child_process.hpp"
#include "support/labels.hpp"
#include "support/locks.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/process_collector.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/registry.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>

// A child that is forked off has one thread, and the locks as they were: what another thread of the
// parent had locked stays locked. What limits.md promises works in it all the same.

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::RegistrySink;
using isometric::snapshot;

namespace {

/// A server with metrics of all kinds, and what it does with them.
struct Server {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  RegistrySink sink{registry};
  Counter<RegistrySink> jobs{sink, "app_jobs_total", "Jobs."};
  Counter<RegistrySink, Way> moves{sink, "app_moves_total", "Moves."};
  Gauge<RegistrySink, Group> nodes{sink, "app_nodes", "Nodes."};
  Gauge<isometric::Removable<RegistrySink>, Group> racks{sink, "app_racks", "Racks."};
  isometric::Histogram<RegistrySink> sizes{sink, "app_size_bytes", "Sizes.",
                                           isometric::buckets(1, 2)};
  isometric::CallbackGauge<RegistrySink> length{sink, "app_queue_jobs", "Jobs that wait."};
  isometric::CallbackGauge<RegistrySink>::registration_type registration;
  decltype(nodes.labels("a")) held_nodes = nodes.labels("a");
  decltype(racks.labels("a")) held_racks = racks.labels("a");
  isometric::ProcessCollector process;

  /// What works in a child, whatever other threads of the parent were doing.
  [[nodiscard]] bool works_in_child() const {
    jobs.inc();
    moves.labels(Direction::up).inc(2);
    held_nodes.set(3);
    held_racks.dec();
    nodes.labels("a").inc();  // known, so it takes no lock

    const RegistrySink fresh;
    const Counter<RegistrySink, Group> counter(fresh, "app_child_jobs_total", "Jobs.");
    counter.labels("a").inc(2);
    const isometric::Histogram<RegistrySink> histogram(fresh, "app_child_size_bytes", "Sizes.",
                                                       isometric::buckets(1));
    histogram.observe(1);
    const isometric::RecordingSink recording;
    const Counter<isometric::RecordingSink> recorded(recording, "app_calls_total", "Calls.");
    recorded.inc();
    isometric::Gatherer gatherer;
    gatherer.add(fresh).keep();
    gatherer.add(recording).keep();
    gatherer.add(process).keep();
    std::string page;
    isometric::write_text(gatherer, page);
    return page.find("app_child_jobs_total{group=\"a\"} 2\n") != std::string::npos &&
           page.find("app_child_size_bytes_count 1\n") != std::string::npos &&
           page.find("app_calls_total 1\n") != std::string::npos &&
           page.find("process_threads 1\n") != std::string::npos;
  }

  /// All that the library takes a lock for.
  void do_everything() {
    jobs.inc(-1);              // refused, and counted
    nodes.labels("b").set(1);  // a new series
    racks.labels("b").set(1);
    sizes.observe(1);
    const RegistrySink adopted(registry);
    const Counter<RegistrySink> other(adopted, "app_other_jobs_total", "Jobs.");
    const auto counted = length.add([] { return 1; });
    static_cast<void>(snapshot(sink));
    racks.remove("b");
  }
};

}  // namespace

TEST_CASE("a child that is forked off while a function gives a value can scrape, too") {
  Server server;
  std::atomic<bool> is_called = false;
  std::atomic<bool> has_forked = false;
  server.registration = server.length.add([&] {
    if (!is_called.exchange(true)) comes_true([&] { return has_forked.load(); });
    return 1;
  });
  std::thread scraping([&] { static_cast<void>(snapshot(server.sink)); });
  comes_true([&] { return is_called.load(); });
  const bool works = holds_in_child([&] {
    return server.works_in_child() &&
           snapshot(server.sink).find_series(server.length.series()) != nullptr;
  });
  has_forked = true;
  scraping.join();
  CHECK(works);
}

TEST_CASE("a child updates held series whichever lock another thread has locked") {
  std::size_t number = 1;
  for (bool is_reached = are_locks_counted; is_reached; ++number) {
    Server server;
    std::atomic<int> step = 0;  // 1: the thread has the lock, or is done; 2: the child is gone
    is_reached = false;
    std::thread other([&] {
      const AfterLock hold(number, [&] {
        is_reached = true;
        step = 1;
        comes_true([&] { return step == 2; });
      });
      server.do_everything();
      if (!is_reached) step = 1;
    });
    comes_true([&] { return step == 1; });
    const bool works = holds_in_child([&] { return server.works_in_child(); });
    step = 2;
    other.join();
    INFO("lock " << number);
    CHECK(works);
  }
  CHECK(number > (are_locks_counted ? 30U : 0U));
}
