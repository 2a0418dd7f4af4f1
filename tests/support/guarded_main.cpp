// main() of the programs whose tests leave the registry of the process alone, or say that they
// touch it; what a user writes to have that.
#define CATCH_CONFIG_RUNNER  // Catch2 2 is in one header; Catch2 3 does not mind
#include <isometric/testing/catch2/global_registry_guard.hpp>
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#endif

using isometric::testing::GlobalRegistryGuard;

CATCH_REGISTER_LISTENER(GlobalRegistryGuard)

int main(int argc, char* argv[]) {
  return GlobalRegistryGuard::exit_code(Catch::Session().run(argc, argv));
}
