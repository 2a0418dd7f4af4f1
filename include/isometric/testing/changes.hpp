#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/source_location.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>

#include <functional>
#include <ostream>
#include <string>
#include <utility>

namespace isometric::inline v1::testing {

/// What happens in a block: takes a snapshot of the source when it is made, and reads it again
/// whenever it is asked.
///
///     const Changes changes(server.sink());
///     server.handle(request);
///     CHECK_THAT(changes, OnlyChanged(requests, +1));
///
/// Keeps a copy of a sink, since copies of a sink are the same sink. Any other source it refers to:
/// it has to outlive this, so a temporary one does not compile.
class Changes {
 public:
  /// The place of the call is what a failure names; leave it to the default.
  template <MetricsSource Source>
  explicit Changes(const Source& source, SourceLocation since = SourceLocation::current())
      : Changes(reader_of(source), since) {}

  template <MetricsSource Source>
    requires(!MetricsSink<Source>)
  explicit Changes(const Source&& source, SourceLocation = {}) = delete;

  /// What happened so far. Reads the source.
  [[nodiscard]] SnapshotDelta delta() const { return read_() - before_; }
  operator SnapshotDelta() const { return delta(); }

  /// Where it began.
  [[nodiscard]] const SourceLocation& since() const noexcept { return since_; }

  /// Prints the changes so far, and since which line: `1 series changed since server_test.cpp:41`.
  friend std::ostream& operator<<(std::ostream& stream, const Changes& changes) {
    std::string file(changes.since_.file);
    file.erase(0, file.find_last_of("/\\") + 1);  // npos + 1 is 0
    const std::string since = " since " + file + ':' + std::to_string(changes.since_.line);
    detail::print_changes(stream, changes.delta().changes(), since);
    return stream;
  }

 private:
  using Reader = std::function<Snapshot()>;

  template <class Source>
  static Reader reader_of(const Source& source) {
    if constexpr (MetricsSink<Source>) {
      return [source] { return source.snapshot(); };
    } else {
      return [&source] { return source.snapshot(); };
    }
  }

  Changes(Reader read, SourceLocation since)
      : read_(std::move(read)), before_(read_()), since_(since) {}

  Reader read_;
  Snapshot before_;
  SourceLocation since_;
};

}  // namespace isometric::inline v1::testing
