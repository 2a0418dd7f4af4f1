#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace homecluster::program {

/// Does something again and again on a thread of its own, first when one period has passed. The
/// destructor lets a run that has begun end, and waits for no other.
class PeriodicTask {
 public:
  /// `task` must not throw.
  PeriodicTask(std::chrono::nanoseconds period, std::function<void()> task)
      : thread_{[period, task = std::move(task)](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any wake_up;
          std::unique_lock lock{mutex};
          while (!wake_up.wait_for(lock, stop, period, [&] { return stop.stop_requested(); })) {
            task();
          }
        }} {}

 private:
  std::jthread thread_;
};

}  // namespace homecluster::program
