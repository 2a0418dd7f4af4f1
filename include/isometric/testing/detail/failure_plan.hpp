#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/testing/induced_failure.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

namespace isometric::inline v1::testing::internal {

/// Which operation of a FailingSink fails; shared by its copies and families. Thread-safe.
class FailurePlan {
 public:
  void fail_at(std::size_t operation, FailureKind kind) {
    if (operation == 0 || operation > (std::numeric_limits<std::int64_t>::max)()) {
      detail::raise(std::invalid_argument(
          "isometric: FailingSink: fail_at() counts operations from 1, and was asked for " +
          std::to_string(operation)));
    }
    {
      const std::lock_guard lock(mutex_);
      failed_operation_.clear();
    }
    kind_.store(kind, std::memory_order_relaxed);
    // Release: whoever counts down to 0 throws what was asked for along with the number.
    left_.store(static_cast<std::int64_t>(operation), std::memory_order_release);
  }

  void never_fail() noexcept { left_.store(0, std::memory_order_relaxed); }  // nothing goes with it

  /// Counts an operation. Throws if it is the one to fail.
  void pass(std::string_view what, std::string_view metric) {
    // Not a mutex: it would put in an order, and so hide, what races in the code under test.
    const auto number = operations_.fetch_add(1, std::memory_order_relaxed) + 1;  // a number only
    if (left_.fetch_sub(1, std::memory_order_acquire) == 1) fail(number, what, metric);
  }

  [[nodiscard]] std::size_t operations() const noexcept {
    return operations_.load(std::memory_order_relaxed);  // a number only
  }

  [[nodiscard]] std::string failed_operation() const {
    const std::lock_guard lock(mutex_);
    return failed_operation_;
  }

 private:
  void fail(std::size_t number, std::string_view what, std::string_view metric) {
    const std::string operation = "operation " + std::to_string(number) + ", " + std::string(what) +
                                  ' ' + std::string(metric);
    {
      const std::lock_guard lock(mutex_);
      failed_operation_ = operation;
    }
    // Relaxed: counting down has acquired what fail_at() stored.
    if (kind_.load(std::memory_order_relaxed) == FailureKind::bad_alloc) {
      detail::raise(std::bad_alloc());
    }
    detail::raise(InducedFailure(operation));
  }

  std::atomic<std::size_t> operations_ = 0;
  std::atomic<std::int64_t> left_ = 0;  ///< until the one that fails; 0 or less: none will
  std::atomic<FailureKind> kind_ = FailureKind::induced_failure;
  mutable std::mutex mutex_;      ///< guards the string
  std::string failed_operation_;  ///< since fail_at(); empty: none yet
};

}  // namespace isometric::inline v1::testing::internal
