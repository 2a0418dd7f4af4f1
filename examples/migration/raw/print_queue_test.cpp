#include "print_queue.hpp"

#include "support/catch.hpp"

#include <string>

using raw::PrintQueue;

namespace {

/// What a raw test has to do to read one value: collect everything, and search.
double printed(const std::string& kind, const std::string& outcome) {
  for (const auto& family : raw::registry()->Collect()) {
    if (family.name != "print_jobs_total") continue;
    for (const auto& metric : family.metric) {
      if (metric.label[0].value == kind && metric.label[1].value == outcome) {
        return metric.counter.value;
      }
    }
  }
  return 0;
}

}  // namespace

TEST_CASE("raw queues in one program share their series: the second test sees the first one's") {
  {
    PrintQueue queue;  // the first test, which goes as expected
    queue.add({"letter", 2});
    queue.print_next();
    CHECK(printed("letter", "printed") == 1);
  }
  {
    PrintQueue queue;  // the second one, which does the same
    queue.add({"letter", 2});
    queue.print_next();
    CHECK(printed("letter", "printed") == 2);  // and would fail with the 1 that is meant
  }
}

TEST_CASE("a raw queue that goes with jobs in it leaves them in the next one's gauge") {
  const double before = PrintQueue().waiting();
  {
    PrintQueue queue;
    queue.add({"letter", 2});
  }
  CHECK(PrintQueue().waiting() == before + 1);
}
