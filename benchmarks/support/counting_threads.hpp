#pragma once

#include <barrier>
#include <cstddef>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

namespace benchmarks {

/// Threads that count something when they are told to, and live on until this goes.
class CountingThreads {
 public:
  CountingThreads(unsigned threads, std::function<void()> count)
      : count_(std::move(count)), all_(static_cast<std::ptrdiff_t>(threads) + 1) {
    for (unsigned i = 0; i < threads; ++i) workers_.emplace_back([this] { work(); });
    all_.arrive_and_wait();  // they run
  }
  ~CountingThreads() { all_.arrive_and_wait(); }

  CountingThreads(const CountingThreads&) = delete;
  CountingThreads& operator=(const CountingThreads&) = delete;

  /// Once. Returns when all have counted.
  void count() {
    all_.arrive_and_wait();
    all_.arrive_and_wait();
  }

 private:
  void work() {
    all_.arrive_and_wait();
    all_.arrive_and_wait();  // count() is called
    count_();
    all_.arrive_and_wait();
    all_.arrive_and_wait();  // this goes
  }

  std::function<void()> count_;
  std::barrier<> all_;
  std::vector<std::jthread> workers_;
};

}  // namespace benchmarks
