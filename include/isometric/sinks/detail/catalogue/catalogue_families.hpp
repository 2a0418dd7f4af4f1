#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/sinks/detail/catalogue/catalogue_store.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>

#include <memory>
#include <utility>

namespace isometric::inline v1::detail {

/// A family that does nothing, as a NullSink's does, but knows its description.
template <class NullFamily>
class CatalogueFamily : public NullFamily {
 public:
  explicit CatalogueFamily(std::shared_ptr<const FamilyDescriptor> family) noexcept
      : descriptor_(std::move(family)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return *descriptor_; }

 private:
  std::shared_ptr<const FamilyDescriptor> descriptor_;  ///< keeps the store
};

/// A sink that remembers families of one kind, and does for them what `NullFamilies` does.
template <class NullFamilies, SeriesKind Kind>
class CatalogueFamilies {
 public:
  explicit CatalogueFamilies(std::shared_ptr<CatalogueStore> store) noexcept
      : store_(std::move(store)) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  CatalogueFamilies(const CatalogueFamilies&) = default;
  CatalogueFamilies& operator=(const CatalogueFamilies&) = default;

  auto counter(const FamilyDescriptor& family) const {
    return declare<CounterFamilyOf<NullFamilies>, Kind>(MetricType::counter, family);
  }
  auto gauge(const FamilyDescriptor& family) const {
    return declare<GaugeFamilyOf<NullFamilies>, Kind>(gauge_or_info(family), family);
  }
  auto histogram(const FamilyDescriptor& family) const {
    return declare<HistogramFamilyOf<NullFamilies>, Kind>(MetricType::histogram, family);
  }
  auto summary(const FamilyDescriptor& family) const {
    return declare<SummaryFamilyOf<NullFamilies>, Kind>(MetricType::summary, family);
  }

 protected:
  template <class NullFamily, SeriesKind DeclaredKind>
  CatalogueFamily<NullFamily> declare(MetricType type, FamilyDescriptor family) const {
    family.type = type;
    family.series_kind = DeclaredKind;
    return CatalogueFamily<NullFamily>({store_, &store_->declare(family)});
  }

  std::shared_ptr<CatalogueStore> store_;
};

}  // namespace isometric::inline v1::detail
