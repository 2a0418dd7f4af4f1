#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

// Who waits for whom: where one thread could wait for another that waits for it, they are led to
// that point and have to come to an end.

using namespace test_support;
using isometric::CallbackGauge;
using isometric::Gatherer;
using isometric::RegistrySink;
using isometric::snapshot;

namespace {

template <class Sink>
using Registration = typename CallbackGauge<Sink>::registration_type;

/// Does something when it goes: an object that a function has captured, say.
class AtTheEnd {
 public:
  explicit AtTheEnd(std::function<void()> work) : work_(std::move(work)) {}
  AtTheEnd(const AtTheEnd&) = delete;
  AtTheEnd& operator=(const AtTheEnd&) = delete;
  ~AtTheEnd() { work_(); }

 private:
  std::function<void()> work_;
};

/// A sink with callbacks, shared by threads that may have to be left behind.
template <class Sink>
struct Queues {
  explicit Queues(Sink on) : sink(std::move(on)) {}

  /// Whatever a program may do with a family of callbacks.
  void use() {
    const auto other = length.add("other", [] { return 1; });
    static_cast<void>(snapshot(sink));
    ++used;
  }

  Sink sink;
  CallbackGauge<Sink, Group> length{sink, "app_queue_jobs", "Jobs that wait."};
  typename CallbackGauge<Sink, Group>::registration_type first;
  typename CallbackGauge<Sink, Group>::registration_type second;
  std::recursive_mutex mutex;  ///< of the program
  std::atomic<int> entered = 0;
  std::atomic<int> used = 0;
  std::atomic<bool> is_ended = false;
  std::atomic<bool> is_in_order = true;
};

/// Calls `work(queues)` for sinks of several types; false if it does not come to an end on one.
template <class Work>
bool ends_on_each_sink(Work work) {
  const auto ends_on = [&](auto sink) {
    return ends([work, queues = std::make_shared<Queues<decltype(sink)>>(sink)] { work(*queues); });
  };
  return ends_on(RegistrySink()) && ends_on(isometric::RecordingSink()) &&
         ends_on(isometric::AnySink(RegistrySink())) &&
         ends_on(RegistrySink(std::make_shared<prometheus::Registry>()));
}

/// A function that owns something which uses the queues when it goes.
template <class Queues, class Function>
auto with_a_last_use(Queues& queues, Function function) {
  auto last = std::make_shared<AtTheEnd>([&queues] { queues.use(); });
  return [last = std::move(last), function] { return function(); };
}

}  // namespace

// --- Functions that give values ------------------------------------------------------------------

TEST_CASE("a scrape waits for no other one that calls the same function") {
  REQUIRE(ends_on_each_sink([](auto& queues) {
    queues.first = queues.length.add("a", [&queues] {
      ++queues.entered;
      const std::lock_guard lock(queues.mutex);
      return 1;
    });
    std::unique_lock lock(queues.mutex);
    std::thread other([&queues] { static_cast<void>(snapshot(queues.sink)); });
    // In the function, from which it cannot return before this thread has scraped as well.
    comes_true([&] { return queues.entered > 0; });
    static_cast<void>(snapshot(queues.sink));
    lock.unlock();
    other.join();
  }));
}

TEST_CASE("scrapes of two threads may be in one function at the same time") {
  std::atomic<int> entered = 0;
  std::atomic<bool> were_together = true;
  const RegistrySink sink;
  const CallbackGauge<RegistrySink> length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto registration = length.add([&] {
    ++entered;
    if (!comes_true([&] { return entered >= 2; })) were_together = false;
    return 1;
  });
  std::atomic<int> shown = 0;
  in_threads(2, [&](std::size_t) {
    if (snapshot(sink).find_series(length.series()) != nullptr) ++shown;
  });
  CHECK(were_together);
  CHECK(shown == 2);
}

TEST_CASE("the end of a registration waits for all calls, of however many scrapes") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink> length(sink, "app_queue_jobs", "Jobs that wait.");
  std::atomic<bool> is_late = false;
  for (int round = 0; round < 100 && !is_late; ++round) {
    std::atomic<int> entered = 0;
    std::atomic<int> left = 0;
    std::atomic<bool> is_ending = false;
    auto registration = length.add([&] {
      ++entered;
      comes_true([&] { return is_ending.load(); });
      std::this_thread::yield();
      ++left;
      return 1;
    });
    in_threads(3, [&](std::size_t thread) {
      if (thread != 0) {
        static_cast<void>(snapshot(sink));
        return;
      }
      if (!comes_true([&] { return entered == 2; })) is_late = true;
      is_ending = true;
      registration = {};
      if (left != 2) is_late = true;
    });
  }
  CHECK_FALSE(is_late);
}

TEST_CASE("what a function owns may use its family when it goes with the registration") {
  REQUIRE(ends_on_each_sink([](auto& queues) {
    queues.first = queues.length.add("a", with_a_last_use(queues, [] { return 1; }));
    static_cast<void>(snapshot(queues.sink));
    queues.first = {};
    if (queues.used != 1) throw std::logic_error("it has not gone");
  }));
}

TEST_CASE("what a function owns may use its family when it goes with a call that ends it") {
  REQUIRE(ends_on_each_sink([](auto& queues) {
    queues.first = queues.length.add("a", with_a_last_use(queues, [&queues] {
                                       queues.first = {};
                                       return 1;
                                     }));
    static_cast<void>(snapshot(queues.sink));
    if (queues.used != 1) throw std::logic_error("it has not gone");
  }));
}

