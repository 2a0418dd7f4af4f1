#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/detail/snapshot_scrape.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <memory>

namespace isometric::inline v1::detail {

/// A source that can be read without a copy of all that it stores.
template <class Source>
concept DirectSource = requires(const Source& source) {
  { source.scrape_source() } -> std::convertible_to<std::shared_ptr<ScrapeSource>>;
};

/// What pages can be made of.
template <class Source>
concept Scrapable = DirectSource<Source> || MetricsSource<Source> || std::same_as<Source, Snapshot>;

/// Calls `use` with a scrape of the source.
template <Scrapable Source, class Use>
decltype(auto) with_scrape_of(const Source& source, Use use) {
  if constexpr (DirectSource<Source>) {
    const auto direct = source.scrape_source();  // outlives the scrape
    return use(*direct->scrape());
  } else if constexpr (std::same_as<Source, Snapshot>) {
    return use(SnapshotScrape(source));
  } else {
    const Snapshot snapshot = source.snapshot();
    return use(SnapshotScrape(snapshot));
  }
}

}  // namespace isometric::inline v1::detail
