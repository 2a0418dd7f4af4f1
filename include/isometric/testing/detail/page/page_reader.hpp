#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/testing/detail/page/sample_line.hpp>
#include <isometric/testing/page_problem.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// A type that a TYPE line can give, and what it makes of the family.
struct PageType {
  std::string_view name;
  MetricType type;                              ///< the nearest that a snapshot has
  std::initializer_list<const char*> suffixes;  ///< of the family's name, in those of its samples
  const char* snapshot_suffix = "";             ///< as above, in the name that a snapshot gives it
};

/// The types of a format. The first is that of a family without TYPE.
struct PageTypes {
  const PageType* first = nullptr;
  std::size_t count = 0;

  [[nodiscard]] const PageType* begin() const noexcept { return first; }
  [[nodiscard]] const PageType* end() const noexcept { return first + count; }
};

template <class = void>
PageTypes page_types(bool is_openmetrics) noexcept {
  using enum MetricType;
  static constexpr PageType text[] = {
      {"untyped", unknown, {""}},
      {"counter", counter, {""}},
      {"gauge", gauge, {""}},
      {"histogram", histogram, {"_bucket", "_sum", "_count"}},
      {"summary", summary, {"", "_sum", "_count"}},
  };
  static constexpr PageType openmetrics[] = {
      {"unknown", unknown, {""}},
      {"counter", counter, {"_total", "_created"}, "_total"},
      {"gauge", gauge, {""}},
      {"histogram", histogram, {"_bucket", "_sum", "_count", "_created"}},
      {"summary", summary, {"", "_sum", "_count", "_created"}},
      {"info", info, {"_info"}, "_info"},
      {"stateset", gauge, {""}},
      {"gaugehistogram", histogram, {"_bucket", "_gsum", "_gcount"}},
  };
  if (is_openmetrics) return {openmetrics, sizeof openmetrics / sizeof *openmetrics};
  return {text, sizeof text / sizeof *text};
}

/// What the lines of a page say about one family.
template <class Text>
struct PageFamily {
  Text name;
  std::size_t line = 0;  ///< the first one
  std::optional<std::string> help;
  std::optional<Text> unit;
  const PageType* type = nullptr;
  bool has_type = false;   ///< and not only the one that a family without TYPE has
  bool is_current = true;  ///< or its lines were thought to be over
  std::vector<PageSample<Text>> samples;

  /// Whether samples of this family may go by the name.
  [[nodiscard]] bool owns(Text sample) const noexcept {
    if (!sample.starts_with(name)) return false;
    for (const Text suffix : type->suffixes) {
      if (sample.substr(name.size()) == suffix) return true;
    }
    return false;
  }
};

/// Takes a page apart, line by line, into families; says what is wrong with the lines themselves
/// and with their order, and goes on without those that make no sense.
template <class Text = std::string_view, class PageProblem = testing::PageProblem>
class PageReader {
 public:
  PageReader(Text page, bool is_openmetrics) noexcept
      : rest_(page), is_openmetrics_(is_openmetrics), types_(page_types(is_openmetrics)) {}

  /// `families()` refer to the text of the page.
  void read(std::vector<PageProblem>& problems) {
    problems_ = &problems;
    while (!rest_.empty()) {
      ++line_;
      if (is_over_) {
        report("there are lines after '# EOF'");
        break;
      }
      const std::size_t size = rest_.find('\n');
      if (size == rest_.npos && !is_openmetrics_) report("the page does not end in a line break");
      const Text line = rest_.substr(0, size);
      rest_.remove_prefix(size == rest_.npos ? rest_.size() : size + 1);
      read_line(line);
    }
    if (is_openmetrics_ && !is_over_) report("the page does not end in '# EOF'");
    find_clashes();
  }

  [[nodiscard]] const std::deque<PageFamily<Text>>& families() const noexcept { return families_; }

 private:
  template <class Complaint>
  void report(Complaint text) {
    problems_->push_back({line_ == 0 ? 1 : line_, std::string(std::move(text))});
  }

