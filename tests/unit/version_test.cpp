#include "support/catch.hpp"

#include <isometric/version.hpp>

#include <string>

TEST_CASE("the version that users see in the code is the one that CMake packages") {
  const std::string version = std::to_string(isometric::version_major) + "." +
                              std::to_string(isometric::version_minor) + "." +
                              std::to_string(isometric::version_patch);
  CHECK(version == ISOMETRIC_PACKAGE_VERSION);
  CHECK(version == isometric::detail::version_text);
}
