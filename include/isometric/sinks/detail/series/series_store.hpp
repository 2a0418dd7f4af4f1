#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/series/series_order.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// The value of every open label of the series that takes what exceeds a family's series cap.
inline constexpr std::string_view overflow_value = "isometric_overflow";

/// The series of a family that are not prometheus-cpp's to keep: removable ones, and those whose
/// values are read from the program. They show in what the sink's ledger collects, while the
/// backend's family stays empty and only holds the name. Thread-safe.
class SeriesStore {
 public:
  /// What a store knows of its family, which outlives it.
  struct Home {
    FamilyEntry& family;
    const FamilyDescriptor& descriptor;
    const SeriesLayout& layout;
    const HashSeed& hash_seed;
    std::size_t max_series;
    EventLog& log;
  };

  virtual ~SeriesStore() = default;

  /// Hands over the present series in the order of the layout. Holds no lock meanwhile.
  virtual void read(SeriesReading& reading) = 0;

  /// From now on handles that are still there report no events, because the ledger goes.
  virtual void detach() noexcept {}
};

/// The open label values of a series, owned and valid.
class OwnedLabelValues {
 public:
  explicit OwnedLabelValues(OpenLabelValues values) {
    text_.reserve(values.size());
    for (const auto value : values) text_.push_back(to_valid_text(value));
    views_.assign(text_.begin(), text_.end());
  }
  OwnedLabelValues(const OwnedLabelValues&) = delete;
  OwnedLabelValues& operator=(const OwnedLabelValues&) = delete;

  [[nodiscard]] OpenLabelValues views() const noexcept { return views_; }

  [[nodiscard]] bool equal(OpenLabelValues values) const noexcept {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!equal_text(views_[i], values[i])) return false;
    }
    return true;
  }

 private:
  std::vector<std::string> text_;
  std::vector<std::string_view> views_;
};

}  // namespace isometric::inline v1::detail
