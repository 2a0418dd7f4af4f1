#include "plug_in.hpp"
#include "support/catch.hpp"
#include "support/threads.hpp"
#include "this_part.hpp"

#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Each test case runs in a process of its own, because the state of the process is what is tested.
// The program is linked several times, with libraries that were built in different ways.

extern "C" const Part* dso_part();  // the linked library

namespace {

// Before main(), and before any other part had a chance.
[[maybe_unused]] const bool is_counted_early = [] {
  if (std::getenv("DSO_COUNT_EARLY") != nullptr) this_part.count("executable early");
  return true;
}();

using NamedPart = std::pair<std::string, const Part*>;

const NamedPart executable{"executable", &this_part};
const NamedPart library{"library", dso_part()};

NamedPart named(std::string name, const PlugIn& plug_in) {
  return {std::move(name), &plug_in.part()};
}

std::size_t count_families(prometheus::Collectable& collectable) {
  return static_cast<std::size_t>(std::ranges::count(collectable.Collect(), "dso_operations_total",
                                                     &prometheus::MetricFamily::name));
}

/// All count, in this order, and then all see what all have counted.
void check_that_counts_add_up(std::initializer_list<NamedPart> parts) {
  for (const auto& [name, part] : parts) part->count(name);
  for (const auto& [name, part] : parts) part->count("all");
  for (const auto& [observer, observing_part] : parts) {
    for (const auto& [name, part] : parts) {
      INFO(observer << " looks at what " << name << " counted");
      CHECK(observing_part->counted(name) == 1.0);
    }
    INFO(observer << " looks at what all counted");
    CHECK(observing_part->counted("all") == static_cast<double>(parts.size()));
  }
  CHECK(count_families(*isometric::GlobalSink{}.collectable()) == 1);
}

}  // namespace

TEST_CASE("there is one global registry if the executable counts first") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  check_that_counts_add_up({executable, library, named("first", first), named("second", second)});
}

TEST_CASE("there is one global registry if the library counts first") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  check_that_counts_add_up({library, named("second", second), named("first", first), executable});
}

TEST_CASE("there is one global registry if a plug-in counts first") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  check_that_counts_add_up({named("first", first), named("second", second), executable, library});
}

TEST_CASE("there is one global registry if a plug-in counts before the next one is loaded") {
  const PlugIn first{DSO_FIRST_PLUG_IN};
  first.part().count("alone");
  const PlugIn second{DSO_SECOND_PLUG_IN};
  check_that_counts_add_up({named("second", second), library, executable, named("first", first)});
  CHECK(dso_part()->counted("alone") == 1.0);
}

TEST_CASE("there is one global registry with plug-ins that are linked with -Bsymbolic") {
  const PlugIn symbolic{DSO_SYMBOLIC_PLUG_IN}, first{DSO_FIRST_PLUG_IN};
  check_that_counts_add_up(
      {named("symbolic", symbolic), library, executable, named("first", first)});
}

TEST_CASE("there is one global registry with plug-ins whose version script hides all they can") {
  const PlugIn sealed{DSO_SEALED_PLUG_IN}, first{DSO_FIRST_PLUG_IN};
  check_that_counts_add_up({named("sealed", sealed), library, executable, named("first", first)});
}

TEST_CASE("there is one global registry with plug-ins that hide nothing") {
  const PlugIn open{DSO_OPEN_PLUG_IN}, first{DSO_FIRST_PLUG_IN};
  check_that_counts_add_up({named("open", open), library, executable, named("first", first)});
}

TEST_CASE("there is one global registry if all parts use it for the first time at once") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  {
    std::vector<std::jthread> threads;
    for (const Part* part : {&this_part, dso_part(), &first.part(), &second.part()}) {
      for (int i = 0; i < 4; ++i) threads.emplace_back([part] { part->count("threads"); });
    }
  }
  CHECK(this_part.counted("threads") == 16.0);
  check_that_counts_add_up({executable, library, named("first", first), named("second", second)});
}

TEST_CASE("static initialisers of all parts count in the one global registry", "[early]") {
  REQUIRE(std::getenv("DSO_COUNT_EARLY") != nullptr);
  CHECK(this_part.counted("executable early") == 1.0);
  CHECK(this_part.counted("early") == 1.0);  // the library
  const PlugIn first{DSO_FIRST_PLUG_IN};     // leaves no error for dlerror(): PlugIn asks
  CHECK(this_part.counted("early") == 2.0);
}

