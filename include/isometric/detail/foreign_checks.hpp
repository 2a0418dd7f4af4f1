#pragma once

#include <isometric/detail/backend.hpp>
#include <isometric/detail/descriptor_checks.hpp>
#include <isometric/detail/descriptor_conflict.hpp>
#include <isometric/detail/escape.hpp>
#include <isometric/detail/foreign_families.hpp>
#include <isometric/detail/raise.hpp>
#include <isometric/detail/refusal.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/invalid_name.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a declaration has to respect in a registry that other code uses, too.
namespace isometric {
inline namespace v1 {
namespace detail {

/// Throws if other code has registered what would clash with the family.
inline void check_foreign_names(prometheus::Registry& registry, const FamilyDescriptor& requested,
                                const RegistryOptions& options) {
  if (options.on_duplicate == OnDuplicate::reject &&
      find_presence(registry, requested.type, std::string(requested.name)) != Presence::absent) {
    refuse(requested, {Field::name, "a family of that name", "a family of its own"});
  }
  if (auto clash = find_foreign_derived_name(registry, requested)) {
    refuse(requested, std::move(*clash));
  }
}

/// Says in full what prometheus-cpp says in a few words that name nothing.
[[noreturn]] inline void refuse_as_backend_does(prometheus::Registry& registry,
                                                std::string_view reason,
                                                const FamilyDescriptor& requested) {
  if (reason.find("already exists") == std::string_view::npos) {
    // Instruments have checked names already; adaptors and users' own code may not have.
    raise(InvalidName(declared_family_text(requested) +
                      "is refused by prometheus-cpp: " + std::string(reason)));
  }
  if (is_about_type(reason)) {
    const auto existing = find_type(registry, std::string(requested.name));
    refuse(requested, {Field::type, existing ? std::string(to_string(*existing)) : "another",
                       std::string(to_string(requested.type))});
  }
  refuse(requested, {Field::constant_labels, "another set (or the registry merges nothing)",
                     constant_labels_text(requested.constant_labels)});
}

/// If other code has the family, too, its series show how it was declared; without series nothing
/// does, and it is as good as new. Throws for a conflict. Returns the family's help if it is
/// another one, which stays.
inline std::optional<std::string> check_foreign_series(
    const std::vector<prometheus::MetricFamily>& collected, const FamilyDescriptor& described,
    const RegistryOptions& options) {
  if (auto conflict = find_foreign_conflict(collected, described)) {
    refuse(described, std::move(*conflict));
  }
  if (collected.empty()) return std::nullopt;
  std::string help = unescape_help(mend_help(collected.front().help));
  if (help == described.help) return std::nullopt;
  if (options.strict) {
    refuse(described, {Field::help, in_quotes(help), in_quotes(described.help)});
  }
  return help;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
