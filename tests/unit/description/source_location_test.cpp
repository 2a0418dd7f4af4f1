#include "support/catch.hpp"

#include <isometric/description/source_location.hpp>

#include <string_view>

namespace {

isometric::SourceLocation here(
    isometric::SourceLocation location = isometric::SourceLocation::current()) {
  return location;
}

TEST_CASE("a source location as a default argument is the place of the call") {
  const auto location = here();
  CHECK(location.line == __LINE__ - 1);
  CHECK(std::string_view{location.file}.ends_with("source_location_test.cpp"));
}

TEST_CASE("a source location that nobody filled in has no file and no line") {
  constexpr isometric::SourceLocation location;
  CHECK(std::string_view{location.file}.empty());
  CHECK(location.line == 0);
}

}  // namespace
