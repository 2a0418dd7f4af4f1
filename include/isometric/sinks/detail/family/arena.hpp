#pragma once

#include <cstddef>
#include <new>

namespace isometric::inline v1::detail {

/// Memory that is only given back as a whole, and not destroyed: for what needs no destructor.
/// Not thread-safe. std::pmr::monotonic_buffer_resource does the same, but makes each of the many
/// small requests of a family a call into the standard library.
class Arena {
 public:
  Arena() noexcept = default;
  /// Begins with memory of the caller's, aligned for everything.
  Arena(void* memory, std::size_t size) noexcept
      : memory_(static_cast<std::byte*>(memory)), size_(size) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  ~Arena() {
    while (newest_ != nullptr) {
      Piece* const piece = newest_;
      newest_ = piece->older;
      ::operator delete(piece);
    }
  }

  /// Throws std::bad_alloc.
  [[gnu::__always_inline__]] void* allocate(std::size_t size, std::size_t alignment) {
    const std::size_t begin = (used_ + alignment - 1) & ~(alignment - 1);
    if (size > size_ - begin || begin > size_) [[unlikely]]
      return allocate_elsewhere(size);
    used_ = begin + size;
    return memory_ + begin;
  }

  template <class T>
  [[gnu::__always_inline__]] T* allocate(std::size_t count) {
    return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
  }

 private:
  struct alignas(std::max_align_t) Piece {
    Piece* older;
    std::size_t sum;  ///< of this one and the older ones
  };

  /// In a new piece: as large as all there is while that is little, then a sixteenth, so that
  /// not much is left over. What is larger gets one of its own, and the rest of the last one stays
  /// in use.
  [[gnu::__noinline__]] void* allocate_elsewhere(std::size_t size) {
    const std::size_t sum = newest_ == nullptr ? size_ : newest_->sum;
    std::size_t new_size = sum / 16;
    if (new_size < much) new_size = sum < much ? sum : much;
    if (new_size < least_size) new_size = least_size;
    const bool is_apart = size > new_size;
    if (is_apart) new_size = size;
    void* const memory = ::operator new(sizeof(Piece) + new_size);
    newest_ = new (memory) Piece{newest_, sum + new_size};
    auto* const begin = reinterpret_cast<std::byte*>(newest_ + 1);
    if (is_apart) return begin;
    memory_ = begin;
    size_ = new_size;
    used_ = size;
    return begin;
  }

  static constexpr std::size_t least_size = 496;
  static constexpr std::size_t much = 4 * 1024;

  // What a request for no bytes gets before there is any memory; never written to.
  alignas(std::max_align_t) static inline std::byte nothing_[1] = {};

  std::byte* memory_ = nothing_;
  std::size_t size_ = 0;
  std::size_t used_ = 0;
  Piece* newest_ = nullptr;
};

}  // namespace isometric::inline v1::detail