  void read_line(Text line) {
    if (!is_utf8(line)) report("the line is no valid UTF-8");
    if (line.find('\0') != line.npos) report("the line has a NUL, at which Prometheus gives up");
    if (is_openmetrics_) {
      if (line == "# EOF") {
        is_over_ = true;
      } else if (line.empty()) {
        report("OpenMetrics has no blank lines");
      } else if (line.starts_with('#')) {
        read_metadata(line);
      } else {
        read_sample(line);
      }
      return;
    }
    const Text text = without_blanks(line);
    if (text.starts_with('#')) return read_comment(text.substr(1));
    if (const auto whole = without_return(line); !without_blanks(whole).empty()) read_sample(whole);
  }

  static Text without_blanks(Text text) noexcept {
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == text.npos ? Text() : text.substr(begin);
  }

  /// A carriage return belongs nowhere but into a help or a label's value.
  Text without_return(Text line) {
    if (!line.ends_with('\r')) return line;
    report("the line ends in a carriage return");
    return line.substr(0, line.size() - 1);
  }

  static Text take_word(Text& text) noexcept {
    text = without_blanks(text);
    const Text word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    return word;
  }

  /// Of the text format: what follows the '#'.
  void read_comment(Text text) {
    const Text keyword = take_word(text);
    if (keyword != "HELP" && keyword != "TYPE") return;
    const Text name = take_word(text);
    text = without_blanks(text);
    if (keyword == "HELP") {
      read_help(name, text);
    } else {
      read_type(name, without_return(text));
    }
  }

  /// Of OpenMetrics: `# KEYWORD name text`.
  void read_metadata(Text line) {
    Text parts[3];
    for (auto& part : parts) {
      part = line.substr(0, line.find(' '));
      if (part.size() == line.size()) return report("this is neither HELP, TYPE, UNIT nor EOF");
      line.remove_prefix(part.size() + 1);
    }
    const auto& [hash, keyword, name] = parts;
    if (hash == "#" && keyword == "HELP") return read_help(name, line);
    if (hash == "#" && keyword == "TYPE") return read_type(name, line);
    if (hash == "#" && keyword == "UNIT") return read_unit(name, line);
    report("this is neither HELP, TYPE, UNIT nor EOF");
  }

  void read_help(Text name, Text text) {
    PageFamily<Text>* family = described_family(name, "HELP");
    if (family == nullptr) return;
    if (family->help) return report("HELP of " + in_quotes(name) + " is there twice");
    family->help = unescape(text);
  }

