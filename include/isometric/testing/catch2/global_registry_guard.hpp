#pragma once

// In Catch2 2, listeners are there only for those who ask before they include anything of Catch2.
#if __has_include(<catch2/reporters/catch_reporter_event_listener.hpp>)
#include <catch2/catch_test_case_info.hpp>
#include <catch2/interfaces/catch_interfaces_reporter.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#else
#if !defined(CATCH_CONFIG_EXTERNAL_INTERFACES)
#if defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED)
#error "isometric: include <isometric/testing/catch2/global_registry_guard.hpp> before Catch2 2"
#endif
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#endif
#include <catch2/catch.hpp>
#endif

#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/global_registry_watch.hpp>

#include <atomic>
#include <cstddef>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace isometric::inline v1::testing {

#if __has_include(<catch2/reporters/catch_reporter_event_listener.hpp>)
using CatchListener = Catch::EventListenerBase;
#else
using CatchListener = Catch::TestEventListenerBase;
#endif

/// A Catch2 listener that reports each test case that touched the registry of the process or
/// GlobalShardedSink: what it counts there, the next one finds. In one file of the test program:
///
///     #include <isometric/testing/catch2/global_registry_guard.hpp>
///     CATCH_REGISTER_LISTENER(isometric::testing::GlobalRegistryGuard)
///
/// A test case that means to carries the tag `[global_registry]`. A report goes to std::cerr:
///
///     isometric: a test touched the process-wide registry
///       server_test.cpp:57: a request is counted
///       app_requests_total{code="200"} absent -> 1 (+1)
///
/// Listeners cannot fail a test. A main of one's own fails the run with exit_code(); ctest does
/// with FAIL_REGULAR_EXPRESSION "a test touched the process-wide registry".
class GlobalRegistryGuard : public CatchListener {
 public:
  using CatchListener::CatchListener;

  /// How many test cases were reported so far.
  [[nodiscard]] static std::size_t reports() noexcept {
    return reports_.load(std::memory_order_relaxed);  // a number only
  }

  /// What main() is to return, given what the session returned: that, but 1 for a success with
  /// reports.
  [[nodiscard]] static int exit_code(int result) noexcept {
    return result == 0 && reports() > 0 ? 1 : result;
  }

  void testCaseStarting(const Catch::TestCaseInfo& test) override {
    CatchListener::testCaseStarting(test);
    watch_.reset();
    if (test.tagsAsString().find("[global_registry]") != std::string::npos) return;
    std::ostringstream text;
    text << test.lineInfo << ": " << test.name;
    test_ = text.str();
    watch_.emplace();
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    if (watch_) report(watch_->touched());
    watch_.reset();
    CatchListener::testCaseEnded(stats);
  }

 private:
  void report(const std::vector<SeriesChange>& touched) const {
    if (touched.empty()) return;
    reports_.fetch_add(1, std::memory_order_relaxed);  // a number only
    std::cerr << "isometric: a test touched the process-wide registry\n  " << test_;
    std::string lines;
    detail::append_short_list(lines, touched.size(), [&](std::size_t i) {
      std::ostringstream line;
      line << touched[i];
      return line.str();
    });
    std::cerr << lines << '\n' << std::flush;
  }

  inline static std::atomic<std::size_t> reports_ = 0;
  std::string test_;
  std::optional<GlobalRegistryWatch> watch_;  ///< none between test cases, and for exempt ones
};

}  // namespace isometric::inline v1::testing
