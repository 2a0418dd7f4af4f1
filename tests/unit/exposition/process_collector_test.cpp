#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/proc_tree.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/process_collector.hpp>

#include <prometheus/collectable.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using isometric::ProcessCollector;
using test_support::ProcTree;

using Names = std::vector<std::string>;

Names names(const isometric::Snapshot& snapshot) {
  Names names;
  for (const auto& family : snapshot.families()) names.push_back(family.name);
  return names;
}

bool has(const ProcessCollector& process, const char* name) {
  return process.snapshot().find_family(name) != nullptr;
}

/// The value of a metric that has to be there.
double value(const ProcessCollector& process, const char* name) {
  return process.snapshot().value({name});
}

std::string stat_of(const std::string& threads, const std::string& start_ticks,
                    const std::string& virtual_bytes, const std::string& resident_pages) {
  return "1 (a (very) odd\nname) R 1 1 1 0 -1 4194304 4014 0 11 0 6 2 0 0 20 0 " + threads + " 0 " +
         start_ticks + ' ' + virtual_bytes + ' ' + resident_pages + " 18446744073709551615 1 1 0\n";
}

/// A soft limit of the process, until the end of the scope.
template <auto Resource>
class SoftLimit {
 public:
  explicit SoftLimit(rlim_t limit) : before_(now()) {
    rlimit changed = before_;
    changed.rlim_cur = limit;
    if (::setrlimit(Resource, &changed) != 0) throw std::runtime_error("cannot set a limit");
  }
  SoftLimit(const SoftLimit&) = delete;
  SoftLimit& operator=(const SoftLimit&) = delete;
  ~SoftLimit() { ::setrlimit(Resource, &before_); }

  static rlimit now() {
    rlimit limit{};
    ::getrlimit(Resource, &limit);
    return limit;
  }

 private:
  rlimit before_;
};

/// A limit that limits nothing, or else that metric may be missing.
constexpr rlim_t large = rlim_t{1} << 60U;

/// What `measure()` gives in a child that is forked off and does nothing else.
template <class Measure>
double in_child(Measure measure) {
  int pipe[2] = {};
  if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    const double measured = measure();
    ::_exit(::write(pipe[1], &measured, sizeof measured) == sizeof measured ? 0 : 1);
  }
  ::close(pipe[1]);
  double measured = 0;
  const bool is_read = ::read(pipe[0], &measured, sizeof measured) == sizeof measured;
  ::close(pipe[0]);
  ::waitpid(child, nullptr, 0);
  if (!is_read) throw std::runtime_error("the child failed");
  return measured;
}

/// CPU time as another call than the collector's tells it.
double used_cpu_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// When the system booted, in whole seconds, as /proc/stat tells it.
double boot_time() {
  std::ifstream stat("/proc/stat");
  std::string word;
  double seconds = 0;
  while (stat >> word && word != "btime") {
  }
  stat >> seconds;
  return seconds;
}

double ticks_per_second() {
  return static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// Whether Linux counts descriptors by itself, which it does from 6.2 on.
bool is_counted_by_system() {
  struct stat folder{};
  return ::stat("/proc/self/fd", &folder) == 0 && folder.st_size > 0;
}

}  // namespace

// --- What it is
// -----------------------------------------------------------------------------------

TEST_CASE("a process collector is a source, and what an exposer takes") {
  STATIC_REQUIRE(isometric::CollectableSource<ProcessCollector>);
  STATIC_REQUIRE(std::is_base_of_v<prometheus::Collectable, ProcessCollector>);
  const std::shared_ptr<prometheus::Collectable> direct = std::make_shared<ProcessCollector>();
  CHECK_FALSE(direct->Collect().empty());
  CHECK_FALSE(ProcessCollector().collectable()->Collect().empty());
}

TEST_CASE("a process collector's collectable lives as long as the collector or a copy of it") {
  auto original = std::make_unique<ProcessCollector>();
  const std::weak_ptr<prometheus::Collectable> held_by_an_exposer = original->collectable();
  auto copy = std::make_unique<ProcessCollector>(*original);
  original.reset();
  CHECK(copy->collectable() == held_by_an_exposer.lock());
  copy.reset();
  CHECK(held_by_an_exposer.expired());
}

TEST_CASE("a process collector that was moved from still collects") {
  ProcessCollector process;
  const ProcessCollector moved = std::move(process);
  CHECK(names(process.snapshot()) == names(moved.snapshot()));
}