  std::string unescape(Text text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char next = i + 1 < text.size() ? text[i + 1] : '\0';
      if (text[i] != '\\') {
        plain += text[i];
      } else if (next == '\\' || next == 'n' || (next == '"' && is_openmetrics_)) {
        plain += next == 'n' ? '\n' : next;
        ++i;
      } else {
        plain += '\\';
        if (!is_openmetrics_)
          report("in the help: '" + std::string(text.substr(i, 2)) + "' is no escape");
      }
    }
    return plain;
  }

  void read_type(Text name, Text text) {
    PageFamily<Text>* family = described_family(name, "TYPE");
    if (family == nullptr) return;
    const PageType* type = nullptr;
    for (const PageType& known : types_) {
      if (text == known.name) type = &known;
    }
    if (type == nullptr) return report(in_quotes(text) + " is no type");
    if (family->has_type) return report("TYPE of " + in_quotes(name) + " is there twice");
    if (!family->samples.empty() && !is_openmetrics_) {
      return report("TYPE of " + in_quotes(name) + " comes after its samples");
    }
    family->type = type;
    family->has_type = true;
  }

  void read_unit(Text name, Text unit) {
    PageFamily<Text>* family = described_family(name, "UNIT");
    if (family == nullptr) return;
    if (family->unit) return report("UNIT of " + in_quotes(name) + " is there twice");
    family->unit = unit;
    if (!unit.empty() && !name.ends_with("_" + std::string(unit))) {
      report("the name " + in_quotes(name) + " does not end in its unit, " + in_quotes(unit));
    }
  }

  /// Null if there is none, or if it is too late to describe it.
  PageFamily<Text>* described_family(Text name, Text what) {
    if (!is_identifier(name, true)) {
      report(in_quotes(name) + " is no metric name");
      return nullptr;
    }
    PageFamily<Text>* known = find(name);
    PageFamily<Text>& family = known != nullptr ? *known : add(name);
    enter(family);
    if (!is_openmetrics_ || family.samples.empty()) return &family;
    report(std::string(what) + " of " + in_quotes(name) + " comes after its samples");
    return nullptr;
  }

  void read_sample(Text line) {
    SampleLineReader<Text> reader(line, is_openmetrics_);
    PageSample<Text> sample;
    sample.line = line_;
    if (!reader.read(sample)) return report(reader.problem());
    PageFamily<Text>& family = family_of(sample.name);
    enter(family);
    if (family.owns(sample.name)) {
      family.samples.push_back(std::move(sample));
      return;
    }
    std::string names;
    for (const auto* suffix : family.type->suffixes) {
      names += (names.empty() ? "" : ", ") + std::string(family.name) + suffix;
    }
    report("the samples of the " + std::string(family.type->name) + " " + in_quotes(family.name) +
           " are called " + names);
  }

  PageFamily<Text>& family_of(Text sample) {
    if (current_ != nullptr && current_->owns(sample)) return *current_;
    if (PageFamily<Text>* family = find(sample)) return *family;
    for (const PageType& type : types_) {
      for (const Text suffix : type.suffixes) {
        if (suffix.empty() || !sample.ends_with(suffix)) continue;
        PageFamily<Text>* family = find(sample.substr(0, sample.size() - suffix.size()));
        if (family != nullptr && family->owns(sample)) return *family;
      }
    }
    return add(sample);
  }

  PageFamily<Text>* find(Text name) {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }

  PageFamily<Text>& add(Text name) {
    PageFamily<Text>& family = families_.emplace_back();
    family.name = name;
    family.line = line_;
    family.type = types_.first;
    by_name_.emplace(name, &family);
    return family;
  }

  void enter(PageFamily<Text>& family) {
    if (current_ == &family) return;
    if (current_ != nullptr) current_->is_current = false;
    if (!family.is_current) {
      report("the lines of " + in_quotes(family.name) + " are not together: they begin in line " +
             std::to_string(family.line));
    }
    family.is_current = true;
    current_ = &family;
  }

  /// No name may stand for samples of two families. In OpenMetrics that goes for the families'
  /// names as well.
  void find_clashes() {
    std::map<std::string, const PageFamily<Text>*, std::less<>> owners;
    for (const auto& family : families_) {
      std::string clash;
      const auto claim = [&](Text suffix) {
        std::string name = std::string(family.name).append(suffix);
        const PageFamily<Text>* owner = owners.emplace(name, &family).first->second;
        if (owner == &family || !clash.empty()) return;
        clash = in_quotes(name) + " is also what samples of " + in_quotes(owner->name) +
                " in line " + std::to_string(owner->line) + " are called, or may be";
      };
      for (const auto* suffix : family.type->suffixes) claim(suffix);
      if (is_openmetrics_) claim("");
      if (!clash.empty()) problems_->push_back({family.line, std::move(clash)});
    }
  }

  Text rest_;
  const bool is_openmetrics_;
  const PageTypes types_;
  std::vector<PageProblem>* problems_ = nullptr;
  std::size_t line_ = 0;
  bool is_over_ = false;
  std::deque<PageFamily<Text>> families_;  // never moves what is pointed to
  std::map<Text, PageFamily<Text>*> by_name_;
  PageFamily<Text>* current_ = nullptr;
};

}  // namespace isometric::inline v1::detail
