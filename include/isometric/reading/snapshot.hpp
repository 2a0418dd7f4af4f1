#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/series_selector.hpp>

#include <algorithm>
#include <concepts>
#include <iterator>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace isometric::inline v1 {

/// What a source exposed at one moment: families sorted by name, with the series that existed.
/// An immutable value; making one changes nothing in the source. Subtract an earlier one
/// (snapshot_delta.hpp) to see what happened in between.
///
/// Each series is read at its own instant, between the start and the end of the call.
class Snapshot {
 public:
  Snapshot() = default;

  /// Takes families in any order. Two families of one name become one; of several series with the
  /// same labels the first stays.
  explicit Snapshot(std::vector<FamilySnapshot> families);

  /// What a scrape reads now: for a source's own `snapshot()`. With a name, of that family only.
  template <std::derived_from<Scrape> From>
  explicit Snapshot(const From& scrape) : Snapshot(copies_of(scrape, nullptr)) {}
  template <std::derived_from<Scrape> From>
  Snapshot(const From& scrape, std::string_view family) : Snapshot(copies_of(scrape, &family)) {}

  [[nodiscard]] const std::vector<FamilySnapshot>& families() const noexcept { return families_; }

  /// The family, or null.
  [[nodiscard]] const FamilySnapshot* find_family(std::string_view family) const noexcept;

  /// The series, or null.
  [[nodiscard]] const SeriesSnapshot* find_series(const SeriesSelector& selector) const noexcept;

  /// The value of a counter or gauge. Throws std::out_of_range, with the family's series in the
  /// message, if there is no such series; std::invalid_argument if it is a histogram or summary.
  [[nodiscard]] double value(const SeriesSelector& selector) const;

  /// The samples of a histogram, or of a summary. Throws as `value` does.
  [[nodiscard]] const HistogramSample& histogram(const SeriesSelector& selector) const;
  [[nodiscard]] const SummarySample& summary(const SeriesSelector& selector) const;

  friend bool operator==(const Snapshot&, const Snapshot&) = default;

  /// Prints one line a series: `name{label="value"} 3`. For people; not an exposition format.
  friend std::ostream& operator<<(std::ostream& stream, const Snapshot& snapshot);

 private:
  /// Copies the series of one family.
  template <class Series>
  class Copier final : public SeriesVisitor {
   public:
    explicit Copier(std::vector<Series>& series) noexcept : series_(series) {}

    void number(const SeriesView& series, double value) override { add(series, value); }
    void histogram(const SeriesView& series, const HistogramSample& sample) override {
      add(series, sample);
    }
    void summary(const SeriesView& series, const SummarySample& sample) override {
      add(series, sample);
    }

   private:
    void add(const SeriesView& series, SampleValue value) {
      Series& copy = series_.emplace_back();
      for (const auto& label : series.labels) copy.labels.emplace_back(label.name, label.value);
      copy.value = std::move(value);
    }

    std::vector<Series>& series_;
  };

  template <class From>
  static std::vector<FamilySnapshot> copies_of(const From& scrape, const std::string_view* wanted) {
    std::vector<FamilySnapshot> families;
    for (auto* const scraped : scrape.families()) {
      const FamilyDescriptor& family = scraped->descriptor();
      if (wanted != nullptr && *wanted != family.name) continue;
      FamilySnapshot copy;
      copy.name = family.name;
      copy.help = family.help;
      copy.type = family.type;
      copy.unit = family.unit;
      Copier<SeriesSnapshot> copier(copy.series);
      scraped->read(copier);
      if (!copy.series.empty()) families.push_back(std::move(copy));
    }
    return families;
  }

  const SeriesSnapshot& at(const SeriesSelector& selector) const;

  template <class Sample>
  const Sample& sample(const SeriesSelector& selector, const char* type) const;

  std::vector<FamilySnapshot> families_;
};

inline Snapshot::Snapshot(std::vector<FamilySnapshot> families) : families_(std::move(families)) {
  detail::sort_stably(families_, [](const auto& a, const auto& b) { return a.name < b.name; });
  for (auto family = families_.begin(); family != families_.end();) {
    const auto next = std::next(family);
    if (next != families_.end() && next->name == family->name) {
      std::ranges::move(next->series, std::back_inserter(family->series));
      families_.erase(next);
      continue;
    }
    for (auto& series : family->series) std::ranges::sort(series.labels);
    detail::sort_stably(family->series,
                        [](const auto& a, const auto& b) { return a.labels < b.labels; });
    family->series.erase(
        std::unique(family->series.begin(), family->series.end(),
                    [](const auto& a, const auto& b) { return a.labels == b.labels; }),
        family->series.end());
    family = next;
  }
}

inline const FamilySnapshot* Snapshot::find_family(std::string_view family) const noexcept {
  const auto found = std::ranges::lower_bound(families_, family, {}, [](const auto& candidate) {
    return std::string_view(candidate.name);
  });
  return found != families_.end() && found->name == family ? &*found : nullptr;
}

inline const SeriesSnapshot* Snapshot::find_series(const SeriesSelector& selector) const noexcept {
  const FamilySnapshot* family = find_family(selector.family());
  if (family == nullptr) return nullptr;
  const auto found =
      std::ranges::lower_bound(family->series, selector.labels(), {}, &SeriesSnapshot::labels);
  return found != family->series.end() && found->labels == selector.labels() ? &*found : nullptr;
}

inline const SeriesSnapshot& Snapshot::at(const SeriesSelector& selector) const {
  if (const SeriesSnapshot* series = find_series(selector)) return *series;
  std::ostringstream message;
  message << "isometric: no series " << selector << " in the snapshot";
  if (const FamilySnapshot* family = find_family(selector.family())) {
    message << "; its family has";
    for (const auto& series : family->series) {
      message << "\n  " << SeriesSelector(family->name, series.labels);
    }
  } else {
    message << ", nor its family";
  }
  detail::raise(std::out_of_range(message.str()));
}

inline double Snapshot::value(const SeriesSelector& selector) const {
  const SeriesSnapshot& series = at(selector);
  if (const double* value = std::get_if<double>(&series.value)) return *value;
  std::ostringstream message;
  message << "isometric: " << selector << " is a "
          << (std::holds_alternative<HistogramSample>(series.value) ? "histogram" : "summary")
          << ", not a counter or gauge";
  detail::raise(std::invalid_argument(message.str()));
}

template <class Sample>
const Sample& Snapshot::sample(const SeriesSelector& selector, const char* type) const {
  const SeriesSnapshot& series = at(selector);
  if (const auto* found = std::get_if<Sample>(&series.value)) return *found;
  std::ostringstream message;
  message << "isometric: " << selector << " is not a " << type;
  detail::raise(std::invalid_argument(message.str()));
}

inline const HistogramSample& Snapshot::histogram(const SeriesSelector& selector) const {
  return sample<HistogramSample>(selector, "histogram");
}

inline const SummarySample& Snapshot::summary(const SeriesSelector& selector) const {
  return sample<SummarySample>(selector, "summary");
}

inline std::ostream& operator<<(std::ostream& stream, const Snapshot& snapshot) {
  for (const auto& family : snapshot.families_) {
    for (const auto& series : family.series) {
      stream << SeriesSelector(family.name, series.labels) << ' '
             << detail::sample_text(series.value) << '\n';
    }
  }
  return stream;
}

}  // namespace isometric::inline v1
