#pragma once

#include <isometric/version.hpp>

#include <cstddef>
#include <string_view>

namespace isometric::inline v1::detail {

/// A version as text, made by the compiler.
class VersionText {
 public:
  consteval VersionText(int major, int minor, int patch) {
    append(major);
    characters_[size_++] = '.';
    append(minor);
    characters_[size_++] = '.';
    append(patch);
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters_, size_}; }

 private:
  consteval void append(int number) {
    if (number >= 10) append(number / 10);
    characters_[size_++] = static_cast<char>('0' + number % 10);
  }

  char characters_[32] = {};  // three numbers of ten digits, two dots
  std::size_t size_ = 0;
};

inline constexpr VersionText library_version(version_major, version_minor, version_patch);

}  // namespace isometric::inline v1::detail
