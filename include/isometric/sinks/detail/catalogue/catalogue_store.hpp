#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/family_map.hpp>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The descriptions that a CatalogueSink and its copies have taken. Thread-safe. It keeps what it
/// has, so a descriptor is valid as long as the store.
class CatalogueStore : public std::enable_shared_from_this<CatalogueStore> {
 public:
  const FamilyDescriptor& declare(const FamilyDescriptor& requested) {
    const std::lock_guard lock(mutex_);
    return families_.declare(requested).descriptor();
  }

  [[nodiscard]] Catalogue catalogue() const {
    std::vector<FamilyDescriptor> families;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, family] : families_) families.push_back(family.descriptor());
    return {std::move(families), shared_from_this()};
  }

 private:
  class Family {
   public:
    explicit Family(const FamilyDescriptor& family)
        : descriptor_(copy_descriptor(family, memory_)) {}

    [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return descriptor_; }

   private:
    Arena memory_;
    FamilyDescriptor descriptor_;
  };

  mutable std::mutex mutex_;
  FamilyMap<Family> families_;  ///< guarded by mutex_
};

}  // namespace isometric::inline v1::detail
