#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/detail/snapshot_scrape.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <memory>

namespace isometric::inline v1::detail {

/// Calls `use` with a scrape of the source.
template <Exposable Source, class Use>
decltype(auto) with_scrape_of(const Source& source, Use use) {
  if constexpr (Scrapable<Source>) {
    const auto direct = source.scrape_source();  // outlives the scrape
    return use(*direct->scrape());
  } else if constexpr (std::same_as<Source, Snapshot>) {
    return use(SnapshotScrape<>(source));
  } else {
    const Snapshot snapshot = source.snapshot();
    return use(SnapshotScrape<>(snapshot));
  }
}

}  // namespace isometric::inline v1::detail
