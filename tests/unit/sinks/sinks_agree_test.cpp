#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// A ShardedSink does what a RegistrySink does: random programs, the same on both, of which all that
// can be seen has to be equal.
using namespace test_support;
using namespace isometric;

namespace {

constexpr FamilyOptions few{.max_series = 8};

/// Does what its seed says to a sink of its own. What it draws does not depend on the sink.
template <class Sink>
class Program {
 public:
  explicit Program(unsigned seed) : random_(seed) {}

  /// Says what came of it.
  std::string step() {
    try {
      switch (below(30)) {
        case 0:
          return turn(moves_, [&] { moves_ = Moves(sink_, "app_moves_total", "Moves.", few); });
        case 1:
          return turn(total_, [&] { total_ = Counter<Sink>(sink_, "app_sum_total", "A sum."); });
        case 2:
          return turn(nodes_,
                      [&] { nodes_ = Gauge<Sink, Group>(sink_, "app_nodes", "Nodes.", few); });
        case 3:
          return turn(sizes_, [&] {
            sizes_ = Histogram<Sink, Group>(sink_, "app_size_bytes", "Sizes.",
                                            buckets(-2, 0, 1, 2.5, 10), few);
          });
        case 4:
          return turn(loads_, [&] { loads_ = Summary<Sink>(sink_, "app_load_ratio", "Load."); });
        case 5:
          return turn(build_,
                      [&] { build_ = Info<Sink, Zone>(sink_, "app_build_info", "Build.", few); });
        // These four want the same name.
        case 6:
          return turn(fixed_,
                      [&] { fixed_ = Counter<Sink, Way>(sink_, "app_lost_total", "Lost."); });
        case 7: return turn(lost_, [&] { lost_ = Lost(sink_, "app_lost_total", "Lost.", few); });
        case 8:
          return turn(jobs_,
                      [&] { jobs_ = DynamicCounter<Sink>(sink_, "app_lost_total", "Lost.", few); });
        case 9: return turn(asked_, [&] { asked_ = Asked(sink_, "app_lost_total", "Lost."); });
        case 10:
          return turn(waits_, [&] {
            waits_ =
                DynamicHistogram<Sink>(sink_, "app_wait_seconds", "Waits.", buckets(1, 2, 4), few);
          });
        case 11:
        case 12:
        case 13: return on(moves_, [&](const auto& moves) { return move(moves); });
        case 14:
          return on(total_, [&](const auto& total) { return read(total.labels(), amount()); });
        case 15: return on(nodes_, [&](const auto& nodes) { return set(nodes.labels(value())); });
        case 16:
        case 17:
          return on(sizes_, [&](const auto& sizes) { return observe(sizes.labels(value())); });
        case 18:
          return on(loads_, [&](const auto& loads) {
            loads.observe(amount());
            return std::to_string(loads.labels().count());
          });
        case 19:
          return on(build_, [&](const auto& build) {
            build.set(value());
            return std::string("set");
          });
        case 20: return on(fixed_, [&](const auto& fixed) { return read(fixed.labels(way()), 1); });
        case 21:
        case 22: return on(lost_, [&](const auto& lost) { return lose(lost); });
        case 23:
        case 24: return on(jobs_, [&](const auto& jobs) { return work(jobs); });
        case 25: return on(asked_, [&](const auto& asked) { return ask(asked); });
        case 26:
        case 27: return on(waits_, [&](const auto& waits) { return wait(waits); });
        case 28: return update_kept();
        default: return end_callback();
      }
    } catch (const RegistrationConflict& conflict) {
      return conflict.metric() + ": " + conflict.existing() + ", not " + conflict.requested();
    }
  }

  [[nodiscard]] const Sink& sink() const noexcept { return sink_; }

 private:
  using Moves = Counter<Sink, Group, Way>;
  using Lost = Counter<Removable<Sink>, Group, Way>;
  using Asked = CallbackCounter<Sink, Zone>;

  std::size_t below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }

  /// Some of which no counter takes, and all others a double adds up without rounding.
  double amount() {
    constexpr double strange[] = {not_a_number, infinity, -infinity, -1, -0.0, -0.25};
    if (below(12) == 0) return strange[below(6)];
    return static_cast<double>(below(64)) / 4;
  }

  std::string_view value() {
    constexpr std::string_view values[] = {"a",
                                           "b",
                                           "c",
                                           "",
                                           "a\"\\\n",
                                           "longer than sixteen bytes",
                                           "\xFF",
                                           "\xEF\xBF\xBD",
                                           "isometric_overflow",
                                           "d",
                                           "e",
                                           "f"};
    return values[below(std::size(values))];
  }

  Direction way() { return static_cast<Direction>(below(10) == 0 ? 7 : below(2)); }

  /// Declares an instrument, or lets go of it.
  template <class Instrument, class Declare>
  std::string turn(std::optional<Instrument>& place, const Declare& declare) {
    const bool is_over = place && below(3) == 0;
    if (is_over) {
      place.reset();
      return "let go";
    }
    declare();
    return "declared";
  }

