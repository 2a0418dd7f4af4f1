#include "print_queue.hpp"

#include <isometric/sinks/registry_sink.hpp>

namespace moved {

PrintMetrics::PrintMetrics(const isometric::RegistrySink& sink)
    : printed(sink, "print_jobs_total",
              "Jobs that left the queue, by kind and by what came of them."),
      waiting(sink, "print_waiting_jobs", "Jobs that wait."),
      pages(sink, "print_job_pages", "Pages of a job.", isometric::buckets(1, 10, 100)) {}

PrintQueue::PrintQueue(const isometric::RegistrySink& sink) : metrics_(sink) {}

void PrintQueue::add(Job job) {
  jobs_.push_back(job);
  metrics_.waiting.inc();
}

bool PrintQueue::print_next() {
  if (jobs_.empty()) return false;
  const Job job = jobs_.front();
  jobs_.pop_front();
  metrics_.waiting.dec();
  const bool is_printed = job.pages > 0;
  if (is_printed) metrics_.pages.observe(job.pages);
  metrics_.printed.labels(job.kind, is_printed ? Outcome::printed : Outcome::failed).inc();
  return true;
}

}  // namespace moved
