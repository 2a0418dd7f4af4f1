#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/catalogue/lint.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/page/page_comparison.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/detail/short_list.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <concepts>
#include <functional>
#include <optional>
#include <set>
#include <sstream>
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
  LintSubject(Catalogue catalogue) : catalogue_(std::move(catalogue)) {}

  template <std::convertible_to<ExposedPage> Page>
  LintSubject(const Page& page) : page_(page) {}

  /// The page; none if it is a catalogue.
  [[nodiscard]] const std::optional<ExposedPage>& page() const noexcept { return page_; }

  /// Calls `visit` with the descriptor of each family.
  template <class Visit>
  void for_each_family(const Visit& visit) const {
    for (const auto& family : catalogue_) visit(family);
    if (!page_) return;
    for (const auto& family : page_->snapshot().families()) {
      std::set<std::string_view> names;
      for (const auto& series : family.series) {
        for (const auto& label : series.labels) names.insert(label.first);
      }
      std::vector<LabelDescriptor> labels;
      for (const auto& name : names) labels.push_back({name, {}});
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
[[nodiscard]] inline std::vector<LintFinding> lint_findings(const LintSubject& subject,
                                                            const LintOptions& options = {}) {
  std::vector<LintFinding> findings;
  const auto add = [&](LintFinding finding) {
    const bool is_excepted = std::ranges::any_of(options.exceptions, [&](const auto& exception) {
      return exception.family == finding.family &&
             exception.rule.value_or(finding.rule) == finding.rule;
    });
    if (!is_excepted) findings.push_back(std::move(finding));
  };
  subject.for_each_family([&](const FamilyDescriptor& family) {
    const std::string name(family.name);
    for (auto& finding : lint(family)) add(std::move(finding));
    if (subject.page() && std::ranges::count(subject.page()->repeating(), name) > 0) {
      add({name, LintRule::duplicate_metric, "metric not unique"});
    }
    for (const auto& rule : options.rules) {
      for (auto& text : rule(family)) add({name, LintRule::custom, std::move(text)});
    }
  });
  return findings;
}

namespace internal {

/// A test that lints nothing, or excepts what is not there, is wrong by itself.
inline void require_lintable(const LintSubject& subject, const LintOptions& options) {
  std::set<std::string> names;
  subject.for_each_family([&](const auto& family) { names.insert(std::string(family.name)); });
  if (names.empty()) {
    refuse_test(subject.page() ? "there is nothing to lint: the page has no series"
                               : "there is nothing to lint: the catalogue is empty");
  }
  for (const auto& exception : options.exceptions) {
    if (names.contains(exception.family)) continue;
    std::ostringstream text;
    text << "the exception for " << exception.family << " is of no use";
    detail::print_similar_families(text, names, exception.family);
    refuse_test(text.str());
  }
}

}  // namespace internal

/// Whether no rule finds anything. A page that is not valid fails, because of what it means to say
/// nothing is known. Throws std::invalid_argument if there is no family to lint, or none of the
/// name that an exception gives.
[[nodiscard]] inline Verdict lint_clean(const LintSubject& subject,
                                        const LintOptions& options = {}) {
  const auto findings = lint_findings(subject, options);
  const bool is_valid = !subject.page() || subject.page()->problems().empty();
  if (is_valid) internal::require_lintable(subject, options);
  if (findings.empty() && is_valid) return {true, {}};
  std::ostringstream text;
  if (!findings.empty()) {
    text << "lint finds " << std::to_string(findings.size())
         << (findings.size() == 1 ? " thing" : " things");
    detail::print_short_list(text, findings, [&](const auto& finding) { text << finding; });
  }
  if (!is_valid) {
    text << (findings.empty() ? "" : "\n") << "the page is not valid; it has "
         << internal::problems_text(*subject.page());
  }
  return {false, text.str()};
}

}  // namespace isometric::inline v1::testing
