#include "moved/print_queue.hpp"
#include "raw/print_queue.hpp"
#include "support/catch.hpp"

#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/text_serializer.h>

#include <cstddef>
#include <map>
#include <string>

namespace {

/// Line by line: prometheus-cpp prints families and series in the order of its hash tables.
std::map<std::string, int> lines_of(const prometheus::Collectable& source) {
  std::map<std::string, int> lines;
  const std::string page = prometheus::TextSerializer{}.Serialize(source.Collect());
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = page.find('\n', begin);
    ++lines[page.substr(begin, end - begin)];
    begin = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("the queue that was moved shows what the raw one showed, and its other series at 0") {
  raw::PrintQueue raw_queue;
  raw_queue.add({"letter", 2});
  raw_queue.add({"poster", 0});
  raw_queue.print_next();
  raw_queue.print_next();

  const isometric::RegistrySink sink;
  moved::PrintQueue moved_queue(sink);
  moved_queue.add({moved::Kind::letter, 2});
  moved_queue.add({moved::Kind::poster, 0});
  moved_queue.print_next();
  moved_queue.print_next();

  auto moved_lines = lines_of(*sink.collectable());
  CHECK(moved_lines.erase("print_jobs_total{kind=\"letter\",outcome=\"failed\"} 0") == 1);
  CHECK(moved_lines.erase("print_jobs_total{kind=\"poster\",outcome=\"printed\"} 0") == 1);
  CHECK(moved_lines == lines_of(*raw::registry()));
}