TEST_CASE("what a function owns may use its family when the end has waited for a call") {
  REQUIRE(ends_on_each_sink([](auto& queues) {
    queues.first = queues.length.add("a", with_a_last_use(queues, [&queues] {
                                       ++queues.entered;
                                       comes_true([&] { return queues.is_ended.load(); });
                                       return 1;
                                     }));
    std::thread other([&queues] { static_cast<void>(snapshot(queues.sink)); });
    comes_true([&] { return queues.entered > 0; });
    queues.is_ended = true;
    queues.first = {};
    const int used = queues.used;
    other.join();
    if (used != 1) throw std::logic_error("it had not gone when its registration had ended");
  }));
}

TEST_CASE("what a function owns may use its family when it goes with the last of its calls") {
  REQUIRE(ends_on_each_sink([](auto& queues) {
    queues.first = queues.length.add(
        "a", with_a_last_use(queues, [&queues] {
          // The first call goes on until it has been ended.
          if (queues.entered++ == 0 && !comes_true([&] { return queues.is_ended.load(); })) {
            queues.is_in_order = false;
          }
          return 1;
        }));
    queues.second = queues.length.add("b", [&queues] {
      if (!queues.is_ended) queues.first = {};  // from inside of a function: waits for nobody
      queues.is_ended = true;
      return 1;
    });
    std::thread other([&queues] { static_cast<void>(snapshot(queues.sink)); });
    comes_true([&] { return queues.entered > 0; });
    static_cast<void>(snapshot(queues.sink));
    other.join();
    if (!queues.is_in_order) throw std::logic_error("it was not ended while it was called");
    if (queues.used != 1) throw std::logic_error("it has not gone");
  }));
}

TEST_CASE("what a function throws may use its family when it goes") {
  REQUIRE(ends_on_each_sink([](auto& queues) {
    queues.first = queues.length.add("a", [&queues]() -> double {
      if (queues.entered++ == 0) {
        throw std::make_shared<AtTheEnd>([&queues] {
          queues.first = {};
          queues.use();
        });
      }
      return 1;
    });
    static_cast<void>(snapshot(queues.sink));
    if (queues.used != 1) throw std::logic_error("it has not gone");
  }));
}

// --- Sources of a gatherer -----------------------------------------------------------------------

namespace {

/// Other code's: a collectable that does something when it is collected, and when it goes.
struct Active final : prometheus::Collectable {
  explicit Active(
      std::function<void()> at_the_end, std::function<void()> during = [] {})
      : last(std::move(at_the_end)), work(std::move(during)) {}
  std::vector<prometheus::MetricFamily> Collect() const override {
    work();
    return {};
  }
  AtTheEnd last;
  std::function<void()> work;
};

struct Gathering {
  Gatherer gatherer;
  isometric::SourceRegistration first;
  isometric::SourceRegistration second{gatherer.add(RegistrySink(), {"source", "second"})};
  std::atomic<bool> is_collecting = false;
  std::atomic<bool> is_let_go = false;
  std::atomic<int> used = 0;

  void use() {
    second = gatherer.add(RegistrySink(), {"source", "another"});
    static_cast<void>(gatherer.problems());
    ++used;
  }
};

}  // namespace

TEST_CASE("a source may use its gatherer when it goes with its registration") {
  REQUIRE(ends([gathering = std::make_shared<Gathering>()] {
    auto& [gatherer, first, second, is_collecting, is_let_go, used] = *gathering;
    first = gatherer.add(std::make_shared<Active>([&] { gathering->use(); }));
    static_cast<void>(gatherer.snapshot());
    first = {};
    if (used != 1) throw std::logic_error("it has not gone");
  }));
}

TEST_CASE("a source may use its gatherer when it goes with a scrape, its last owner") {
  REQUIRE(ends([gathering = std::make_shared<Gathering>()] {
    auto& [gatherer, first, second, is_collecting, is_let_go, used] = *gathering;
    auto source = std::make_shared<Active>([&] { gathering->use(); },
                                           [raw = gathering.get()] {
                                             raw->is_collecting = true;
                                             comes_true([&] { return raw->is_let_go.load(); });
                                           });
    first = gatherer.add_weakly(std::weak_ptr<prometheus::Collectable>(source));
    std::thread other([raw = gathering.get()] { static_cast<void>(raw->gatherer.snapshot()); });
    comes_true([raw = gathering.get()] { return raw->is_collecting.load(); });
    source.reset();
    is_let_go = true;
    other.join();
    if (used != 1) throw std::logic_error("it has not gone");
  }));
}

// --- Owners of adopted registries ----------------------------------------------------------------

TEST_CASE("what a registry's owner brought may use the registry when it goes") {
  struct Registries {
    std::optional<prometheus::Registry> place{std::in_place};
    int used = 0;

    void use(std::shared_ptr<prometheus::Registry> registry) {
      const RegistrySink sink(std::move(registry));
      isometric::Counter<RegistrySink>(sink, "app_jobs_total", "Jobs.").inc();
      ++used;
    }
    std::shared_ptr<prometheus::Registry> not_owned() {
      return {&*place, [](prometheus::Registry*) {}};
    }
    /// By a deleter that owns what uses the registry once more.
    std::shared_ptr<prometheus::Registry> owned() {
      auto last = std::make_shared<AtTheEnd>([this] { use(not_owned()); });
      return {&*place, [last = std::move(last)](prometheus::Registry*) {}};
    }
  };
  REQUIRE(ends([registries = std::make_shared<Registries>()] {
    registries->use(registries->owned());
    registries->use(registries->not_owned());  // the first owner is remembered until then
    registries->use(registries->owned());
    registries->place.emplace();
    registries->use(registries->not_owned());
    if (registries->used != 6) throw std::logic_error("they have not gone");
  }));
}
