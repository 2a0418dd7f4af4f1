#include "yaml_documents.hpp"

#include "manifest_error.hpp"

#include <isometric/description/detail/utf8.hpp>

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

namespace homecluster::program {
namespace {

Place place_of(const std::string& file, const YAML::Mark& mark) {
  return {file, static_cast<std::size_t>(std::max(mark.line, 0)) + 1};
}

/// Reads along and keeps nothing, so that a text is known to be harmless before it is kept.
class Limits : public YAML::EventHandler {
 public:
  explicit Limits(const std::string& file) : file_{file} {}

  void OnDocumentStart(const YAML::Mark& /*mark*/) override { heights_.clear(); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { add(mark, 0); }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {
    add(mark, 0);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto height = heights_.find(anchor);  // none: it stands within what it stands for
    add(mark, height == heights_.end() ? 0 : height->second);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or a mapping that has begun, and how many levels are below it.
  struct Level {
    YAML::anchor_t anchor;
    std::size_t height;
  };

  void add(const YAML::Mark& mark, std::size_t height) {
    if (++values_ > most_yaml_values) {
      fail(mark, "expected at most " + std::to_string(most_yaml_values) + " values, found more");
    }
    if (levels_.size() + height > deepest_yaml) {
      fail(mark, "nested too deeply, expected at most " + std::to_string(deepest_yaml) + " levels");
    }
    raise(height);
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor) {
    add(mark, 1);
    levels_.push_back({anchor, 0});
  }

  void close() {
    const Level closed = levels_.back();
    levels_.pop_back();
    if (closed.anchor != YAML::NullAnchor) heights_[closed.anchor] = closed.height + 1;
    raise(closed.height + 1);
  }

  void raise(std::size_t height) {
    if (!levels_.empty()) levels_.back().height = std::max(levels_.back().height, height);
  }

  [[noreturn]] void fail(const YAML::Mark& mark, const std::string& problem) const {
    throw ManifestError{place_of(file_, mark), "", problem};
  }

  const std::string& file_;
  std::vector<Level> levels_;
  std::map<YAML::anchor_t, std::size_t> heights_;
  std::size_t values_ = 0;
};

/// yaml-cpp takes the byte 4 for the end of a file, and other control characters for text.
void check_characters(const ManifestText& file) {
  std::size_t line = 1;
  for (std::string_view rest = file.text; !rest.empty();) {
    const std::size_t length = isometric::detail::utf8_sequence_length(rest);
    const auto byte = static_cast<unsigned char>(rest.front());
    const bool is_control =
        (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
    if (length == 0 || is_control) {
      throw ManifestError{Place{file.file, line}, "",
                          "expected text in UTF-8, found the byte " + std::to_string(byte)};
    }
    if (byte == '\n') ++line;
    rest.remove_prefix(length);
  }
}

/// yaml-cpp's words, except where its user cannot know what it means.
std::string problem_of(const YAML::Exception& error) {
  if (error.msg == YAML::ErrorMsg::EOF_IN_SCALAR || error.msg == YAML::ErrorMsg::DOC_IN_SCALAR) {
    return "a quote is still open where the document ends";
  }
  return printable(beginning_of(error.msg));
}

}  // namespace

std::vector<YAML::Node> yaml_documents(const ManifestText& file) {
  check_characters(file);
  // yaml-cpp overlooks a quote that is open at the end of a file, but not at that of a document.
  const std::string text = file.text + (file.text.ends_with('\n') ? "...\n" : "\n...\n");
  try {
    std::istringstream stream{text};
    YAML::Parser parser{stream};
    Limits limits{file.file};
    while (parser.HandleNextDocument(limits)) {
    }
    return YAML::LoadAll(text);
  } catch (const YAML::Exception& error) {
    throw ManifestError{place_of(file.file, error.mark), "",
                        "expected YAML, found what is none: " + problem_of(error)};
  }
}

}  // namespace homecluster::program
