// Finds the library's headers, and links prometheus-cpp.
#include <isometric/version.hpp>

#include <prometheus/registry.h>

int main() {
  return isometric::version_major >= 0 && prometheus::Registry().Collect().empty() ? 0 : 1;
}
