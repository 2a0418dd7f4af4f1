#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/exposition/detail/text/plain_text.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/reading/detail/decimal_reading.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// How the numbers in `le` and `quantile` are spelt. They are part of a series' identity, which
/// must not depend on who prints it, and prometheus-cpp prints 16 digits. So all are rounded to 16
/// digits, except where two of one series would become the same.
template <class Number = double>
class LabelNumbers {
 public:
  /// OpenMetrics spells 1 as 1.0, which Prometheus makes of both.
  explicit LabelNumbers(ExpositionFormat format) noexcept : format_(format) {}

  /// The numbers are the given member of each sample. Keeps the texts for the next series with the
  /// same ones.
  template <class Sample>
  void set(const std::vector<Sample>& samples, double Sample::* number) {
    const auto is_same = [&](const Sample& sample, double before) {
      return bits_of(sample.*number) == bits_of(before);
    };
    if (std::ranges::equal(samples, numbers_, is_same)) return;
    numbers_.clear();
    for (const auto& sample : samples) numbers_.push_back(sample.*number);
    rounded_.clear();
    for (const double each : numbers_) rounded_.push_back(round(each));
    texts_.clear();
    ends_.clear();
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      append(i);
      ends_.push_back(texts_.size());
    }
    texts_.append(copy_slack, ' ');  // what copy_padded() reads beyond
  }

  [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(texts_).substr(begin, ends_[index] - begin);
  }

 private:
  /// What is infinite or NaN stays so, and what would become infinite stays as it is.
  static double round(double number) {
    char digits[longest_number];
    const char* const end = write_digits(digits, number);
    return read_decimal({digits, end}).value_or(number);
  }

  void append(std::size_t index) {
    const bool is_ambiguous =
        (index > 0 && is_equal(rounded_[index], rounded_[index - 1])) ||
        (index + 1 < rounded_.size() && is_equal(rounded_[index], rounded_[index + 1]));
    char text[longest_number];
    char* end = nullptr;
    if (format_ == ExpositionFormat::openmetrics) {
      end = write_canonical_number(text, is_ambiguous ? numbers_[index] : rounded_[index]);
    } else {
      end = write_digits(text, numbers_[index], is_ambiguous ? 17 : 16);
    }
    texts_.append(text, end);
  }

  const ExpositionFormat format_;
  std::vector<Number> numbers_;
  std::vector<Number> rounded_;
  std::string texts_;
  std::vector<std::size_t> ends_;
};

}  // namespace isometric::inline v1::detail
