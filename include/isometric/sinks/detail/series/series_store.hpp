#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>

#include <cstddef>
#include <string_view>

namespace isometric::inline v1 {
class SeriesVisitor;
}

namespace isometric::inline v1::detail {

template <class Visitor>
class BasicSeriesReading;  // series_reading.hpp
using SeriesReading = BasicSeriesReading<SeriesVisitor>;

/// The value of every open label of the series that takes what exceeds a family's series cap.
inline constexpr std::string_view overflow_value = "isometric_overflow";

/// The series of a family that its backend does not keep: removable ones, and those whose values
/// are read from the program. They show in what the sink's ledger collects; a family of
/// prometheus-cpp's stays empty and only holds the name. Who declares such a family brings the
/// store along. Thread-safe.
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

  /// Makes one, for the family to own.
  using Make = SeriesStore* (*)(const Home& home);

  virtual ~SeriesStore() = default;

  /// Hands over the present series in the order of the layout. Holds no lock meanwhile but one that
  /// only other readers of the family wait for.
  virtual void read(SeriesReading& reading) = 0;

  /// Whether there are no series, nor anybody who could give one a value.
  [[nodiscard]] virtual bool is_empty() = 0;

  /// From now on handles that are still there report no events, because the ledger goes.
  virtual void detach() noexcept {}
};

template <class Store>
SeriesStore* make_store(const SeriesStore::Home& home) {
  return new Store(home);
}

}  // namespace isometric::inline v1::detail
