#include "support/catch.hpp"
#include "support/each_sink.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/family_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace isometric;
using namespace test_support;

TEST_CASE("a counter and a gauge are read by their handles, in whichever way they are held") {
  with_each_readable_sink([](const auto& sink) {
    const Counter steps(sink, "app_steps_total", "Steps.");
    steps.inc(2.5);
    CHECK(steps.value() == 2.5);
    CHECK(steps.labels().value() == 2.5);

    using Sink = std::remove_cvref_t<decltype(sink)>;
    const Gauge<Sink, Group, Way> nodes(sink, "app_nodes", "Nodes.");
    const auto up = nodes.labels("a", Direction::up);
    up.set(7);
    CHECK(up.value() == 7);
    CHECK(nodes.labels("a", Direction::down).value() == 0);
    const auto of_a = nodes.bind(Group{"a"});
    CHECK(of_a.labels(Direction::up).value() == 7);
    up.set(std::numeric_limits<double>::infinity());
    CHECK(std::isinf(up.value()));

    const Counter<Removable<Sink>, Group> moves(sink, "app_moves_total", "Moves.");
    const auto owned = moves.own("a");
    owned->inc(3);
    CHECK(owned->value() == 3);
    CHECK(moves.labels("a").value() == 3);
  });
}

TEST_CASE("a histogram and a summary tell how many values they were told, and their sum") {
  with_each_readable_sink([]<class Sink>(const Sink& sink) {
    const Histogram<Sink> delays(sink, "app_delay_seconds", "Delays.");
    delays.observe(0.25);
    delays.observe(100);
    CHECK(delays.count() == 2);
    CHECK(delays.sum() == 100.25);
    const Summary<Sink, Way> sizes(sink, "app_size_bytes", "Sizes.",
                                   quantiles({{0.5, 0.05}, {0.9, 0.01}}));
    sizes.labels(Direction::up).observe(3);
    CHECK(sizes.labels(Direction::up).count() == 1);
    CHECK(sizes.labels(Direction::up).sum() == 3);
    CHECK(sizes.labels(Direction::down).count() == 0);
    const Summary<Sink> all_sizes(sink, "app_all_sizes_bytes", "Sizes.");
    all_sizes.observe(-3);
    CHECK(all_sizes.count() == 1);
    CHECK(all_sizes.sum() == -3);
    const Histogram<Removable<Sink>, Group> waits(sink, "app_wait_seconds", "Waits.");
    const auto owned = waits.own("a");
    owned->observe(4);
    CHECK(owned->count() == 1);
    CHECK(owned->sum() == 4);
  });
}

TEST_CASE("a sink that was moved from is as good as before") {
  with_each_readable_sink([]<class Sink>(const Sink& sink) {
    Sink from = sink;
    Sink to = std::move(from);
    const Counter early(from, "app_early_total", "Early.");
    early.inc();
    from = std::move(to);
    const Counter late(to, "app_late_total", "Late.");
    late.inc(2);
    CHECK(snapshot(sink) == snapshot(from));
    CHECK(snapshot(sink) == snapshot(to));
    CHECK(snapshot(sink).value(early.series()) == 1);
    CHECK(snapshot(sink).value(late.series()) == 2);
  });
}

TEST_CASE("to read a series changes nothing, and makes none") {
  with_each_readable_sink([](const auto& sink) {
    const Counter steps(sink, "app_steps_total", "Steps.");
    const Summary sizes(sink, "app_size_bytes", "Sizes.");
    steps.inc();
    sizes.observe(1);
    const auto before = snapshot(sink);
    static_cast<void>(steps.value());
    static_cast<void>(sizes.count());
    static_cast<void>(sizes.sum());
    CHECK(snapshot(sink) == before);
  });
}

TEST_CASE("a series that was removed is read by its old handle, and starts at 0 by a new one") {
  with_each_readable_sink([]<class Sink>(const Sink& sink) {
    const Gauge<Removable<Sink>, Group> nodes(sink, "app_nodes", "Nodes.");
    const auto old = nodes.labels("a");
    old.set(3);
    nodes.remove("a");
    old.inc();
    CHECK(old.value() == 4);
    CHECK(nodes.labels("a").value() == 0);
  });
}

