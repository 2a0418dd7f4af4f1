#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <deque>
#include <memory>
#include <string>

namespace raw {

/// The registry that the whole program registers in.
std::shared_ptr<prometheus::Registry> registry();

struct Job {
  std::string kind;
  int pages = 0;
};

class PrintQueue {
 public:
  PrintQueue();

  void add(Job job);

  /// Prints the next job; false if there is none. Jobs without pages fail.
  bool print_next();

  double waiting() const { return waiting_.Value(); }

 private:
  std::deque<Job> jobs_;
  prometheus::Family<prometheus::Counter>& printed_;
  prometheus::Gauge& waiting_;
  prometheus::Histogram& pages_;
};

}  // namespace raw
