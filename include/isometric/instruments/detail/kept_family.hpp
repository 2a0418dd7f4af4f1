#pragma once

#include <new>

namespace isometric::inline v1::detail {

/// A family, or none; for a header that cannot afford <optional>.
template <class Family>
class KeptFamily {
 public:
  KeptFamily() noexcept {}
  explicit KeptFamily(const Family& family) : family_(family), is_there_(true) {}
  KeptFamily(KeptFamily&& other) noexcept { take(other); }
  KeptFamily& operator=(KeptFamily&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  ~KeptFamily() { reset(); }

  [[nodiscard]] bool is_there() const noexcept { return is_there_; }
  [[nodiscard]] const Family& operator*() const noexcept { return family_; }

 private:
  void take(KeptFamily& other) noexcept {
    if (!other.is_there_) return;
    void* const place = __builtin_addressof(family_);  // std::addressof is in <memory>
    ::new (place) Family(static_cast<Family&&>(other.family_));
    is_there_ = true;
    other.reset();
  }
  void reset() noexcept {
    if (is_there_) family_.~Family();
    is_there_ = false;
  }

  union {
    Family family_;
  };
  bool is_there_ = false;
};

}  // namespace isometric::inline v1::detail
