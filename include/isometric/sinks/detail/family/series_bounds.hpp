#pragma once

#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>

#include <memory>

// The buckets or quantiles that the series of a dynamic family have of their own. Templates, so
// that only who declares such a family compiles them.
namespace isometric::inline v1::detail {

/// A copy of what declared them.
template <class Memory = Arena>
class DeclaredBounds {
 public:
  explicit DeclaredBounds(const FamilyDescriptor& declared)
      : descriptor_(copy_descriptor(declared, memory_, CopyText::valid)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return descriptor_; }

 private:
  Memory memory_;
  const FamilyDescriptor descriptor_;
};

/// Null for a series of a type that has none, and where nobody asked: those of the family.
using SeriesBounds = std::shared_ptr<const DeclaredBounds<>>;

/// Of a family of this type that is declared so. Throws InvalidBuckets or InvalidQuantiles: the
/// ledger judges the first declaration's only.
template <class Declared = DeclaredBounds<>>
SeriesBounds bounds_of(MetricType type, const FamilyDescriptor& declared) {
  const BoundsRules rules = bounds_rules_of(type);
  if (rules.judge == nullptr) return nullptr;
  rules.judge(declared);
  return std::make_shared<const Declared>(declared);
}

/// What the series of a family with these bounds is described by.
template <class Bounds>
const FamilyDescriptor& with_bounds(const FamilyDescriptor& family, const Bounds& bounds) noexcept {
  return bounds == nullptr ? family : bounds->descriptor();
}

/// Throws RegistrationConflict if a series has other bounds than it is asked for with.
template <class Bounds>
void require_same_bounds(const FamilyDescriptor& family, const Bounds& existing,
                         const Bounds& requested) {
  if (existing == requested) return;
  const FamilyDescriptor& there = with_bounds(family, existing);
  const FamilyDescriptor& asked = with_bounds(family, requested);
  const bool are_buckets = family.type == MetricType::histogram;
  if (are_buckets ? are_equal_numbers(there.buckets, asked.buckets)
                  : have_same_quantiles(there, asked)) {
    return;
  }
  refuse(asked, {true, are_buckets ? Field::buckets : Field::quantiles}, there,
         bounds_rules_of(family.type));
}

}  // namespace isometric::inline v1::detail
