#pragma once

#include <isometric/instruments.hpp>
#include <isometric/sinks/registry_sink_fwd.hpp>

#include <deque>
#include <string>

namespace moved {

enum class Kind { letter, poster };
consteval auto label_values(Kind) {
  return isometric::closed<Kind>({{Kind::letter, "letter"}, {Kind::poster, "poster"}});
}

enum class Outcome { printed, failed };
consteval auto label_values(Outcome) {
  return isometric::closed<Outcome>({{Outcome::printed, "printed"}, {Outcome::failed, "failed"}});
}

struct Job {
  Kind kind = Kind::letter;
  int pages = 0;
};

struct PrintMetrics {
  explicit PrintMetrics(const isometric::RegistrySink& sink);

  isometric::Counter<isometric::RegistrySink, isometric::Label<"kind", Kind>,
                     isometric::Label<"outcome", Outcome>>
      printed;
  isometric::Gauge<isometric::RegistrySink> waiting;
  isometric::Histogram<isometric::RegistrySink> pages;
};

/// No template: the sink's value says where the metrics go.
class PrintQueue {
 public:
  explicit PrintQueue(const isometric::RegistrySink& sink);

  void add(Job job);

  /// Prints the next job; false if there is none. Jobs without pages fail.
  bool print_next();

  double waiting() const { return metrics_.waiting.value(); }

  const PrintMetrics& metrics() const { return metrics_; }

 private:
  std::deque<Job> jobs_;
  PrintMetrics metrics_;
};

}  // namespace moved
