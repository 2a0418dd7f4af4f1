#pragma once

#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

class SeriesCopier final : public SeriesVisitor {
 public:
  explicit SeriesCopier(std::vector<SeriesSnapshot>& series) noexcept : series_(series) {}

  void number(const SeriesView& series, double value) override { add(series, value); }
  void histogram(const SeriesView& series, const HistogramSample& sample) override {
    add(series, sample);
  }
  void summary(const SeriesView& series, const SummarySample& sample) override {
    add(series, sample);
  }

 private:
  void add(const SeriesView& series, SampleValue value) {
    SeriesSnapshot& copy = series_.emplace_back();
    for (const auto& label : series.labels) copy.labels.emplace_back(label.name, label.value);
    copy.value = std::move(value);
  }

  std::vector<SeriesSnapshot>& series_;
};

/// Of all families, or of those that `is_wanted(name)`.
template <class IsWanted>
Snapshot snapshot_of(const Scrape& scrape, IsWanted is_wanted) {
  std::vector<FamilySnapshot> families;
  for (FamilyReader* reader : scrape.families()) {
    const FamilyDescriptor& family = reader->descriptor();
    if (!is_wanted(family.name)) continue;
    FamilySnapshot copy{std::string(family.name),
                        std::string(family.help),
                        family.type,
                        {},
                        std::string(family.unit)};
    SeriesCopier copier(copy.series);
    reader->read(copier);
    if (!copy.series.empty()) families.push_back(std::move(copy));
  }
  return Snapshot(std::move(families));
}

inline Snapshot snapshot_of(const Scrape& scrape) {
  return snapshot_of(scrape, [](std::string_view) { return true; });
}

}  // namespace isometric::inline v1::detail
