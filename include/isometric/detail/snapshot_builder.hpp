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

  void number(LabelViews labels, double value) override { add(labels, value); }
  void histogram(LabelViews labels, const HistogramSample& sample) override { add(labels, sample); }
  void summary(LabelViews labels, const SummarySample& sample) override { add(labels, sample); }

 private:
  void add(LabelViews labels, SampleValue value) {
    SeriesSnapshot& series = series_.emplace_back();
    for (const auto& [name, label_value] : labels) series.labels.emplace_back(name, label_value);
    series.value = std::move(value);
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