TEST_CASE("a value is read while others update it, and never goes back") {
  const RegistrySink sink;
  const Counter steps(sink, "app_steps_total", "Steps.");
  const Histogram delays(sink, "app_delay_seconds", "Delays.");
  std::atomic<bool> has_gone_back = false;
  in_threads(4, [&](std::size_t thread) {
    double value = 0;
    std::uint64_t count = 0;
    for (int i = 0; i < 500; ++i) {
      if (thread > 1) {
        steps.inc();
        delays.observe(1, 2);
        continue;
      }
      const double now = steps.value();
      const std::uint64_t count_now = delays.count();
      // All of an update or nothing of it.
      if (now < value || count_now < count || count_now % 2 != 0) has_gone_back = true;
      value = now;
      count = count_now;
    }
  });
  CHECK_FALSE(has_gone_back);
  CHECK(steps.value() == 1000);
  CHECK(delays.count() == 2000);
}

TEST_CASE("the process-wide sink and the families of other code are read as well",
          "[global_registry]") {
  const Counter<GlobalSink> reads(GlobalSink(), "reading_series_test_reads_total", "Reads.");
  const double before = reads.value();
  reads.inc();
  CHECK(reads.value() - before == 1);

  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("app_steps_total").Help("S.").Register(registry);
  const Counter<FamilySink> steps(FamilySink(family, RegistrySink()), "app_steps_total", "Steps.");
  family.Add({}).Increment(3);
  CHECK(steps.value() == 3);
}

TEST_CASE("a tee is read from the first of its sinks that can be read") {
  const RecordingSink recording;
  const RegistrySink registry;
  const Gauge direct(recording, "app_nodes", "Nodes.");
  const Gauge nodes(TeeSink(NullSink(), recording, registry), "app_nodes", "Nodes.");
  direct.set(1);
  CHECK(nodes.value() == 1);
}

TEST_CASE("what a filter dropped when it was declared is read as 0, and says that it is empty") {
  const FilterSink sink(RegistrySink(),
                        [](const FamilyDescriptor& family) { return family.name == "app_kept"; });
  const Gauge dropped(sink, "app_dropped", "Dropped.");
  dropped.set(3);
  CHECK(dropped.value() == 0);
  CHECK(dropped.labels().is_empty());
  const Gauge kept(sink, "app_kept", "Kept.");
  kept.set(3);
  CHECK(kept.value() == 3);
  CHECK_FALSE(kept.labels().is_empty());
  const Histogram delays(sink, "app_delay_seconds", "Delays.");
  delays.observe(3, 3);
  CHECK(delays.count() == 0);
  CHECK(delays.sum() == 0);
}

namespace {

/// Takes values, and nobody can ask for them.
class WriteOnlySink {
  struct Handle {
    void inc() const noexcept {}
    void inc(double) const noexcept {}
    void dec(double) const noexcept {}
    void set(double) const noexcept {}
    void observe(double) const noexcept { ++*observed; }
    void refuse() const noexcept {}

    std::shared_ptr<int> observed;
    explicit Handle(std::shared_ptr<int> of_sink) : observed(std::move(of_sink)) {}
  };
  struct Block {
    std::shared_ptr<int> observed;
    Handle series(std::size_t) const noexcept { return Handle(observed); }
  };
  struct Family {
    std::shared_ptr<int> observed;
    Block block(OpenLabelValues) const { return {observed}; }
    Handle rejected_series() const { return Handle(observed); }
  };

 public:
  Family counter(const FamilyDescriptor&) const { return {observed}; }
  Family gauge(const FamilyDescriptor&) const { return {observed}; }
  Family histogram(const FamilyDescriptor&) const { return {observed}; }
  Family summary(const FamilyDescriptor&) const { return {observed}; }

  std::shared_ptr<int> observed = std::make_shared<int>();
};

}  // namespace

TEST_CASE("an AnySink says what its sink cannot tell: a value is NaN, a count 0") {
  const AnySink sink{WriteOnlySink()};
  const Gauge nodes(sink, "app_nodes", "Nodes.");
  nodes.set(3);
  CHECK(std::isnan(nodes.value()));
  CHECK_FALSE(nodes.labels().is_empty());
  const Histogram delays(sink, "app_delay_seconds", "Delays.");
  delays.observe(3);
  CHECK(delays.count() == 0);
  CHECK(std::isnan(delays.sum()));

  const Gauge nothing(AnySink(NullSink()), "app_nodes", "Nodes.");
  nothing.set(3);
  CHECK(nothing.value() == 0);  // not NaN: there is nothing
  CHECK(nothing.labels().is_empty());
}

