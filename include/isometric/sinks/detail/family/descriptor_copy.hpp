#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/arena.hpp>

#include <algorithm>
#include <cstring>
#include <functional>
#include <new>
#include <span>
#include <string_view>

namespace isometric::inline v1::detail {

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

/// Whether a page may hold all of the descriptor's text as it is. Names are no text: other ones
/// than plain ones are refused, not mended.
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

/// About how much memory a copy of `descriptor` takes; enough unless it has many labels.
inline std::size_t size_of_copy(const FamilyDescriptor& descriptor) noexcept {
  constexpr std::size_t for_some_labels = 384;
  const bool has_labels = !descriptor.labels.empty() || !descriptor.constant_labels.empty();
  return descriptor.name.size() + descriptor.help.size() + descriptor.unit.size() +
         std::strlen(descriptor.declared_at.file) + 1 + descriptor.buckets.size_bytes() +
         descriptor.quantiles.size_bytes() + (has_labels ? for_some_labels : 0);
}

/// The same part of `copy` as `part` is of `whole`, if it is one; else empty.
inline std::string_view part_of_copy(std::string_view part, std::string_view whole,
                                     std::string_view copy) noexcept {
  const std::less_equal<const char*> is_not_behind;
  if (part.empty() || !is_not_behind(whole.data(), part.data()) ||
      !is_not_behind(part.data() + part.size(), whole.data() + whole.size())) {
    return {};
  }
  return copy.substr(static_cast<std::size_t>(part.data() - whole.data()), part.size());
}

/// A copy of `descriptor` that owns all it refers to, in `memory`; `copy_value` copies help
/// and label values.
template <class CopyValue>
FamilyDescriptor copy_descriptor(const FamilyDescriptor& descriptor, Arena& memory,
                                 CopyValue copy_value) {
  const auto name = [&](std::string_view text) { return copy_text(text, memory); };
  const auto value = [&](std::string_view text) { return copy_value(text, memory); };
  FamilyDescriptor copy = descriptor;
  copy.name = name(descriptor.name);
  copy.help = value(descriptor.help);
  copy.unit = part_of_copy(descriptor.unit, descriptor.name, copy.name);
  if (copy.unit.size() != descriptor.unit.size()) copy.unit = name(descriptor.unit);
  copy.labels = copy_each(descriptor.labels, memory, [&](const LabelDescriptor& label) {
    return LabelDescriptor{name(label.name), copy_each(label.closed_values, memory, value)};
  });
  copy.constant_labels =
      copy_each(descriptor.constant_labels, memory, [&](const ConstantLabel& label) {
        return ConstantLabel{name(label.name), value(label.value)};
      });
  copy.buckets = copy_each(descriptor.buckets, memory, [](double bound) { return bound; });
  copy.quantiles =
      copy_each(descriptor.quantiles, memory, [](Quantile quantile) { return quantile; });
  copy.declared_at.file = copy_text(descriptor.declared_at.file, memory);
  return copy;
}

inline FamilyDescriptor copy_descriptor(const FamilyDescriptor& descriptor, Arena& memory) {
  return copy_descriptor(descriptor, memory, [](std::string_view text, Arena& into) {
    return copy_text(text, into);  // a lambda, so that it is inlined
  });
}

/// A copy that has valid text. Families are compared as they will be kept, or one would be in
/// conflict with itself when it comes again.
inline FamilyDescriptor mend_descriptor(const FamilyDescriptor& descriptor, Arena& memory) {
  return copy_descriptor(descriptor, memory, copy_valid_text);
}

}  // namespace isometric::inline v1::detail
