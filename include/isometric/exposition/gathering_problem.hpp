#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace isometric::inline v1 {

/// What can be wrong with a source beside others.
enum class GatheringFault : unsigned char {
  type,              ///< the family has another type elsewhere: left out
  help,              ///< it has another help elsewhere, which stays
  derived_name,      ///< its samples, or its name, would be another family's: left out
  duplicate_series,  ///< another source shows the same series: left out
  source_label,      ///< the series has the label that tells sources apart: left out
  source_gone,       ///< the source does not exist any more
  source_failed,     ///< the source threw
  malformed,  ///< a collectable's series that no page can show, or that it has twice: left out
};

[[nodiscard]] constexpr std::string_view to_string(GatheringFault fault) noexcept {
  switch (fault) {
    case GatheringFault::type: return "another type";
    case GatheringFault::help: return "another help";
    case GatheringFault::derived_name: return "the name of another family's samples";
    case GatheringFault::duplicate_series: return "a series that is there already";
    case GatheringFault::source_label: return "the label of its source";
    case GatheringFault::source_gone: return "is gone";
    case GatheringFault::source_failed: return "failed";
    case GatheringFault::malformed: return "what no page can show";
  }
  return "unknown";
}

/// A fault of one source, found by a gatherer's scrapes.
struct GatheringProblem {
  GatheringFault fault = GatheringFault::type;
  std::string source;       ///< its label, `server="rack-1"`, or its number in order of adding
  std::string family;       ///< empty if the whole source is concerned
  std::string found;        ///< what this source has
  std::string expected;     ///< what was there first; for a derived name, "beside" what family
  std::uint64_t times = 0;  ///< how often it was found

  friend bool operator==(const GatheringProblem&, const GatheringProblem&) = default;

  /// Prints one line: `server="b": app_jobs has another type: gauge instead of counter (2 times)`.
  friend std::ostream& operator<<(std::ostream& stream, const GatheringProblem& problem) {
    stream << problem.source << (problem.family.empty() ? " " : ": ");
    if (!problem.family.empty()) stream << problem.family << " has ";
    stream << to_string(problem.fault);
    if (!problem.found.empty()) stream << ": " << problem.found;
    if (!problem.expected.empty()) {
      // A name that two families share is no matter of the one or the other.
      const bool has_two = problem.fault == GatheringFault::derived_name;
      stream << (has_two ? " " : " instead of ") << problem.expected;
    }
    return stream << " (" << std::to_string(problem.times)
                  << (problem.times == 1 ? " time)" : " times)");
  }
};

}  // namespace isometric::inline v1
