#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/exposition/detail/text/label_numbers.hpp>
#include <isometric/exposition/detail/text/label_writer.hpp>
#include <isometric/exposition/detail/text/page_buffer.hpp>
#include <isometric/exposition/detail/text/page_names.hpp>
#include <isometric/exposition/detail/text/plain_text.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// Writes a page. The memory that it needs it keeps from series to series.
template <class Page = std::string>
class PageWriter final : public SeriesVisitor {
  using enum ExpositionFormat;

 public:
  PageWriter(Page& page, ExpositionFormat format) noexcept
      : page_(page), format_(format), numbers_(format) {}

  /// Returns the names of the families that the format has no place for.
  std::vector<std::string> write(const Scrape& scrape) {
    std::vector<std::string> left_out;
    const PageNames<> names(scrape.families(), format_);
    for (ScrapedFamily* family : scrape.families()) {
      const FamilyDescriptor& descriptor = family->descriptor();
      if (!names.find(descriptor, name_)) {
        left_out.emplace_back(descriptor.name);
        continue;
      }
      begin_family(descriptor);
      family->read(*this);
      end_family();
    }
    if (format_ == openmetrics) buffer_.put("# EOF\n");
    buffer_.flush();
    return left_out;
  }

  void number(const SeriesView& series, double value) override {
    if (!has_metadata_) [[unlikely]]
      begin_series();
    if (is_strict_) note_misfit(value);
    const std::size_t size = labels_.size_of_text(series);
    if (size == 0 || size > most_at_once || series.timestamp_ms != 0) [[unlikely]] {
      labels_.write(series, buffer_);
      buffer_.put_number(value);
      end_line(series);
      return;
    }
    char* const out = labels_.copy_text(series, buffer_.room(size + longest_number + 1));
    char* const end = write_number(out, value);
    *end = '\n';
    buffer_.commit(end + 1);
  }

  void histogram(const SeriesView& series, const HistogramSample& sample) override {
    begin_series();
    begin_lines(series);
    numbers_.set(sample.buckets, &BucketSample::upper_bound);
    put_lines(
        series, sample.buckets, [](const BucketSample&) { return true; },
        [](const BucketSample& bucket) { return bucket.cumulative_count; });
    std::uint64_t count = sample.count;
    if (!sample.buckets.empty() && is_equal(sample.buckets.back().upper_bound, infinity)) {
      count = sample.buckets.back().cumulative_count;
    } else {
      put_line(series, "+Inf", count);
    }
    // OpenMetrics wants no sum that can fall, and no count without a sum.
    const bool is_below_zero =
        !sample.buckets.empty() && is_less(sample.buckets.front().upper_bound, 0);
    if (format_ == openmetrics && (is_below_zero || !is_at_most(0, sample.sum))) return;
    put_line_of("_sum", series, sample.sum);
    put_line_of("_count", series, count);
  }

  void summary(const SeriesView& series, const SummarySample& sample) override {
    begin_series();
    begin_lines(series);
    numbers_.set(sample.quantiles, &QuantileSample::quantile);
    const auto is_allowed = [this](const QuantileSample& estimate) {
      const double quantile = estimate.quantile;
      return format_ == text ||
             (is_at_most(0, quantile) && is_at_most(quantile, 1) && !is_less(estimate.value, 0));
    };
    put_lines(series, sample.quantiles, is_allowed,
              [](const QuantileSample& estimate) { return estimate.value; });
    if (format_ == text || is_at_most(0, sample.sum)) put_line_of("_sum", series, sample.sum);
    put_line_of("_count", series, sample.count);
  }

  [[nodiscard]] bool wants_labels() const noexcept override { return false; }

