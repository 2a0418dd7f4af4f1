// expect: isometric: Within takes a series, a value and a tolerance; without a tolerance it is HasValue
#include <isometric/testing/catch2/value_matchers.hpp>

using namespace isometric::testing;

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  static_cast<void>(Within({"app_nodes"}, 3));
#else
  static_cast<void>(Within({"app_nodes"}, 3, 0.5));
#endif
}
