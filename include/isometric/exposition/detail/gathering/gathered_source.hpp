#pragma once

#include <isometric/description/detail/name_rules.hpp>
#include <isometric/reading/detail/snapshot_scrape.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/prometheus/mend_family.hpp>
#include <isometric/sinks/detail/registry/collected_scrape.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

// The sources of a gatherer, whatever they are.
namespace isometric::inline v1::detail {

struct GatheredSource {
  std::string label_name;  ///< empty: nothing tells its series apart
  std::string label_value;
  std::string text;  ///< what problems call it
  /// Null if the source is gone. The scrape keeps the source alive, or this object does. Adds the
  /// names of the families that the scrape does not have, or not all of, because no page can show
  /// them.
  std::function<std::unique_ptr<Scrape>(std::vector<std::string>& malformed)> scrape;
};

/// In a handler: what it handles.
inline std::string thrown_text() {
#if defined(__cpp_exceptions)
  try {
    throw;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
  }
#endif
  return {};
}

/// A scrape that keeps alive what it reads.
class KeepingScrape final : public Scrape {
 public:
  explicit KeepingScrape(std::shared_ptr<ScrapeSource> source)
      : source_(std::move(source)), scrape_(source_->scrape()) {}

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return scrape_->families();
  }

 private:
  const std::shared_ptr<ScrapeSource> source_;
  const std::unique_ptr<Scrape> scrape_;
};

inline std::unique_ptr<Scrape> scrape_of(std::shared_ptr<ScrapeSource> source) {
  return std::make_unique<KeepingScrape>(std::move(source));
}

inline std::unique_ptr<Scrape> scrape_of(Snapshot snapshot) {
  return std::make_unique<KeptSnapshotScrape<>>(std::move(snapshot));
}

/// Other code's families, fit to print. Several of one name stay several; the gatherer merges them.
inline std::unique_ptr<Scrape> scrape_of(const std::shared_ptr<prometheus::Collectable>& source,
                                         std::vector<std::string>& malformed) {
  std::vector<prometheus::MetricFamily> families = source->Collect();
  std::erase_if(families, [&](prometheus::MetricFamily& family) {
    const std::size_t dropped = mend_family(family);
    const bool has_name = is_identifier(family.name, true);
    if (dropped > 0 || !has_name) malformed.push_back(family.name);
    return !has_name;
  });
  sort_stably(families, [](const auto& a, const auto& b) { return a.name < b.name; });
  return std::make_unique<CollectedScrape<>>(std::move(families));
}

}  // namespace isometric::inline v1::detail
