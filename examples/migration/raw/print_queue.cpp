#include "print_queue.hpp"

#include <utility>

namespace raw {

std::shared_ptr<prometheus::Registry> registry() {
  static const auto registry = std::make_shared<prometheus::Registry>();
  return registry;
}

PrintQueue::PrintQueue()
    : printed_(prometheus::BuildCounter()
                   .Name("print_jobs_total")
                   .Help("Jobs that left the queue, by kind and by what came of them.")
                   .Register(*registry())),
      waiting_(prometheus::BuildGauge()
                   .Name("print_waiting_jobs")
                   .Help("Jobs that wait.")
                   .Register(*registry())
                   .Add({})),
      pages_(prometheus::BuildHistogram()
                 .Name("print_job_pages")
                 .Help("Pages of a job.")
                 .Register(*registry())
                 .Add({}, prometheus::Histogram::BucketBoundaries{1, 10, 100})) {}

void PrintQueue::add(Job job) {
  jobs_.push_back(std::move(job));
  waiting_.Increment();
}

bool PrintQueue::print_next() {
  if (jobs_.empty()) return false;
  const Job job = std::move(jobs_.front());
  jobs_.pop_front();
  waiting_.Decrement();
  const bool is_printed = job.pages > 0;
  if (is_printed) pages_.Observe(job.pages);
  printed_.Add({{"kind", job.kind}, {"outcome", is_printed ? "printed" : "failed"}}).Increment();
  return true;
}

}  // namespace raw
