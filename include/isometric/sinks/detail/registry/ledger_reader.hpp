#pragma once

#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/prometheus/family_collector.hpp>
#include <isometric/sinks/detail/registry/family_entry.hpp>
#include <isometric/sinks/detail/registry/ledger.hpp>
#include <isometric/sinks/detail/registry/other_code.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

// What reads a ledger. Templates, so that only who reads compiles them.
namespace isometric::inline v1::detail {

/// A family of a ledger, for the time of a scrape.
template <class Entry>
class ScrapedEntry final : public ScrapedFamily {
 public:
  explicit ScrapedEntry(Entry& entry) noexcept : entry_(&entry) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept override {
    return entry_->descriptor();
  }
  void read(SeriesVisitor& visitor) override {
    SeriesReading reading(entry_->descriptor(), entry_->layout(), visitor);
    entry_->read(reading);
  }

 private:
  Entry* entry_;
};

/// Some families of a ledger. Holds no lock: they stay as long as the ledger.
template <class Entry>
class LedgerScrape final : public Scrape {
 public:
  explicit LedgerScrape(const std::vector<Entry*>& entries) {
    scraped_.reserve(entries.size());
    families_.reserve(entries.size());
    for (Entry* entry : entries) {
      scraped_.emplace_back(*entry);
      families_.push_back(&scraped_.back());
    }
  }

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return families_;
  }

 private:
  std::vector<ScrapedEntry<Entry>> scraped_;
  std::vector<ScrapedFamily*> families_;
};

/// What an exposer and the library's own pages read of a ledger. Lives as long as that. Keeps the
/// order of the families from scrape to scrape, under the ledger's lock. Thread-safe.
template <class Source = Ledger>
class LedgerReader final : public prometheus::Collectable, public ScrapeSource {
  using Entry = typename Source::Entry;
  using Families = std::vector<typename Source::MetricFamily>;

 public:
  explicit LedgerReader(const Source& ledger) noexcept : ledger_(ledger) {}

  /// All families that have series, sorted by name, series sorted by labels; valid exposition even
  /// through a serializer that escapes no help.
  [[nodiscard]] Families Collect() const override {
    Families collected;
    const auto entries = sorted();
    collected.reserve(entries.size());
    for (Entry* entry : entries) {
      ScrapedEntry<Entry> scraped(*entry);
      auto family = collect<typename Source::MetricFamily>(scraped);
      if (!family.metric.empty()) collected.push_back(std::move(family));
    }
    if (const OtherCode* other = ledger_.other_code()) other->merge(collected);
    return collected;
  }

  /// The same without copies, unless other code may register, too: prometheus-cpp shows what that
  /// registered only as a copy of all there is.
  [[nodiscard]] std::unique_ptr<Scrape> scrape() override {
    if (const OtherCode* other = ledger_.other_code()) return other->scrape(Collect());
    return std::make_unique<LedgerScrape<Entry>>(sorted());
  }

  /// What scrape() has under this name; if isometric has declared it, without a look at any other
  /// family, unless one of another name could show under this one.
  [[nodiscard]] std::unique_ptr<Scrape> scrape(std::string_view name) {
    Entry* const entry = ledger_.find(name);
    const OtherCode* const other = ledger_.other_code();
    if (other != nullptr && (entry == nullptr || other->may_show(name))) return scrape();
    std::vector<Entry*> entries;
    if (entry != nullptr) entries.push_back(entry);
    if (other == nullptr) return std::make_unique<LedgerScrape<Entry>>(entries);
    Families collected;
    ScrapedEntry<Entry> scraped(*entry);
    if (auto own = collect<typename Source::MetricFamily>(scraped); !own.metric.empty())
      collected.push_back(std::move(own));
    other->merge_family(collected, *entry);
    return other->scrape(std::move(collected));
  }

 private:
  /// In order of name.
  [[nodiscard]] std::vector<Entry*> sorted() const {
    std::vector<Entry*> copy;
    ledger_.with_families([&](const auto& families) {
      if (sorted_.size() != families.size()) {
        sorted_.clear();
        sorted_.reserve(families.size());
        families.for_each([&](Entry* family) { sorted_.push_back(family); });
        sort_stably(sorted_,
                    [](Entry* a, Entry* b) { return a->descriptor().name < b->descriptor().name; });
      }
      copy = sorted_;
    });
    return copy;
  }

  const Source& ledger_;
  mutable std::vector<Entry*> sorted_;  ///< guarded by the ledger's lock
};

}  // namespace isometric::inline v1::detail
