#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/stable_sort.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// The descriptions of metric families, sorted by name. An immutable value, which owns what the
/// descriptors refer to; they live as long as it does.
///
///     for (const FamilyDescriptor& family : sink.catalogue()) ...
///     std::cout << to_markdown(sink.catalogue());
class Catalogue {
 public:
  Catalogue() = default;

  /// Not for users: the text of the families belongs to `owner`.
  template <class = void>
  Catalogue(std::vector<FamilyDescriptor> families, std::shared_ptr<const void> owner)
      : families_(std::move(families)), owner_(std::move(owner)) {
    detail::sort_stably(families_, [](const FamilyDescriptor& a, const FamilyDescriptor& b) {
      return a.name.compare(b.name) < 0;
    });
  }

  // Contiguous, so that a catalogue is taken for a std::span<const FamilyDescriptor>.
  [[nodiscard]] const FamilyDescriptor* begin() const noexcept { return families_.data(); }
  [[nodiscard]] const FamilyDescriptor* end() const noexcept { return begin() + size(); }
  [[nodiscard]] std::size_t size() const noexcept { return families_.size(); }
  [[nodiscard]] bool empty() const noexcept { return families_.empty(); }

  /// The family, or null.
  [[nodiscard]] const FamilyDescriptor* find(std::string_view name) const noexcept {
    for (const FamilyDescriptor* family = begin(); family != end(); ++family) {
      if (family->name.compare(name) == 0) return family;
    }
    return nullptr;
  }

 private:
  std::vector<FamilyDescriptor> families_;
  std::shared_ptr<const void> owner_;
};

}  // namespace isometric::inline v1
