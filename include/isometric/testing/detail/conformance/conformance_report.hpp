#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What checks found: for each one that failed, its sentence and the first thing that was wrong.
class ConformanceReport {
 public:
  /// Runs a check, and says whether it has passed. It fails if it throws.
  bool run(std::string sentence, const std::function<void()>& run_check) {
    sentence_ = std::move(sentence);
    has_failed_ = false;
#if defined(__cpp_exceptions)
    try {
      run_check();
    } catch (const std::exception& error) {
      fail(joined({"it threw: ", error.what()}));
    } catch (...) {
      fail("it threw what is no std::exception");
    }
#else
    run_check();
#endif
    return !has_failed_;
  }

  void fail(std::string_view explanation) {
    if (!has_failed_) failures_.push_back(joined({sentence_, ": ", explanation}));
    has_failed_ = true;
  }

  void expect(bool holds, std::string_view explanation) {
    if (!holds) fail(explanation);
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(failures_); }

 private:
  std::vector<std::string> failures_;
  std::string sentence_;
  bool has_failed_ = false;
};

inline constexpr std::size_t conformance_threads = 4;

/// Runs `work(index)` in several threads that start at one moment; fails the check if one of them
/// throws. What the checks cannot see themselves, a build with the thread sanitizer does.
inline void run_in_threads(ConformanceReport& report,
                           const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> missing = conformance_threads;
  std::atomic<bool> has_thrown = false;
  std::vector<std::thread> threads;
  for (std::size_t index = 0; index < conformance_threads; ++index) {
    threads.emplace_back([&, index] {
      --missing;
      while (missing > 0) std::this_thread::yield();
      try_or([&] { work(index); }, [&] { has_thrown = true; });
    });
  }
  for (auto& thread : threads) thread.join();
  report.expect(!has_thrown, "a thread ended with an exception");
}

}  // namespace isometric::inline v1::detail
