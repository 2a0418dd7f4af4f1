#include "part.hpp"
#include "plug_in.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

// An executable that was not linked as it has to be hands its sharded sink to a plug-in, which can
// only count somewhere else: it is told so. What the plug-in does on its own works.

int main(int, char** argv) {
  const isometric::ShardedSink sink;
  const isometric::Counter<isometric::ShardedSink> starts{sink, "app_starts_total", "Starts."};
  starts.inc();
  const PlugIn plug_in{argv[1]};
  try {
    plug_in.part().count_in_sharded(sink, "plug-in");
    std::fputs("the plug-in was not refused\n", stderr);
    return EXIT_FAILURE;
  } catch (const std::logic_error& error) {
    const std::string_view text = error.what();
    if (text.find("dso_operations_total") == text.npos ||
        text.find("isometric::isometric") == text.npos) {
      std::fprintf(stderr, "%s\n", error.what());
      return EXIT_FAILURE;
    }
  }
  plug_in.part().count_sharded("plug-in");
  const bool is_well = plug_in.part().counted_sharded("plug-in") == 1.0 && starts.value() == 1 &&
                       snapshot(sink).families().size() == 1;
  return is_well ? EXIT_SUCCESS : EXIT_FAILURE;
}
