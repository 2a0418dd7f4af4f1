// expect: what is eventually to hold is read from a MetricsSource
// errors-gcc: many
// errors-clang: many
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/testing/eventually.hpp>
#include <isometric/testing/value_checks.hpp>

using namespace isometric;

bool is_idle() {
#ifdef ISOMETRIC_SHOULD_FAIL
  const NullSink sink;
#else
  const RecordingSink sink;
#endif
  const auto has_no_jobs = [](const Snapshot& seen) {
    return testing::has_value(seen, {"app_jobs"}, 0);
  };
#ifdef ISOMETRIC_SHOULD_FAIL
  return testing::eventually(sink, has_no_jobs, std::chrono::seconds(2)).holds;
#else
  return testing::eventually(sink, has_no_jobs, std::chrono::seconds(2)).holds;
#endif
}
