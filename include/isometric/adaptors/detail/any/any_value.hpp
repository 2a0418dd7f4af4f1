#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>

// Values whose type is known to nobody but a table of functions.
namespace isometric::inline v1::detail {

/// Room for the handles of two terminal sinks side by side. What is larger is allocated and shared.
inline constexpr std::size_t any_value_size = 4 * sizeof(void*);

template <class T>
inline constexpr bool is_kept_in_place =
    sizeof(T) <= any_value_size && alignof(T) <= alignof(void*) &&
    std::is_nothrow_copy_constructible_v<T>;

/// What `make()` gives, made where it is.
template <class T>
struct MadeInPlace {
  template <class Make>
  explicit MadeInPlace(const Make& make) : value(make()) {}

  [[no_unique_address]] T value;
};

template <class T>
using KeptAs = std::conditional_t<is_kept_in_place<T>, T, std::shared_ptr<const MadeInPlace<T>>>;

/// The value among the bytes of an AnyValue that was made of a `T`.
template <class T>
const T& kept_value(const void* bytes) noexcept {
  const auto& kept = *static_cast<const KeptAs<T>*>(bytes);
  if constexpr (is_kept_in_place<T>) {
    return kept;
  } else {
    return kept->value;
  }
}

/// How to copy and destroy what an AnyValue keeps; null where bytes are bytes.
struct AnyLife {
  void (*copy)(const void* from, void* to) noexcept = nullptr;
  void (*destroy)(void* value) noexcept = nullptr;
};

template <class T>
constexpr AnyLife any_life() noexcept {
  using Kept = KeptAs<T>;
  if constexpr (std::is_trivially_copy_constructible_v<Kept> &&
                std::is_trivially_destructible_v<Kept>) {
    return {};
  } else {
    return {
        [](const void* from, void* to) noexcept { new (to) Kept(*static_cast<const Kept*>(from)); },
        [](void* value) noexcept { static_cast<Kept*>(value)->~Kept(); }};
  }
}

/// A copyable value of any type. `Table` begins with the AnyLife of that type; what else the type
/// can do stands in the rest.
template <class Table>
class AnyValue {
 public:
  /// Keeps what `make()` gives. The memory that takes is there before: what was made, or acquired,
  /// could not be undone for want of it.
  template <class Make>
  AnyValue(const Table& table, const Make& make) : table_(&table) {
    using T = decltype(make());
    if constexpr (is_kept_in_place<T>) {
      // Nothing else writes there, and g++ warns of who copies what nobody wrote.
      if constexpr (std::is_empty_v<T>) std::memset(bytes_, 0, sizeof bytes_);
      new (bytes_) T(make());
    } else {
      new (bytes_) KeptAs<T>(std::make_shared<const MadeInPlace<T>>(make));
    }
  }

  AnyValue(const AnyValue& other) noexcept { copy(other); }
  AnyValue& operator=(const AnyValue& other) noexcept {
    if (this != &other) {
      destroy();
      copy(other);
    }
    return *this;
  }
  ~AnyValue() { destroy(); }

  [[nodiscard]] const Table& table() const noexcept { return *table_; }
  [[nodiscard]] const void* bytes() const noexcept { return bytes_; }

 private:
  void copy(const AnyValue& other) noexcept {
    table_ = other.table_;
    if (table_->copy == nullptr) [[likely]] {
      std::memcpy(bytes_, other.bytes_, sizeof bytes_);
    } else {
      table_->copy(other.bytes_, bytes_);
    }
  }
  void destroy() noexcept {
    if (table_->destroy != nullptr) [[unlikely]]
      table_->destroy(bytes_);
  }

  const Table* table_;
  alignas(void*) std::byte bytes_[any_value_size];
};

}  // namespace isometric::inline v1::detail
