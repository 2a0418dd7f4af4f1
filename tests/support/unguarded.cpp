// For programs whose tests show the registry of the process, as some of the documentation's do.
#include "support/finish.hpp"

int test_support::finish(int exit_code) {
  return exit_code;
}