TEST_CASE("the type of a handle says whether it can be read") {
  STATIC_REQUIRE(Counter<RegistrySink>::handle_type::is_readable);
  STATIC_REQUIRE(Summary<RecordingSink>::handle_type::is_readable);
  STATIC_REQUIRE_FALSE(Counter<NullSink>::handle_type::is_readable);
  STATIC_REQUIRE_FALSE(Histogram<WriteOnlySink>::handle_type::is_readable);
}

TEST_CASE("a value that was observed several times is as many observations in one update") {
  with_each_readable_sink([]<class Sink>(const Sink& sink) {
    const Histogram<Sink> delays(sink, "app_delay_seconds", "Delays.", buckets(1, 2.5, 5));
    delays.observe(2.5, 3);
    delays.observe(2.6, 2U);
    delays.observe(-1, std::uint64_t{1});
    delays.observe(1e300, short{2});
    CHECK(delays.count() == 8);
    const auto now = snapshot(sink);
    const auto& seen = now.histogram(delays.series());
    CHECK(seen.buckets ==
          std::vector<BucketSample>{
              {1, 1}, {2.5, 4}, {5, 6}, {std::numeric_limits<double>::infinity(), 8}});
    CHECK(seen.sum == 2e300);
    const Histogram<Removable<Sink>, Group> waits(sink, "app_wait_seconds", "Waits.", buckets(1));
    waits.labels("a").observe(0.5, 1'000'000'000);
    CHECK(waits.labels("a").count() == 1'000'000'000);
    CHECK(waits.labels("a").sum() == 5e8);
  });
}

TEST_CASE("what is no observation is refused whatever the times, and 0 times is nothing") {
  const RegistrySink sink;
  const Histogram delays(sink, "app_delay_seconds", "Delays.");
  const auto refused = [&] {
    const auto now = snapshot(sink);
    const auto* found =
        now.find_series({"isometric_refused_updates_total", {{"family", "app_delay_seconds"}}});
    return found == nullptr ? 0 : *found->value.number();
  };
  delays.observe(std::numeric_limits<double>::quiet_NaN(), 5);
  delays.observe(std::numeric_limits<double>::infinity(), 5);
  delays.observe(1, -5);
  CHECK(refused() == 3);
  delays.observe(std::numeric_limits<double>::quiet_NaN(), 0);
  delays.observe(1, 0);
  CHECK(refused() == 3);
  CHECK(delays.count() == 0);
}

TEST_CASE("other code's buckets are asked for, when a value is observed several times") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const RegistrySink sink(registry);
  const Histogram<RegistrySink, Group> delays(sink, "app_delay_seconds", "Delays.", buckets(1, 2));
  auto& family =
      prometheus::BuildHistogram().Name("app_delay_seconds").Help("Delays.").Register(*registry);
  auto& theirs = family.Add({{"group", "a"}}, prometheus::Histogram::BucketBoundaries{10, 20, 30});
  delays.labels("a").observe(15, 3);
  const auto collected = theirs.Collect().histogram;
  CHECK(collected.sample_count == 3);
  CHECK(collected.bucket[0].cumulative_count == 0);
  CHECK(collected.bucket[1].cumulative_count == 3);
}

TEST_CASE("a sink that cannot observe several times at once is told one by one") {
  const WriteOnlySink sink;
  Histogram<WriteOnlySink>(sink, "app_delay_seconds", "Delays.").observe(1, 5);
  CHECK(*sink.observed == 5);
  Histogram<AnySink>(sink, "app_delay_seconds", "Delays.").observe(1, 5);
  CHECK(*sink.observed == 10);
  const RecordingSink recording;
  const TeeSink tee(sink, recording);
  const Histogram delays(tee, "app_delay_seconds", "Delays.");
  delays.observe(1, 5);
  CHECK(*sink.observed == 15);
  CHECK(delays.count() == 5);
  const FilterSink filter(sink, HasHelp());
  Histogram<FilterSink<WriteOnlySink, HasHelp>>(filter, "app_delay_seconds", "D.").observe(1, 5);
  CHECK(*sink.observed == 20);
}

TEST_CASE("the recording sink writes down an observation of several times as one call") {
  const RecordingSink sink;
  const Histogram delays(sink, "app_delay_seconds", "Delays.");
  delays.observe(2, 5);
  delays.observe(2);
  const auto observed = sink.log().of(Operation::observe);
  REQUIRE(observed.size() == 2);
  CHECK(observed[0].value == 2);
  CHECK(observed[0].times == 5);
  CHECK(observed[1].times == 1);
}
