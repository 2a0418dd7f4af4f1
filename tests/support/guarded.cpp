// For programs whose tests leave the registry of the process alone, or say that they touch it.
#include "support/finish.hpp"

#define CATCH_CONFIG_EXTERNAL_INTERFACES  // Catch2 2 is in one header; Catch2 3 does not mind
#include <isometric/testing/catch2/global_registry_guard.hpp>

using isometric::testing::GlobalRegistryGuard;

CATCH_REGISTER_LISTENER(GlobalRegistryGuard)

int test_support::finish(int exit_code) {
  return GlobalRegistryGuard::exit_code(exit_code);
}
