#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/sinks/detail/catalogue/catalogue_families.hpp>
#include <isometric/sinks/detail/catalogue/catalogue_store.hpp>
#include <isometric/sinks/null_sink.hpp>

#include <memory>

namespace isometric::inline v1 {

/// A sink that remembers descriptions and no values: to construct a component's metrics on it is to
/// learn which metrics the component has. It is no source.
///
///     isometric::CatalogueSink sink;
///     const ProviderMetrics<isometric::CatalogueSink> metrics{sink};
///     std::cout << to_markdown(sink.catalogue());
///
/// Copies are the same sink; sinks made anew share nothing. Declaring a family throws
/// RegistrationConflict as it does on a RegistrySink{}; look-ups and updates do nothing.
/// Thread-safe.
class CatalogueSink : public detail::CatalogueFamilies<NullSink, SeriesKind::fixed> {
  using Base = detail::CatalogueFamilies<NullSink, SeriesKind::fixed>;
  using RemovableFamilies =
      detail::CatalogueFamilies<detail::RemovableHalf<NullSink>, SeriesKind::removable>;
  using DynamicFamilies =
      detail::CatalogueFamilies<detail::RemovableHalf<NullSink>, SeriesKind::dynamic>;

 public:
  CatalogueSink() : Base(std::make_shared<detail::CatalogueStore>()) {}

  /// For families whose series can be removed; the contract is in removable_sink.hpp.
  [[nodiscard]] RemovableFamilies removable() const { return RemovableFamilies(store_); }

  /// For families whose series bring labels along; the contract is in dynamic_sink.hpp.
  [[nodiscard]] DynamicFamilies dynamic() const { return DynamicFamilies(store_); }

  /// For families whose values are read at a scrape; the contract is in callback_sink.hpp.
  auto callback_counter(const FamilyDescriptor& family) const {
    return declare<detail::CallbackCounterFamilyOf<NullSink>, SeriesKind::callback>(
        MetricType::counter, family);
  }
  auto callback_gauge(const FamilyDescriptor& family) const {
    return declare<detail::CallbackGaugeFamilyOf<NullSink>, SeriesKind::callback>(MetricType::gauge,
                                                                                  family);
  }

  /// What was declared so far.
  [[nodiscard]] Catalogue catalogue() const { return store_->catalogue(); }
};

}  // namespace isometric::inline v1