  template <class Instrument, class Use>
  static std::string on(const std::optional<Instrument>& place, const Use& use) {
    return place ? use(*place) : "not there";
  }

  template <class Handle>
  std::string read(const Handle& handle, double by) {
    handle.inc(by);
    handle.inc();
    return std::to_string(handle.value());
  }

  template <class Handle>
  std::string set(const Handle& handle) {
    const double level = amount();
    handle.set(level == level ? level : infinity);  // snapshots with NaN are never equal
    handle.inc(amount());
    handle.dec(amount());
    return std::to_string(handle.value());
  }

  template <class Handle>
  std::string observe(const Handle& handle) {
    handle.observe(amount() - 4);
    handle.observe(amount(), 1 + below(3));
    return std::to_string(handle.count()) + " " + std::to_string(handle.sum());
  }

  std::string move(const Moves& moves) {
    const auto group = value();
    const auto handle = moves.labels(group, way());
    if (below(4) == 0) kept_.push_back(handle);
    return read(handle, amount());
  }

  std::string lose(const Lost& lost) {
    const auto group = value();
    const auto direction = way();
    switch (below(6)) {
      case 0: return std::to_string(lost.remove(group, direction));
      case 1: return std::to_string(lost.template remove_matching<Way>(direction));
      case 2: return std::to_string(lost.clear());
      case 3: {
        const auto owned = lost.own(group, direction);
        return read(*owned, 2);
      }
      default: {
        const auto handle = lost.labels(group, direction);
        if (below(3) == 0) kept_lost_.push_back(handle);
        return read(handle, amount());
      }
    }
  }

  std::string work(const DynamicCounter<Sink>& jobs) {
    const std::string first(value());
    const std::string second(value());
    switch (below(4)) {
      case 0: return std::to_string(jobs.remove({{"queue", first}}));
      case 1: return std::to_string(jobs.remove_matching({{"kind", second}}));
      case 2: return read(jobs.labels({{"queue", first}}), amount());
      default: return read(jobs.labels({{"queue", first}, {"kind", second}}), 1);
    }
  }

  std::string wait(const DynamicHistogram<Sink>& waits) {
    const std::string queue(value());
    if (below(4) == 0) return std::to_string(waits.remove({{"queue", queue}}));
    if (below(3) == 0) return observe(waits.labels({{"queue", queue}}, buckets(1, 8)));
    return observe(waits.labels({{"queue", queue}}));
  }

  std::string ask(const Asked& asked) {
    const double answer = amount();
    callbacks_.push_back(asked.add(value(), [answer] { return answer; }));
    return "asked";
  }

  std::string end_callback() {
    if (callbacks_.empty()) return "none";
    callbacks_.erase(callbacks_.begin() + static_cast<std::ptrdiff_t>(below(callbacks_.size())));
    return "ended";
  }

  /// Of series that may have been removed, made anew, or the whole family forgotten.
  std::string update_kept() {
    if (!kept_.empty()) kept_[below(kept_.size())].inc(amount());
    if (kept_lost_.empty()) return "updated";
    return read(kept_lost_[below(kept_lost_.size())], amount());
  }

  std::mt19937 random_;
  Sink sink_;
  std::optional<Moves> moves_;
  std::optional<Counter<Sink>> total_;
  std::optional<Gauge<Sink, Group>> nodes_;
  std::optional<Histogram<Sink, Group>> sizes_;
  std::optional<Summary<Sink>> loads_;
  std::optional<Info<Sink, Zone>> build_;
  std::optional<Counter<Sink, Way>> fixed_;
  std::optional<Lost> lost_;
  std::optional<DynamicCounter<Sink>> jobs_;
  std::optional<Asked> asked_;
  std::optional<DynamicHistogram<Sink>> waits_;
  std::vector<typename Moves::handle_type> kept_;
  std::vector<typename Lost::handle_type> kept_lost_;
  std::vector<typename Asked::registration_type> callbacks_;
};

std::string page_of(const auto& sink, ExpositionFormat format) {
  std::string page;
  write_text(sink, page, format);
  return page;
}

}  // namespace

TEST_CASE("random programs are the same on a registry and on a sharded sink") {
  // ISOMETRIC_SEED=17 repeats one.
  const char* const only = std::getenv("ISOMETRIC_SEED");
  const auto first = only == nullptr ? 0U : static_cast<unsigned>(std::atoi(only));
  const unsigned count = only == nullptr ? 60 : 1;
  for (unsigned seed = first; seed < first + count; ++seed) {
    Program<RegistrySink> on_registry(seed);
    Program<ShardedSink> on_shards(seed);
    for (int step = 0; step < 400; ++step) {
      INFO("seed " << seed << ", step " << step);
      REQUIRE(on_shards.step() == on_registry.step());
      if (step % 20 != 19) continue;
      REQUIRE(snapshot(on_shards.sink()) == snapshot(on_registry.sink()));
    }
    INFO("seed " << seed);
    for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
      REQUIRE(page_of(on_shards.sink(), format) == page_of(on_registry.sink(), format));
    }
  }
}
