#pragma once

#include <isometric/detail/scrape.hpp>
#include <isometric/sample.hpp>
#include <isometric/snapshot.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

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

inline Snapshot snapshot_of(const Scrape& scrape) {
  std::vector<FamilySnapshot> families;
  for (FamilyReader* reader : scrape.families()) {
    const FamilyDescriptor& family = reader->descriptor();
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

}  // namespace detail
}  // namespace v1
}  // namespace isometric
