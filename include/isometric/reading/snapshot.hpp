#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/series_selector.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// What a source exposed at one moment: families sorted by name, with the series that existed.
/// An immutable value, whose copies share what they show; making one changes nothing in the source.
/// Subtract an earlier one (snapshot_delta.hpp) to see what happened in between.
///
/// Each series is read at its own instant, between the start and the end of the call.
class Snapshot {
 public:
  Snapshot() = default;

  // All are templates, so that a file compiles what it uses.

  /// Takes families in any order. Two families of one name become one; of several series with the
  /// same labels the first stays.
  template <class = void>
  explicit Snapshot(std::vector<FamilySnapshot> families);

  /// What a scrape reads now: for a source's own `snapshot()`. With a name, of that family only.
  template <std::derived_from<Scrape> From>
  explicit Snapshot(const From& scrape) : families_(copies_of<FamilySnapshot>(scrape, nullptr)) {}
  template <std::derived_from<Scrape> From>
  Snapshot(const From& scrape, std::string_view family)
      : families_(copies_of<FamilySnapshot>(scrape, &family)) {}

  template <class = void>
  [[nodiscard]] const std::vector<FamilySnapshot>& families() const noexcept {
    static const std::vector<FamilySnapshot> none;
    return !families_ ? none : *families_;
  }

  /// The family, or null.
  template <class = void>
  [[nodiscard]] const FamilySnapshot* find_family(std::string_view family) const noexcept;

  /// The series, or null.
  template <class = void>
  [[nodiscard]] const SeriesSnapshot* find_series(const SeriesSelector& selector) const noexcept;

  /// The value of a counter or gauge. Throws std::out_of_range, with the family's series in the
  /// message, if there is no such series; std::invalid_argument if it is a histogram or summary.
  template <class = void>
  [[nodiscard]] double value(const SeriesSelector& selector) const;

  /// The samples of a histogram, or of a summary. Throws as `value` does.
  template <class = void>
  [[nodiscard]] const HistogramSample& histogram(const SeriesSelector& selector) const {
    if (const HistogramSample* sample = at(selector).histogram()) return *sample;
    refuse(selector, " is not a histogram");
  }
  template <class = void>
  [[nodiscard]] const SummarySample& summary(const SeriesSelector& selector) const {
    if (const SummarySample* sample = at(selector).summary()) return *sample;
    refuse(selector, " is not a summary");
  }

  template <class = void>
  friend bool operator==(const Snapshot& a, const Snapshot& b) {
    return detail::are_equal(a.families(), b.families());
  }

  /// Prints one line a series: `name{label="value"} 3`. For people; not an exposition format.
  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const Snapshot& snapshot) {
    for (const auto& family : snapshot.families()) {
      for (const auto& series : family.series) {
        stream << detail::joined({detail::series_text(family.name, series.labels), " ",
                                  detail::sample_text(series.value), "\n"});
      }
    }
    return stream;
  }

 private:
  /// Copies the series of a family behind those that are there.
  template <class Series>
  class Copier final : public SeriesVisitor {
   public:
    explicit Copier(std::vector<Series>& into) noexcept : into_(into) {}
    void number(const SeriesView& series, double value) override { add(series, value); }
    void histogram(const SeriesView& series, const HistogramSample& sample) override {
      add(series, sample);
    }
    void summary(const SeriesView& series, const SummarySample& sample) override {
      add(series, sample);
    }

   private:
    void add(const SeriesView& series, SampleValue value) {
      into_.push_back({LabelPairs(series.labels.size()), std::move(value)});
      std::size_t i = 0;
      for (const LabelView& label : series.labels) {
        into_.back().labels[i].first = label.name;
        into_.back().labels[i++].second = label.value;
      }
    }

    std::vector<Series>& into_;
  };

  /// Of the families that have series. Should a scrape have two of one name, they become one.
  template <class Family, class From>
  static std::shared_ptr<const std::vector<Family>> copies_of(const From& scrape,
                                                              const std::string_view* wanted) {
    std::vector<Family> copies;
    for (ScrapedFamily* const each : scrape.families()) {
      const FamilyDescriptor& family = each->descriptor();
      if (wanted != nullptr && wanted->compare(family.name) != 0) continue;
      Family copy;
      copy.name = family.name;
      copy.help = family.help;
      copy.type = family.type;
      copy.unit = family.unit;
      Copier<SeriesSnapshot> copier(copy.series);
      each->read(copier);
      if (copy.series.size() != 0) copies.push_back(std::move(copy));
    }
    return in_order(std::move(copies));
  }

  /// Families of one name become one.
  template <class Family>
  static std::shared_ptr<const std::vector<Family>> in_order(std::vector<Family> families);

  /// By their labels; of several with the same labels the first stays.
  template <class Series>
  static void sort_series(std::vector<Series>& series);

  template <class = void>
  const SampleValue& at(const SeriesSelector& selector) const;

  template <class = void>
  [[noreturn]] static void refuse(const SeriesSelector& selector, const char* complaint) {
    detail::raise(std::invalid_argument(detail::joined(
        {"isometric: ", detail::series_text(selector.family(), selector.labels()), complaint})));
  }

  std::shared_ptr<const std::vector<FamilySnapshot>> families_;  ///< null: none
};

