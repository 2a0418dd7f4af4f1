#pragma once

#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/ledger/ledger.hpp>
#include <isometric/sinks/detail/ledger/other_code.hpp>
#include <isometric/sinks/detail/prometheus/family_collector.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <cstddef>
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
  ScrapedEntry() noexcept = default;
  ScrapedEntry(const ScrapedEntry&) = delete;
  ScrapedEntry& operator=(const ScrapedEntry&) = delete;
  ~ScrapedEntry() {
    if (kept_ != nullptr) kept_->let_go();
  }

  /// Under the ledger's lock. A family that cannot be given up is there as long as the ledger.
  void show(Entry& entry) noexcept {
    entry_ = &entry;
    if (entry.store() == nullptr) return;
    entry.keep();
    kept_ = &entry;
  }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept override {
    return entry_->descriptor();
  }
  void read(SeriesVisitor& visitor) override {
    SeriesReading reading(entry_->descriptor(), entry_->layout(), visitor);
    entry_->read(reading);
  }

 private:
  Entry* entry_ = nullptr;
  Entry* kept_ = nullptr;
};

/// Some families of a ledger. Holds no lock: they stay as long as the ledger, or as they are kept.
/// Made under the ledger's.
template <class Entry>
class LedgerScrape final : public Scrape {
 public:
  LedgerScrape(Entry* const* entries, std::size_t count) : scraped_(count), families_(count) {
    for (std::size_t i = 0; i < count; ++i) {
      scraped_[i].show(*entries[i]);
      families_[i] = &scraped_[i];
    }
  }

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return {families_.data(), families_.size()};
  }

 private:
  FixedArray<ScrapedEntry<Entry>> scraped_;
  FixedArray<ScrapedFamily*> families_;
};

/// What pages and snapshots read of a ledger. Lives as long as that. Keeps the order of the
/// families from scrape to scrape, under the ledger's lock. Thread-safe.
template <class Source = Ledger>
class LedgerReader final : public ScrapeSource {
  using Entry = typename Source::Entry;

 public:
  using Ledger = Source;

  explicit LedgerReader(const Source& ledger) noexcept : ledger_(ledger) {}
  LedgerReader(const LedgerReader&) = delete;
  LedgerReader& operator=(const LedgerReader&) = delete;
  ~LedgerReader() {
    if (collector_ != nullptr) delete_collector_(collector_);
  }

  /// Without copies, unless other code may register, too: prometheus-cpp shows what that registered
  /// only as a copy of all there is.
  [[nodiscard]] std::unique_ptr<Scrape> scrape() override {
    auto own = own_families();
    const OtherCode* const other = ledger_.other_code();
    return other == nullptr ? std::move(own) : other->scrape(std::move(own));
  }

  /// What scrape() has under this name; if isometric has declared it, without a look at any other
  /// family, unless one of another name could show under this one.
  [[nodiscard]] std::unique_ptr<Scrape> scrape(std::string_view name) {
    Entry* entry = nullptr;
    std::unique_ptr<Scrape> own;
    const OtherCode* other = nullptr;
    ledger_.with_families([&](const auto& families) {
      entry = families.find(name);
      own.reset(new LedgerScrape<Entry>(&entry, entry == nullptr ? 0 : 1));
      // Under the lock: a registry that is not shared may lose the family from now on.
      other = ledger_.other_code();
    });
    if (other == nullptr) return own;
    if (entry == nullptr || other->may_show(name)) return scrape();
    return other->scrape_family(std::move(own), *entry);
  }

  /// All families of the ledger, in order of name.
  [[nodiscard]] std::unique_ptr<Scrape> own_families() const {
    std::unique_ptr<Scrape> scrape;
    ledger_.with_families([&](const auto& families) {
      if (sorted_version_ != families.version()) sort(families);
      scrape.reset(new LedgerScrape<Entry>(sorted_.data(), sorted_.size()));
    });
    return scrape;
  }

  /// What reads in the form of prometheus-cpp. Made when it is first asked for, and kept as long.
  template <class Collector>
  Collector& collector() {
    ledger_.stay_loaded();  // its code may be another module's than the reader's
    ledger_.with_families([this](const auto&) {
      if (collector_ != nullptr) return;
      collector_ = new Collector(ledger_, *this);
      delete_collector_ = [](void* collector) noexcept {
        delete static_cast<Collector*>(collector);
      };
    });
    return *static_cast<Collector*>(collector_);
  }

 private:
  template <class Families>
  void sort(const Families& families) const {
    FixedArray<Entry*> sorted(families.size());
    std::size_t count = 0;
    families.for_each([&](Entry* family) { sorted[count++] = family; });
    sort_stably(sorted.data(), count, [](const Entry* a, const Entry* b) {
      return a->descriptor().name.compare(b->descriptor().name) < 0;
    });
    sorted_.swap(sorted);
    sorted_version_ = families.version();
  }

  const Source& ledger_;

  // Guarded by the ledger's lock.
  mutable FixedArray<Entry*> sorted_{0};
  mutable std::size_t sorted_version_ = 0;
  void* collector_ = nullptr;  ///< never changes once it is there
  void (*delete_collector_)(void*) noexcept = nullptr;
};

/// What an exposer reads of a ledger. Apart from the reader, so that who takes a snapshot compiles
/// nothing of prometheus-cpp's families.
template <class Source = Ledger>
class LedgerCollector final : public prometheus::Collectable {
 public:
  LedgerCollector(const Source& ledger, const LedgerReader<Source>& reader) noexcept
      : ledger_(ledger), reader_(reader) {}

  /// All families that have series, sorted by name, series sorted by labels; valid exposition even
  /// through a serializer that escapes no help.
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    const auto own = reader_.own_families();
    auto collected = collect_all<typename Source::MetricFamily>(*own);
    if (const OtherCode* other = ledger_.other_code()) other->merge(collected, *own);
    return collected;
  }

 private:
  const Source& ledger_;
  const LedgerReader<Source>& reader_;
};

}  // namespace isometric::inline v1::detail