TEST_CASE("the process's own metrics are the standard ones, sorted by name") {
  const SoftLimit<RLIMIT_AS> finite(large);
  const ProcessCollector process;
  const Names expected = {"process_cpu_seconds_total",
                          "process_max_fds",
                          "process_open_fds",
                          "process_resident_memory_bytes",
                          "process_start_time_seconds",
                          "process_threads",
                          "process_virtual_memory_bytes",
                          "process_virtual_memory_max_bytes"};
  Names collected;
  for (const auto& family : process.Collect()) collected.push_back(family.name);
  CHECK(collected == expected);
  CHECK(names(process.snapshot()) == expected);
}

TEST_CASE(
    "only the CPU time of a process is a counter, and every metric has help, unit and one series") {
  const SoftLimit<RLIMIT_AS> finite(large);
  const isometric::Snapshot snapshot = ProcessCollector().snapshot();
  for (const auto& family : snapshot.families()) {
    CAPTURE(family.name);
    const bool is_counter = family.type == isometric::MetricType::counter;
    CHECK(is_counter == (family.name == "process_cpu_seconds_total"));
    CHECK((is_counter || family.type == isometric::MetricType::gauge));
    CHECK(family.help.ends_with('.'));
    CHECK(family.unit == (family.name.find("_seconds") != std::string::npos ? "seconds"
                          : family.name.ends_with("_bytes")                 ? "bytes"
                                                                            : ""));
    REQUIRE(family.series.size() == 1);
    CHECK(family.series.front().labels.empty());
  }
}

TEST_CASE("promtool accepts the process's own metrics") {
  if (!test_support::has_promtool()) return;
  const SoftLimit<RLIMIT_AS> finite(large);
  const auto run = test_support::promtool_check(test_support::page_of(ProcessCollector()));
  CHECK(run.output.empty());
  CHECK(run.exit_code == 0);
}

// --- What the proc file system tells
// --------------------------------------------------------------

