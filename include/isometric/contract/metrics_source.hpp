#pragma once

#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <string_view>

namespace isometric::inline v1 {

/// What can be read: the other half of a sink. Components ask for a MetricsSink only; tests and
/// endpoints ask for this. A sink need not be a source.
template <class Source>
concept MetricsSource = requires(const Source& source) {
  { source.snapshot() } -> std::same_as<Snapshot>;
};

/// A source that prometheus-cpp's Exposer and Gateway can serve: `collectable()` gives a shared
/// pointer to what has a `Collect()`, a prometheus::Collectable; spelt without naming it.
template <class Source>
concept CollectableSource =
    MetricsSource<Source> && requires(const Source& source) { source.collectable()->Collect(); };

/// What pages can be made of: what is scraped without a copy, and what gives snapshots or is one.
template <class Source>
concept Exposable = Scrapable<Source> || MetricsSource<Source> || std::same_as<Source, Snapshot>;

/// The values of all series of a source, now.
template <MetricsSource Source>
[[nodiscard]] Snapshot snapshot(const Source& source) {
  return source.snapshot();
}

/// The values of one family's series, now: what snapshot(source) has under this name. A source with
/// a `snapshot(family)` that returns a Snapshot is asked by it, and reads no other family if it can
/// do without.
template <MetricsSource Source>
[[nodiscard]] Snapshot snapshot(const Source& source, std::string_view family) {
  if constexpr (requires {
                  { source.snapshot(family) } -> std::same_as<Snapshot>;
                }) {
    return source.snapshot(family);
  } else {
    const Snapshot all = source.snapshot();
    const FamilySnapshot* found = all.find_family(family);
    return found == nullptr ? Snapshot() : Snapshot({*found});
  }
}

}  // namespace isometric::inline v1
