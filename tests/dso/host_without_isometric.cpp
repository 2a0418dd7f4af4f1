#include "part.hpp"
#include "plug_in.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

// A program that knows neither isometric nor prometheus-cpp and loads plug-ins that do. Each counts
// once; then each is asked how often that happened. Fails if one does not say what is expected:
//
//   host_without_isometric <expected count> <plug-in>...

int main(int argc, char** argv) {
  const double expected = std::stod(argv[1]);
  std::vector<std::unique_ptr<PlugIn>> plug_ins;
  for (int i = 2; i < argc; ++i) {
    plug_ins.push_back(std::make_unique<PlugIn>(argv[i]));
    plug_ins.back()->part().count("plug-ins");
  }
  int failures = 0;
  for (const auto& plug_in : plug_ins) {
    const double counted = plug_in->part().counted("plug-ins").value_or(0);
    if (counted == expected) continue;
    std::fprintf(stderr, "%s: counted %g times, expected %g\n", plug_in->path().c_str(), counted,
                 expected);
    ++failures;
  }
  return failures;
}
