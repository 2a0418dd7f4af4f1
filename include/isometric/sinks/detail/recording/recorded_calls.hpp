#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/call_log.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The calls that a RecordingSink takes, and the one lock under which each is written down and
/// takes effect, so that what a snapshot shows is a moment in the log.
class RecordedCalls {
 public:
  RecordedCalls() = default;
  RecordedCalls(const RecordedCalls&) = delete;
  RecordedCalls& operator=(const RecordedCalls&) = delete;

  /// Guards the log, and all families and series of the sink.
  [[nodiscard]] std::unique_lock<std::mutex> lock() const { return std::unique_lock(mutex_); }

  /// Under the lock: so that the next `count` calls of add() lose nothing. Comes before whatever
  /// they write down takes effect.
  void reserve(std::size_t count) {
    const std::size_t needed = calls_.size() + count;
    if (needed > calls_.capacity()) calls_.reserve((std::max)(needed, 2 * calls_.capacity()));
  }

  /// Under the lock. Without memory the call is lost, and whoever asks for the log is told: updates
  /// and ends cannot throw. `series` must live as long as the calls.
  void add(Operation operation, const SeriesSelector& series, double value = 0,
           std::uint64_t times = 1) noexcept {
    const auto write_down = [&] {
      reserve(1);
      calls_.push_back({next_sequence_, operation, &series, value, {}, times});
      ++next_sequence_;
    };
    try_or(write_down, [&] { has_lost_calls_ = true; });
  }

  void mark(std::string text) {
    const auto held = lock();
    calls_.push_back({next_sequence_, Operation::mark, &no_series_, 0, std::move(text), 1});
    ++next_sequence_;
  }

  void clear() {
    const auto held = lock();
    calls_.clear();
    has_lost_calls_ = false;
  }

  /// Throws std::bad_alloc as long as a call is missing from it.
  [[nodiscard]] CallLog log() const {
    std::vector<RecordedCall> copies;
    const auto held = lock();
    if (has_lost_calls_) raise(std::bad_alloc());
    copies.reserve(calls_.size());
    for (const Call& call : calls_) {
      copies.push_back(
          {call.sequence, call.operation, *call.series, call.value, call.text, call.times});
    }
    return CallLog(std::move(copies));
  }

 private:
  /// A RecordedCall that costs no copy of its series.
  struct Call {
    std::uint64_t sequence;
    Operation operation;
    const SeriesSelector* series;
    double value;
    std::string text;
    std::uint64_t times;
  };

  mutable std::mutex mutex_;
  std::vector<Call> calls_;
  std::uint64_t next_sequence_ = 1;
  bool has_lost_calls_ = false;
  const SeriesSelector no_series_{""};
};

}  // namespace isometric::inline v1::detail
