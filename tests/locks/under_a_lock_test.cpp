#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/locks.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/gauge.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// What is the program's is not run, copied or destroyed while the library holds a lock: whatever it
// does in turn, it cannot wait for that one. No thread has to come in between to show it.

using namespace test_support;
using isometric::CallbackGauge;
using isometric::Gatherer;
using isometric::RegistrySink;

namespace {

/// What the objects of the program's saw done to them; by one thread.
struct Seen {
  std::map<std::string, int> all;
  std::set<std::string> under_a_lock;
};
Seen seen;

/// Something of the program's, which looks whether this thread has locked anything.
class Witness {
 public:
  explicit Witness(const char* name) : name_(name) {}
  Witness(const Witness& other) : name_(other.name_) { note("copied"); }
  Witness(Witness&& other) noexcept : name_(other.name_) { note("moved"); }
  Witness& operator=(const Witness&) = delete;
  ~Witness() { note("destroyed"); }

  void note(const char* what) const {
    const std::string event = std::string(name_) + " " + what;
    ++seen.all[event];
    if (locks_held() > 0) seen.under_a_lock.insert(event);
  }

 private:
  const char* name_;
};

template <class Work>
Seen seen_during(Work work) {
  seen = {};
  work();
  return std::exchange(seen, {});
}

/// Functions that return, throw and end themselves, from their registration to their end.
template <class Sink>
void use_callbacks(const Sink& sink) {
  const CallbackGauge<Sink, Group> gauge(sink, "app_queue_jobs", "Jobs that wait.");
  auto registration = gauge.add("a", [witness = Witness("function")] {
    witness.note("called");
    return 1;
  });
  const auto throwing =
      gauge.add("b", []() -> double { throw std::pair(Witness("exception"), 1); });
  auto own = std::make_shared<decltype(registration)>();
  *own = gauge.add("c", [&gauge, own, witness = Witness("function of one call")] {
    *own = gauge.add("d", [] { return 1; });
    return 1;
  });
  static_cast<void>(isometric::snapshot(sink));
  std::string page;
  isometric::write_text(sink, page);
  registration = {};
  const auto later = gauge.add("a", [] { return 1; });
  static_cast<void>(isometric::snapshot(sink));
  *own = {};
}

template <class Sink>
void check_callbacks(const Sink& sink) {
  const Seen found = seen_during([&] { use_callbacks(sink); });
  CHECK(found.all.count("function called") == 1);
  CHECK(found.all.count("function destroyed") == 1);
  CHECK(found.all.count("exception destroyed") == 1);
  CHECK(found.all.count("function of one call destroyed") == 1);
  CHECK(found.under_a_lock == std::set<std::string>());
}

/// Other code's: a collectable that throws now and then.
class Witnessing final : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override {
    witness_.note("collected");
    if (is_broken) throw std::pair(Witness("exception"), 1);
    prometheus::MetricFamily family;
    family.name = "app_jobs";
    family.metric.resize(1);
    return {family};
  }

  bool is_broken = false;

 private:
  Witness witness_{"collectable"};
};

/// A source that a gatherer copies.
class CopiedSource {
 public:
  [[nodiscard]] isometric::Snapshot snapshot() const {
    witness_.note("read");
    return {};
  }

 private:
  Witness witness_{"source"};
};

/// Owns a registry that lies somewhere, by a deleter that owns something itself.
std::shared_ptr<prometheus::Registry> owned(prometheus::Registry& registry) {
  return {&registry,
          [witness = Witness("deleter")](prometheus::Registry*) { witness.note("called"); }};
}

/// A registry of a class of the program's.
class WitnessingRegistry final : public prometheus::Registry {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override {
    witness_.note("collected");
    return Registry::Collect();
  }

 private:
  Witness witness_{"registry"};
};

void use_registry(const std::shared_ptr<prometheus::Registry>& registry) {
  const RegistrySink sink(registry);
  const isometric::Counter<RegistrySink> jobs(sink, "app_jobs_total", "Jobs.");
  jobs.inc();
  static_cast<void>(isometric::snapshot(sink));
}

}  // namespace

TEST_CASE("the locks that a thread holds are counted") {
  std::mutex first;
  std::mutex second;
  const std::lock_guard lock(first);
  std::size_t with_two = 0;
  {
    const std::unique_lock other(second, std::try_to_lock);
    with_two = locks_held();
  }
  CHECK(locks_held() == (are_locks_counted ? 1 : 0));
  CHECK(with_two == 2 * locks_held());
}

TEST_CASE("a function that gives a value is called and let go of without a lock") {
  check_callbacks(RegistrySink());
  check_callbacks(RegistrySink(std::make_shared<prometheus::Registry>()));
  check_callbacks(isometric::AnySink(RegistrySink()));
  check_callbacks(isometric::RecordingSink());
  const auto filter = [](const isometric::FamilyDescriptor&) { return true; };
  check_callbacks(isometric::FilterSink(RegistrySink(), filter));
}

TEST_CASE("a function on the registry of the process is called without a lock",
          "[global_registry]") {
  check_callbacks(isometric::GlobalSink());
}

