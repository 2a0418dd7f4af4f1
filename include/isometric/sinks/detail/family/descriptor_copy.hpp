#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/arena.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

namespace isometric::inline v1::detail {

[[gnu::__noinline__]] inline std::string_view copy_text(std::string_view text, Arena& memory) {
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

/// A span that is made of a pointer to what is not const costs the compiler a check of its own.
template <class T>
std::span<const T> span_of(const T* begin, std::size_t size) noexcept {
  return {begin, size};
}

enum class CopyText : bool { as_it_is, valid };

inline std::string_view copy_text(std::string_view text, Arena& memory, CopyText how) {
  return how == CopyText::valid ? copy_valid_text(text, memory) : copy_text(text, memory);
}

inline std::span<const std::string_view> copy_texts(std::span<const std::string_view> texts,
                                                    Arena& memory, CopyText how) {
  if (texts.empty()) return {};
  auto* const copies = memory.allocate<std::string_view>(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    new (copies + i) std::string_view(copy_text(texts[i], memory, how));
  }
  return span_of(copies, texts.size());
}

/// Of numbers.
template <class T>
std::span<const T> copy_array(std::span<const T> values, Arena& memory) {
  if (values.empty()) return {};
  T* const copies = memory.allocate<T>(values.size());
  std::memcpy(static_cast<void*>(copies), values.data(), values.size_bytes());
  return span_of(copies, values.size());
}

/// Whether a page may hold all of the descriptor's text as it is. Names are no text: other ones
/// than plain ones are refused, not mended.
inline bool has_valid_text(const FamilyDescriptor& descriptor) noexcept {
  for (const auto& label : descriptor.labels) {
    for (const auto value : label.closed_values) {
      if (!is_valid_text(value)) return false;
    }
  }
  for (const auto& label : descriptor.constant_labels) {
    if (!is_valid_text(label.value)) return false;
  }
  return is_valid_text(descriptor.help);
}

/// How much memory a copy of the labels takes, rounded up, since each begins where it is aligned.
[[gnu::__noinline__]] inline std::size_t size_of_label_copies(
    const FamilyDescriptor& descriptor) noexcept {
  std::size_t size = 2 * alignof(LabelDescriptor);
  for (const auto& label : descriptor.labels) {
    size += sizeof label + label.name.size() + alignof(LabelDescriptor);
    for (const auto value : label.closed_values) size += sizeof value + value.size();
  }
  for (const auto& label : descriptor.constant_labels) {
    size += sizeof label + label.name.size() + label.value.size();
  }
  return size;
}

/// About how much memory a copy of `descriptor` takes; enough, but for odd alignments.
inline std::size_t size_of_copy(const FamilyDescriptor& descriptor) noexcept {
  const bool has_labels = !descriptor.labels.empty() || !descriptor.constant_labels.empty();
  return descriptor.name.size() + descriptor.help.size() + descriptor.unit.size() +
         std::strlen(descriptor.declared_at.file) + 1 + descriptor.buckets.size_bytes() +
         descriptor.quantiles.size_bytes() + (has_labels ? size_of_label_copies(descriptor) : 0);
}

/// The same part of `copy` as `part` is of `whole`, if it is one; else empty.
inline std::string_view part_of_copy(std::string_view part, std::string_view whole,
                                     std::string_view copy) noexcept {
  const auto place = [](const char* at) { return reinterpret_cast<std::uintptr_t>(at); };
  const bool is_part = place(whole.data()) <= place(part.data()) &&
                       place(part.data() + part.size()) <= place(whole.data() + whole.size());
  if (part.empty() || !is_part) return {};
  return copy.substr(static_cast<std::size_t>(part.data() - whole.data()), part.size());
}

/// Copies all that `descriptor` refers to into `memory`, and refers to that. Made valid, help and
/// label values are as they will be kept: a family that is compared with itself when it comes again
/// must not be in conflict.
inline void move_into(Arena& memory, FamilyDescriptor& descriptor,
                      CopyText how = CopyText::as_it_is) {
  const std::string_view name = descriptor.name;
  const std::string_view unit = descriptor.unit;
  descriptor.name = copy_text(name, memory);
  descriptor.help = copy_text(descriptor.help, memory, how);
  descriptor.unit = part_of_copy(unit, name, descriptor.name);
  if (descriptor.unit.size() != unit.size()) descriptor.unit = copy_text(unit, memory);
  if (const auto all = descriptor.labels; !all.empty()) {
    auto* const labels = memory.allocate<LabelDescriptor>(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      new (labels + i) LabelDescriptor{copy_text(all[i].name, memory),
                                       copy_texts(all[i].closed_values, memory, how)};
    }
    descriptor.labels = span_of(labels, all.size());
  }
  if (const auto all = descriptor.constant_labels; !all.empty()) {
    auto* const labels = memory.allocate<ConstantLabel>(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      new (labels + i)
          ConstantLabel{copy_text(all[i].name, memory), copy_text(all[i].value, memory, how)};
    }
    descriptor.constant_labels = span_of(labels, all.size());
  }
  descriptor.buckets = copy_array(descriptor.buckets, memory);
  descriptor.quantiles = copy_array(descriptor.quantiles, memory);
  descriptor.declared_at.file = copy_text(descriptor.declared_at.file, memory);
}

/// A copy of `descriptor` that owns all it refers to, in `memory`.
inline FamilyDescriptor copy_descriptor(FamilyDescriptor descriptor, Arena& memory,
                                        CopyText how = CopyText::as_it_is) {
  move_into(memory, descriptor, how);
  return descriptor;
}

}  // namespace isometric::inline v1::detail
