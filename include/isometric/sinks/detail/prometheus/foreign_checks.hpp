#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/detail/prometheus/foreign_families.hpp>
#include <isometric/sinks/detail/prometheus/metric_types.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a declaration has to respect in a registry that other code uses, too. Templates, so that
// only who shares a registry compiles them.
namespace isometric::inline v1::detail {

/// What the registry itself shows. Nothing of a class that is derived from it may run where the
/// ledger is locked.
template <class Registry>
auto shown_by(const Registry& registry) {
  return registry.Registry::Collect();
}

/// Throws if other code shows a family whose samples would clash with those of the family. Only
/// what derives names, or may be derived, needs the registry's families, because to look is to
/// collect everything: it takes as long as prometheus-cpp's own scrape.
template <class Family>
void check_foreign_names(const std::vector<Family>& shown, const FamilyDescriptor& requested) {
  const Family* clash = find_foreign_derived_name(shown, requested);
  if (clash == nullptr) return;
  refuse(requested, Field::derived_name, typed_name_text(metric_type(clash->type), clash->name),
         typed_name_text(requested.type, requested.name));
}

/// Says in full what prometheus-cpp says in a few words that name nothing.
template <class Registry>
[[noreturn]] void refuse_as_backend_does(const Registry& registry, std::string_view reason,
                                         const FamilyDescriptor& requested) {
  if (reason.find("already exists") == std::string_view::npos) {
    refuse_name_as_backend_does(requested, reason);
  }
  if (is_about_type(reason)) {
    const auto shown = shown_by(registry);
    const auto* existing = find_shown(shown, requested.name);
    refuse(requested, Field::type,
           existing == nullptr ? "another" : std::string(to_string(metric_type(existing->type))),
           std::string(to_string(requested.type)));
  }
  refuse(requested, Field::constant_labels, "another set (or the registry merges nothing)",
         constant_labels_text(requested.constant_labels));
}

/// If other code has the family, too, its series show how it was declared; without series nothing
/// does, and it is as good as new, to a sink that rejects duplicates as well. Throws for a
/// conflict. Returns the family's help, which stays.
template <class Family>
std::string check_foreign_series(const std::vector<Family>& collected,
                                 const FamilyDescriptor& described,
                                 const RegistryOptions& options) {
  if (auto conflict = find_foreign_conflict(collected, described); conflict.is_there) {
    refuse(described, conflict.field, std::move(conflict.existing), std::move(conflict.requested));
  }
  if (collected.empty()) return std::string(described.help);
  if (options.on_duplicate == OnDuplicate::reject) {
    refuse(described, Field::name, "a family of that name", "a family of its own");
  }
  std::string help = unescape_help(mend_help(collected.front().help));
  if (help != described.help && options.strict) {
    refuse(described, Field::help, in_quotes(help), in_quotes(described.help));
  }
  return help;
}

/// Whether the registry shows a family of that name that is no such one.
template <class Registry>
bool shows_another(const Registry& registry, const FamilyDescriptor& described) {
  const auto shown = shown_by(registry);
  const auto* family = find_shown(shown, described.name);
  return family != nullptr && (metric_type(family->type) != described.type ||
                               find_foreign_conflict(std::vector{*family}, described).is_there);
}

}  // namespace isometric::inline v1::detail
