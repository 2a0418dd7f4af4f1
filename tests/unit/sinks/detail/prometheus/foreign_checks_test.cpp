#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/locks.hpp"
#include "support/threads.hpp"

#include <isometric/description/errors.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Declaring in a registry that other code uses, too: nothing that other code registers may fail for
// it, at no moment, unless it is the family's own name that it wants for something else.

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::Histogram;
using isometric::Info;
using isometric::legacy_name;
using isometric::OnDuplicate;
using isometric::RegistrySink;
using isometric::Summary;

namespace {

struct Declaration {
  std::string_view what;
  std::function<void(const RegistrySink&)> declare;
  std::vector<std::string> foreign_names;  ///< those that other code wants at any moment
  bool is_refused = false;
  /// What other code has registered before.
  std::function<void(prometheus::Registry&)> prepare = [](prometheus::Registry&) {};
};

void add_gauge(prometheus::Registry& registry, const std::string& name) {
  prometheus::BuildGauge().Name(name).Help("Theirs.").Register(registry).Add({}).Set(1);
}

void add_histogram(prometheus::Registry& registry, const std::string& name) {
  prometheus::BuildHistogram().Name(name).Help("Theirs.").Register(registry).Add(
      {}, prometheus::Histogram::BucketBoundaries{1});
}

const std::vector<Declaration>& declarations() {
  static const std::vector<Declaration> all = {
      {"a counter",
       [](const RegistrySink& sink) {
         const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
         moves.labels("a").inc();
       },
       {"app_moves", "app_moves_total_info"}},
      {"a histogram",
       [](const RegistrySink& sink) {
         const Histogram<RegistrySink> sizes(sink, "app_size", "S.");
       },
       {"app_size_count", "app_size_sum", "app_size_bucket", "app_size_info"}},
      {"a summary",
       [](const RegistrySink& sink) { const Summary<RegistrySink> sizes(sink, "app_size", "S."); },
       {"app_size_count", "app_size_sum", "app_size_bucket"}},
      {"an info",
       [](const RegistrySink& sink) {
         const Info<RegistrySink, Group> jobs(sink, "app_jobs_info", "Jobs.");
         jobs.set("a");
       },
       {"app_jobs"}},
      {"a name with the suffix of a histogram",
       [](const RegistrySink& sink) {
         const Gauge<RegistrySink> count(sink, legacy_name("app_size_count"), "Count.");
       },
       {"app_size"}},
      {"a histogram that is refused over a derived name",
       [](const RegistrySink& sink) {
         const Histogram<RegistrySink> sizes(sink, "app_size", "S.");
       },
       {"app_size", "app_size_bucket", "app_size_sum"},
       true,
       [](prometheus::Registry& registry) { add_gauge(registry, "app_size_count"); }},
      {"a gauge that is refused as the name is derived",
       [](const RegistrySink& sink) {
         const Gauge<RegistrySink> sum(sink, legacy_name("app_size_sum"), "Sum.");
       },
       {"app_size_sum", "app_size_count"},
       true,
       [](prometheus::Registry& registry) { add_histogram(registry, "app_size"); }},
      {"a gauge that is refused over its type",
       [](const RegistrySink& sink) { const Gauge<RegistrySink> sizes(sink, "app_size", "S."); },
       {"app_size_sum", "app_size_count"},
       true,
       [](prometheus::Registry& registry) { add_histogram(registry, "app_size"); }},
  };
  return all;
}

/// As other code registers and removes it; false if it cannot.
bool can_register(prometheus::Registry& registry, const std::string& name) {
  try {
    registry.Remove(prometheus::BuildGauge().Name(name).Help("Theirs.").Register(registry));
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

template <class Declare>
bool is_refused(Declare declare) {
  try {
    declare();
    return false;
  } catch (const isometric::RegistrationConflict&) {
    return true;
  }
}

}  // namespace

TEST_CASE("at no moment of a declaration is another name than the family's own taken") {
  if (!are_locks_counted) return;
  for (const auto on_duplicate : {OnDuplicate::reuse, OnDuplicate::reject}) {
    for (const Declaration& each : declarations()) {
      CAPTURE(each.what, on_duplicate == OnDuplicate::reject);
      const auto registry = std::make_shared<prometheus::Registry>();
      each.prepare(*registry);
      const RegistrySink sink{registry, on_duplicate};
      std::size_t moments = 0;
      std::vector<std::string> failed;
      {
        const AfterEachUnlock other_code(*registry, [&] {
          ++moments;
          for (const auto& name : each.foreign_names) {
            if (!can_register(*registry, name)) failed.push_back(name);
          }
        });
        CHECK(is_refused([&] { each.declare(sink); }) == each.is_refused);
      }
      CHECK(moments > 0);
      CHECK(failed.empty());
    }
  }
}

TEST_CASE("other code may register the family's own name at any moment, as it is declared") {
  if (!are_locks_counted) return;
  for (const auto on_duplicate : {OnDuplicate::reuse, OnDuplicate::reject}) {
    const auto registry = std::make_shared<prometheus::Registry>();
    const RegistrySink sink{registry, on_duplicate};
    bool has_failed = false;
    std::size_t moments = 0;
    {
      const AfterEachUnlock other_code(*registry, [&] {
        ++moments;
        try {
          prometheus::BuildCounter().Name("app_moves_total").Help("Theirs.").Register(*registry);
        } catch (const std::invalid_argument&) {
          has_failed = true;
        }
      });
      const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
    }
    CHECK(moments > 0);
    CHECK_FALSE(has_failed);
  }
}

TEST_CASE("other code registers in another thread all the time while families are declared") {
  constexpr int rounds = 2000;
  std::atomic<int> failed = 0;
  for (const Declaration& each : declarations()) {
    if (each.is_refused) continue;
    for (int round = 0; round < rounds / 4; ++round) {
      const auto registry = std::make_shared<prometheus::Registry>();
      const RegistrySink sink{registry, round % 2 == 0 ? OnDuplicate::reuse : OnDuplicate::reject};
      in_threads(2, [&](std::size_t thread) {
        if (thread == 0) return each.declare(sink);
        for (const auto& name : each.foreign_names) {
          if (!can_register(*registry, name)) ++failed;
        }
      });
    }
  }
  CHECK(failed == 0);
}
