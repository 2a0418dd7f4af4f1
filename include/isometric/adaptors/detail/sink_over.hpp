#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

template <class Family>
concept HasDescriptor = requires(const Family& family) { family.descriptor(); };

template <class Source>
concept HasCollectable = requires(const Source& source) { source.collectable(); };

/// What every adaptor over one sink does alike: reading it is reading that sink.
template <MetricsSink Inner>
class SinkOver {
 public:
  explicit SinkOver(Inner inner) : inner_(std::move(inner)) {}

  /// The sink that the adaptor was made of.
  [[nodiscard]] const Inner& inner() const noexcept { return inner_; }

  static constexpr bool adds_constant_label(std::string_view name) noexcept {
    return detail::adds_constant_label<Inner>(name);
  }

  [[nodiscard]] Snapshot snapshot() const
    requires MetricsSource<Inner>
  {
    return inner_.snapshot();
  }
  [[nodiscard]] Snapshot snapshot(std::string_view family) const
    requires MetricsSource<Inner>
  {
    return isometric::snapshot(inner_, family);
  }
  [[nodiscard]] auto collectable() const
    requires HasCollectable<Inner>
  {
    return inner_.collectable();
  }
  [[nodiscard]] auto scrape_source() const
    requires Scrapable<Inner>
  {
    return inner_.scrape_source();
  }

 private:
  [[no_unique_address]] Inner inner_;
};

}  // namespace isometric::inline v1::detail
