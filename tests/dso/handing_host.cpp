// handing_host PLUG_IN: a program that hands instruments to a plug-in, which looks series up, adds
// callbacks and is unloaded. Linked without the option that the library comes with, the plug-in
// counts in cells of its own: then its updates are lost, but nobody else's.

#include "handed_metrics.hpp"

#include <isometric/exposition/text_writer.hpp>

#include <cstdio>
#include <dlfcn.h>
#include <string>

namespace {

template <class Sink>
bool survives(const char* path, const char* function, bool is_kept) {
  HandedMetrics<Sink> metrics;
  for (int i = 0; i < 6; ++i) metrics.fixed.labels("host-" + std::to_string(i)).inc(100 + i);
  void* const plug_in = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (plug_in == nullptr) {
    std::fprintf(stderr, "%s\n", dlerror());
    return false;
  }
  reinterpret_cast<void (*)(HandedMetrics<Sink>&)>(dlsym(plug_in, function))(metrics);
  dlclose(plug_in);
  const bool is_gone = dlopen(path, RTLD_NOW | RTLD_NOLOAD) == nullptr;

  std::string page;
  write_text(metrics.sink, page);
  const std::size_t removed = metrics.sent.clear();
  write_text(metrics.sink, page);  // lets go of them
  double sum = 0;
  for (int i = 0; i < 6; ++i) sum += metrics.fixed.labels("host-" + std::to_string(i)).value();
  std::printf("%s: the plug-in is %s, %zu series removed, %g in those of the program\n", function,
              is_gone ? "gone" : "still loaded", removed, sum);
  return is_gone != is_kept && removed == 14 && sum == 615 &&
         page.find("app_age_seconds") == page.npos;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  // Cells of a thread keep the plug-in that counts in them.
  const bool is_well = survives<isometric::RegistrySink>(arguments[1], "use_registry", false) &&
                       survives<isometric::ShardedSink>(arguments[1], "use_sharded", true);
  return is_well ? 0 : 1;
}
