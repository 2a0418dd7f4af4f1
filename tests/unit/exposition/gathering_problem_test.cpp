#include "support/catch.hpp"

#include <isometric/exposition/gathering_problem.hpp>

#include <set>
#include <sstream>
#include <string>

using isometric::GatheringFault;
using isometric::GatheringProblem;

namespace {

std::string text_of(const GatheringProblem& problem) {
  std::ostringstream stream;
  stream << problem;
  return stream.str();
}

}  // namespace

TEST_CASE("a gathering problem prints as a line that names source, family and both values") {
  CHECK(text_of({GatheringFault::type, "server=\"b\"", "app_jobs", "gauge", "counter", 2}) ==
        "server=\"b\": app_jobs has another type: gauge instead of counter (2 times)");
  CHECK(text_of({GatheringFault::derived_name, "source 2", "hist_count", "gauge 'hist_count'",
                 "beside histogram 'hist'", 1}) ==
        "source 2: hist_count has the name of another family's samples: "
        "gauge 'hist_count' beside histogram 'hist' (1 time)");
  CHECK(text_of({GatheringFault::source_gone, "source 3", "", "", "", 1}) ==
        "source 3 is gone (1 time)");
}

TEST_CASE("every fault of gathering has words of its own") {
  std::set<std::string_view> texts;
  for (int fault = 0; fault <= static_cast<int>(GatheringFault::malformed); ++fault) {
    texts.insert(to_string(static_cast<GatheringFault>(fault)));
  }
  CHECK(texts.size() == static_cast<std::size_t>(GatheringFault::malformed) + 1);
  CHECK_FALSE(texts.contains("unknown"));
}
