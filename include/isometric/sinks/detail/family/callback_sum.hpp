#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/sinks/detail/family/callback_registration.hpp>

#include <optional>

namespace isometric::inline v1::detail {

/// What the functions of one series give together.
class CallbackSum {
 public:
  explicit CallbackSum(MetricType type) noexcept : type_(type) {}

  /// Calls a function, unless its registration has ended or one before it has failed.
  void add(Callback& callback) {
    if (has_failed_) return;
    const Callback::Outcome outcome = callback.call();
    if (outcome.has_ended) return;
    has_failed_ = !outcome.value || (type_ == MetricType::counter && !is_increment(*outcome.value));
    if (!has_failed_) total_ = sum(total_.value_or(0), *outcome.value);
  }

  [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }

  /// Empty if no function is left, or if one has failed: half a sum is no value.
  [[nodiscard]] std::optional<double> value() const noexcept {
    return has_failed_ ? std::nullopt : total_;
  }

 private:
  /// 0 and -0.0 are 0, which compilers may forget with -ffast-math.
  static double sum(double a, double b) noexcept {
    const double result = a + b;
    return double_of(is_equal(result, 0) ? 0 : bits_of(result));
  }

  MetricType type_;
  std::optional<double> total_;
  bool has_failed_ = false;
};

}  // namespace isometric::inline v1::detail
