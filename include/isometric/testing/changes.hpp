#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>

#include <concepts>
#include <memory>
#include <ostream>
#include <string>

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
      : source_(shared(source)),
        read_(read<Source>),
        since_(since),
        before_(read_(source_.get())) {}

  template <MetricsSource Source>
    requires(!MetricsSink<Source>)
  explicit Changes(const Source&& source, SourceLocation = {}) = delete;

  /// What happened so far. Reads the source.
  template <class = void>
  [[nodiscard]] SnapshotDelta delta() const {
    return {read_(source_.get()), before_};
  }
  template <std::same_as<SnapshotDelta> Delta>
  operator Delta() const {
    return delta();
  }

  /// Where it began.
  [[nodiscard]] const SourceLocation& since() const noexcept { return since_; }

  /// Prints the changes so far, and since which line: `1 series changed since server_test.cpp:41`.
  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const Changes& changes) {
    std::string file(changes.since_.file);
    file.erase(0, file.find_last_of("/\\") + 1);  // npos + 1 is 0
    const SnapshotDelta delta = changes.delta();
    return stream << detail::changes_text(
               detail::seen_in(delta),
               detail::joined({" since ", file, ":", std::to_string(changes.since_.line)}));
  }

 private:
  // Together what a std::function does, which costs more to compile.
  using Read = Snapshot (*)(const void* source);

  template <class Source>
  static Snapshot read(const void* source) {
    return static_cast<const Source*>(source)->snapshot();
  }

  template <class Source>
  static std::shared_ptr<const void> shared(const Source& source) {
    if constexpr (MetricsSink<Source>) {
      return std::shared_ptr<const Source>(new Source(source));
    } else {
      return {std::shared_ptr<const void>(), &source};
    }
  }

  std::shared_ptr<const void> source_;  ///< owned if it is a sink
  Read read_;
  SourceLocation since_;
  Snapshot before_;
};

}  // namespace isometric::inline v1::testing
