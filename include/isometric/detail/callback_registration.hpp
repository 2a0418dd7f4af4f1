#pragma once

#include <atomic>
#include <cerrno>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace isometric {
inline namespace v1 {
namespace detail {

/// A function of the program's, which scrapes call until its registration ends; several at once, if
/// they come at once. No lock is held while it runs, nor while what it captured goes.
class Callback {
 public:
  struct Outcome {
    bool has_ended = false;
    std::optional<double> value;  ///< empty if the function threw, or called itself by a scrape
  };

  explicit Callback(std::function<double()> function) : function_(std::move(function)) {}

  /// Whoever calls must keep the object until the call has returned.
  Outcome call() {
    Call call{&errno, nullptr};
    {
      const std::lock_guard lock(mutex_);
      if (has_ended()) return {true, std::nullopt};
      // A scrape in the function comes back here, in the same thread: there is no value to give yet.
      if (is_called_by(call.thread)) return {};
      call.older = std::exchange(newest_, &call);
      running_.fetch_add(1, std::memory_order_relaxed);  // the lock orders it
    }
    ++calls_in_this_thread();
    Outcome outcome{false, value()};
    --calls_in_this_thread();
    std::function<double()> ended;  // let go of after the lock, as below
    {
      const std::lock_guard lock(mutex_);
      Call** place = &newest_;
      while (*place != &call) place = &(*place)->older;
      *place = call.older;
      running_.fetch_sub(1, std::memory_order_relaxed);  // as above
      if (has_ended() && newest_ == nullptr && !is_awaited_) ended.swap(function_);
    }
    running_.notify_all();
    return outcome;
  }

  /// From now on no call of it begins. Waits for those in other threads, unless this thread is
  /// inside of a callback itself: two that end each other would wait for ever. The function then
  /// goes with the last of its calls.
  void end() noexcept {
    std::function<double()> ended;  // let go of after the lock: its end may end others, or scrape
    std::unique_lock lock(mutex_);
    // relaxed: calls are ordered by the lock; others only ask in order to forget about it.
    has_ended_.store(true, std::memory_order_relaxed);
    is_awaited_ = calls_in_this_thread() == 0 && !is_called_by(&errno);
    while (is_awaited_ && newest_ != nullptr) {
      const int running = running_.load(std::memory_order_relaxed);  // the lock orders it
      lock.unlock();
      running_.wait(running, std::memory_order_relaxed);
      lock.lock();
    }
    if (newest_ == nullptr) ended.swap(function_);
    lock.unlock();
  }

  [[nodiscard]] bool has_ended() const noexcept {
    return has_ended_.load(std::memory_order_relaxed);  // as above
  }

 private:
  /// One call that runs. Where errno is tells threads apart, in whichever module; a thread_local of
  /// ours may be another one in each.
  struct Call {
    const int* thread;
    Call* older;
  };

  static int& calls_in_this_thread() noexcept {
    static thread_local int calls = 0;
    return calls;
  }

  [[nodiscard]] bool is_called_by(const int* thread) const noexcept {
    for (const Call* call = newest_; call != nullptr; call = call->older) {
      if (call->thread == thread) return true;
    }
    return false;
  }

  std::optional<double> value() {
#if defined(__cpp_exceptions)
    try {
      return function_();
    } catch (...) {
      return std::nullopt;
    }
#else
    return function_();
#endif
  }

  std::mutex mutex_;  ///< guards what is below; not held while the function is called
  std::function<double()> function_;
  Call* newest_ = nullptr;
  std::atomic<int> running_ = 0;  ///< how many calls there are, for end() to wait
  std::atomic<bool> has_ended_ = false;
  bool is_awaited_ = false;  ///< by end(), which then lets go of the function
};

/// Owns a callback's place in the scrapes. Can be moved, and default-constructed as none. Its end
/// waits for the calls that run in other threads, unless it comes from inside of a callback.
class CallbackRegistration {
 public:
  CallbackRegistration() noexcept = default;
  explicit CallbackRegistration(std::shared_ptr<Callback> callback) noexcept
      : callback_(std::move(callback)) {}
  CallbackRegistration(CallbackRegistration&&) noexcept = default;
  CallbackRegistration& operator=(CallbackRegistration&& other) noexcept {
    if (this != &other) {
      end();
      callback_ = std::move(other.callback_);
    }
    return *this;
  }
  ~CallbackRegistration() { end(); }

 private:
  void end() noexcept {
    if (callback_ != nullptr) callback_->end();
  }

  std::shared_ptr<Callback> callback_;
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
