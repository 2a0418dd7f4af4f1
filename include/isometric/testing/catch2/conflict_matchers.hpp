#pragma once

#include <isometric/description/errors.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/conflict_checks.hpp>

#include <utility>

namespace isometric::inline v1::testing {

/// Matches a RegistrationConflict over this field, and with these details if any are given.
///
///     CHECK_THROWS_MATCHES(Histogram<RegistrySink>(sink, "app_size_bytes", "Sizes.", buckets(5)),
///                          RegistrationConflict,
///                          ConflictsOn(Field::buckets, {.existing = "(1, 2)", .requested =
///                          "(5)"}));
template <class = void>
auto ConflictsOn(Field field, ConflictDetails details = {}) {
  return make_matcher<RegistrationConflict>(
      [field, details = std::move(details)](const auto& conflict) {
        return conflicts_on(conflict, field, details);
      });
}

}  // namespace isometric::inline v1::testing
