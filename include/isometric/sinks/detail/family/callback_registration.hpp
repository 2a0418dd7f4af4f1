#pragma once

#include <isometric/description/detail/raise.hpp>

#include <atomic>
#include <cerrno>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// A function of the program's, which scrapes call until its registration ends; several at once, if
/// they come at once. No lock is held while it runs, nor while what it captured goes. Virtual: a
/// module may have a calls_in_this_thread() of its own, and to call and to end run in that which
/// made the callback, whoever scrapes or owns the registration. A template, as is what uses it, so
/// that only who declares callbacks compiles it.
template <class Function = std::function<double()>>
class Callback {
 public:
  struct Outcome {
    bool has_ended = false;
    bool is_inside = false;  ///< of itself, by a scrape: there is no value yet
    bool has_value = false;  ///< not if the function threw
    double value = 0;
  };

  explicit Callback(Function function) : function_(std::move(function)) {}
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  virtual ~Callback() = default;

  /// Whoever calls must keep the object until the call has returned.
  virtual Outcome call() {
    const int* const thread = &errno;
    {
      const std::lock_guard lock(mutex_);
      if (has_ended()) return {.has_ended = true};
      // A scrape in the function comes back here, in the same thread.
      if (is_called_by(thread)) return {.is_inside = true};
      callers_.push_back(thread);
    }
    ++calls_in_this_thread();
    const Outcome outcome = value();
    --calls_in_this_thread();
    Function ended;  // let go of after the lock, as below
    {
      const std::lock_guard lock(mutex_);
      callers_.erase(call_by(thread));
      returns_.fetch_add(1, std::memory_order_relaxed);  // the lock orders it
      if (has_ended() && callers_.empty() && !is_awaited_) ended.swap(function_);
    }
    returns_.notify_all();
    return outcome;
  }

  /// From now on no call of it begins. Waits for those in other threads, unless this thread is
  /// inside of a callback itself: two that end each other would wait for ever. The function then
  /// goes with the last of its calls. `is_inside` is what the module of the end knows of that.
  virtual void end(bool is_inside) noexcept {
    Function ended;  // let go of after the lock: what it owns may end others
    std::unique_lock lock(mutex_);
    // relaxed: calls are ordered by the lock; others only ask in order to forget about it.
    has_ended_.store(true, std::memory_order_relaxed);
    is_awaited_ = !is_inside && !is_inside_of_one() && !is_called_by(&errno);
    while (is_awaited_ && !callers_.empty()) {
      const unsigned returns = returns_.load(std::memory_order_relaxed);  // the lock orders it
      lock.unlock();
      returns_.wait(returns, std::memory_order_relaxed);
      lock.lock();
    }
    if (callers_.empty()) ended.swap(function_);
  }

  [[nodiscard]] bool has_ended() const noexcept {
    return has_ended_.load(std::memory_order_relaxed);  // as above
  }

  /// Whether this thread is inside of a callback that this module has made.
  static bool is_inside_of_one() noexcept { return calls_in_this_thread() > 0; }

 private:
  static int& calls_in_this_thread() noexcept {
    static thread_local int calls = 0;
    return calls;
  }

  [[nodiscard]] bool is_called_by(const int* thread) const noexcept {
    return call_by(thread) != callers_.end();
  }
  [[nodiscard]] std::vector<const int*>::const_iterator call_by(const int* thread) const noexcept {
    auto call = callers_.begin();
    while (call != callers_.end() && *call != thread) ++call;
    return call;
  }

  Outcome value() {
    return try_or([&] { return Outcome{.has_value = true, .value = function_()}; },
                  [] { return Outcome{}; });
  }

  std::mutex mutex_;  ///< guards what is below; not held while the function is called
  Function function_;
  /// The threads that are in the function, each by where its errno is: a thread_local of ours may
  /// be another one in each module.
  std::vector<const int*> callers_;
  std::atomic<unsigned> returns_ = 0;  ///< how many calls there have been, for end() to wait
  std::atomic<bool> has_ended_ = false;
  bool is_awaited_ = false;  ///< by end(), which then lets go of the function
};

/// Owns a callback's place in the scrapes. Can be moved, and default-constructed as none. Its end
/// waits for the calls that run in other threads, unless it comes from inside of a callback.
template <class Called = Callback<>>
class CallbackRegistration {
 public:
  CallbackRegistration() noexcept = default;
  explicit CallbackRegistration(std::shared_ptr<Called> callback) noexcept
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
    if (callback_ != nullptr) callback_->end(Called::is_inside_of_one());
  }

  std::shared_ptr<Called> callback_;
};

}  // namespace isometric::inline v1::detail
