#pragma once

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/mistaken_names.hpp>
#include <isometric/instruments/owned_series.hpp>
#include <isometric/instruments/series_labels.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace isometric::inline v1::detail {

/// Stands in for a half that is missing, so that the error which says so is the only one.
struct MissingHalf {
  struct Series {
    static constexpr bool is_null = true;
    void inc() const noexcept;
    void inc(double) const noexcept;
    void dec(double) const noexcept;
    void set(double) const noexcept;
    void observe(double) const noexcept;
    void refuse() const noexcept;
  };
  struct Block {
    Series series(std::size_t) const noexcept;
  };
  struct Family {
    Block block(OpenLabelValues) const;
    Series rejected_series() const;
    bool remove(OpenLabelValues, std::size_t) const;
    std::size_t remove_matching(std::span<const LabelMatch>) const;
    Series acquire(OpenLabelValues, std::size_t) const;
    void release(const Series&) const noexcept;
  };
  Family counter(const FamilyDescriptor&) const;
  Family gauge(const FamilyDescriptor&) const;
  Family histogram(const FamilyDescriptor&) const;
  Family summary(const FamilyDescriptor&) const;
};

template <class Sink>
consteval auto find_dynamic_half() {
  constexpr bool is_dynamic = DynamicSink<Sink>;
  constexpr bool has_half = requires(const Sink& sink) { sink.dynamic(); };
  // A type that is no sink at all has an error of its own, and so has a half that is none.
  static_assert(!diagnose_sink<Sink>() || has_half,
                "isometric: a dynamic instrument needs a sink with dynamic() const, which returns "
                "a sink whose families can remove: a DynamicSink");
  if constexpr (has_half && !is_dynamic) {
    static_assert(!diagnose_sink<DynamicHalf<Sink>>(),
                  "isometric: the families of what dynamic() const of a sink returns need "
                  "remove(...), remove_matching(...), acquire(...) and release(...), as a "
                  "RemovableFamily has them");
  }
  if constexpr (is_dynamic) {
    return std::type_identity<DynamicHalf<Sink>>{};
  } else {
    return std::type_identity<MissingHalf>{};
  }
}

/// The half of a sink that dynamic instruments declare in.
template <class Sink>
using DynamicHalfOf = typename decltype(find_dynamic_half<Sink>())::type;

template <class Sink>
DynamicHalfOf<Sink> dynamic_half_of(const Sink& sink) {
  if constexpr (DynamicSink<Sink>) {
    return sink.dynamic();
  } else {
    return MissingHalf{};
  }
}

namespace mistake {

using the_values_of_labels_come_with_their_names_as_pairs_of_texts_in_braces = void;
using what_is_updated_or_read_is_a_series_by_its_labels = void;

}  // namespace mistake

/// Of all dynamic instruments.
struct DynamicMistakes : InstrumentMistakes {
#define ISOMETRIC_DETAIL_MISTAKEN_UPDATE(function)                                    \
  ISOMETRIC_DETAIL_MISTAKE(                                                           \
      "what is updated or read is a series, by its labels: jobs.labels({{\"queue\", " \
      "queue}})." #function)                                                          \
  mistake::what_is_updated_or_read_is_a_series_by_its_labels function(...)            \
      const ISOMETRIC_DETAIL_REFUSED
  ISOMETRIC_DETAIL_MISTAKEN_UPDATE(inc);
  ISOMETRIC_DETAIL_MISTAKEN_UPDATE(dec);
  ISOMETRIC_DETAIL_MISTAKEN_UPDATE(set);
  ISOMETRIC_DETAIL_MISTAKEN_UPDATE(observe);
  ISOMETRIC_DETAIL_MISTAKEN_UPDATE(value);
#undef ISOMETRIC_DETAIL_MISTAKEN_UPDATE
};

/// The values of several labels without names, or as Peer{"10.0.0.1"}.
template <class Given>
concept LabelValue = LabelLike<Given> || std::is_convertible_v<const Given&, std::string_view>;

/// What all dynamic instruments have in common: a family, and the way from the labels of a series
/// to its handle.
template <class Family, template <class> class Handle>
class DynamicInstrument : public DynamicMistakes {
  using Series = SeriesOf<Family>;

 public:
  using handle_type = Handle<Series>;
  using owned_type = OwnedSeries<Family, handle_type>;

