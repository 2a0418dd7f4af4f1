#include "print_queue.hpp"

#include "support/catch.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;
using moved::Kind;
using moved::Outcome;
using moved::PrintQueue;

TEST_CASE("each moved queue counts from 0, for its registry is its own") {
  for (int test = 0; test < 2; ++test) {
    const RegistrySink sink;
    PrintQueue queue(sink);
    queue.add({Kind::letter, 2});
    queue.print_next();
    CHECK_THAT(snapshot(sink),
               HasValue(queue.metrics().printed.series(Kind::letter, Outcome::printed), 1));
  }
}

TEST_CASE("a job that fails is counted as such, and nothing else changes") {
  const RegistrySink sink;
  PrintQueue queue(sink);
  queue.add({Kind::poster, 0});
  const auto before = snapshot(sink);
  queue.print_next();
  const auto failed = queue.metrics().printed.series(Kind::poster, Outcome::failed);
  CHECK_THAT(snapshot(sink) - before,
             OnlyChanged({{failed, +1}, {queue.metrics().waiting.series(), -1}}));
}

TEST_CASE("two moved queues on one sink share their series, because somebody said so") {
  const RegistrySink sink;
  PrintQueue first(sink);
  PrintQueue second(sink);
  first.add({Kind::letter, 1});
  CHECK(second.waiting() == 1);
}
