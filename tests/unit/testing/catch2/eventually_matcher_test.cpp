#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2/change_matchers.hpp>
#include <isometric/testing/catch2/eventually_matcher.hpp>
#include <isometric/testing/catch2/value_matchers.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

using isometric::ManualClock;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::Changes;
using isometric::testing::Eventually;
using isometric::testing::HasValue;
using isometric::testing::IncreasedBy;
using isometric::testing::NothingChanged;
using isometric::testing::OnlyChanged;
using namespace std::chrono_literals;
using test_support::Contains;

namespace {

/// Jobs that are done, one a millisecond, while the test waits.
struct PatientTest {
  RegistrySink sink;
  isometric::Gauge<RegistrySink> jobs{sink, "app_jobs", "Jobs."};
  ManualClock clock;

  auto work_on() const {
    return [this](std::chrono::nanoseconds time) {
      clock.advance(time);
      jobs.dec(static_cast<double>(time / 1ms));
    };
  }

  template <class Matcher>
  auto eventually(Matcher matcher, std::chrono::nanoseconds timeout) const {
    return Eventually(std::move(matcher), timeout, clock, work_on());
  }
};

}  // namespace

TEST_CASE("Eventually() matches a sink of which a snapshot comes to match") {
  const PatientTest test;
  test.jobs.set(15);
  CHECK_THAT(test.sink, test.eventually(HasValue(test.jobs.series(), 0), 2s));
  CHECK(test.clock.now().time_since_epoch() == 15ms);
}

TEST_CASE("Eventually() does not match what never comes, and tells of the last reading") {
  const PatientTest test;
  test.jobs.set(15);
  const auto matcher = test.eventually(HasValue(test.jobs.series(), 2), 20ms);
  CHECK(!matcher.match(test.sink));
  CHECK(matcher.toString() ==
        "\nafter 0.02 s, 6 readings: the last was\n"
        "app_jobs -5\n"
        "app_jobs is -5, expected 2");
}

TEST_CASE("Eventually() matches a function that returns what the matcher inside takes") {
  const PatientTest test;
  test.jobs.set(3);
  const auto text = [&] {
    return "jobs: " + std::to_string(snapshot(test.sink).value(test.jobs.series()));
  };
  CHECK_THAT(text, test.eventually(Contains("jobs: 0"), 2s));
  const auto in_vain = test.eventually(Contains("jobs: 9"), 0s);
  CHECK(!in_vain.match(text));
  CHECK_THAT(in_vain.toString(),
             Contains("after 0 s, 1 reading: the last was\n\"jobs: 0.000000\""));
}

TEST_CASE("Eventually() matches changes that come to match") {
  const PatientTest test;
  test.jobs.set(15);
  const Changes changes(test.sink);
  const auto jobs = test.jobs.series();
  CHECK_THAT(changes, test.eventually(OnlyChanged(jobs, -3), 2s));
  CHECK_THAT(changes, test.eventually(IncreasedBy(jobs, -10), 2s));
  const auto in_vain = test.eventually(NothingChanged(), 5ms);
  CHECK(!in_vain.match(changes));
  CHECK(in_vain.toString() ==
        "\nafter 0.005 s, 4 readings: the last was\n"
        "1 series changed\n"
        "  app_jobs 15 -> 0 (-15)\n"
        "should not have changed\n"
        "  app_jobs 15 -> 0 (-15)");
}

TEST_CASE("Eventually() takes matchers that are put together of others") {
  const PatientTest test;
  test.jobs.set(7);
  const auto jobs = test.jobs.series();
  CHECK_THAT(test.sink, test.eventually(HasValue(jobs, 4) || HasValue(jobs, 0), 2s));
  CHECK_THAT(test.sink, test.eventually(!HasValue(jobs, 0) && !HasValue(jobs, 4), 2s));
}

TEST_CASE("Eventually() reads any source, adaptors too") {
  const isometric::PrefixedSink sink(RegistrySink{}, "eu_");
  const isometric::Gauge<isometric::PrefixedSink<RegistrySink>> jobs(sink, "app_jobs", "Jobs.");
  std::thread worker([&] { jobs.set(1); });
  const auto done = Eventually(HasValue({"eu_app_jobs", {}}, 1), 1min);
  const bool is_done = done.match(sink);
  worker.join();
  CHECK(is_done);
  CHECK(done.toString() == "eventually as expected");
}