  // Copied when it is moved, so that what was moved from is as good as before.
  DynamicInstrument(const DynamicInstrument&) = default;
  DynamicInstrument& operator=(const DynamicInstrument&) = default;

  /// The series with these labels, made if it does not exist yet. The same labels in another order
  /// are the same series. Keep the handle where the labels do not change: a look-up sorts the
  /// labels and takes a lock. Throws InvalidName for a label that comes twice, that the family has
  /// as a constant one, or, on a histogram or summary, for `le` or `quantile`.
  handle_type labels(const SeriesLabels& labels) const { return find(family_, labels); }

  /// The series with these labels, for as long as the returned object lives.
  owned_type own(const SeriesLabels& labels) const { return acquire(family_, labels); }

  // Values by position, as the other instruments take them.
#define ISOMETRIC_DETAIL_MISTAKEN_VALUES(function)                                \
  template <LabelValue First, LabelValue... Rest>                                 \
    requires(sizeof...(Rest) > 0)                                                 \
  ISOMETRIC_DETAIL_MISTAKE(                                                       \
      "the values of labels come with their names, as pairs of texts in braces: " \
      "{{\"queue\", queue}}")                                                     \
  mistake::the_values_of_labels_come_with_their_names_as_pairs_of_texts_in_braces \
  function(const First&, const Rest&...) const ISOMETRIC_DETAIL_REFUSED
  ISOMETRIC_DETAIL_MISTAKEN_VALUES(labels);
  ISOMETRIC_DETAIL_MISTAKEN_VALUES(own);
  ISOMETRIC_DETAIL_MISTAKEN_VALUES(remove);
#undef ISOMETRIC_DETAIL_MISTAKEN_VALUES

  /// Removes the series with these labels, and no others: it leaves the scrape at once, takes
  /// updates until its last handle goes, which show nowhere, and starts at 0 when it is looked up
  /// again. False if there is none.
  bool remove(const SeriesLabels& labels) const {
    if constexpr (is_null) return false;
    const SortedLabels sorted = labels.sorted();
    return family_.remove(sorted.views(name_), 0);
  }

  /// Removes all series with these labels, whatever others they have, and returns how many. Of a
  /// label with an empty value, those without it, as Prometheus selects them. `{}` selects all.
  std::size_t remove_matching(const SeriesLabels& labels) const {
    if constexpr (is_null) return 0;
    const SortedLabels sorted = labels.sorted(SortedLabels::Empty::kept);
    const auto views = sorted.views(name_);
    std::vector<LabelMatch> matches;
    for (std::size_t i = 0; i < views.size(); i += 2) {
      matches.push_back({0, views[i + 1], views[i]});
    }
    return family_.remove_matching(matches);
  }

  /// Removes all series, and returns how many.
  std::size_t clear() const { return family_.remove_matching({}); }

  /// Selects the series with these labels in a snapshot; makes no series. For tests: include
  /// <isometric/reading/series_selector.hpp>. Only for sinks that remember descriptions.
  template <class Selector = SeriesSelector>
  Selector series(const SeriesLabels& labels) const {
    const SortedLabels sorted = labels.sorted();
    FamilyDescriptor family = family_.descriptor();
    family.series_kind = SeriesKind::dynamic;
    return Selector::of(family, sorted.views(name_), 0, true);
  }

 protected:
  DynamicInstrument(Family family, std::string_view name)
      : family_(static_cast<Family&&>(family)), name_(name) {}

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  handle_type find(const Family& family, const SeriesLabels& labels) const {
    if constexpr (is_null) {
      return handle_type(family.rejected_series());
    } else {
      const SortedLabels sorted = labels.sorted();
      return handle_type(family.block(sorted.views(name_)).series(0));
    }
  }
  owned_type acquire(const Family& family, const SeriesLabels& labels) const {
    return owned_type(family, [&](const Family& from) {
      if constexpr (is_null) {
        return from.rejected_series();
      } else {
        const SortedLabels sorted = labels.sorted();
        return from.acquire(sorted.views(name_), 0);
      }
    });
  }

 private:
  /// Then nothing is done for the labels.
  static constexpr bool is_null = NullSeries<Series>;

  [[no_unique_address]] Family family_;
  std::string name_;
};

}  // namespace isometric::inline v1::detail
