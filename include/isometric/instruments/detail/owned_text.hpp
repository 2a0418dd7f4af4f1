#pragma once

#include <cstddef>
#include <string_view>

namespace isometric::inline v1::detail {

/// A copy of a text, for headers that cannot afford <string>.
class OwnedText {
 public:
  explicit OwnedText(std::string_view text)
      : characters_(text.empty() ? nullptr : new char[text.size()]), size_(text.size()) {
    text.copy(characters_, size_);
  }
  OwnedText(const OwnedText& other) : OwnedText(std::string_view(other)) {}
  OwnedText(OwnedText&& other) noexcept { swap(other); }
  OwnedText& operator=(OwnedText other) noexcept {
    swap(other);
    return *this;
  }
  ~OwnedText() { delete[] characters_; }

  operator std::string_view() const noexcept {
    const char* const characters = characters_;  // compilers take long over a view of a char*
    return {characters, size_};
  }

 private:
  void swap(OwnedText& other) noexcept {
    char* const characters = characters_;
    const std::size_t size = size_;
    characters_ = other.characters_;
    size_ = other.size_;
    other.characters_ = characters;
    other.size_ = size;
  }

  char* characters_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace isometric::inline v1::detail
