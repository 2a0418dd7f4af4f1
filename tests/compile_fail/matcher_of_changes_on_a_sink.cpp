// expect: isometric: this matcher looks at something else
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2/change_matchers.hpp>
#include <isometric/testing/changes.hpp>

using namespace isometric::testing;

TEST_CASE("a test") {
  const isometric::RegistrySink sink;
#ifdef ISOMETRIC_SHOULD_FAIL
  CHECK_THAT(sink, NothingChanged());
#else
  CHECK_THAT(Changes(sink), NothingChanged());
#endif
}
