#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/exposition/detail/text/page_writer.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/reading/detail/snapshot_scrape.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace isometric::inline v1 {

/// Appends a page with all series of a source to `page`: of a sink straight from its storage, of
/// any other MetricsSource from its snapshot, or of a Snapshot. Families are sorted by name; those
/// without series are left out. Label values and help may be any bytes.
///
/// Keep the string from scrape to scrape: nothing else is allocated for a series, except by
/// prometheus-cpp when it is asked for a histogram or a summary.
///
/// Returns the names of the families that OpenMetrics has no place for, because samples of another
/// one may go by their name; none, for sources that are valid in themselves, but `x_created` beside
/// a counter, histogram or summary `x`. If anything throws, `page` is as it was.
template <Exposable Source>
std::vector<std::string> write_text(const Source& source, std::string& page,
                                    ExpositionFormat format = ExpositionFormat::text) {
  struct Rollback {
    ~Rollback() {
      if (!is_done) page.resize(size);
    }
    std::string& page;
    const std::size_t size = page.size();
    bool is_done = false;
  } rollback{page};
  // These depend on the source, or they would be compiled where this is included.
  using Void = std::enable_if_t<Exposable<Source>>;
  using Page = std::enable_if_t<Exposable<Source>, std::string>;
  std::vector<std::string> left_out;
  const auto write = [&](const Scrape& scrape) {
    left_out = detail::PageWriter<Page>(page, format).write(scrape);
  };
  if constexpr (Scrapable<Source>) {
    const auto direct = source.scrape_source();  // outlives the scrape
    write(*direct->scrape());
  } else if constexpr (std::same_as<Source, Snapshot>) {
    write(detail::SnapshotScrape<Void>(source));
  } else {
    const Snapshot snapshot = source.snapshot();
    write(detail::SnapshotScrape<Void>(snapshot));
  }
  rollback.is_done = true;
  return left_out;
}

namespace detail::mistake {
using what_is_written_is_a_sink_that_can_be_read_a_source_or_a_snapshot = void;
}  // namespace detail::mistake

template <class Source>
  requires(!Exposable<Source>)
ISOMETRIC_DETAIL_MISTAKE("what is written is a sink that can be read, a source or a snapshot")
detail::mistake::what_is_written_is_a_sink_that_can_be_read_a_source_or_a_snapshot
    write_text(const Source&, std::string&,
               ExpositionFormat = ExpositionFormat::text) ISOMETRIC_DETAIL_REFUSED;

}  // namespace isometric::inline v1
