#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/page/page_point.hpp>
#include <isometric/testing/detail/page/page_reader.hpp>
#include <isometric/testing/detail/page/sample_line.hpp>
#include <isometric/testing/page_problem.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// Makes a family of a snapshot of one of a page, and says what is wrong with its series.
template <class Text>
class SeriesReader {
 public:
  SeriesReader(const PageFamily<Text>& family, bool is_openmetrics,
               std::vector<testing::PageProblem>& problems) noexcept
      : family_(family), is_openmetrics_(is_openmetrics), problems_(problems) {}

  FamilySnapshot read() {
    const PageType& type = *family_.type;
    const bool may_have_unit = type.name != "info" && type.name != "stateset";
    if (!may_have_unit && !family_.unit.value_or("").empty()) {
      problems_.push_back(
          {family_.line, "a family of type " + std::string(type.name) + " must have no unit"});
    }
    FamilySnapshot family{std::string(family_.name).append(type.snapshot_suffix),
                          family_.help.value_or(""),
                          type.type,
                          {},
                          std::string(family_.unit.value_or(""))};
    for (const auto& sample : family_.samples) add(sample);
    PointReader<Text> reader(family_, is_openmetrics_, problems_);
    std::map<Labels, std::size_t> places;
    for (auto& point : points_) {
      auto value = reader.read(point);
      if (!value) continue;
      const auto [place, is_new] = places.emplace(point.labels, family.series.size());
      if (is_new) {
        family.series.push_back({std::move(point.labels), std::move(*value)});
      } else {
        family.series[place->second].value = std::move(*value);  // a later one
      }
    }
    return family;
  }

  /// Whether a series was there twice. Of a histogram or summary, it is their parts that can be.
  [[nodiscard]] bool is_repeating() const noexcept { return is_repeating_; }

 private:
  using Labels = decltype(PageSample<Text>::labels);

  template <class Complaint>
  void report(const PageSample<Text>& sample, Complaint text) {
    problems_.push_back({sample.line, std::string(std::move(text))});
  }

  [[nodiscard]] Text suffix_of(const PageSample<Text>& sample) const noexcept {
    return sample.name.substr(family_.name.size());
  }

  void add(const PageSample<Text>& sample) {
    const bool is_bucket = suffix_of(sample) == "_bucket";
    const bool is_summary = family_.type->type == MetricType::summary;
    LabelPairs labels = sample.labels;
    if (is_bucket || is_summary) {
      const Text part = is_bucket ? "le" : "quantile";
      std::erase_if(labels, [&](const auto& label) { return label.first == part; });
    }
    const bool may_have_exemplar =
        is_bucket || (family_.type->type == MetricType::counter && suffix_of(sample) == "_total");
    if (sample.has_exemplar && !may_have_exemplar) {
      report(sample, "only counters and buckets have exemplars");
    }
    PagePoint<Text>& point = point_for(sample, labels);
    const auto index = static_cast<std::size_t>(&point - points_.data());
    const auto [first, is_new] =
        seen_.emplace(std::tuple(index, sample.name, std::cref(sample.labels)), sample.line);
    if (is_new) {
      point.samples.push_back(&sample);
      return;
    }
    const MetricType type = family_.type->type;
    is_repeating_ = type != MetricType::histogram && type != MetricType::summary;
    report(sample, joined({series_text(sample.name, sample.labels), " is in line ",
                           std::to_string(first->second), " as well"}));
  }

  PagePoint<Text>& point_for(const PageSample<Text>& sample, const LabelPairs& labels) {
    const auto [latest, is_new] = latest_.emplace(labels, points_.size());
    bool is_later = false;
    if (!is_new && is_openmetrics_) {
      const PagePoint<Text>& point = points_[latest->second];
      if (&point != &points_.back()) {
        report(sample, "the lines of this series are not together");
      } else if (sample.timestamp.has_value() != point.timestamp.has_value()) {
        report(sample, "of one series, all samples have a timestamp or none has");
      } else if (sample.timestamp < point.timestamp) {
        report(sample, "the timestamps of a series must not go back");
      }
      is_later = sample.timestamp && point.timestamp && *sample.timestamp > *point.timestamp;
    }
    if (is_new || is_later) {
      latest->second = points_.size();
      points_.push_back({labels, sample.timestamp, {}});
    }
    return points_[latest->second];
  }

  struct ByValue {
    template <class Key>
    bool operator()(const Key& a, const Key& b) const {
      const auto& [a_point, a_name, a_labels] = a;
      const auto& [b_point, b_name, b_labels] = b;
      return std::tie(a_point, a_name, a_labels.get()) < std::tie(b_point, b_name, b_labels.get());
    }
  };

  const PageFamily<Text>& family_;
  const bool is_openmetrics_;
  bool is_repeating_ = false;
  std::vector<testing::PageProblem>& problems_;
  std::vector<PagePoint<Text>> points_;
  std::map<Labels, std::size_t> latest_;  ///< of each series, its last point
  /// The line of each sample that was there already.
  std::map<std::tuple<std::size_t, Text, std::reference_wrapper<const Labels>>, std::size_t,
           ByValue>
      seen_;
};

}  // namespace isometric::inline v1::detail
