#include "exported_plug_in.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot.hpp>

#include <prometheus/collectable.h>

using isometric::RegistrySink;

void declare_gauge(const RegistrySink& sink) {
  const isometric::Gauge<RegistrySink> jobs(sink, "plug_in_jobs", "Jobs.");
  jobs.set(1);
}

void declare_removable(const RegistrySink& sink) {
  using isometric::Removable;
  const isometric::Gauge<Removable<RegistrySink>> jobs(Removable<RegistrySink>(sink),
                                                       "plug_in_jobs", "Jobs.");
  jobs.set(1);
}

void collect_sink(const RegistrySink& sink) {
  static_cast<void>(sink.collectable()->Collect());
}

void read_sink(const RegistrySink& sink) {
  static_cast<void>(sink.snapshot());
}
