// Catch2 itself, compiled once for all programs of tests; `finish` says what is left to check.
#include "support/finish.hpp"

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

int main(int argc, char* argv[]) {
  return test_support::finish(Catch::Session().run(argc, argv));
}
