// expect: quantile must be above 0 and below 1
// errors-gcc: many
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/null_sink.hpp>

template <class Sink>
struct Server {
  Sink sink;
#ifdef ISOMETRIC_SHOULD_FAIL
  isometric::Summary<Sink> duration{sink, "app_duration_seconds", "Duration.",
                                    isometric::quantiles({{99, 0.05}})};
#else
  isometric::Summary<Sink> duration{sink, "app_duration_seconds", "Duration.",
                                    isometric::quantiles({{0.99, 0.005}})};
#endif
};

Server<isometric::NullSink> server;
