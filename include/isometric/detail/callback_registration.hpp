#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace isometric {
inline namespace v1 {
namespace detail {

/// A function of the program's, which scrapes call until its registration ends.
class Callback {
 public:
  struct Outcome {
    bool has_ended = false;
    std::optional<double> value;  ///< empty if the function threw, or called itself by a scrape
  };

  explicit Callback(std::function<double()> function) : function_(std::move(function)) {}

  Outcome call() {
    std::function<double()> ended;  // let go of after the lock: it may own other registrations
    std::unique_lock lock(mutex_, std::defer_lock);
    if (calls_in_this_thread() == 0) {
      lock.lock();
    } else if (!lock.try_lock()) {
      return {};  // a function that scrapes must not wait for one that waits for its own value
    }
    if (has_ended()) return {true, std::nullopt};
    // A scrape in the function comes back here, in the same thread: there is no value to give yet.
    if (is_running_) return {};
    is_running_ = true;
    ++calls_in_this_thread();
    Outcome outcome{false, value()};
    --calls_in_this_thread();
    is_running_ = false;
    if (has_ended()) ended.swap(function_);  // its registration has ended in the meantime
    return outcome;
  }

  /// From now on no call of it begins. Waits for a call in another thread, unless this thread is
  /// inside of a callback itself: two that end each other would wait for ever.
  void end() noexcept {
    std::function<double()> ended;  // let go of after the lock: it may own other registrations
    std::unique_lock lock(mutex_, std::defer_lock);
    if (calls_in_this_thread() == 0) {
      lock.lock();
    } else {
      static_cast<void>(lock.try_lock());
    }
    // relaxed: calls are ordered by the mutex, or are not waited for; others only ask in order to
    // forget about it.
    has_ended_.store(true, std::memory_order_relaxed);
    // Who has the lock otherwise lets go of the function, or the next scrape does.
    if (lock.owns_lock() && !is_running_) ended.swap(function_);
  }

  [[nodiscard]] bool has_ended() const noexcept {
    return has_ended_.load(std::memory_order_relaxed);  // as above
  }

 private:
  static int& calls_in_this_thread() noexcept {
    static thread_local int calls = 0;
    return calls;
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

  std::recursive_mutex mutex_;  ///< held during a call; guards what is below
  std::function<double()> function_;
  bool is_running_ = false;
  std::atomic<bool> has_ended_ = false;
};

/// Owns a callback's place in the scrapes. Can be moved, and default-constructed as none. Its end
/// waits for a call that runs in another thread, unless it comes from inside of a callback.
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
