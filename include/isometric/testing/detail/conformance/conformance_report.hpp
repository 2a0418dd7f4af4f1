#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing::internal {

/// What checks found: for each one that failed, its sentence and the first thing that was wrong.
class ConformanceReport {
 public:
  /// Runs a check, and says whether it has passed. It fails if it throws.
  template <class Check>
  bool run(std::string sentence, Check run_check) {
    sentence_ = std::move(sentence);
    has_failed_ = false;
#if defined(__cpp_exceptions)
    try {
      run_check();
    } catch (const std::exception& error) {
      fail(std::string("it threw: ") + error.what());
    } catch (...) {
      fail("it threw what is no std::exception");
    }
#else
    run_check();
#endif
    return !has_failed_;
  }

  void fail(const std::string& explanation) {
    if (!has_failed_) failures_.push_back(sentence_ + ": " + explanation);
    has_failed_ = true;
  }

  void expect(bool holds, std::string_view explanation) {
    if (!holds) fail(std::string(explanation));
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(failures_); }

 private:
  std::vector<std::string> failures_;
  std::string sentence_;
  bool has_failed_ = false;
};

}  // namespace isometric::inline v1::testing::internal
