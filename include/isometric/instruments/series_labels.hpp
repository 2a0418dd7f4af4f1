#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/runtime_name.hpp>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace isometric::inline v1 {

/// One label of one series: `{"peer", "10.0.0.1"}`. A literal name is checked by the compiler, any
/// other one when the label is made, which throws InvalidName. Refers to both texts.
struct SeriesLabel {
  RuntimeLabelName name;
  std::string_view value;
};

namespace detail {

/// A map, or another range of pairs of texts.
template <class Range>
concept PairsOfTexts = requires(const Range& range) {
  RuntimeLabelName(range.begin()->first);
  std::string_view(range.begin()->second);
  range.end();
};

template <class Range>
concept LabelRange = PairsOfTexts<Range> || requires(const Range& range) {
  static_cast<const SeriesLabel&>(*range.begin());
  range.end();
};

namespace mistake {

struct the_labels_of_a_series_come_with_their_names_as_pairs_of_texts_in_braces_or_as_a_map {};

}  // namespace mistake

/// What is no label between the braces of a list: a text alone, or a value that is no text.
struct NoSeriesLabel {
  template <class Text>
    requires std::is_convertible_v<const Text&, std::string_view>
  NoSeriesLabel(const Text&);
  template <class Name, class Value>
  NoSeriesLabel(const Name&, const Value&);
};

/// The labels of a series as sinks want them: names and values in turn, in order of name.
class SortedLabels {
 public:
  /// To Prometheus an empty value is the same as no label. What selects series keeps it all the
  /// same: it selects those without the label.
  enum class Empty : bool { left_out, kept };

  explicit SortedLabels(Empty empty) noexcept : empty_(empty) {}

  void add(std::string_view name, std::string_view value) {
    if (value.empty() && empty_ == Empty::left_out) return;
    if (size_ == few) many_.assign(few_, few_ + few);
    if (size_ >= few) many_.resize(size_ + 2);
    std::string_view* const views = data();
    std::size_t place = size_;
    for (; place > 0 && name < views[place - 2]; place -= 2) {
      views[place] = views[place - 2];
      views[place + 1] = views[place - 1];
    }
    views[place] = name;
    views[place + 1] = value;
    size_ += 2;
  }

  /// Throws InvalidName if one comes twice.
  [[nodiscard]] std::span<const std::string_view> views(std::string_view family) const {
    const std::span<const std::string_view> views(many_.empty() ? few_ : many_.data(), size_);
    for (std::size_t i = 2; i < size_; i += 2) {
      if (views[i] == views[i - 2]) refuse(family, views[i]);
    }
    return views;
  }

 private:
  /// As many as most series have take no allocation.
  static constexpr std::size_t few = 16;

  [[noreturn, gnu::cold]] static void refuse(std::string_view family, std::string_view label) {
    raise(InvalidName(joined({"isometric: a series of ", quoted(family), " is given the label ",
                              quoted(label), " twice"})));
  }

  std::string_view* data() noexcept { return many_.empty() ? few_ : many_.data(); }

  std::string_view few_[few];
  std::vector<std::string_view> many_;  ///< all of them, if they are more
  std::size_t size_ = 0;
  Empty empty_;
};

}  // namespace detail

/// The labels of one series, in any order, as functions take them: a list in braces, a map or
/// another range of pairs of texts, such as prometheus::Labels, or a range of SeriesLabel.
///
///     jobs.labels({{"queue", queue}, {"tenant", tenant}}).inc();
///     jobs.labels(labels_of_configuration).inc();
///
/// Names that must be kept: `{{isometric::legacy_label_name("modelName"), model}}`, and
/// `SeriesLabels::legacy(labels)` for a range.
///
/// A label with an empty value is none, as it is to Prometheus. Refers to what it is made of, so it
/// is no type to keep.
class SeriesLabels {
 public:
  SeriesLabels(std::initializer_list<SeriesLabel> labels) noexcept
      : from_(labels.begin()), size_(labels.size()), sort_(sort_list) {}
  template <detail::LabelRange Range>
  SeriesLabels(const Range& labels) noexcept : from_(&labels), sort_(sort_range<Range>) {}

  // A template, so that a list which the first takes as well goes there.
  template <class = void>
  ISOMETRIC_DETAIL_MISTAKE(
      "the labels of a series come with their names, as pairs of texts in braces, or as a map: "
      "{{\"queue\", queue}}")
  SeriesLabels(
      std::initializer_list<detail::NoSeriesLabel>,
      detail::mistake::
          the_labels_of_a_series_come_with_their_names_as_pairs_of_texts_in_braces_or_as_a_map = {})
      ISOMETRIC_DETAIL_REFUSED;
  template <class Given>
    requires(!std::is_same_v<Given, SeriesLabels> && !detail::LabelRange<Given>)
  ISOMETRIC_DETAIL_MISTAKE(
      "the labels of a series come with their names, as pairs of texts in braces, or as a map: "
      "{{\"queue\", queue}}")
  SeriesLabels(
      const Given&,
      detail::mistake::
          the_labels_of_a_series_come_with_their_names_as_pairs_of_texts_in_braces_or_as_a_map = {})
      ISOMETRIC_DETAIL_REFUSED;

  /// The labels of a range whose names must be kept: they are held to the rules of
  /// checked_legacy_label_name() only.
  template <detail::PairsOfTexts Range>
  [[nodiscard]] static SeriesLabels legacy(const Range& labels) noexcept {
    SeriesLabels kept(labels);
    kept.sort_ = sort_legacy_range<Range>;
    return kept;
  }

  /// For instruments. Throws InvalidName for a name of a range that breaks a rule.
  [[nodiscard]] detail::SortedLabels sorted(
      detail::SortedLabels::Empty empty = detail::SortedLabels::Empty::left_out) const {
    detail::SortedLabels labels(empty);
    sort_(from_, size_, labels);
    return labels;
  }

 private:
  static void sort_list(const void* from, std::size_t size, detail::SortedLabels& to) {
    const auto* const labels = static_cast<const SeriesLabel*>(from);
    for (std::size_t i = 0; i < size; ++i) to.add(labels[i].name.view(), labels[i].value);
  }
  template <class Range>
  static void sort_range(const void* from, std::size_t /*size*/, detail::SortedLabels& to) {
    for (const auto& [name, value] : *static_cast<const Range*>(from)) {
      to.add(RuntimeLabelName(name).view(), value);
    }
  }

  template <class Range>
  static void sort_legacy_range(const void* from, std::size_t /*size*/, detail::SortedLabels& to) {
    for (const auto& [name, value] : *static_cast<const Range*>(from)) {
      to.add(checked_legacy_label_name(name).view(), value);
    }
  }

  const void* from_;
  std::size_t size_ = 0;
  void (*sort_)(const void* from, std::size_t size, detail::SortedLabels& to);
};

}  // namespace isometric::inline v1
