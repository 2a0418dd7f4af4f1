#include "support/catch.hpp"

#include <isometric/description/series_kind.hpp>

TEST_CASE("a kind of series is spelled as its enumerator") {
  using isometric::SeriesKind;
  CHECK(to_string(SeriesKind::fixed) == "fixed");
  CHECK(to_string(SeriesKind::removable) == "removable");
  CHECK(to_string(SeriesKind::callback) == "callback");
  CHECK(to_string(static_cast<SeriesKind>(200)) == "unknown");
}