 private:
  void begin_family(const FamilyDescriptor& family) {
    family_ = &family;
    has_metadata_ = false;
    is_misfit_ = false;
    must_not_be_negative_ = format_ == openmetrics && name_.type == "counter";
    must_be_one_ = name_.type == "info";
    is_strict_ = must_not_be_negative_ || must_be_one_;
    if (family.type == MetricType::histogram) {
      begin_family_of_lines("_bucket{", ",le=\"");
    } else if (family.type == MetricType::summary) {
      begin_family_of_lines("{", ",quantile=\"");
    } else {
      labels_.begin(name_.samples + '{', "} ", name_.samples + ' ');
    }
  }

  void begin_family_of_lines(std::string_view before_labels, std::string_view after_labels) {
    const std::string before = name_.samples + std::string(before_labels);
    labels_.begin(before, after_labels, before + std::string(after_labels.substr(1)));
    before_labels_ = before.size();
    after_labels_ = after_labels.size();
  }

  void note_misfit(double value) noexcept {
    if (must_not_be_negative_ && !is_at_most(0, value)) is_misfit_ = true;
    if (must_be_one_ && !is_equal(value, 1)) is_misfit_ = true;
  }

  /// Metadata come with the first series, since a family may have none.
  void begin_series() {
    if (has_metadata_) return;
    has_metadata_ = true;
    metadata_begin_ = buffer_.position();
    put_metadata(buffer_);
    metadata_size_ = buffer_.position() - metadata_begin_;
  }

  void put_metadata(PageBuffer<Page>& out) const {
    const std::string_view name = name_.family();
    if (!family_->help.empty()) {
      out.put("# HELP ");
      out.put(name);
      out.put(' ');
      out.put_escaped(family_->help, format_ == openmetrics);
      out.put('\n');
    }
    out.put("# TYPE ");
    out.put(name);
    out.put(' ');
    out.put(name_.type);
    out.put('\n');
    if (format_ == text || !has_unit(name)) return;
    out.put("# UNIT ");
    out.put(name);
    out.put(' ');
    out.put(family_->unit);
    out.put('\n');
  }

  [[nodiscard]] bool has_unit(std::string_view name) const noexcept {
    const std::string_view unit = family_->unit;
    return !unit.empty() && name.size() > unit.size() && name.ends_with(unit) &&
           name[name.size() - unit.size() - 1] == '_' && name_.type != "info";
  }

  void end_family() {
    if (!is_misfit_) return;
    // Its samples are called the same under the laxer type, so only the metadata change.
    buffer_.flush();
    name_.type = name_.lax_type;
    name_.family_size = name_.samples.size();
    std::string metadata;
    PageBuffer<Page> out(metadata);
    put_metadata(out);
    out.flush();
    page_.replace(metadata_begin_, metadata_size_, metadata);
  }

  /// For series with several lines: `name_bucket{label="value",le="`
  void begin_lines(const SeriesView& series) {
    line_begin_.clear();
    labels_.write(series, line_buffer_);
    line_buffer_.flush();
    line_begin_size_ = line_begin_.size();
    line_begin_.append(copy_slack, ' ');  // what copy_padded() reads beyond
  }

  /// Those of the lines that begin_lines() has begun.
  [[nodiscard]] std::string_view labels_of_lines() const noexcept {
    const std::size_t around = before_labels_ + after_labels_;
    return line_begin_size_ < around  // no comma after none
               ? std::string_view()
               : std::string_view(line_begin_).substr(before_labels_, line_begin_size_ - around);
  }

