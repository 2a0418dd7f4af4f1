#pragma once

#include <isometric/adaptors/detail/added_labels.hpp>
#include <isometric/adaptors/detail/redescribing_sink.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/label.hpp>
#include <isometric/description/label_name.hpp>
#include <isometric/reading/series_selector.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// A constant label: a name that is checked as those of instruments' labels are, and any string
/// that is not empty.
struct SinkLabel {
  LabelName name;
  std::string value;
};

namespace detail {

template <LabelNameLiteral>
using NamedLabelValue = std::string;

inline LabelPairs label_pairs(std::vector<SinkLabel> labels) {
  LabelPairs pairs;
  for (auto& label : labels) pairs.emplace_back(label.name.view(), std::move(label.value));
  return pairs;
}

template <class Inner, LabelNameLiteral... Names>
consteval bool diagnose_added_labels() {
  static_assert(
      have_distinct_names<Label<Names>...>() && !(adds_constant_label<Inner>(Names.view()) || ...),
      "isometric: a LabeledSink adds a label that it, or the sink inside, adds already");
  return true;
}

namespace mistake {
struct labels_are_pairs_in_braces_in_braces {};
}  // namespace mistake

}  // namespace detail

/// Puts constant labels on every family, and declares it in another sink.
///
///     LabeledSink sink{RegistrySink{}, {{"zone", "eu"}, {"host", host_name}}};
///     LabeledSink<RegistrySink, "zone"> sink{RegistrySink{}, "eu"};
///
/// In the second form the compiler knows the names, and an instrument with a label of such a name
/// does not compile. In the first, its declaration throws RegistrationConflict over its label
/// names; in both, a constant label that the family has already is a conflict over its constant
/// labels.
///
/// The families are the other sink's own, so look-ups and updates cost nothing more. Removable
/// families, callbacks and reading are there if the other sink has them. Copies are the same sink.
/// Thread-safe if the other sink is.
template <MetricsSink Inner, detail::LabelNameLiteral... Names>
class LabeledSink : public detail::RedescribingSink<Inner, detail::AddedNamedLabels<Names...>> {
  static_assert(detail::diagnose_added_labels<Inner, Names...>());
  using Labels = detail::AddedNamedLabels<Names...>;
  using Base = detail::RedescribingSink<Inner, Labels>;

 public:
  /// Throws InvalidName if two labels have the same name, and std::invalid_argument if one has no
  /// value, which to Prometheus is no label.
  LabeledSink(Inner inner, std::vector<SinkLabel> labels,
              SourceLocation made_at = SourceLocation::current())
    requires(sizeof...(Names) == 0)
      : Base(std::move(inner), Labels(detail::label_pairs(std::move(labels)), made_at)) {}

  ISOMETRIC_DETAIL_MISTAKE("labels are pairs in braces, in braces: {{\"zone\", \"eu\"}}")
  LabeledSink(Inner, const char* const (&)[2],
              detail::mistake::labels_are_pairs_in_braces_in_braces = {})
    requires(sizeof...(Names) == 0)
  ISOMETRIC_DETAIL_REFUSED;

  /// One value for each name. Throws std::invalid_argument if one is empty.
  LabeledSink(Inner inner, detail::NamedLabelValue<Names>... values,
              SourceLocation made_at = SourceLocation::current())
    requires(sizeof...(Names) > 0)
      : Base(std::move(inner),
             Labels({{std::string(Names.view()), std::move(values)}...}, made_at)) {}
};

}  // namespace isometric::inline v1
