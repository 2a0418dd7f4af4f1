#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/detail/snapshot_scrape.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <type_traits>

namespace isometric::inline v1::detail {

/// Calls `use` with a scrape of the source.
template <Exposable Source, class Use>
decltype(auto) with_scrape_of(const Source& source, Use use) {
  // Depends on the source, or it would be compiled where this is included.
  using Copy = SnapshotScrape<std::enable_if_t<Exposable<Source>>>;
  if constexpr (Scrapable<Source>) {
    const auto direct = source.scrape_source();  // outlives the scrape
    return use(*direct->scrape());
  } else if constexpr (std::same_as<Source, Snapshot>) {
    return use(Copy(source));
  } else {
    const Snapshot snapshot = source.snapshot();
    return use(Copy(snapshot));
  }
}

}  // namespace isometric::inline v1::detail
