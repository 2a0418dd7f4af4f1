#pragma once

#include <isometric/instruments/detail/guard_parts.hpp>

namespace isometric::inline v1 {

/// Counts itself in a gauge for as long as it lives: what is in progress at the moment.
///
///     const isometric::InFlight in_flight{metrics.requests_in_flight.labels(Method::get)};
///
/// It takes a gauge's handle, or a gauge without labels, and keeps the handle, so it must not
/// outlive both gauge and sink. It may end in another thread than it began in. Costs two updates.
template <class Handle>
class [[nodiscard("without a name it ends where it began")]] InFlight {
 public:
  template <class Source>
  explicit InFlight(const Source& gauge) : handle_(detail::handle_of(gauge)) {
    handle_.inc();
  }

  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

  ~InFlight() { handle_.dec(); }

 private:
  [[no_unique_address]] Handle handle_;
};

template <class Source>
InFlight(const Source&) -> InFlight<detail::HandleOf<Source>>;

}  // namespace isometric::inline v1
