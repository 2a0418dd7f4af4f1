#pragma once

#include <isometric/description/detail/append.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// One line of a diff, and what becomes of it.
struct DiffLine {
  char mark = ' ';  ///< '-': only in the first text; '+': only in the second; ' ': in both
  std::string_view text;
};

/// The shortest way from one list of lines to another (E. Myers, An O(ND) Difference Algorithm). If
/// more than two thousand lines differ, the way that replaces all between the first and the last of
/// them, because the search takes the square of their number.
template <class = void>
class LineDiff {
 public:
  using Lines = std::vector<std::string_view>;

  LineDiff(const Lines& before, const Lines& after) : before_(before), after_(after) {
    while (begin_ < before.size() && begin_ < after.size() && before[begin_] == after[begin_]) {
      ++begin_;
    }
    before_end_ = before.size();
    after_end_ = after.size();
    while (before_end_ > begin_ && after_end_ > begin_ &&
           before[before_end_ - 1] == after[after_end_ - 1]) {
      --before_end_;
      --after_end_;
    }
  }

  std::vector<DiffLine> lines() && {
    if (!search()) replace_all();
    std::vector<DiffLine> result;
    for (std::size_t i = 0; i < begin_; ++i) result.push_back({' ', before_[i]});
    result.insert(result.end(), reversed_.rbegin(), reversed_.rend());
    for (std::size_t i = before_end_; i < before_.size(); ++i) result.push_back({' ', before_[i]});
    return result;
  }

 private:
  using Offset = std::ptrdiff_t;

  [[nodiscard]] std::string_view before(Offset x) const {
    return before_[begin_ + static_cast<std::size_t>(x)];
  }
  [[nodiscard]] std::string_view after(Offset y) const {
    return after_[begin_ + static_cast<std::size_t>(y)];
  }

  /// How far one gets with so many deletions and insertions, on each diagonal x - y from
  /// -steps to steps.
  using Reach = std::vector<Offset>;

  static Offset at(const Reach& reach, Offset diagonal) {
    return reach[static_cast<std::size_t>(diagonal + static_cast<Offset>(reach.size() / 2))];
  }

  /// Whether the best way to a diagonal is an insertion, from the one above.
  static bool is_insertion(const Reach& previous, Offset steps, Offset diagonal) {
    return diagonal == -steps ||
           (diagonal != steps && at(previous, diagonal - 1) < at(previous, diagonal + 1));
  }

  bool search() {
    constexpr Offset most_steps = 2000;
    const auto width = static_cast<Offset>(before_end_ - begin_);
    const auto height = static_cast<Offset>(after_end_ - begin_);
    std::vector<Reach> reaches;  // for each number of steps
    for (Offset steps = 0; steps <= (std::min)(most_steps, width + height); ++steps) {
      Reach reach(static_cast<std::size_t>(2 * steps + 3), -1);  // and a diagonal beyond each end
      for (Offset diagonal = -steps; diagonal <= steps; diagonal += 2) {
        Offset x = 0;
        if (steps > 0) {
          const Reach& previous = reaches.back();
          x = is_insertion(previous, steps, diagonal) ? at(previous, diagonal + 1)
                                                      : at(previous, diagonal - 1) + 1;
        }
        Offset y = x - diagonal;
        while (x < width && y < height && before(x) == after(y)) {
          ++x;
          ++y;
        }
        reach[static_cast<std::size_t>(diagonal + steps + 1)] = x;
        if (x >= width && y >= height) {
          trace_back(reaches, width, height);
          return true;
        }
      }
      reaches.push_back(std::move(reach));
    }
    return false;
  }

  void trace_back(const std::vector<Reach>& reaches, Offset x, Offset y) {
    for (auto steps = static_cast<Offset>(reaches.size()); steps > 0; --steps) {
      const Reach& previous = reaches[static_cast<std::size_t>(steps - 1)];
      const Offset diagonal = x - y;
      const bool inserts = is_insertion(previous, steps, diagonal);
      const Offset from_x = at(previous, inserts ? diagonal + 1 : diagonal - 1);
      const Offset from_y = from_x - (inserts ? diagonal + 1 : diagonal - 1);
      while (x > from_x && y > from_y) {
        keep(--x);
        --y;
      }
      if (inserts) {
        reversed_.push_back({'+', after(--y)});
      } else {
        reversed_.push_back({'-', before(--x)});
      }
    }
    while (x > 0) keep(--x);
  }

  void keep(Offset x) { reversed_.push_back({' ', before(x)}); }

  void replace_all() {
    for (std::size_t i = after_end_; i > begin_; --i) reversed_.push_back({'+', after_[i - 1]});
    for (std::size_t i = before_end_; i > begin_; --i) reversed_.push_back({'-', before_[i - 1]});
  }

  const Lines& before_;
  const Lines& after_;
  std::size_t begin_ = 0;  ///< before it, and from the ends on, all lines are the same
  std::size_t before_end_ = 0;
  std::size_t after_end_ = 0;
  std::vector<DiffLine> reversed_;
};

/// The lines of a text, without their breaks.
template <class = void>
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix((std::min)(text.size(), lines.back().size() + 1));
  }
  return lines;
}

/// Adds a diff as `diff -u` does, with three lines around each change, from `@@ -1,4 +1,5 @@` on.
/// Each line begins with a break.
template <class = void>
void append_unified_diff(std::string& text, std::string_view before, std::string_view after) {
  constexpr std::size_t context = 3;
  const auto before_lines = lines_of(before);
  const auto after_lines = lines_of(after);
  const auto diff = LineDiff<>(before_lines, after_lines).lines();
  std::size_t before_line = 1;  // of the line at `from`
  std::size_t after_line = 1;
  const auto is_change = [](const DiffLine& line) { return line.mark != ' '; };
  const auto begin = diff.begin();
  std::size_t from = 0;
  while (true) {
    const auto next = static_cast<std::size_t>(
        std::find_if(begin + static_cast<std::ptrdiff_t>(from), diff.end(), is_change) - begin);
    if (next == diff.size()) return;
    const std::size_t first = (std::max)(from, next - (std::min)(next, context));
    before_line += first - from;
    after_line += first - from;
    std::size_t end = next;  // of the hunk: no change follows within twice the context
    for (std::size_t i = next; i < diff.size() && i <= end + 2 * context + 1; ++i) {
      if (is_change(diff[i])) end = i;
    }
    end = (std::min)(diff.size(), end + 1 + context);
    std::size_t before_count = 0;
    std::size_t after_count = 0;
    for (std::size_t i = first; i < end; ++i) {
      if (diff[i].mark != '+') ++before_count;
      if (diff[i].mark != '-') ++after_count;
    }
    append(text, {"\n@@ -", std::to_string(before_line - (before_count == 0 ? 1 : 0)), ",",
                  std::to_string(before_count), " +",
                  std::to_string(after_line - (after_count == 0 ? 1 : 0)), ",",
                  std::to_string(after_count), " @@"});
    for (std::size_t i = first; i < end; ++i) {
      append(text, {"\n", {&diff[i].mark, 1}, diff[i].text});
    }
    before_line += before_count;
    after_line += after_count;
    from = end;
  }
}

}  // namespace isometric::inline v1::detail
