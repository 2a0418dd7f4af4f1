// Counts the bytes that a series takes, in prometheus-cpp alone and in a sink, which keeps its
// series there: live memory of operator new, by what was asked for. Prints a line of the table for
// each number of series, before the first page and after it, and fails if one takes more than its
// goal allows.

#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>

namespace {

std::size_t live_bytes = 0;  // of the only thread

struct alignas(std::max_align_t) Header {
  std::size_t size;
};

}  // namespace

void* operator new(std::size_t size) {
  auto* const header = static_cast<Header*>(std::malloc(sizeof(Header) + size));
  if (header == nullptr) throw std::bad_alloc();
  header->size = size;
  live_bytes += size;
  return header + 1;
}
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  Header* const header = static_cast<Header*>(memory) - 1;
  live_bytes -= header->size;
  std::free(header);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

namespace {

using isometric::RegistrySink;
using Zone = isometric::Label<"zone">;
using Rack = isometric::Label<"rack">;
using Node = isometric::Label<"node">;

constexpr double most_of_ours = 156;

/// Calls `use` with the label values of so many series.
template <class Use>
void for_each_series(std::size_t count, Use use) {
  for (std::size_t i = 0; i < count; ++i) {
    use("zone-" + std::to_string(i % 3), "rack-" + std::to_string(i % 50),
        "node-" + std::to_string(i));
  }
}

double of_each(std::size_t bytes, std::size_t count) {
  return static_cast<double>(bytes) / static_cast<double>(count);
}

bool print(std::size_t count, const char* when, double theirs, double both) {
  const double ours = both - theirs;
  const bool is_met = ours <= most_of_ours;
  std::printf("memory\tbytes of each of %zu series, %s\t<= %g more\t%+.0f\t%s\t%.0f against %.0f\n",
              count, when, most_of_ours, ours, is_met ? "yes" : "no", both, theirs);
  return is_met;
}

bool measure(std::size_t count) {
  const std::size_t before = live_bytes;
  auto registry = std::make_unique<prometheus::Registry>();
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Jobs.").Register(*registry);
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    family.Add({{"zone", zone}, {"rack", rack}, {"node", node}});
  });
  const double theirs = of_each(live_bytes - before, count);
  registry.reset();

  const std::size_t between = live_bytes;
  const RegistrySink sink;
  const isometric::Counter<RegistrySink, Zone, Rack, Node> counter{
      sink, "jobs_total", "Jobs.", {.max_series = count}};
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    counter.labels(zone, rack, node);
  });
  const bool is_met = print(count, "before a page", theirs, of_each(live_bytes - between, count));
  {
    std::string page;
    isometric::write_text(sink, page);
  }
  return print(count, "after a page", theirs, of_each(live_bytes - between, count)) && is_met;
}

}  // namespace

int main() {
  bool are_met = true;
  for (std::size_t count = 1'000; count <= 100'000; count *= 10)
    are_met = measure(count) && are_met;
  return are_met ? EXIT_SUCCESS : EXIT_FAILURE;
}
