#pragma once

#include <cstddef>
#include <utility>

namespace isometric::inline v1::detail {

/// A number of values that is known when it is made. A vector's growth is compiled anew for each
/// type in each file.
template <class Value>
class FixedArray {
 public:
  /// Of none it takes no memory.
  explicit FixedArray(std::size_t size)
      : values_(size == 0 ? nullptr : new Value[size]()), size_(size) {}
  FixedArray(const FixedArray&) = delete;
  FixedArray& operator=(const FixedArray&) = delete;
  ~FixedArray() { delete[] values_; }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] Value* data() const noexcept { return values_; }
  void swap(FixedArray& other) noexcept {
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
  }
  Value& operator[](std::size_t place) const noexcept { return values_[place]; }

 private:
  Value* values_;
  std::size_t size_;
};

}  // namespace isometric::inline v1::detail
