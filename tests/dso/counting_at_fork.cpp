#include "support/child_process.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <cstdio>
#include <cstdlib>
#include <pthread.h>
#include <unistd.h>

// A program whose functions count that are called at a fork. Its own were registered first, so they
// run between those of the library. The thread that forks has not counted before.

namespace {

using Handle = isometric::Counter<isometric::ShardedSink>::handle_type;

Handle before;
Handle in_parent;
Handle in_child;

}  // namespace

int main() {
  pthread_atfork([] { before.inc(); }, [] { in_parent.inc(0.5); }, [] { in_child.inc(0.5); });
  const isometric::ShardedSink sink;
  const isometric::Counter<isometric::ShardedSink, isometric::Label<"when">> forks{
      sink, "app_forks_total", "Forks."};
  before = forks.labels("before");  // the library's functions come with the first series
  in_parent = forks.labels("after, in the parent");
  in_child = forks.labels("after, in the child");
  alarm(60);  // who waits for ever is killed
  const bool holds_in_child =
      test_support::holds_in_child([] { return before.value() == 1 && in_child.value() == 0.5; });
  if (holds_in_child && before.value() == 1 && in_parent.value() == 0.5) return EXIT_SUCCESS;
  std::fprintf(stderr, "before: %g, in the parent: %g, in the child: %s\n", before.value(),
               in_parent.value(), holds_in_child ? "as expected" : "not as expected");
  return EXIT_FAILURE;
}
