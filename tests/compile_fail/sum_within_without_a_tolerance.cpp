// expect: isometric: SumWithin takes a series, a sum and a tolerance
#include <isometric/testing/catch2/change_matchers.hpp>

using namespace isometric::testing;

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  static_cast<void>(SumWithin({"app_size"}, 3));
#else
  static_cast<void>(SumWithin({"app_size"}, 3, 0.5));
#endif
}
