#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/catalogue/lint.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/page/page_comparison.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// A rule of your own: what it finds in a family, a text each. Of a family on a page it sees type,
/// name, help, unit and label names.
using CustomLintRule = std::function<std::vector<std::string>(const FamilyDescriptor&)>;

/// A family that need not keep a rule; none of them if no rule is given. It has to be there.
struct LintException {
  std::string family;
  std::optional<LintRule> rule = {};
};

struct LintOptions {
  std::vector<CustomLintRule> rules = {};
  std::vector<LintException> exceptions = {};
};

/// What can be linted: a Catalogue, or what an ExposedPage is made of.
class LintSubject {
 public:
  template <class = void>
  LintSubject(Catalogue catalogue) : catalogue_(std::move(catalogue)) {}

  template <std::convertible_to<ExposedPage> Page>
  LintSubject(const Page& page) : page_(page) {}

  /// The page; none if it is a catalogue.
  [[nodiscard]] const std::optional<ExposedPage>& page() const noexcept { return page_; }

  /// Calls `visit` with the descriptor of each family.
  template <class Visit, class Label = LabelDescriptor>
  void for_each_family(const Visit& visit) const {
    for (const auto& family : catalogue_) visit(family);
    if (!page_) return;
    for (const auto& family : page_->snapshot().families()) {
      std::vector<Label> labels;
      for (const auto& series : family.series) {
        for (const auto& label : series.labels) {
          if (!detail::is_named(labels, label.first)) labels.push_back({label.first, {}});
        }
      }
      detail::sort_stably(
          labels, [](const Label& a, const Label& b) { return a.name.compare(b.name) < 0; });
      FamilyDescriptor descriptor;
      descriptor.type = family.type;
      descriptor.name = family.name;
      descriptor.help = family.help;
      descriptor.unit = family.unit;
      descriptor.labels = labels;
      visit(descriptor);
    }
  }

 private:
  Catalogue catalogue_;
  std::optional<ExposedPage> page_;
};

/// What the rules find, family by family: all nine of promlint, those of lint() that are not
/// promlint's, and your own.
template <class Finding = LintFinding>
[[nodiscard]] std::vector<Finding> lint_findings(const LintSubject& subject,
                                                 const LintOptions& options = {}) {
  std::vector<Finding> findings;
  const auto add = [&](Finding finding) {
    for (const auto& exception : options.exceptions) {
      const bool has_rule = !exception.rule || *exception.rule == finding.rule;
      if (has_rule && exception.family.compare(finding.family) == 0) return;
    }
    findings.push_back(std::move(finding));
  };
  subject.for_each_family([&](const FamilyDescriptor& family) {
    const std::string name(family.name);
    for (auto& finding : lint<Finding>(family)) add(std::move(finding));
    if (subject.page() && detail::is_among(subject.page()->repeating(), name)) {
      add({name, LintRule::duplicate_metric, "metric not unique"});
    }
    for (const auto& rule : options.rules) {
      for (auto& text : rule(family)) add({name, LintRule::custom, std::move(text)});
    }
  });
  return findings;
}

/// Whether no rule finds anything. A page that is not valid fails, because of what it means to say
/// nothing is known. Throws std::invalid_argument if there is no family to lint, or none of the
/// name that an exception gives.
template <class Finding = LintFinding>
[[nodiscard]] Verdict lint_clean(const LintSubject& subject, const LintOptions& options = {}) {
  const auto findings = lint_findings<Finding>(subject, options);
  const bool is_valid = !subject.page() || subject.page()->problems().empty();
  if (is_valid) {
    // A test that lints nothing, or excepts what is not there, is wrong by itself.
    std::vector<std::string> names;
    subject.for_each_family([&](const auto& family) { names.push_back(std::string(family.name)); });
    if (names.empty()) {
      detail::refuse_test(subject.page() ? "there is nothing to lint: the page has no series"
                                         : "there is nothing to lint: the catalogue is empty");
    }
    for (const auto& exception : options.exceptions) {
      if (detail::is_among(names, exception.family)) continue;
      std::string text = detail::joined({"the exception for ", exception.family, " is of no use"});
      detail::append_similar_families(
          text, names.size(), [&](std::size_t i) -> std::string_view { return names[i]; },
          exception.family);
      detail::refuse_test(text);
    }
  }
  if (findings.empty() && is_valid) return {true, {}};
  std::string text;
  if (!findings.empty()) {
    text = detail::joined({"lint finds ", std::to_string(findings.size()),
                           findings.size() == 1 ? " thing" : " things"});
    detail::append_short_list(text, findings.size(), [&](std::size_t i) {
      return detail::joined({findings[i].family, " ", findings[i].text});
    });
  }
  if (!is_valid) {
    detail::append(text, {findings.empty() ? "" : "\n", "the page is not valid; it has ",
                          detail::problems_text(*subject.page())});
  }
  return {false, text};
}

}  // namespace isometric::inline v1::testing