TEST_CASE("what the proc file system tells of a process is exposed in the units of its metrics") {
  const ProcTree tree;
  tree.write_stat(stat_of("7", "92816", "172752896", "3240"));
  tree.write_descriptors(19);
  const ProcessCollector process(tree.root());
  CHECK(value(process, "process_threads") == 7);
  CHECK(value(process, "process_virtual_memory_bytes") == 172752896);
  CHECK(value(process, "process_resident_memory_bytes") ==
        3240 * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  CHECK(value(process, "process_open_fds") == 19);
  CHECK(test_support::contains(test_support::page_of(process),
                               "# HELP process_open_fds File descriptors that the process has "
                               "open.\n"
                               "# TYPE process_open_fds gauge\n"
                               "process_open_fds 19\n"));
}

TEST_CASE("a process's numbers may be greater than 32 bits hold") {
  const ProcTree tree;
  tree.write_stat(stat_of("4294967296", "0", "9007199254740992", "4294967297"));
  const ProcessCollector process(tree.root());
  CHECK(value(process, "process_threads") == 4294967296.0);
  CHECK(value(process, "process_virtual_memory_bytes") == 9007199254740992.0);
  CHECK(value(process, "process_resident_memory_bytes") ==
        4294967297.0 * static_cast<double>(::sysconf(_SC_PAGESIZE)));
}

TEST_CASE("a process's start is told in clock ticks after the system's") {
  const ProcTree tree;
  const ProcessCollector process(tree.root());
  const auto start = [&](const char* ticks) {
    tree.write_stat(stat_of("7", ticks, "1", "1"));
    return value(process, "process_start_time_seconds");
  };
  const double boot = start("0");
  CHECK(std::abs(boot - boot_time()) <= 1.5);  // which is in whole seconds
  CHECK(std::abs(start("12345678901") - boot - 12345678901 / ticks_per_second()) < 1e-3);
}

TEST_CASE("each metric of a process is exposed whether or not the others can be told") {
  const Names always = {"process_cpu_seconds_total", "process_max_fds",
                        "process_virtual_memory_max_bytes"};
  const auto with = [&](std::vector<const char*> others) {
    Names expected = always;
    expected.insert(expected.end(), others.begin(), others.end());
    std::ranges::sort(expected);
    return expected;
  };
  const SoftLimit<RLIMIT_AS> finite(large);
  const ProcTree tree;
  const ProcessCollector process(tree.root());
  const auto told = [&](const std::string& stat) {
    tree.write_stat(stat);
    return names(process.snapshot());
  };
  CHECK(names(ProcessCollector(tree.root() + "/none").snapshot()) == always);
  CHECK(names(ProcessCollector("").snapshot()) == always);
  CHECK(names(process.snapshot()) == with({"process_open_fds"}));
  CHECK(told("") == with({"process_open_fds"}));
  CHECK(told(stat_of("x", "x", "x", "x")) == with({"process_open_fds"}));
  CHECK(told(stat_of("7", "x", "x", "x")) == with({"process_open_fds", "process_threads"}));
  CHECK(told(stat_of("x", "7", "x", "x")) ==
        with({"process_open_fds", "process_start_time_seconds"}));
  CHECK(told(stat_of("x", "x", "7", "x")) ==
        with({"process_open_fds", "process_virtual_memory_bytes"}));
  CHECK(told(stat_of("x", "x", "x", "7")) ==
        with({"process_open_fds", "process_resident_memory_bytes"}));
  ::rmdir(tree.descriptors().c_str());
  CHECK(told(stat_of("7", "x", "x", "x")) == with({"process_threads"}));
}

TEST_CASE("a process without threads or memory is not believed") {
  const ProcTree tree;
  tree.write_stat(stat_of("0", "0", "0", "0"));
  const ProcessCollector process(tree.root());
  CHECK_FALSE(has(process, "process_threads"));
  CHECK_FALSE(has(process, "process_virtual_memory_bytes"));
  CHECK_FALSE(has(process, "process_resident_memory_bytes"));
  CHECK(has(process, "process_start_time_seconds"));  // at boot: the first process of a container
}

// --- What this process does
// -----------------------------------------------------------------------

TEST_CASE(
    "an opened file raises the process's open descriptors by one, and closing it lowers them") {
  const ProcessCollector process;
  const double before = value(process, "process_open_fds");
  const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  CHECK(value(process, "process_open_fds") == before + 1);
  ::close(opened);
  CHECK(value(process, "process_open_fds") == before);
}

TEST_CASE("scrapes leave no descriptor open") {
  const ProcTree tree;
  tree.write_stat(stat_of("7", "92816", "172752896", "3240"));
  const ProcessCollector process;
  const double before = value(process, "process_open_fds");
  for (const auto& root : {tree.root(), tree.root() + "/none", std::string("/proc")}) {
    const ProcessCollector other(root);
    for (int scrape = 0; scrape < 100; ++scrape) static_cast<void>(other.Collect());
  }
  CHECK(value(process, "process_open_fds") == before);
}

TEST_CASE("CPU time that the process burns is counted") {
  const ProcessCollector process;
  const double used_before = used_cpu_time();
  const double before = value(process, "process_cpu_seconds_total");
  while (used_cpu_time() < used_before + 0.1) {
  }
  const double after = value(process, "process_cpu_seconds_total");
  const double used_after = used_cpu_time();
  // Two calls of the system may tell CPU time in different ways; 0.02 are two of its ticks.
  CHECK(after - before > 0.1 - 0.02);
  CHECK(before > used_before - 0.02);
  CHECK(after < used_after + 0.02);
}

TEST_CASE("threads of the process are counted while they run") {
  const ProcessCollector process;
  constexpr int count = 8;
  double during = 0;
  {
    std::atomic<int> running = 0;
    std::atomic<bool> may_end = false;
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&] {
        ++running;
        may_end.wait(false);
      });
    }
    while (running < count) std::this_thread::yield();
    during = value(process, "process_threads");
    may_end = true;
    may_end.notify_all();
  }
  CHECK(during >= count + 1);
  // A thread that was joined may still be on its way out of the system.
  double after = during;
  for (int i = 0; i < 1'000'000 && after > during - count; ++i) {
    after = value(process, "process_threads");
  }
  CHECK(after <= during - count);
}

