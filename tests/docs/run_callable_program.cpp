// docs_programs <name>: runs the program of the documentation that goes by this name.
#include "docs/callable_program.hpp"

#include <cstdio>

int main(int argc, char* argv[]) {
  const auto& programs = isometric_docs::callable_programs();
  const auto found = argc == 2 ? programs.find(argv[1]) : programs.end();
  if (found == programs.end()) {
    std::fprintf(stderr, "docs_programs: there is no such program; it takes one of\n");
    for (const auto& program : programs) {
      std::fprintf(stderr, "  %s\n", program.first.data());
    }
    return 2;
  }
  return found->second();
}
