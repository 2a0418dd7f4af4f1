#pragma once

// What programs of other people make of a page: promtool, and the parser of Prometheus's Python
// client. A test that needs one says so, and is skipped where it is not installed.

#include "support/catch.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace test_support {

/// The page that prometheus-cpp's own serializer prints, which is what an Exposer serves.
inline std::string page_of(const prometheus::Collectable& source) {
  return prometheus::TextSerializer{}.Serialize(source.Collect());
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

struct ToolRun {
  int exit_code = 0;
  std::string output;
};

/// Runs a shell command with `input` as its standard input.
inline ToolRun run_tool(const std::string& command, const std::string& input) {
  static std::atomic<int> runs = 0;
  const auto file = std::filesystem::temp_directory_path() /
                    ("isometric_test_" + std::to_string(getpid()) + "_" + std::to_string(++runs));
  std::ofstream(file, std::ios::binary) << input;
  ToolRun run;
  std::FILE* pipe = popen(("( " + command + " ) < '" + file.string() + "' 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    run.output.append(buffer, size);
  }
  const int status = pclose(pipe);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  std::filesystem::remove(file);
  return run;
}

/// Skips the test case, for all to see. Returns only with Catch2 2, which cannot skip.
inline void skip(const std::string& reason) {
#if defined(SKIP)
  SKIP(reason);
#else
  WARN("SKIPPED: " << reason);
#endif
}

inline bool has_promtool() {
  static const bool found = run_tool("command -v promtool", "").exit_code == 0;
  if (!found) skip("promtool is not installed");
  return found;
}

/// 0: good; 1: no exposition at all; 3: exposition that breaks naming advice.
inline ToolRun promtool_check(const std::string& page) {
  return run_tool("promtool check metrics", page);
}

/// The Python that has prometheus_client; the one that the distribution's package serves first.
inline const std::string& python_with_client() {
  static const std::string python = [] {
    for (const char* candidate : {"/usr/bin/python3", "python3"}) {
      const auto command = std::string(candidate) + " -c 'import prometheus_client.parser'";
      if (run_tool(command, "").exit_code == 0) return std::string(candidate);
    }
    return std::string();
  }();
  if (python.empty()) skip("Python's prometheus_client is not installed");
  return python;
}

/// What the Python client reads from a page: a line for each family, `name type unit=U help=hex`,
/// and for each sample, `name{label=hex,...} value`. Help and label values are in hexadecimal, so
/// that no character in them can be mistaken.
inline ToolRun python_reading(const std::string& page, const std::string& parser) {
  return run_tool(python_with_client() +
                      " -c 'import sys\n"
                      "from " +
                      parser +
                      " import text_string_to_metric_families\n"
                      "text = sys.stdin.buffer.read().decode(\"utf-8\", \"strict\")\n"
                      "for family in text_string_to_metric_families(text):\n"
                      "  print(family.name, family.type, \"unit=\" + family.unit,"
                      " \"help=\" + family.documentation.encode().hex())\n"
                      "  for s in family.samples:\n"
                      "    labels = \",\".join(k + \"=\" + v.encode().hex()"
                      " for k, v in sorted(s.labels.items()))\n"
                      "    print(s.name + \"{\" + labels + \"}\", repr(float(s.value)))'",
                  page);
}

inline ToolRun python_text_reading(const std::string& page) {
  return python_reading(page, "prometheus_client.parser");
}

/// This one is strict: it refuses most pages that break a rule of OpenMetrics.
inline ToolRun python_openmetrics_reading(const std::string& page) {
  return python_reading(page, "prometheus_client.openmetrics.parser");
}

/// The samples alone.
inline ToolRun python_samples(const std::string& page) {
  ToolRun run = python_text_reading(page);
  if (run.exit_code != 0) return run;
  std::istringstream lines(run.output);
  run.output.clear();
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" unit=") == std::string::npos) run.output += line + '\n';
  }
  return run;
}

inline std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4U];
    text += digits[static_cast<unsigned char>(c) & 0xFU];
  }
  return text;
}

}  // namespace test_support
