#pragma once

#include <concepts>
#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

/// A std::chrono::duration, told by its shape: <chrono> takes as long to compile as all
/// instruments.
template <class T>
concept Duration = requires(const T& duration) {
  { duration.count() } -> std::same_as<typename T::rep>;
  static_cast<double>(duration.count());
  static_cast<double>(T::period::num) / static_cast<double>(T::period::den);
};

template <class T>
constexpr bool is_class_or_union = std::is_class_v<T> || std::is_union_v<T>;

template <class T>
concept ConvertedClass =
    is_class_or_union<std::remove_reference_t<T>> && std::convertible_to<T, double>;

}  // namespace detail

/// What an update takes: a number of any type, so that `received.inc(buffer.size())` needs no cast,
/// whatever a compiler is asked to say of conversions; or a std::chrono::duration, which counts in
/// seconds, Prometheus's unit of time, whatever its own is. A whole number beyond 2^53 becomes the
/// nearest double. Costs nothing beyond the conversion; throws what that throws.
class Number {
 public:
  /// By value: a constant of a class need not be defined to be passed.
  template <class T>
    requires(!detail::is_class_or_union<T> && std::convertible_to<T, double>)
  constexpr Number(T number) noexcept : value_(static_cast<double>(number)) {}

  /// What has a conversion of its own, such as a std::atomic or a strong type. Forwarded, since the
  /// conversion may be for rvalues only, or for what is not const.
  template <class T>
    requires(detail::ConvertedClass<T>)
  constexpr Number(T&& number) noexcept(noexcept(static_cast<double>(static_cast<T&&>(number))))
      : value_(static_cast<double>(static_cast<T&&>(number))) {}

  /// The seconds of a duration, unless it says itself what number it is.
  template <class T>
    requires(detail::Duration<T> && !std::convertible_to<const T&, double>)
  constexpr Number(const T& duration) noexcept(
      std::is_nothrow_constructible_v<double, typename T::rep>)
      : value_(static_cast<double>(duration.count()) * static_cast<double>(T::period::num) /
               static_cast<double>(T::period::den)) {}

  [[nodiscard]] constexpr double value() const noexcept { return value_; }

 private:
  double value_;
};

}  // namespace isometric::inline v1
