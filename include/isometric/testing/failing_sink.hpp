#pragma once

#include <isometric/adaptors/detail/redescribing_sink.hpp>
#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1 {
namespace testing {

/// What a FailingSink throws.
class InducedFailure : public std::runtime_error {
 public:
  /// `operation` says which one failed, as FailingSink::failed_operation() does.
  explicit InducedFailure(const std::string& operation)
      : std::runtime_error("isometric: induced failure of " + operation) {}
};

/// How a FailingSink fails.
enum class FailureKind : unsigned char {
  induced_failure,  ///< throws InducedFailure
  bad_alloc,        ///< throws std::bad_alloc, for code that has an answer of its own to that
};

}  // namespace testing

namespace detail {

/// Which operation of a FailingSink fails; shared by its copies and families. Thread-safe.
class FailurePlan {
 public:
  void fail_at(std::size_t operation, testing::FailureKind kind) {
    if (operation == 0 || operation > (std::numeric_limits<std::int64_t>::max)()) {
      raise(std::invalid_argument(
          joined({"isometric: FailingSink: fail_at() counts operations from 1, and was asked for ",
                  std::to_string(operation)})));
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
    const std::string operation =
        joined({"operation ", std::to_string(number), ", ", what, " ", metric});
    {
      const std::lock_guard lock(mutex_);
      failed_operation_ = operation;
    }
    // Relaxed: counting down has acquired what fail_at() stored.
    if (kind_.load(std::memory_order_relaxed) == testing::FailureKind::bad_alloc) {
      raise(std::bad_alloc());
    }
    raise(testing::InducedFailure(operation));
  }

  std::atomic<std::size_t> operations_ = 0;
  std::atomic<std::int64_t> left_ = 0;  ///< until the one that fails; 0 or less: none will
  std::atomic<testing::FailureKind> kind_ = testing::FailureKind::induced_failure;
  mutable std::mutex mutex_;      ///< guards the string
  std::string failed_operation_;  ///< since fail_at(); empty: none yet
};

/// A family of a FailingSink, with all that the one of the sink inside has; tells the plan of each
/// operation. Blocks, handles and registrations are the other's: what is done with them cannot
/// fail.
template <class Family>
class FailingFamily {
 public:
  FailingFamily(Family family, std::shared_ptr<FailurePlan> plan, std::string_view name)
      : family_(std::move(family)),
        plan_(std::move(plan)),
        name_(std::make_shared<const std::string>(name)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept
    requires HasDescriptor<Family>
  {
    return family_.descriptor();
  }

  auto block(OpenLabelValues values) const
    requires HasBlocks<Family>
  {
    return after("look-up in").block(values);
  }
  auto rejected_series() const
    requires HasBlocks<Family>
  {
    return after("rejected series of").rejected_series();
  }

  bool remove(OpenLabelValues values, std::size_t closed_index) const
    requires RemovableFamily<Family>
  {
    return after("removal from").remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const
    requires RemovableFamily<Family>
  {
    return after("removal from").remove_matching(matches);
  }
  auto acquire(OpenLabelValues values, std::size_t closed_index) const
    requires RemovableFamily<Family>
  {
    return after("acquisition in").acquire(values, closed_index);
  }
  template <class Series>
    requires RemovableFamily<Family>
  void release(const Series& acquired) const noexcept {
    family_.release(acquired);
  }

  template <class Function>
    requires(!HasBlocks<Family>)
  [[nodiscard]] auto add(OpenLabelValues values, std::size_t closed_index,
                         Function function) const {
    return after("callback for").add(values, closed_index, std::move(function));
  }
  [[nodiscard]] auto rejected_registration() const
    requires(!HasBlocks<Family>)
  {
    return after("rejected callback for").rejected_registration();
  }

 private:
  /// The family inside, unless this operation is the one to fail.
  [[nodiscard]] const Family& after(std::string_view what) const {
    plan_->pass(what, *name_);
    return family_;
  }

  Family family_;
  std::shared_ptr<FailurePlan> plan_;
  std::shared_ptr<const std::string> name_;  // shared, so that a copy cannot throw more than before
};

/// Declares families that fail as the plan says, unless the declaration is what is to fail.
struct FailingDeclaration {
  template <class Declare>
  auto operator()(const FamilyDescriptor& family, Declare declare) const {
    plan->pass("declaration of", family.name);
    return FailingFamily(declare(family), plan, family.name);
  }

  std::shared_ptr<FailurePlan> plan = std::make_shared<FailurePlan>();
};

}  // namespace detail

namespace testing {

/// A sink over another that fails when it is told to: for tests of what a component does then.
///
///     const FailingSink sink{RegistrySink{}};
///     sink.fail_at(3);  // the third operation from now on
///     CHECK_THROWS_AS(Server(sink), InducedFailure);
///
/// An operation is what may throw in a sink: declaring a family, looking up a block or a rejected
/// series, removing or acquiring a series, adding a callback. Updates cannot fail, nor can reading.
/// The operation that fails does not reach the sink inside; those after it do, until the sink is
/// told to fail again. Copies, the optional halves and all families count together.
///
/// To try every operation in turn, see for_each_failure.hpp. Thread-safe if the other sink is.
template <MetricsSink Inner>
class FailingSink : public detail::RedescribingSink<Inner, detail::FailingDeclaration> {
 public:
  explicit FailingSink(Inner inner = Inner{})
      : FailingSink::RedescribingSink(std::move(inner), detail::FailingDeclaration()) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  FailingSink(const FailingSink&) = default;
  FailingSink& operator=(const FailingSink&) = default;

  /// Makes the operation fail that is the `operation`th from now on, counted from 1, instead of
  /// what was asked for before. Throws std::invalid_argument if it is 0.
  void fail_at(std::size_t operation, FailureKind kind = FailureKind::induced_failure) const {
    plan().fail_at(operation, kind);
  }
  void never_fail() const noexcept { plan().never_fail(); }

  /// How many operations there have been, failed ones included.
  [[nodiscard]] std::size_t operations() const noexcept { return plan().operations(); }

  /// What failed since the last fail_at(), such as `operation 3, look-up in app_requests_total`;
  /// empty if nothing has yet.
  [[nodiscard]] std::string failed_operation() const { return plan().failed_operation(); }

 private:
  detail::FailurePlan& plan() const noexcept { return *this->change().plan; }
};

}  // namespace testing
}  // namespace isometric::inline v1
