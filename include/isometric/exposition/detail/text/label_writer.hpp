#pragma once

#include <isometric/exposition/detail/text/page_buffer.hpp>
#include <isometric/exposition/detail/text/plain_text.hpp>
#include <isometric/reading/scrape.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// Writes the labels of one series after the other. What lies between two values is the same for
/// all series with the same label names, so it is put together once.
template <class Buffer = PageBuffer<>>
class LabelWriter {
 public:
  /// `before` and `after` enclose the labels of all series to come; `instead` stands in their place
  /// where there are none.
  void begin(std::string_view before, std::string_view after, std::string_view instead) {
    before_ = before;
    after_ = after;
    instead_ = instead;
    gaps_.clear();
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

 private:
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
    add({}, "\"", after_);
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
  std::string instead_;
  std::vector<Gap> gaps_;
  std::size_t gaps_size_ = 0;
  std::string text_;
};

}  // namespace isometric::inline v1::detail
