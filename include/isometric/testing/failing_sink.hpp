#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/testing/detail/failing_family.hpp>
#include <isometric/testing/detail/failure_plan.hpp>
#include <isometric/testing/induced_failure.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace isometric::inline v1::testing {

/// A sink over another that fails when it is told to: for tests of what a component does then.
///
///     const FailingSink sink{RegistrySink{}};
///     sink.fail_at(3);  // the third operation from now on
///     CHECK_THROWS_AS(Server(sink), InducedFailure);
///
/// An operation is what may throw in a sink: declaring a family, looking up a block or a rejected
/// series, removing or acquiring a series, adding a callback. Updates cannot fail, nor can reading.
/// The operation that fails does not reach the sink inside; those after it do, until the sink is
/// told to fail again. Copies, the removable half and all families count together.
///
/// To try every operation in turn, see for_each_failure.hpp. Thread-safe if the other sink is.
template <MetricsSink Inner>
class FailingSink : public detail::SinkOver<Inner> {
 public:
  explicit FailingSink(Inner inner = Inner{})
      : FailingSink(std::move(inner), std::make_shared<internal::FailurePlan>()) {}

  /// Makes the operation fail that is the `operation`th from now on, counted from 1, instead of
  /// what was asked for before. Throws std::invalid_argument if it is 0.
  void fail_at(std::size_t operation, FailureKind kind = FailureKind::induced_failure) const {
    plan_->fail_at(operation, kind);
  }
  void never_fail() const noexcept { plan_->never_fail(); }

  /// How many operations there have been, failed ones included.
  [[nodiscard]] std::size_t operations() const noexcept { return plan_->operations(); }

  /// What failed since the last fail_at(), such as `operation 3, look-up in app_requests_total`;
  /// empty if nothing has yet.
  [[nodiscard]] std::string failed_operation() const { return plan_->failed_operation(); }

  auto counter(const FamilyDescriptor& family) const {
    return declare(family, [&] { return this->inner().counter(family); });
  }
  auto gauge(const FamilyDescriptor& family) const {
    return declare(family, [&] { return this->inner().gauge(family); });
  }
  auto histogram(const FamilyDescriptor& family) const {
    return declare(family, [&] { return this->inner().histogram(family); });
  }
  auto summary(const FamilyDescriptor& family) const {
    return declare(family, [&] { return this->inner().summary(family); });
  }

  [[nodiscard]] auto removable() const
    requires RemovableSink<Inner>
  {
    return FailingSink<detail::RemovableHalf<Inner>>(this->inner().removable(), plan_);
  }

  auto callback_counter(const FamilyDescriptor& family) const
    requires CallbackSink<Inner>
  {
    return declare(family, [&] { return this->inner().callback_counter(family); });
  }
  auto callback_gauge(const FamilyDescriptor& family) const
    requires CallbackSink<Inner>
  {
    return declare(family, [&] { return this->inner().callback_gauge(family); });
  }

 private:
  template <MetricsSink>
  friend class FailingSink;

  FailingSink(Inner inner, std::shared_ptr<internal::FailurePlan> plan)
      : detail::SinkOver<Inner>(std::move(inner)), plan_(std::move(plan)) {}

  template <class Declare>
  auto declare(const FamilyDescriptor& family, Declare declare) const {
    using Family = decltype(declare());
    plan_->pass("declaration of", family.name);
    if constexpr (RemovableFamily<Family>) {
      return internal::RemovableFailingFamily<Family>(declare(), plan_, family.name);
    } else if constexpr (detail::HasBlocks<Family>) {
      return internal::FailingFamily<Family>(declare(), plan_, family.name);
    } else {
      return internal::CallbackFailingFamily<Family>(declare(), plan_, family.name);
    }
  }

  std::shared_ptr<internal::FailurePlan> plan_;
};

}  // namespace isometric::inline v1::testing
