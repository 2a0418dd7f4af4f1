#include <isometric/instruments.hpp>
#include <isometric/sinks/global_sink.hpp>

#include <prometheus/text_serializer.h>

#include <iostream>

template <isometric::MetricsSink Sink>
struct Queue {
  Sink sink;
  isometric::Counter<Sink, isometric::Label<"kind">> jobs{sink, "queue_jobs_total",
                                                          "Jobs that were added, by kind."};
  isometric::Gauge<Sink> waiting{sink, "queue_waiting_jobs", "Jobs that wait for a worker."};

  void add(std::string_view kind) {
    jobs.labels(kind).inc();
    waiting.inc();
  }
};

int main() {
  Queue<isometric::GlobalSink> queue;  // in a test: Queue<isometric::RegistrySink>, never shared
  queue.add("print");
  std::cout << prometheus::TextSerializer{}.Serialize(queue.sink.collectable()->Collect());
}
