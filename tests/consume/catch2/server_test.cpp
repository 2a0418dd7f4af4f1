// Compiles only if isometric::catch2 has brought along the Catch2 that its consumer found.
#include <isometric/version.hpp>

#include <catch2/stand_in.hpp>

int main() {
  return isometric::version_major >= 0 ? 0 : 1;
}