template <class>
Snapshot::Snapshot(std::vector<FamilySnapshot> families)
    : families_(in_order(std::move(families))) {}

template <class Family>
std::shared_ptr<const std::vector<Family>> Snapshot::in_order(std::vector<Family> families) {
  detail::sort_stably(families,
                      [](const Family& a, const Family& b) { return a.name.compare(b.name) < 0; });
  std::size_t kept = 0;  // families, each of a name of its own
  for (std::size_t i = 0; i < families.size(); ++i) {
    auto& series = families[i].series;
    const bool is_new = i == 0 || families[kept - 1].name.compare(families[i].name) != 0;
    if (is_new && kept != i) families[kept] = std::move(families[i]);
    if (is_new) ++kept;
    for (std::size_t j = 0; j < series.size() && !is_new; ++j) {
      families[kept - 1].series.push_back(std::move(series[j]));
    }
  }
  while (families.size() > kept) families.pop_back();
  for (std::size_t i = 0; i < kept; ++i) sort_series(families[i].series);
  return std::shared_ptr<const std::vector<Family>>(new std::vector<Family>(std::move(families)));
}

template <class Series>
void Snapshot::sort_series(std::vector<Series>& series) {
  for (std::size_t i = 0; i < series.size(); ++i) detail::sort_labels(series[i].labels);
  detail::sort_stably(series, [](const Series& a, const Series& b) {
    return detail::compare_labels(a.labels, b.labels) < 0;
  });
  std::size_t kept = 0;  // with labels of their own
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (i > 0 && detail::compare_labels(series[kept - 1].labels, series[i].labels) == 0) continue;
    if (kept != i) series[kept] = std::move(series[i]);
    ++kept;
  }
  while (series.size() > kept) series.pop_back();
}

template <class>
const FamilySnapshot* Snapshot::find_family(std::string_view family) const noexcept {
  return detail::find_sorted(
      families(), [family](const FamilySnapshot& each) { return each.name.compare(family); });
}

template <class>
const SeriesSnapshot* Snapshot::find_series(const SeriesSelector& selector) const noexcept {
  const FamilySnapshot* family = find_family(selector.family());
  if (family == nullptr) return nullptr;
  return detail::find_sorted(family->series, [&selector](const SeriesSnapshot& each) {
    return detail::compare_labels(each.labels, selector.labels());
  });
}

template <class>
const SampleValue& Snapshot::at(const SeriesSelector& selector) const {
  if (const SeriesSnapshot* series = find_series(selector)) return series->value;
  std::string message = detail::joined({"isometric: no series ",
                                        detail::series_text(selector.family(), selector.labels()),
                                        " in the snapshot"});
  const FamilySnapshot* family = find_family(selector.family());
  message += family != nullptr ? "; its family has" : ", nor its family";
  for (std::size_t i = 0; family != nullptr && i < family->series.size(); ++i) {
    detail::append(message, {"\n  ", detail::series_text(family->name, family->series[i].labels)});
  }
  detail::raise(std::out_of_range(message));
}

template <class>
double Snapshot::value(const SeriesSelector& selector) const {
  const SampleValue& value = at(selector);
  if (const double* number = value.number()) return *number;
  refuse(selector, value.histogram() != nullptr ? " is a histogram, not a counter or gauge"
                                                : " is a summary, not a counter or gauge");
}

}  // namespace isometric::inline v1