  /// One line for each of the samples that is wanted. Their numbers are numbers_.
  template <class Sample, class IsWanted, class ValueOf>
  void put_lines(const SeriesView& series, const std::vector<Sample>& samples,
                 const IsWanted& is_wanted, const ValueOf& value_of) {
    // Kept here, since what is written might be a member, for all that g++ knows.
    const std::string_view line_begin = line_begin_;
    const std::size_t line_begin_size = line_begin_size_;
    const std::size_t most = line_begin_size + 2 * longest_number + 4;
    const bool is_usual = most <= PageBuffer<Page>::capacity && series.timestamp_ms == 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (!is_wanted(samples[i])) continue;
      const std::string_view number = numbers_[i];
      if (!is_usual) [[unlikely]] {
        put_line(series, number, value_of(samples[i]));
        continue;
      }
      char* out = copy_padded(buffer_.room(most), line_begin.data(), line_begin_size);
      out = copy_padded(out, number.data(), number.size());
      std::memcpy(out, "\"} ", 3);
      out = write_value(out + 3, value_of(samples[i]));
      *out = '\n';
      buffer_.commit(out + 1);
    }
  }

  /// Any line of those.
  template <class Value>
  void put_line(const SeriesView& series, std::string_view label_value, Value value) {
    buffer_.put(std::string_view(line_begin_).substr(0, line_begin_size_));
    buffer_.put(label_value);
    buffer_.put("\"} ");
    buffer_.put_number(value);
    end_line(series);
  }

  static char* write_value(char* out, double value) noexcept { return write_number(out, value); }
  static char* write_value(char* out, std::uint64_t value) noexcept {
    return std::to_chars(out, out + longest_number, value).ptr;
  }

  /// The line of the same series without such a number, after all of those that have one.
  template <class Value>
  void put_line_of(std::string_view suffix, const SeriesView& series, Value value) {
    const std::string_view labels = labels_of_lines();
    const std::size_t size = name_.samples.size() + suffix.size() + labels.size();
    if (size > most_at_once - 3 || series.timestamp_ms != 0) [[unlikely]] {
      buffer_.put(name_.samples);
      buffer_.put(suffix);
      if (!labels.empty()) {
        buffer_.put('{');
        buffer_.put(labels);
        buffer_.put('}');
      }
      buffer_.put(' ');
      buffer_.put_number(value);
      end_line(series);
      return;
    }
    char* out = buffer_.room(size + 3 + longest_number + 1);
    out = copy_padded(out, line_begin_.data(), name_.samples.size());
    out = copy_exactly(out, suffix.data(), suffix.size());
    if (!labels.empty()) {
      *out = '{';
      out = copy_padded(out + 1, labels.data(), labels.size());
      *out++ = '}';
    }
    *out = ' ';
    out = write_value(out + 1, value);
    *out = '\n';
    buffer_.commit(out + 1);
  }

  void end_line(const SeriesView& series) {
    if (series.timestamp_ms != 0) [[unlikely]]
      put_timestamp(series.timestamp_ms);
    buffer_.put('\n');
  }

  void put_timestamp(std::int64_t milliseconds) {
    buffer_.put(' ');
    if (format_ == openmetrics) {
      buffer_.commit(write_thousandths(buffer_.room(longest_number), milliseconds));
    } else {
      buffer_.put_number(milliseconds);
    }
  }

  /// The size of labels that are written in one step with their value.
  static constexpr std::size_t most_at_once = PageBuffer<Page>::capacity - longest_number - 1;

  Page& page_;
  const ExpositionFormat format_;
  PageBuffer<Page> buffer_{page_};

  // The family that is written.
  const FamilyDescriptor* family_ = nullptr;
  PageName name_;
  bool must_not_be_negative_ = false;
  bool must_be_one_ = false;
  bool is_strict_ = false;  ///< if one of both
  bool is_misfit_ = false;
  bool has_metadata_ = false;
  std::size_t metadata_begin_ = 0;
  std::size_t metadata_size_ = 0;
  LabelWriter<PageBuffer<Page>> labels_;

  // Its series, if they have several lines.
  LabelNumbers<> numbers_;
  std::size_t before_labels_ = 0;  ///< how much of each line's begin the labels are not
  std::size_t after_labels_ = 0;
  std::string line_begin_;
  std::size_t line_begin_size_ = 0;
  PageBuffer<Page> line_buffer_{line_begin_};
};

}  // namespace isometric::inline v1::detail
