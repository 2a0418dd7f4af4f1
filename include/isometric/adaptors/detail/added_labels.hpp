#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/label_name.hpp>
#include <isometric/reading/series_selector.hpp>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// Puts constant labels on families.
class AddedLabels {
 public:
  /// Throws InvalidName if two labels have the same name, std::invalid_argument if one has no
  /// value.
  AddedLabels(LabelPairs labels, const SourceLocation& made_at) {
    std::ranges::sort(labels);
    const auto repeated = std::ranges::adjacent_find(labels, {}, &LabelPairs::value_type::first);
    if (repeated != labels.end()) {
      raise(InvalidName("isometric: LabeledSink: two labels have the name " +
                        in_quotes(repeated->first) + " (" + site_text(made_at) + ")"));
    }
    const auto empty = std::ranges::find(labels, "", &LabelPairs::value_type::second);
    if (empty != labels.end()) {
      raise(std::invalid_argument("isometric: LabeledSink: the label " + in_quotes(empty->first) +
                                  " has no value, which to Prometheus is no label (" +
                                  site_text(made_at) + ")"));
    }
    added_ = std::make_shared<const Added>(Added{std::move(labels), site_text(made_at)});
  }

  template <class Declare>
  auto operator()(FamilyDescriptor family, Declare declare) const {
    const std::vector<ConstantLabel> labels = labels_of(family);
    family.constant_labels = labels;
    return declare(family);
  }

 private:
  struct Added {
    LabelPairs labels;
    std::string site;
  };

  [[nodiscard]] std::vector<ConstantLabel> labels_of(const FamilyDescriptor& family) const {
    std::vector<ConstantLabel> labels(family.constant_labels.begin(), family.constant_labels.end());
    for (const auto& label : added_->labels) {
      const auto& [name, value] = label;
      const auto own = std::ranges::find(family.labels, name, &LabelDescriptor::name);
      if (own != family.labels.end()) {
        refuse(family, Field::label_names, label, "a label " + in_quotes(name));
      }
      const auto other = std::ranges::find(family.constant_labels, name, &ConstantLabel::name);
      if (other != family.constant_labels.end()) {
        refuse(family, Field::constant_labels, label, name + "=" + in_quotes(other->value));
      }
      labels.push_back({name, value});
    }
    return labels;
  }

  void refuse(const FamilyDescriptor& family, Field field, const LabelPairs::value_type& label,
              std::string requested) const {
    raise(
        RegistrationConflict({std::string(family.name), field,
                              "the sink's label " + label.first + "=" + in_quotes(label.second),
                              std::move(requested), added_->site, site_text(family.declared_at)}));
  }

  std::shared_ptr<const Added> added_;  // shared: sinks are copied as a matter of course
};

/// Labels whose names the compiler knows.
template <LabelNameLiteral... Names>
class AddedNamedLabels : public AddedLabels {
 public:
  using AddedLabels::AddedLabels;

  static constexpr bool adds_constant_label([[maybe_unused]] std::string_view name) noexcept {
    return ((Names.view() == name) || ...);
  }
};

}  // namespace isometric::inline v1::detail
