// expect: metric name must be snake_case not camelCase unless kept by legacy_name
#include <isometric/description/buckets.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/metric_name.hpp>

// As an instrument is declared: in the constructor of a template that knows its sink only later.
template <class Sink>
struct Histogram {
  Histogram(const Sink&, isometric::HistogramName, isometric::Help, isometric::Buckets) {}
};

template <class Sink>
struct Metrics {
  explicit Metrics(const Sink& sink)
#ifdef ISOMETRIC_SHOULD_FAIL
      : duration(sink, "requestSeconds", "Time.", isometric::default_buckets)
#else
      : duration(sink, "request_seconds", "Time.", isometric::default_buckets)
#endif
  {
  }

  Histogram<Sink> duration;
};

struct Sink {};
Metrics<Sink> metrics{Sink{}};
