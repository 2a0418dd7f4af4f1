#pragma once

#include <map>
#include <string_view>

namespace isometric_docs {

inline std::map<std::string_view, int (*)()>& callable_programs() {
  static std::map<std::string_view, int (*)()> programs;
  return programs;
}

/// A program of the documentation that is compiled together with others, and run by its name.
struct CallableProgram {
  CallableProgram(std::string_view name, int (*program)()) {
    callable_programs().emplace(name, program);
  }
};

}  // namespace isometric_docs
