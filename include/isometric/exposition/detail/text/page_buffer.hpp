#pragma once

#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/detail/utf8.hpp>
#include <isometric/exposition/detail/text/plain_text.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// Appends to a string by way of a block of its own: a string clears what it is enlarged by, and
/// checks its capacity with each piece.
///
/// A template, as are all that write pages, so that only who writes one compiles it.
template <class Page = std::string>
class PageBuffer {
 public:
  static constexpr std::size_t capacity = 4096;

  explicit PageBuffer(Page& page) noexcept : page_(page) {}
  PageBuffer(const PageBuffer&) = delete;
  PageBuffer& operator=(const PageBuffer&) = delete;

  void flush() {
    page_.append(block_, static_cast<std::size_t>(at_ - block_));
    at_ = block_;
  }

  /// Where the next character comes in the string.
  [[nodiscard]] std::size_t position() const noexcept {
    return page_.size() + static_cast<std::size_t>(at_ - block_);
  }

  /// Where to write up to `size` characters, at most `capacity`, and `copy_slack` more of no
  /// account. What is written counts once commit() is told its end.
  [[nodiscard]] char* room(std::size_t size) {
    if (static_cast<std::size_t>(block_ + capacity - at_) < size) [[unlikely]]
      flush();
    return at_;
  }
  void commit(char* end) noexcept { at_ = end; }

  void put(char c) {
    char* const out = room(1);
    *out = c;
    commit(out + 1);
  }

  void put(std::string_view text) {
    if (text.size() > capacity) {
      flush();
      page_ += text;
      return;
    }
    char* const out = room(text.size());
    std::memcpy(out, text.data(), text.size());
    commit(out + text.size());
  }

  void put_number(std::uint64_t value) {
    char* const out = room(longest_number);
    commit(std::to_chars(out, out + longest_number, value).ptr);
  }

  void put_number(std::int64_t value) {
    char* const out = room(longest_number);
    commit(std::to_chars(out, out + longest_number, value).ptr);
  }

  void put_number(double value) { commit(write_number(room(longest_number), value)); }

  /// Escaped, and with U+FFFD in place of what no page may hold.
  void put_escaped(std::string_view text, bool is_quoted) {
    while (!text.empty()) {
      const char c = text.front();
      std::size_t length = 1;
      if (c == '\\') {
        put("\\\\");
      } else if (c == '\n') {
        put("\\n");
      } else if (c == '"' && is_quoted) {
        put("\\\"");
      } else if (length = c == '\0' ? 0 : utf8_sequence_length(text); length == 0) {
        put("\xEF\xBF\xBD");
        length = 1;
      } else {
        put(text.substr(0, length));
      }
      text.remove_prefix(length);
    }
  }

 private:
  Page& page_;
  char* at_ = block_;
  char block_[capacity + copy_slack];
};

}  // namespace isometric::inline v1::detail
