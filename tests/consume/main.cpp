// What a user's program does with the library, however it came by it.
#include <isometric/instruments/counter.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <cstdio>
#include <dlfcn.h>

int main() {
  isometric::RegistrySink sink;
  isometric::Counter<isometric::RegistrySink> visits(sink, "consumer_visits_total", "Visits.");
  visits.inc();
  if (sink.snapshot().value(visits.series()) != 1) {
    std::puts("the counter was not incremented");
    return 1;
  }

  // A plug-in looks the one global registry up in the executable: linking the library's target has
  // to export it.
  isometric::Counter<isometric::GlobalSink> starts(isometric::GlobalSink{}, "consumer_starts_total",
                                                   "Starts.");
  starts.inc();
  if (dlsym(RTLD_DEFAULT, "_ZN9isometric2v16detail12process_slotE") == nullptr) {
    std::puts("the executable does not export the process-wide registry");
    return 1;
  }
}
