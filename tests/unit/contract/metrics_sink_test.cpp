#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <vector>

// The contract, seen from the other side: what a sink is told, by a sink that writes it down.

using namespace test_support;
using isometric::FamilyDescriptor;
using isometric::OpenLabelValues;

namespace {

struct Log {
  std::vector<std::string> calls;
};

struct Handle {
  std::string series;
  Log* log;

  void write(const std::string& call) const { log->calls.push_back(series + call); }
  void inc() const noexcept { write(" inc"); }
  void inc(double value) const noexcept { write(" inc " + std::to_string(value)); }
  void dec(double value) const noexcept { write(" dec " + std::to_string(value)); }
  void set(double value) const noexcept { write(" set " + std::to_string(value)); }
  void observe(double value) const noexcept { write(" observe " + std::to_string(value)); }
  void refuse() const noexcept { write(" refuse"); }
};

struct Block {
  std::string text;
  Log* log = nullptr;

  Handle series(std::size_t index) const noexcept {
    return {text + "#" + std::to_string(index), log};
  }
};

struct Family {
  std::string name;
  Log* log;

  Block block(OpenLabelValues values) const {
    std::string text = name;
    for (const auto value : values) text += "/" + std::string(value);
    log->calls.push_back("block " + text);
    return {text, log};
  }
  Handle rejected_series() const { return {name + " rejected", log}; }
};

struct LoggingSink {
  std::shared_ptr<Log> log = std::make_shared<Log>();

  Family declare(const FamilyDescriptor& family) const {
    std::string text = std::string(to_string(family.type)) + " " + std::string(family.name) + " '" +
                       std::string(family.help) + "' unit '" + std::string(family.unit) + "' cap " +
                       std::to_string(family.max_series);
    for (const auto& label : family.labels) {
      text += " " + std::string(label.name) + (label.is_closed() ? "=" : "");
      for (const auto value : label.closed_values) text += std::string(value) + ";";
    }
    for (const auto bound : family.buckets) text += " " + std::to_string(bound);
    log->calls.push_back(text);
    return {std::string(family.name), log.get()};
  }
  Family counter(const FamilyDescriptor& family) const { return declare(family); }
  Family gauge(const FamilyDescriptor& family) const { return declare(family); }
  Family histogram(const FamilyDescriptor& family) const { return declare(family); }
  Family summary(const FamilyDescriptor& family) const { return declare(family); }

  std::vector<std::string> take() const { return std::exchange(log->calls, {}); }
};

using Calls = std::vector<std::string>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct NotCopyable {
  NotCopyable(const NotCopyable&) = delete;
};
struct WithoutGauges {
  Family counter(const FamilyDescriptor&) const;
  Family histogram(const FamilyDescriptor&) const;
  Family summary(const FamilyDescriptor&) const;
};
struct ThrowingHandle : Handle {
  void inc() const;
  void inc(double) const;
};
struct ThrowingFamily {
  struct ThrowingBlock {
    ThrowingHandle series(std::size_t) const noexcept;
  };
  ThrowingBlock block(OpenLabelValues) const;
  ThrowingHandle rejected_series() const;
};
struct WithThrowingCounters : LoggingSink {
  ThrowingFamily counter(const FamilyDescriptor&) const;
};
struct WithMutableFactories {
  Family counter(const FamilyDescriptor&);
  Family gauge(const FamilyDescriptor&);
  Family histogram(const FamilyDescriptor&);
  Family summary(const FamilyDescriptor&);
};

}  // namespace

TEST_CASE("a sink is what takes all three types of metric, and is copyable") {
  STATIC_REQUIRE(isometric::MetricsSink<LoggingSink>);
  STATIC_REQUIRE(isometric::diagnose_sink<LoggingSink>());
  STATIC_REQUIRE_FALSE(isometric::MetricsSink<int>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSink<NotCopyable>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSink<WithoutGauges>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSink<WithThrowingCounters>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSink<WithMutableFactories>);
}