TEST_CASE("a registry that the executable has adopted has the same ledger in a plug-in") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const isometric::RegistrySink sink{registry};
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};

  operations(sink).labels("executable").inc();
  first.part().count_in(registry, "first");
  second.part().count_in(registry, "second");
  dso_part()->count_in(registry, "second");

  CHECK(operations_of(sink.snapshot(), "executable") == 1.0);
  CHECK(operations_of(sink.snapshot(), "first") == 1.0);
  CHECK(operations_of(sink.snapshot(), "second") == 2.0);
  CHECK(count_families(*sink.collectable()) == 1);
  CHECK(count_families(*registry) == 1);
}

TEST_CASE("a conflict is found between executable, library and plug-ins, whoever came first") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  const std::vector<const Part*> parts{&this_part, dso_part(), &first.part(), &second.part()};
  for (const Part* came_first : parts) {
    const auto registry = std::make_shared<prometheus::Registry>();
    came_first->count_in(registry, "came first");
    for (const Part* part : parts) CHECK(part->is_refused(registry));
  }
}

TEST_CASE("a static registry has one ledger though each part made a shared_ptr of its own") {
  static prometheus::Registry registry;
  const auto shared = [] {
    return std::shared_ptr<prometheus::Registry>(&registry, [](prometheus::Registry*) {});
  };
  const PlugIn first{DSO_FIRST_PLUG_IN};
  first.part().count_in(shared(), "first");
  CHECK(this_part.is_refused(shared()));
  CHECK(dso_part()->is_refused(shared()));
  this_part.count_in(shared(), "first");
  CHECK(operations_of(isometric::RegistrySink{shared()}.snapshot(), "first") == 2.0);
}

TEST_CASE("a function ends its own registration in a scrape of another part's") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  const isometric::RegistrySink sink;
  for (const Part* part : {&this_part, dso_part(), &first.part(), &second.part()}) {
    // The executable's code calls, and the part's ends.
    REQUIRE(test_support::ends([sink, part] {
      part->answer_once(sink);
      if (sink.snapshot().value({"dso_answers"}) != 1) throw std::logic_error("no answer");
      if (sink.snapshot().find_family("dso_answers") != nullptr) throw std::logic_error("again");
    }));
  }
}

TEST_CASE("functions of one part end each other's registrations in scrapes of another part's") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN};
  const isometric::RegistrySink sinks[2];
  for (const Part* part : {&this_part, dso_part(), &first.part(), &second.part()}) {
    // The executable's code calls, since it declares first, and the part's ends.
    part->answer_until_the_other(sinks[0], sinks[1]);
    REQUIRE(test_support::ends([a = sinks[0], b = sinks[1]] {
      std::thread other([a] { static_cast<void>(a.snapshot()); });
      static_cast<void>(b.snapshot());
      other.join();
    }));
    CHECK(sinks[0].snapshot().find_family("dso_mutual_answers") == nullptr);
    CHECK(sinks[1].snapshot().find_family("dso_mutual_answers") == nullptr);
  }
}

TEST_CASE("what a plug-in has made and registered stays after it was closed") {
  const std::string path = DSO_FIRST_PLUG_IN;
  {
    const PlugIn first{path};
    first.part().count("first");  // makes the state of the process
  }
  CHECK(is_loaded(path));

  CHECK(this_part.counted("first") == 1.0);
  this_part.count("first");  // compares with the plug-in's help and label names
  CHECK(dso_part()->counted("first") == 2.0);
  const auto families = isometric::GlobalSink{}.collectable()->Collect();
  const auto family =
      std::ranges::find(families, "dso_operations_total", &prometheus::MetricFamily::name);
  REQUIRE(family != families.end());
  CHECK(family->help == "Operations, by the part of the process.");

  const PlugIn again{path};
  again.part().count("first");
  CHECK(this_part.counted("first") == 3.0);
}

TEST_CASE("what a plug-in has registered in an adopted registry stays after it was closed") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const std::string path = DSO_FIRST_PLUG_IN;
  {
    const PlugIn first{path};
    first.part().count_in(registry, "first");  // makes the ledger
  }
  CHECK(is_loaded(path));
  this_part.count_in(registry, "first");
  CHECK(operations_of(isometric::RegistrySink{registry}.snapshot(), "first") == 2.0);
  CHECK(this_part.is_refused(registry));
}

