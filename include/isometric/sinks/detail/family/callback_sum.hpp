#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>

namespace isometric::inline v1::detail {

/// What the functions of one series give together.
class CallbackSum {
 public:
  explicit CallbackSum(MetricType type) noexcept : type_(type) {}

  /// Calls a function, unless its registration has ended or one before it has failed.
  template <class Called>
  void add(Called& callback) {
    if (has_failed_) return;
    const auto outcome = callback.call();
    if (outcome.has_ended) return;
    if (outcome.is_inside) {
      is_left_out_ = true;
      return;
    }
    has_failed_ =
        !outcome.has_value || (type_ == MetricType::counter && !is_increment(outcome.value));
    if (has_failed_) return;
    total_ = sum(total_, outcome.value);
    has_value_ = true;
  }

  [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }

  /// Not if no function is left, if one has failed, or if it is one that scrapes: half a sum is no
  /// value.
  [[nodiscard]] bool has_value() const noexcept {
    return has_value_ && !has_failed_ && !is_left_out_;
  }
  [[nodiscard]] double value() const noexcept { return total_; }

 private:
  /// 0 and -0.0 are 0, which compilers may forget with -ffast-math.
  static double sum(double a, double b) noexcept {
    const double result = a + b;
    return double_of(is_equal(result, 0) ? 0 : bits_of(result));
  }

  MetricType type_;
  double total_ = 0;
  bool has_value_ = false;
  bool has_failed_ = false;
  bool is_left_out_ = false;
};

}  // namespace isometric::inline v1::detail