TEST_CASE("a sink is told everything about a family, once") {
  const LoggingSink sink;
  const isometric::Counter<LoggingSink, Group, Outcome, Ready> moves(
      sink, "app_read_bytes_total", "Bytes.", isometric::FamilyOptions{.max_series = 7});
  CHECK(sink.take() == Calls{"counter app_read_bytes_total 'Bytes.' unit 'bytes' cap 7 group "
                             "result=failed;none;done; ready=false;true;"});
  const isometric::Gauge<LoggingSink, Zone> nodes(sink, "app_nodes", "Nodes.");
  CHECK(sink.take() == Calls{"gauge app_nodes 'Nodes.' unit '' cap 0 zone"});
  const isometric::Histogram<LoggingSink, Group> sizes(sink, "app_wait_seconds", "Wait.",
                                                       isometric::buckets(1, 2.5));
  CHECK(sink.take() ==
        Calls{"histogram app_wait_seconds 'Wait.' unit 'seconds' cap 0 group 1.000000 2.500000"});
}

TEST_CASE("a sink is told where an instrument was declared") {
  struct SiteSink : LoggingSink {
    Family counter(const FamilyDescriptor& family) const {
      log->calls.push_back(std::string(family.declared_at.file) + ":" +
                           std::to_string(family.declared_at.line));
      return {std::string(family.name), log.get()};
    }
  };
  const SiteSink sink;
  const unsigned line = __LINE__ + 1;
  const isometric::Counter<SiteSink, Group> moves(sink, "app_moves_total", "Moves.");
  CHECK(sink.take() == Calls{__FILE__ ":" + std::to_string(line)});
}

TEST_CASE("a family with closed labels only asks for its one block when it is made") {
  const LoggingSink sink;
  const isometric::Counter<LoggingSink, Outcome, Ready> moves(sink, "app_moves_total", "Moves.");
  const isometric::Gauge<LoggingSink> nodes(sink, "app_nodes", "Nodes.");
  const auto declared = sink.take();
  REQUIRE(declared.size() == 4);
  CHECK(declared[1] == "block app_moves_total");
  CHECK(declared[3] == "block app_nodes");
  moves.labels(Result::done, true).inc();
  nodes.set(2);
  CHECK(sink.take() == Calls{"app_moves_total#5 inc", "app_nodes#0 set 2.000000"});
}

TEST_CASE("the closed index counts in row-major order, the open values in order of declaration") {
  const LoggingSink sink;
  const isometric::Counter<LoggingSink, Zone, Outcome, Group, Way, Ready> moves(
      sink, "app_moves_total", "Moves.");
  sink.take();
  std::size_t index = 0;
  for (const auto result : {Result::failed, Result::none, Result::done}) {
    for (const auto way : {Direction::up, Direction::down}) {
      for (const bool ready : {false, true}) {
        moves.labels("z", result, "g", way, ready).inc();
        const std::string series = "app_moves_total/z/g#" + std::to_string(index++);
        CHECK(sink.take() == Calls{"block app_moves_total/z/g", series + " inc"});
      }
    }
  }
}

TEST_CASE("what fails a check reaches a sink as a refusal, and only so") {
  const LoggingSink sink;
  const isometric::Counter<LoggingSink> counter(sink, "app_moves_total", "Moves.");
  const isometric::Gauge<LoggingSink> gauge(sink, "app_nodes", "Nodes.");
  const isometric::Histogram<LoggingSink> histogram(sink, "app_size", "Sizes.");
  sink.take();
  counter.inc(not_a_number);
  counter.inc(-1);
  gauge.inc(not_a_number);
  gauge.dec(not_a_number);
  histogram.observe(not_a_number);
  CHECK(sink.take() == Calls{"app_moves_total#0 refuse", "app_moves_total#0 refuse",
                             "app_nodes#0 refuse", "app_nodes#0 refuse", "app_size#0 refuse"});
  gauge.inc();
  gauge.dec();
  CHECK(sink.take() == Calls{"app_nodes#0 inc 1.000000", "app_nodes#0 dec 1.000000"});
}

TEST_CASE("a value outside of a closed set asks a sink for its rejected series, not for a block") {
  const LoggingSink sink;
  const isometric::Counter<LoggingSink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  sink.take();
  moves.labels("a", static_cast<Direction>(2)).inc();
  CHECK(sink.take() == Calls{"app_moves_total rejected inc"});
}
