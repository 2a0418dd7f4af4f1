#pragma once

#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// A snapshot, which must outlive it, as a scrape.
template <class Void = void>
class SnapshotScrape final : public Scrape {
  // Looked up where this is used, and not wherever it is included.
  using Label = std::enable_if_t<std::is_void_v<Void>, LabelView>;

 public:
  explicit SnapshotScrape(const Snapshot& snapshot) {
    for (const auto& family : snapshot.families()) {
      families_.push_back(std::make_unique<Family>(family));
      readers_.push_back(families_.back().get());
    }
  }

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return readers_;
  }

 private:
  class Family final : public ScrapedFamily {
   public:
    explicit Family(const FamilySnapshot& family) noexcept : family_(family) {
      descriptor_.type = family.type;
      descriptor_.name = family.name;
      descriptor_.help = family.help;
      descriptor_.unit = family.unit;
    }

    [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept override {
      return descriptor_;
    }

    void read(SeriesVisitor& visitor) override {
      std::vector<Label> labels;
      for (const auto& series : family_.series) {
        labels.clear();
        for (const auto& label : series.labels) labels.push_back({label.first, label.second});
        const SeriesView view{labels};
        if (const double* number = series.value.number()) {
          visitor.number(view, *number);
        } else if (const HistogramSample* histogram = series.value.histogram()) {
          visitor.histogram(view, *histogram);
        } else {
          visitor.summary(view, *series.value.summary());
        }
      }
    }

   private:
    const FamilySnapshot& family_;
    FamilyDescriptor descriptor_;
  };

  std::vector<std::unique_ptr<Family>> families_;
  std::vector<ScrapedFamily*> readers_;
};

/// The same of a snapshot that it keeps.
template <class Void = void>
class KeptSnapshotScrape final : public Scrape {
 public:
  explicit KeptSnapshotScrape(Snapshot snapshot)
      : snapshot_(std::move(snapshot)), scrape_(snapshot_) {}

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return scrape_.families();
  }

 private:
  const Snapshot snapshot_;
  const SnapshotScrape<Void> scrape_;
};

/// What can be read by snapshots only, as what can be scraped.
template <class Source>
class SnapshotScrapeSource final : public ScrapeSource {
 public:
  explicit SnapshotScrapeSource(Source source) : source_(std::move(source)) {}

  [[nodiscard]] std::unique_ptr<Scrape> scrape() override {
    return std::make_unique<KeptSnapshotScrape<>>(source_.snapshot());
  }

 private:
  const Source source_;
};

}  // namespace isometric::inline v1::detail
