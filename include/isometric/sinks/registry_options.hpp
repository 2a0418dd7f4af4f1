#pragma once

#include <cstddef>

namespace isometric::inline v1 {

/// What a sink does with a family that is registered already, by whatever code. Of other code's,
/// only families with series can be seen.
enum class OnDuplicate : unsigned char {
  reuse,   ///< take it if it fits, throw RegistrationConflict if not
  reject,  ///< throw RegistrationConflict
};

/// How a RegistrySink or ShardedSink registers.
struct RegistryOptions {
  OnDuplicate on_duplicate = OnDuplicate::reuse;
  /// Throw where a family is registered already with other help, unit or series cap. Otherwise the
  /// first ones stay, and `isometric_description_mismatches_total` counts. A sink with a fresh
  /// registry is always strict.
  bool strict = false;
  /// Series cap of families that set none; with 0 they have their overflow series only.
  std::size_t max_series = 2000;
};

}  // namespace isometric::inline v1
