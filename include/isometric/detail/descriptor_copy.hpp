#pragma once

#include <isometric/detail/arena.hpp>
#include <isometric/detail/valid_text.hpp>
#include <isometric/family_descriptor.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

namespace isometric {
inline namespace v1 {
namespace detail {

/// The type of a family that a sink is asked for as a gauge.
inline MetricType gauge_or_info(const FamilyDescriptor& descriptor) noexcept {
  return descriptor.type == MetricType::info ? MetricType::info : MetricType::gauge;
}

inline std::string_view copy_text(std::string_view text, Arena& memory) {
  if (text.empty()) return {};
  char* const copy = memory.allocate<char>(text.size());
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

inline const char* copy_text(const char* text, Arena& memory) {
  return copy_text({text, std::strlen(text) + 1}, memory).data();  // the terminator, too
}

/// Text that a scrape will print becomes valid UTF-8 here.
inline std::string_view copy_valid_text(std::string_view text, Arena& memory) {
  return is_valid_text(text) ? copy_text(text, memory) : copy_text(to_valid_text(text), memory);
}

template <class T, class Copy>
std::span<const T> copy_each(std::span<const T> values, Arena& memory, Copy copy) {
  if (values.empty()) return {};
  T* copies = memory.allocate<T>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) new (copies + i) T(copy(values[i]));
  return {copies, values.size()};
}

/// Whether a copy would say the same: none of the text that a scrape will print needs mending.
inline bool has_valid_text(const FamilyDescriptor& descriptor) noexcept {
  const auto is_valid_label = [](const LabelDescriptor& label) {
    return std::ranges::all_of(label.closed_values, is_valid_text);
  };
  const auto is_valid_constant = [](const ConstantLabel& label) {
    return is_valid_text(label.value);
  };
  return is_valid_text(descriptor.help) && std::ranges::all_of(descriptor.labels, is_valid_label) &&
         std::ranges::all_of(descriptor.constant_labels, is_valid_constant);
}

/// About how much memory a copy of `descriptor` takes. Exactly, but for padding, without labels.
inline std::size_t size_of_copy(const FamilyDescriptor& descriptor) noexcept {
  constexpr std::size_t for_some_labels = 384;
  const bool has_labels = !descriptor.labels.empty() || !descriptor.constant_labels.empty();
  return descriptor.name.size() + descriptor.help.size() + descriptor.unit.size() +
         std::strlen(descriptor.declared_at.file) + 1 + descriptor.buckets.size_bytes() +
         descriptor.quantiles.size_bytes() + (has_labels ? for_some_labels : 0);
}

/// A copy of `descriptor` that owns all it refers to, in `memory`. Text that a scrape will print
/// becomes valid UTF-8 here.
inline FamilyDescriptor copy_descriptor(const FamilyDescriptor& descriptor, Arena& memory) {
  const auto text = [&](std::string_view value) { return copy_valid_text(value, memory); };
  FamilyDescriptor copy = descriptor;
  copy.name = text(descriptor.name);
  copy.help = text(descriptor.help);
  copy.unit = text(descriptor.unit);
  copy.labels = copy_each(descriptor.labels, memory, [&](const LabelDescriptor& label) {
    return LabelDescriptor{text(label.name), copy_each(label.closed_values, memory, text)};
  });
  copy.constant_labels =
      copy_each(descriptor.constant_labels, memory, [&](const ConstantLabel& label) {
        return ConstantLabel{text(label.name), text(label.value)};
      });
  copy.buckets = copy_each(descriptor.buckets, memory, [](double bound) { return bound; });
  copy.quantiles =
      copy_each(descriptor.quantiles, memory, [](Quantile quantile) { return quantile; });
  copy.declared_at.file = copy_text(descriptor.declared_at.file, memory);
  return copy;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
