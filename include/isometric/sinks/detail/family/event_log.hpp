#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <string_view>

namespace isometric::inline v1::detail {

class FamilyEntry;

/// What happens to a family that nobody should have to guess. Each is a counter of the library's
/// own, labelled with the family's name, which appears with the first event.
enum class Event : unsigned char {
  update_refused,
  lookup_redirected,
  label_value_rejected,
  description_mismatched,
  scrape_conflicted,
  callback_failed,
};

/// A counter of the library's own, with one label. Those of families are bounded by the number of
/// families, and need no cap.
struct EventMetric {
  std::string_view name;
  std::string_view help;
  std::string_view label = "family";
  std::size_t max_series = static_cast<std::size_t>(-1);  ///< 0: as many as of other families
};

inline constexpr EventMetric event_metrics[] = {
    {"isometric_refused_updates_total",
     "Updates with NaN, an infinity or a negative increment, which changed nothing."},
    {"isometric_redirected_lookups_total",
     "Look-ups beyond the family's series cap, which went to its overflow series."},
    {"isometric_rejected_label_values_total",
     "Look-ups with a value outside of a closed label's set; their updates show nowhere."},
    {"isometric_description_mismatches_total",
     "Declarations of a registered family with other help, unit or cap; the first ones stay."},
    {"isometric_scrape_conflicts_total",
     "Scrapes that found series of other code in contradiction with the family."},
    {"isometric_failed_callbacks_total",
     "Series left out of a scrape because a function that gives their value failed."},
};

inline constexpr std::size_t event_count = std::size(event_metrics);

constexpr const EventMetric& metric_of(Event event) noexcept {
  return event_metrics[static_cast<std::size_t>(event)];
}

/// Where a family reports its events.
class EventLog {
 public:
  virtual void count(FamilyEntry& family, Event event) noexcept = 0;

  /// The same for what no entry is at hand for. Whether it could be counted: not if memory is out,
  /// or other code has taken the name.
  virtual bool count(const EventMetric& metric, std::string_view label_value) noexcept = 0;

  /// Keeps what count() needs; null if that has gone. For those who may outlive all sinks.
  [[nodiscard]] virtual std::shared_ptr<const void> hold() const = 0;

 protected:
  ~EventLog() = default;
};

}  // namespace isometric::inline v1::detail