TEST_CASE("memory that the process maps is virtual, and resident once it is touched") {
  constexpr std::size_t size = 64 << 20U;
  constexpr double most = 60 << 20U;  // Linux counts resident pages in batches
  const ProcessCollector process;
  const double mapped_before = value(process, "process_virtual_memory_bytes");
  void* const memory =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  const double mapped = value(process, "process_virtual_memory_bytes");
  const double untouched = value(process, "process_resident_memory_bytes");
  std::memset(memory, 1, size);
  const double touched = value(process, "process_resident_memory_bytes");
  ::munmap(memory, size);
  CHECK(mapped >= mapped_before + static_cast<double>(size));
  CHECK(touched > untouched + most);
  CHECK(value(process, "process_resident_memory_bytes") < touched - most);
}

TEST_CASE("a changed limit shows in the process's next scrape") {
  const ProcessCollector process;
  const auto lowered = SoftLimit<RLIMIT_NOFILE>::now().rlim_cur - 1;
  {
    const SoftLimit<RLIMIT_NOFILE> descriptors(lowered);
    const SoftLimit<RLIMIT_AS> memory(large);
    CHECK(value(process, "process_max_fds") == static_cast<double>(lowered));
    CHECK(value(process, "process_virtual_memory_max_bytes") == static_cast<double>(large));
  }
  CHECK(value(process, "process_max_fds") == static_cast<double>(lowered) + 1);
}

TEST_CASE("a limit of the process that is unlimited is left out") {
  if (SoftLimit<RLIMIT_AS>::now().rlim_max != RLIM_INFINITY) {
    test_support::skip("this process may not lift its limits");
    return;
  }
  const SoftLimit<RLIMIT_AS> memory(RLIM_INFINITY);
  CHECK_FALSE(has(ProcessCollector(), "process_virtual_memory_max_bytes"));
}

TEST_CASE("a process that has run out of descriptors is still told how many it has open") {
  const ProcessCollector process;
  const double before = value(process, "process_open_fds");
  std::optional<SoftLimit<RLIMIT_NOFILE>> nothing_opens(std::in_place, rlim_t{0});
  const isometric::Snapshot snapshot = process.snapshot();
  nothing_opens.reset();
  CHECK(snapshot.value({"process_max_fds"}) == 0);
  CHECK(snapshot.find_family("process_cpu_seconds_total") != nullptr);
  CHECK(snapshot.find_family("process_threads") == nullptr);
  if (is_counted_by_system()) {
    CHECK(snapshot.value({"process_open_fds"}) == before);
  } else {
    CHECK(snapshot.find_family("process_open_fds") == nullptr);
  }
}

// --- Times, forks and threads
// ---------------------------------------------------------------------

TEST_CASE("a process's start lies between what came before and after it") {
  const auto before = static_cast<double>(std::time(nullptr));
  const double start =
      in_child([] { return value(ProcessCollector(), "process_start_time_seconds"); });
  const auto after = static_cast<double>(std::time(nullptr));
  CHECK(start >= before - 1);
  CHECK(start <= after + 1);
}

TEST_CASE("a process's start is the same in every scrape") {
  const ProcessCollector process;
  const double start = value(process, "process_start_time_seconds");
  for (int scrape = 0; scrape < 1000; ++scrape) {
    if (value(process, "process_start_time_seconds") != start) FAIL("it has changed");
  }
  SUCCEED();
}

TEST_CASE("a collector that is inherited by a forked child tells of the child") {
  const ProcessCollector process;
  while (used_cpu_time() < 0.05) {
  }
  const double cpu_time = value(process, "process_cpu_seconds_total");
  const double open = value(process, "process_open_fds");
  CHECK(in_child([&] { return value(process, "process_cpu_seconds_total"); }) < cpu_time);
  CHECK(in_child([&] { return value(process, "process_open_fds"); }) == open + 2);  // the pipe
  CHECK(in_child([&] {
          ::close(STDIN_FILENO);
          return value(process, "process_open_fds");
        }) == open + 1);
  CHECK(in_child([&] { return value(process, "process_start_time_seconds"); }) >=
        value(process, "process_start_time_seconds"));
}

TEST_CASE("threads may scrape a process collector at once, while files come and go") {
  const ProcessCollector process;
  const std::size_t expected = process.Collect().size();
  std::atomic<bool> is_complete = true;
  test_support::in_threads(4, [&](std::size_t index) {
    for (int i = 0; i < 500; ++i) {
      if (index == 0) ::close(::open("/dev/null", O_RDONLY | O_CLOEXEC));
      if (process.Collect().size() != expected) is_complete = false;
      if (process.snapshot().families().size() != expected) is_complete = false;
    }
  });
  CHECK(is_complete);
}
