#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/invalid_name.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/prometheus/foreign_families.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a declaration has to respect in a registry that other code uses, too.
namespace isometric::inline v1::detail {

/// What the registry itself shows. Nothing of a class that is derived from it may run where the
/// ledger is locked.
inline std::vector<prometheus::MetricFamily> shown_by(const prometheus::Registry& registry) {
  return registry.prometheus::Registry::Collect();
}

/// Throws if other code shows a family whose samples would clash with those of the family. Only
/// what derives names, or may be derived, needs the registry's families, because to look is to
/// collect everything: it takes as long as prometheus-cpp's own scrape.
inline void check_foreign_names(const std::vector<prometheus::MetricFamily>& shown,
                                const FamilyDescriptor& requested) {
  if (shown.empty()) return;
  if (auto clash = find_foreign_derived_name(shown, requested)) {
    refuse(requested, std::move(*clash));
  }
}

/// Says in full what prometheus-cpp says in a few words that name nothing.
[[noreturn]] inline void refuse_as_backend_does(const prometheus::Registry& registry,
                                                std::string_view reason,
                                                const FamilyDescriptor& requested) {
  if (reason.find("already exists") == std::string_view::npos) {
    check_name(requested);
    raise(InvalidName(declared_family_text(requested) +
                      "is refused by prometheus-cpp: " + std::string(reason)));
  }
  if (is_about_type(reason)) {
    const auto shown = shown_by(registry);
    const auto* existing = find_shown(shown, requested.name);
    refuse(requested,
           {Field::type,
            existing == nullptr ? "another" : std::string(to_string(metric_type(existing->type))),
            std::string(to_string(requested.type))});
  }
  refuse(requested, {Field::constant_labels, "another set (or the registry merges nothing)",
                     constant_labels_text(requested.constant_labels)});
}

/// If other code has the family, too, its series show how it was declared; without series nothing
/// does, and it is as good as new, to a sink that rejects duplicates as well. Throws for a
/// conflict. Returns the family's help if it is another one, which stays.
inline std::optional<std::string> check_foreign_series(
    const std::vector<prometheus::MetricFamily>& collected, const FamilyDescriptor& described,
    const RegistryOptions& options) {
  if (auto conflict = find_foreign_conflict(collected, described)) {
    refuse(described, std::move(*conflict));
  }
  if (collected.empty()) return std::nullopt;
  if (options.on_duplicate == OnDuplicate::reject) {
    refuse(described, {Field::name, "a family of that name", "a family of its own"});
  }
  std::string help = unescape_help(mend_help(collected.front().help));
  if (help == described.help) return std::nullopt;
  if (options.strict) {
    refuse(described, {Field::help, in_quotes(help), in_quotes(described.help)});
  }
  return help;
}

/// Whether the registry shows a family of that name that is no such one.
inline bool shows_another(const prometheus::Registry& registry, const FamilyDescriptor& described) {
  const auto shown = shown_by(registry);
  const auto* family = find_shown(shown, described.name);
  return family != nullptr && (metric_type(family->type) != described.type ||
                               find_foreign_conflict({*family}, described).has_value());
}

}  // namespace isometric::inline v1::detail
