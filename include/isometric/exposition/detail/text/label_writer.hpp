#pragma once

#include <isometric/exposition/detail/text/page_buffer.hpp>
#include <isometric/exposition/detail/text/plain_text.hpp>
#include <isometric/reading/scrape.hpp>

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// Writes the labels of one series after the other: the text that the source keeps of them, or what
/// it takes to make one. What lies between two values is the same for all series with the same
/// label names, so it is put together once.
template <class Buffer = PageBuffer<>>
class LabelWriter {
 public:
  /// `before` and `after` enclose the labels of all series to come; `instead` stands in their place
  /// where there are none. `after` has up to 16 characters.
  void begin(std::string_view before, std::string_view after, std::string_view instead) {
    before_ = before;
    after_.assign(after).append(copy_slack, ' ');
    after_size_ = after.size();
    instead_ = instead;
    gaps_.clear();
    set_head({});
  }

  void write(const SeriesView& series, Buffer& page) {
    const std::size_t size = size_of_text(series);
    if (size != 0 && size <= Buffer::capacity) [[likely]] {
      page.commit(copy_text(series, page.room(size)));
    } else if (size != 0) {
      page.put(head());
      page.put(series.label_text);
      page.put(after());
    } else if (!constant_text_.empty()) {
      page.put(before_);
      page.put(constant_text_);
      page.put(after());
    } else {
      write(series.labels, page);
    }
  }

  /// How much copy_text() copies; 0 if the source keeps no text of labels that are not constant.
  [[nodiscard]] std::size_t size_of_text(const SeriesView& series) {
    if (series.constant_text.size() + constant_text_.size() != 0 &&
        series.constant_text != constant_text_) [[unlikely]] {
      set_head(series.constant_text);
    }
    const std::size_t size = series.label_text.size();
    return size == 0 ? 0 : head_size_ + size + after_size_;
  }
  [[nodiscard]] char* copy_text(const SeriesView& series, char* out) const noexcept {
    out = copy_padded(out, head_.data(), head_size_);
    out = copy_exactly(out, series.label_text.data(), series.label_text.size());
    std::memcpy(out, after_.data(), 16);
    return out + after_size_;
  }

 private:
  /// What stands before the texts of all series with the same constant labels.
  void set_head(std::string_view constant_text) {
    constant_text_ = constant_text;
    head_.assign(before_).append(constant_text).append(constant_text.empty() ? "" : ",");
    head_size_ = head_.size();
    head_.append(copy_slack, ' ');  // what copy_padded() reads beyond
  }
  [[nodiscard]] std::string_view head() const noexcept {
    return std::string_view(head_).substr(0, head_size_);
  }
  [[nodiscard]] std::string_view after() const noexcept {
    return std::string_view(after_).substr(0, after_size_);
  }

  void write(std::span<const LabelView> labels, Buffer& page) {
    if (labels.empty()) {
      page.put(instead_);
      return;
    }
    if (!are_the_same(labels)) set_gaps(labels);
    std::size_t size = gaps_size_;
    for (const auto& label : labels) size += label.value.size();
    if (size > Buffer::capacity || !write_plain(labels, page, size)) [[unlikely]] {
      write_escaped(labels, page);
    }
  }

  /// The text between two values, before the first, or after the last, which has no name.
  struct Gap {
    std::string_view name;
    std::size_t size;
    std::size_t begin;  ///< in text_
  };

  /// Label names live as long as the scrape, so where one begins says which one it is.
  [[nodiscard]] bool are_the_same(std::span<const LabelView> labels) const noexcept {
    if (labels.size() + 1 != gaps_.size()) return false;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::string_view name = labels[i].name;
      if (name.data() != gaps_[i].name.data() || name.size() != gaps_[i].name.size()) return false;
    }
    return true;
  }

  void set_gaps(std::span<const LabelView> labels) {
    text_.clear();
    gaps_.clear();
    gaps_size_ = 0;
    const auto add = [this](std::string_view name, std::string_view separator,
                            std::string_view suffix) {
      const std::size_t begin = text_.size();
      text_.append(separator).append(name).append(suffix);
      const std::size_t size = text_.size() - begin;
      gaps_.push_back({name, size, begin});
      gaps_size_ += size;
      text_.append(copy_slack, ' ');  // what copy_padded() reads beyond
    };
    for (const auto& label : labels) {
      add(label.name, gaps_.empty() ? std::string_view(before_) : "\",", "=\"");
    }
    add({}, "\"", after());
  }

  [[nodiscard]] bool write_plain(std::span<const LabelView> labels, Buffer& page,
                                 std::size_t size) const {
    char* out = page.room(size);
    const Gap* gap = gaps_.data();
    for (const auto& label : labels) {
      out = copy_padded(out, text_.data() + gap->begin, gap->size);
      out = copy_plain(out, label.value);
      if (out == nullptr) return false;
      ++gap;
    }
    page.commit(copy_padded(out, text_.data() + gap->begin, gap->size));
    return true;
  }

  void write_escaped(std::span<const LabelView> labels, Buffer& page) const {
    const auto text = [this](const Gap& gap) {
      return std::string_view(text_).substr(gap.begin, gap.size);
    };
    for (std::size_t i = 0; i < labels.size(); ++i) {
      page.put(text(gaps_[i]));
      page.put_escaped(labels[i].value, true);
    }
    page.put(text(gaps_.back()));
  }

  std::string before_;
  std::string after_;
  std::size_t after_size_ = 0;
  std::string instead_;
  std::string constant_text_;
  std::string head_;
  std::size_t head_size_ = 0;
  std::vector<Gap> gaps_;
  std::size_t gaps_size_ = 0;
  std::string text_;
};

}  // namespace isometric::inline v1::detail
