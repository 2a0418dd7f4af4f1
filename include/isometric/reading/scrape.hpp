#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

// How pages are made of what a source stores, without a copy of it in between.
namespace isometric::inline v1 {

struct LabelView {
  std::string_view name;
  std::string_view value;
};

/// Which series it is, and when its value was taken if other code says so.
struct SeriesView {
  /// None, if the visitor does not want them and the texts below say what they are.
  std::span<const LabelView> labels{};
  std::int64_t timestamp_ms = 0;  ///< since the epoch; 0: now
  /// What a page shows between the braces, escaped, if the source keeps it: the constant labels of
  /// its family, and the others. Both are empty if it does not, or if there are no labels. Who
  /// hands on a series with other labels than it was handed leaves them out.
  std::string_view constant_text{};
  std::string_view label_text{};
};

/// Takes the series of one family, one after the other. Label names live as long as the scrape;
/// all else that it is handed ends with the call.
class SeriesVisitor {
 public:
  virtual void number(const SeriesView& series, double value) = 0;
  virtual void histogram(const SeriesView& series, const HistogramSample& sample) = 0;
  virtual void summary(const SeriesView& series, const SummarySample& sample) = 0;

  /// Whether a source that keeps texts has to give labels, too. Asked once for each family.
  [[nodiscard]] virtual bool wants_labels() const noexcept { return true; }

 protected:
  ~SeriesVisitor() = default;
};

/// One family as a scrape sees it.
class ScrapedFamily {
 public:
  /// Name, help, type and unit are valid text. A family of other code shows no labels here: ask its
  /// series.
  [[nodiscard]] virtual const FamilyDescriptor& descriptor() const noexcept = 0;

  /// Hands the present series to `visitor`, sorted by label values, their labels sorted by name;
  /// constant labels come first. May take a lock that other readers of the family wait for, never
  /// one that an update or a look-up waits for.
  virtual void read(SeriesVisitor& visitor) = 0;

 protected:
  ScrapedFamily() = default;
  ScrapedFamily(const ScrapedFamily&) = default;
  ScrapedFamily& operator=(const ScrapedFamily&) = default;
  ~ScrapedFamily() = default;
};

/// The families of a source during one scrape, sorted by name, each name once. A family may turn
/// out to have no series. Holds what it shows; must not outlive the source.
class Scrape {
 public:
  virtual ~Scrape() = default;
  [[nodiscard]] virtual std::span<ScrapedFamily* const> families() const noexcept = 0;
};

/// What a scrape begins with. Thread-safe.
class ScrapeSource {
 public:
  [[nodiscard]] virtual std::unique_ptr<Scrape> scrape() = 0;

 protected:
  ~ScrapeSource() = default;
};

/// What can be scraped: its `scrape_source()` outlives it if somebody keeps it.
template <class Source>
concept Scrapable = requires(const Source& source) {
  { source.scrape_source() } -> std::convertible_to<std::shared_ptr<ScrapeSource>>;
};

}  // namespace isometric::inline v1
