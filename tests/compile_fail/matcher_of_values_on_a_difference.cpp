// expect: isometric: this matcher looks at something else
#include <isometric/contract/metrics_source.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2/value_matchers.hpp>

using namespace isometric::testing;

TEST_CASE("a test") {
  const isometric::RegistrySink sink;
#ifdef ISOMETRIC_SHOULD_FAIL
  CHECK_THAT(isometric::SnapshotDelta(), Zero({"app_x"}));
#else
  CHECK_THAT(snapshot(sink), !Zero({"app_x"}));
#endif
}