TEST_CASE("a function on both sinks of a tee is called without a lock") {
  const RegistrySink first;
  const isometric::RecordingSink second;
  const isometric::TeeSink sink(first, second);
  const Seen found = seen_during([&] {
    const CallbackGauge gauge(sink, "app_queue_jobs", "Jobs that wait.");
    const auto registration = gauge.add([witness = Witness("function")] {
      witness.note("called");
      return 1;
    });
    static_cast<void>(isometric::snapshot(first));
    static_cast<void>(isometric::snapshot(second));
  });
  CHECK(found.all.at("function called") == 2);
  CHECK(found.all.count("function destroyed") == 1);
  CHECK(found.under_a_lock == std::set<std::string>());
}

TEST_CASE("a filter's predicate is asked and copied without a lock") {
  const Seen found = seen_during([] {
    const isometric::AnySink sink(isometric::FilterSink(
        RegistrySink(), [witness = Witness("predicate")](const isometric::FamilyDescriptor&) {
          witness.note("asked");
          return true;
        }));
    const isometric::Counter<isometric::AnySink> jobs(sink, "app_jobs_total", "Jobs.");
    jobs.inc();
  });
  CHECK(found.all.count("predicate asked") == 1);
  CHECK(found.all.count("predicate destroyed") == 1);
  CHECK(found.under_a_lock == std::set<std::string>());
}

TEST_CASE("a gatherer reads its sources and lets go of them without a lock") {
  const Seen found = seen_during([] {
    std::optional<Gatherer> gatherer(std::in_place);
    auto broken = std::make_shared<Witnessing>();
    broken->is_broken = true;
    auto fit = std::make_shared<Witnessing>();
    auto weak = std::make_shared<Witnessing>();
    std::vector<isometric::SourceRegistration> registrations;
    registrations.push_back(gatherer->add(broken));
    registrations.push_back(gatherer->add_weakly(weak, {"source", "weak"}));
    registrations.push_back(gatherer->add(CopiedSource()));
    gatherer->add(fit).keep();
    broken.reset();
    fit.reset();
    static_cast<void>(gatherer->snapshot());
    static_cast<void>(gatherer->collectable()->Collect());
    weak.reset();
    static_cast<void>(gatherer->problems());
    registrations.clear();
    std::string page;
    isometric::write_text(*gatherer, page);
    gatherer.reset();
  });
  CHECK(found.all.at("collectable collected") == 7);
  CHECK(found.all.at("collectable destroyed") == 3);
  CHECK(found.all.at("source read") == 2);
  CHECK(found.all.count("exception destroyed") == 1);
  CHECK(found.under_a_lock == std::set<std::string>());
}

TEST_CASE("what the owner of an adopted registry brought is let go of without a lock") {
  std::optional<prometheus::Registry> place;
  const Seen found = seen_during([&] {
    use_registry(owned(place.emplace()));
    use_registry(owned(*place));           // another owner of the same one,
    use_registry(owned(place.emplace()));  // and one of another that lies where it lay
    use_registry(std::make_shared<prometheus::Registry>());
  });
  CHECK(found.all.at("deleter called") == 3);
  CHECK(found.under_a_lock == std::set<std::string>());
}

TEST_CASE("a registry of a class of the program's is collected without a lock") {
  const Seen found = seen_during([] {
    const auto registry = std::make_shared<WitnessingRegistry>();
    use_registry(registry);
    // To declare it, one looks for other code's app_size_bytes_count and the like.
    const RegistrySink sink(registry);
    const isometric::Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                                   isometric::buckets(1, 2));
    static_cast<void>(isometric::snapshot(sink));
  });
  CHECK(found.all.at("registry collected") == 2);
  CHECK(found.under_a_lock == std::set<std::string>());
}

TEST_CASE("other code's families are looked at without a lock that scrapes wait for") {
  if (!are_locks_counted) return;
  const auto registry = std::make_shared<prometheus::Registry>();
  auto& others = prometheus::BuildGauge().Name("other_nodes").Register(*registry);
  others.Add({}).Set(1);
  const RegistrySink sink(registry);
  std::vector<std::size_t> held;
  const AfterEachUnlock looked_at(others, [&] { held.push_back(locks_held()); });
  const isometric::Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                                 isometric::buckets(1, 2));
  CHECK(held == std::vector<std::size_t>{1});  // prometheus-cpp's own, of the registry
  const isometric::Histogram<RegistrySink> again(sink, "app_size_bytes", "Sizes.",
                                                 isometric::buckets(1, 2));
  CHECK(held.size() == 1);
}

TEST_CASE("owners of adopted registries are let go of without a lock when there were thousands") {
  constexpr std::size_t count = 3000;
  std::vector<std::unique_ptr<prometheus::Registry>> registries;
  const Seen found = seen_during([&] {
    for (std::size_t i = 0; i < count; ++i) {
      registries.push_back(std::make_unique<prometheus::Registry>());
      const RegistrySink sink(owned(*registries.back()));
    }
  });
  CHECK(found.all.at("deleter called") == count);
  CHECK(found.under_a_lock == std::set<std::string>());
}
