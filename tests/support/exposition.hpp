#pragma once

// What programs of other people make of a page: promtool, and the parser of Prometheus's Python
// client. A test that needs one says so, and is skipped where it is not installed.

#include "support/catch.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <atomic>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

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

inline std::filesystem::path new_scratch_file() {
  static std::atomic<int> files = 0;
  return std::filesystem::temp_directory_path() /
         ("isometric_test_" + std::to_string(getpid()) + "_" + std::to_string(++files));
}

/// A shell command that runs with `input` as its standard input until it is finished.
class RunningTool {
 public:
  RunningTool(const std::string& command, const std::string& input) {
    std::ofstream(input_, std::ios::binary) << input;
    output_ = popen(("( " + command + " ) < '" + input_.string() + "' 2>&1").c_str(), "re");
    if (output_ == nullptr) throw std::runtime_error("cannot run " + command);
  }
  RunningTool(const RunningTool&) = delete;
  RunningTool& operator=(const RunningTool&) = delete;

  /// To be called once.
  ToolRun finish() {
    ToolRun run;
    char buffer[4096];
    for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, output_)) > 0;) {
      run.output.append(buffer, size);
    }
    const int status = pclose(output_);
    run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    std::filesystem::remove(input_);
    return run;
  }

 private:
  const std::filesystem::path input_ = new_scratch_file();
  std::FILE* output_ = nullptr;
};

inline ToolRun run_tool(const std::string& command, const std::string& input) {
  return RunningTool(command, input).finish();
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

/// It ends before collecting garbage, or a second thread, would pay.
inline constexpr const char* promtool_command = "GOGC=off GOMAXPROCS=1 promtool check metrics";

/// 0: good; 1: no exposition at all; 3: exposition that breaks naming advice.
inline ToolRun promtool_check(const std::string& page) {
  return run_tool(promtool_command, page);
}

/// Of each page; a few at once, since promtool takes its time to start.
inline std::vector<ToolRun> promtool_check(const std::vector<std::string>& pages) {
  std::vector<ToolRun> runs;
  std::deque<RunningTool> running;
  for (const auto& page : pages) {
    running.emplace_back(promtool_command, page);
    if (running.size() < 4) continue;
    runs.push_back(running.front().finish());
    running.pop_front();
  }
  for (auto& each : running) runs.push_back(each.finish());
  return runs;
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

/// Python with the client, which reads page after page: to start it takes longer than to read.
class PythonReader {
 public:
  PythonReader() {
    const auto answers = new_scratch_file();
    if (mkfifo(answers.c_str(), 0600) != 0) throw std::runtime_error("cannot make a pipe");
    requests_ =
        popen((python_with_client() + " -c '" + program + "' > '" + answers.string() + "'").c_str(),
              "we");
    answers_ = std::fopen(answers.c_str(), "re");
    std::filesystem::remove(answers);
    if (requests_ == nullptr || answers_ == nullptr) throw std::runtime_error("cannot run Python");
  }
  ~PythonReader() {
    pclose(requests_);
    std::fclose(answers_);
  }
  PythonReader(const PythonReader&) = delete;
  PythonReader& operator=(const PythonReader&) = delete;

  ToolRun read(const std::string& page, const std::string& parser) {
    std::fprintf(requests_, "%s %zu\n", parser.c_str(), page.size());
    std::fwrite(page.data(), 1, page.size(), requests_);
    std::fflush(requests_);
    char header[64] = {};
    ToolRun run;
    std::size_t size = 0;
    if (std::fgets(header, sizeof header, answers_) == nullptr ||
        std::sscanf(header, "%d %zu", &run.exit_code, &size) != 2) {
      throw std::runtime_error("Python does not answer");
    }
    run.output.resize(size);
    run.output.resize(std::fread(run.output.data(), 1, size, answers_));
    return run;
  }

 private:
  static constexpr const char* program = R"(
import importlib, sys, traceback

def read(page, parser):
  for family in importlib.import_module(parser).text_string_to_metric_families(page):
    yield f"{family.name} {family.type} unit={family.unit} help={family.documentation.encode().hex()}"
    for sample in family.samples:
      labels = ",".join(k + "=" + v.encode().hex() for k, v in sorted(sample.labels.items()))
      yield sample.name + "{" + labels + "} " + repr(float(sample.value))

for request in iter(sys.stdin.buffer.readline, b""):
  parser, size = request.decode().split()
  page = sys.stdin.buffer.read(int(size))
  code, lines = 0, []
  try:
    lines.extend(read(page.decode("utf-8", "strict"), parser))
  except Exception:
    code = 1
    lines.append(traceback.format_exc())
  answer = "".join(line + "\n" for line in lines).encode()
  sys.stdout.buffer.write(b"%d %d\n" % (code, len(answer)) + answer)
  sys.stdout.buffer.flush()
)";

  std::FILE* requests_ = nullptr;
  std::FILE* answers_ = nullptr;
};

/// What the Python client reads from a page: a line for each family, `name type unit=U help=hex`,
/// and for each sample, `name{label=hex,...} value`. Help and label values are in hexadecimal, so
/// that no character in them can be mistaken.
inline ToolRun python_reading(const std::string& page, const std::string& parser) {
  static PythonReader reader;
  return reader.read(page, parser);
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