TEST_CASE("what a plug-in has declared in a sink that it was handed stays after it was closed") {
  const isometric::RegistrySink sink;
  const std::string path = DSO_FIRST_PLUG_IN;
  {
    const PlugIn first{path};
    first.part().declare_in(sink);
  }
  CHECK(is_loaded(path));
  operations(sink).labels("executable").inc();
  CHECK(operations_of(sink.snapshot(), "executable") == 1.0);
}

TEST_CASE("what a plug-in that hides nothing has registered stays, though a library came first") {
  // The dynamic linker gives such a plug-in some of the library's functions for its own.
  dso_part()->count("library");
  const auto registry = std::make_shared<prometheus::Registry>();
  const isometric::RegistrySink sink;
  {
    const PlugIn open{DSO_OPEN_PLUG_IN};
    open.part().count("open");
    open.part().count_in(registry, "open");
    open.part().declare_in(sink);
  }
  this_part.count("open");
  CHECK(dso_part()->counted("open") == 2.0);
  this_part.count_in(registry, "open");
  CHECK(operations_of(isometric::RegistrySink{registry}.snapshot(), "open") == 2.0);
  operations(sink).labels("executable").inc();
  CHECK(operations_of(sink.snapshot(), "executable") == 1.0);
}

TEST_CASE("a plug-in that keeps its metrics to itself can be unloaded") {
  // One that exports nothing of the C++ library either: g++ marks some of that as unique in the
  // process, and then the loader keeps the plug-in.
  const std::string path = DSO_SEALED_PLUG_IN;
  {
    const PlugIn sealed{path};
    sealed.part().keep_to_itself();
  }
  CHECK_FALSE(is_loaded(path));
}

TEST_CASE("cells that one part has leased are all parts' to count in, and in threads that end") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, second{DSO_SECOND_PLUG_IN}, symbolic{DSO_SYMBOLIC_PLUG_IN},
      sealed{DSO_SEALED_PLUG_IN}, static_tls{DSO_STATIC_TLS_PLUG_IN};
  const std::vector<const Part*> parts{&first.part(),     dso_part(),       &this_part,
                                       &second.part(),    &symbolic.part(), &sealed.part(),
                                       &static_tls.part()};
  for (const Part* leasing : parts) {
    const std::uint64_t cell = leasing->lease_cell();
    for (const Part* counting : parts) {
      counting->count_in_cell(cell);
      std::thread([&] { counting->count_in_cell(cell); }).join();
    }
    for (const Part* reading : parts) {
      CHECK(reading->counted_in_cell(cell) == static_cast<double>(2 * parts.size()));
    }
  }
}

TEST_CASE("all parts of a process count in one sharded sink, in threads that end") {
  const PlugIn first{DSO_FIRST_PLUG_IN}, symbolic{DSO_SYMBOLIC_PLUG_IN}, sealed{DSO_SEALED_PLUG_IN};
  const std::vector<const Part*> parts{&first.part(), dso_part(), &this_part, &symbolic.part(),
                                       &sealed.part()};
  const double before = this_part.counted_sharded("all").value_or(0);
  for (const Part* counting : parts) {
    counting->count_sharded("all");
    std::thread([&] { counting->count_sharded("all"); }).join();
  }
  for (const Part* reading : parts) {
    CHECK(reading->counted_sharded("all") == before + static_cast<double>(2 * parts.size()));
  }
}

TEST_CASE("a thread that has counted in a plug-in ends after the plug-in was closed") {
  const std::uint64_t cell = this_part.lease_cell();
  std::atomic<bool> has_counted = false;
  std::atomic<bool> is_closed = false;
  std::thread thread;
  {
    const PlugIn first{DSO_FIRST_PLUG_IN};
    thread = std::thread([&] {
      first.part().count_in_cell(cell);
      has_counted = true;
      has_counted.notify_one();
      is_closed.wait(false);
    });
    has_counted.wait(false);
  }
  is_closed = true;
  is_closed.notify_one();
  thread.join();
  CHECK(this_part.counted_in_cell(cell) == 1);
}
