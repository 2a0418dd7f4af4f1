#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/utf8.hpp>
#include <isometric/reading/detail/decimal_reading.hpp>
#include <isometric/reading/series_selector.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace isometric::inline v1::detail {

// What the numbers on a page mean.

/// A number as Prometheus reads it: decimal, `inf`, `infinity` or `nan`, these in any case of
/// letters. None if the text is no number, or too large a one.
template <class = void>
std::optional<double> read_number(std::string_view text) {
  const bool has_plus = text.starts_with('+');
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(has_plus || is_negative ? 1 : 0);
  if (equal_ignoring_case(digits, "inf") || equal_ignoring_case(digits, "infinity")) {
    return with_sign(infinity, is_negative);
  }
  if (equal_ignoring_case(text, "nan")) return not_a_number;
  if (digits.starts_with('-')) return std::nullopt;
  return read_decimal(has_plus ? digits : text);
}

/// A number of observations: whole, not negative, of 64 bits.
template <class = void>
std::optional<std::uint64_t> read_count(std::string_view text) {
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  const std::string_view rest = text.substr(static_cast<std::size_t>(stop - text.data()));
  const bool is_whole =  // as `5.0` is, too
      rest.empty() || (rest.starts_with('.') && rest.find_first_not_of('0', 1) == rest.npos);
  if (error == std::errc() && is_whole) return count;
  constexpr double limit = 18'446'744'073'709'551'616.0;  // 2^64
  const std::optional<double> value = read_number(text);  // `1e3` is whole as well
  if (!value || !is_at_most(0, *value) || !is_less(*value, limit) ||
      !is_equal(std::trunc(*value), *value)) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*value);
}

/// When a sample was taken, in the unit of its page. By its digits, of which it may have more than
/// a double: as 0.digits, times ten to some power.
class PageTime {
 public:
  /// The text is a finite number that read_number() reads.
  explicit PageTime(std::string_view text) : is_negative_(text.starts_with('-')) {
    if (is_negative_ || text.starts_with('+')) text.remove_prefix(1);
    digits_ = text.substr(0, text.find_first_of("eE"));
    text.remove_prefix(digits_.size());
    const std::size_t point = (std::min)(digits_.find('.'), digits_.size());
    if (point < digits_.size()) digits_.erase(point, 1);
    const std::size_t zeros = (std::min)(digits_.find_first_not_of('0'), digits_.size());
    digits_.erase(0, zeros);
    digits_.resize(digits_.find_last_not_of('0') + 1);  // to 0 if there is none
    if (digits_.empty()) {
      is_negative_ = false;
    } else {
      power_ =
          static_cast<std::int64_t>(point) - static_cast<std::int64_t>(zeros) + power_after(text);
    }
  }

  friend std::strong_ordering operator<=>(const PageTime& a, const PageTime& b) noexcept {
    if (a.is_negative_ != b.is_negative_) return b.is_negative_ <=> a.is_negative_;
    const PageTime& less_if_less = a.is_negative_ ? b : a;
    const PageTime& other = a.is_negative_ ? a : b;
    if (less_if_less.power_ != other.power_) return less_if_less.power_ <=> other.power_;
    return less_if_less.digits_.compare(other.digits_) <=> 0;
  }
  friend bool operator==(const PageTime&, const PageTime&) = default;

 private:
  /// Of `e5` 5, of nothing 0.
  static std::int64_t power_after(std::string_view exponent) noexcept {
    if (exponent.empty()) return 0;
    exponent.remove_prefix(exponent[1] == '+' ? 2 : 1);
    std::int64_t power = 0;
    const char* const end = exponent.data() + exponent.size();
    const bool fits = std::from_chars(exponent.data(), end, power).ec == std::errc();
    constexpr std::int64_t farthest = std::int64_t{1} << 62;
    if (!fits) power = exponent.starts_with('-') ? -farthest : farthest;
    return std::clamp(power, -farthest, farthest);
  }

  bool is_negative_;
  std::int64_t power_ = (std::numeric_limits<std::int64_t>::min)();  ///< of 0
  std::string digits_;  ///< neither the first nor the last is 0
};

/// One line of a page that gives a value. `Text` is std::string_view; it is a parameter so that who
/// reads no page does not compile it.
template <class Text>
struct PageSample {
  std::size_t line = 0;
  Text name;          ///< of the page's text, as is `number`
  LabelPairs labels;  ///< sorted
  Text number;
  double value = 0;
  std::optional<PageTime> timestamp;
  bool has_exemplar = false;
};

/// Reads a sample's line. The text format allows blanks between any two tokens but not at the end
/// of the line, OpenMetrics wants one space where there must be one, and none elsewhere.
template <class Text>
class SampleLineReader {
 public:
  SampleLineReader(Text line, bool is_openmetrics) noexcept
      : rest_(line), is_openmetrics_(is_openmetrics) {}

