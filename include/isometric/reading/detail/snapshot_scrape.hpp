#pragma once

#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <deque>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace isometric::inline v1::detail {

/// A snapshot, which must outlive it, as a scrape.
class SnapshotScrape final : public Scrape {
 public:
  explicit SnapshotScrape(const Snapshot& snapshot) {
    for (const auto& family : snapshot.families()) {
      readers_.push_back(&families_.emplace_back(family));
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
      std::vector<LabelView> labels;
      for (const auto& series : family_.series) {
        labels.clear();
        for (const auto& [name, value] : series.labels) labels.push_back({name, value});
        const SeriesView view{labels};
        if (const auto* histogram = std::get_if<HistogramSample>(&series.value)) {
          visitor.histogram(view, *histogram);
        } else if (const auto* summary = std::get_if<SummarySample>(&series.value)) {
          visitor.summary(view, *summary);
        } else {
          visitor.number(view, std::get<double>(series.value));
        }
      }
    }

   private:
    const FamilySnapshot& family_;
    FamilyDescriptor descriptor_;
  };

  std::deque<Family> families_;  // never moves what the readers point to
  std::vector<ScrapedFamily*> readers_;
};

}  // namespace isometric::inline v1::detail
