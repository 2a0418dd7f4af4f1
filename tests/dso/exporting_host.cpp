// exporting_host PLUG_IN FUNCTION: a program that exports its own copies of the library's
// functions, and shows its registry after a plug-in that was handed a sink is closed. With
// DSO_NEVER_READS it does not, and has no function of its own that could; with DSO_NEVER_COLLECTS
// it takes a snapshot, and has none that exposers call.

#include "exported_plug_in.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>

#include <cstdio>
#include <dlfcn.h>

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const isometric::RegistrySink sink;
  const isometric::Counter<isometric::RegistrySink> starts(sink, "host_starts_total", "Starts.");
  starts.inc();

  void* const plug_in = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  if (plug_in == nullptr) {
    std::fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  const auto use = reinterpret_cast<UseSink*>(dlsym(plug_in, arguments[2]));
  if (use == nullptr) return 2;
  use(sink);
  dlclose(plug_in);

  const bool is_loaded = dlopen(arguments[1], RTLD_NOW | RTLD_NOLOAD) != nullptr;
  std::printf("the plug-in is %s\n", is_loaded ? "still loaded" : "gone");
  std::fflush(stdout);
#if defined(DSO_NEVER_COLLECTS)
  std::printf("%g starts\n", sink.snapshot().value(starts.series()));
#elif !defined(DSO_NEVER_READS)
  std::printf("%zu families\n", sink.collectable()->Collect().size());
#endif
  return is_loaded ? 0 : 1;
}