  /// False if the line is malformed; `problem()` says what is wrong.
  bool read(PageSample<Text>& sample) {
    skip_blanks();
    sample.name = take_until(is_openmetrics_ ? " {" : " \t{");
    if (!is_identifier(sample.name, true)) {
      return fail(joined({in_quotes(sample.name), " is no metric name"}));
    }
    skip_blanks();
    const bool has_labels = take("{");
    if (has_labels && !read_labels(sample.labels)) return false;
    if (is_openmetrics_ && !take(" ")) {
      return fail("there must be one space before the value");
    }
    skip_blanks();
    return read_number_token(sample.number, sample.value) && read_timestamp(sample) &&
           read_exemplar(sample);
  }

  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 private:
  template <class Problem>
  bool fail(Problem problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool take(Text expected) noexcept {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  Text take_until(Text ends) noexcept {
    const Text token = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(token.size());
    return token;
  }

  void skip_blanks() noexcept {
    if (is_openmetrics_) return;
    const std::size_t begin = rest_.find_first_not_of(" \t");
    rest_.remove_prefix(begin == rest_.npos ? rest_.size() : begin);
  }

  /// After the opening brace, up to and with the closing one.
  bool read_labels(LabelPairs& labels) {
    skip_blanks();
    while (!take("}")) {
      labels.push_back({});
      std::string& name = labels.back().first;
      std::string& value = labels.back().second;
      name = take_until(is_openmetrics_ ? "={},\"" : "={},\" \t");
      if (!is_identifier(name, false)) return fail(joined({in_quotes(name), " is no label name"}));
      if (name.compare("__name__") == 0) return fail("the label name '__name__' is reserved");
      skip_blanks();
      if (!take("="))
        return fail(joined({"there must be a '=' after the label name ", in_quotes(name)}));
      skip_blanks();
      if (!take("\""))
        return fail(joined({"the value of label ", in_quotes(name), " is not in quotes"}));
      if (!read_label_value(name, value)) return false;
      skip_blanks();
      if (take(",")) {
        skip_blanks();
        if (is_openmetrics_ && rest_.starts_with('}')) {
          return fail("there is a comma after the last label");
        }
      } else if (!rest_.starts_with('}')) {
        return fail(
            joined({"there must be a ',' or '}' after the value of label ", in_quotes(name)}));
      }
    }
    sort_labels(labels);
    for (std::size_t i = 1; i < labels.size(); ++i) {
      if (labels[i].first.compare(labels[i - 1].first) != 0) continue;
      return fail(joined({"the label name ", in_quotes(labels[i].first), " is there twice"}));
    }
    return true;
  }

  bool read_label_value(const std::string& name, std::string& value) {
    while (!rest_.empty()) {
      value += take_until("\\\"");
      if (take("\"")) return true;
      if (take("\\\\")) {
        value += '\\';
      } else if (take("\\\"")) {
        value += '"';
      } else if (take("\\n")) {
        value += '\n';
      } else if (take("\\")) {
        if (!is_openmetrics_) {
          return fail(joined({"in the value of label ", in_quotes(name), ": '\\",
                              rest_.substr(0, 1), "' is no escape"}));
        }
        value += '\\';  // OpenMetrics takes it for itself
      }
    }
    return fail(joined({"the value of label ", in_quotes(name), " has no closing quote"}));
  }

  bool read_number_token(Text& text, double& value) {
    text = take_until(is_openmetrics_ ? " " : " \t");
    if (text.empty()) return fail("there is no value");
    const std::optional<double> number = read_number(text);
    if (!number) return fail(joined({in_quotes(text), " is no number"}));
    value = *number;
    return true;
  }

  bool read_timestamp(PageSample<Text>& sample) {
    if (rest_.empty()) return true;
    if (is_openmetrics_) {
      if (rest_.starts_with(" # ")) return true;
      take(" ");
      return read_seconds(sample.timestamp);
    }
    skip_blanks();
    const Text text = take_until(" \t");
    std::int64_t milliseconds = 0;
    const Text digits = text.substr(text.starts_with('+') ? 1 : 0);
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, milliseconds);
    if (stop != end || error != std::errc()) {
      return fail(joined({in_quotes(text), " is no timestamp, which is a number of milliseconds"}));
    }
    sample.timestamp.emplace(text);
    return rest_.empty() || fail(joined({"there is more after the timestamp: ", in_quotes(rest_)}));
  }

  bool read_seconds(std::optional<PageTime>& timestamp) {
    const Text text = take_until(" ");
    const std::optional<double> seconds = read_number(text);
    if (!seconds || !is_finite(*seconds)) {
      return fail(joined({in_quotes(text), " is no timestamp, which is a number of seconds"}));
    }
    timestamp.emplace(text);
    return true;
  }

  /// ` # {label="value"} number timestamp`: checked, and no more.
  bool read_exemplar(PageSample<Text>& sample) {
    if (rest_.empty()) return true;
    if (!take(" # {"))
      return fail(joined({"an exemplar begins with ' # {', not with ", in_quotes(rest_)}));
    sample.has_exemplar = true;
    LabelPairs labels;
    if (!read_labels(labels)) return false;
    std::size_t length = 0;
    for (const auto& [name, value] : labels) length += name.size() + count_code_points(value);
    if (length > 128) return fail("the labels of an exemplar have more than 128 characters");
    if (!take(" ")) return fail("there must be one space before the value of an exemplar");
    Text text;
    double value = 0;
    if (!read_number_token(text, value)) return false;
    std::optional<PageTime> timestamp;
    if (take(" ") && !read_seconds(timestamp)) return false;
    return rest_.empty() || fail(joined({"there is more after the exemplar: ", in_quotes(rest_)}));
  }

  Text rest_;
  const bool is_openmetrics_;
  std::string problem_;
};

}  // namespace isometric::inline v1::detail
