#pragma once

#include "support/machine.hpp"

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

namespace benchmarks {

inline std::string json_of(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return quoted += '"';
}

/// JSON has no infinities.
inline std::string json_of(double value) {
  if (!std::isfinite(value)) return "null";
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

inline std::string json_of(const Machine& machine) {
  return R"({"cores": )" + std::to_string(machine.cores) + R"(, "model": )" +
         json_of(machine.model) + R"(, "compiler": )" + json_of(machine.compiler) + "}";
}

}  // namespace benchmarks
