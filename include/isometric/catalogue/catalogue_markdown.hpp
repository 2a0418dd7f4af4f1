#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// What to_markdown() shows beside the description itself.
struct MarkdownOptions {
  /// A column with the place of each declaration, `file:line`.
  bool show_declarations = false;
  /// The folder that these files' names shall be relative to.
  std::string_view source_root = {};
};

namespace detail {

// Text in the cells of a table in GitHub's Markdown, https://github.github.com/gfm/

inline bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20;
}

/// Plain text, shown as it is, on one line.
inline std::string markdown_text(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>&|~";
  std::string cell;
  for (const char c : to_valid_text(text)) {
    if (special.find(c) != special.npos) cell += '\\';
    cell += is_control(c) ? ' ' : c;
  }
  return cell;
}

/// A code span, whatever it holds.
inline std::string markdown_code(std::string_view text) {
  std::string code;
  std::size_t ticks = 0;    // in a row, at the moment
  std::size_t longest = 0;  // of such rows; the delimiter has to be longer
  for (const char c : to_valid_text(text)) {
    ticks = c == '`' ? ticks + 1 : 0;
    longest = (std::max)(longest, ticks);
    if (c == '|') code += '\\';  // the table's own escape, in code as well
    code += is_control(c) ? ' ' : c;
  }
  const std::string delimiter(longest + 1, '`');
  // One space on either side is no part of the code.
  const bool is_padded = code.empty() || code.front() == '`' || code.back() == '`' ||
                         (code.front() == ' ' && code.back() == ' ');
  const std::string padding(is_padded ? 1 : 0, ' ');
  return delimiter + padding + code + padding + delimiter;
}

/// What `text` makes of each value, with `separator` in between.
template <class Values, class Text>
std::string joined(const Values& values, std::string_view separator, Text text) {
  std::string list;
  for (const auto& value : values) {
    if (!list.empty()) list += separator;
    list += text(value);
  }
  return list;
}

/// `zone` = `eu`; `group`: any; `direction`: `up`, `down`
inline std::string labels_cell(const FamilyDescriptor& family) {
  std::vector<std::string> labels;
  for (const auto& label : family.constant_labels) {
    labels.push_back(markdown_code(label.name) + " = " + markdown_code(label.value));
  }
  for (const auto& label : family.labels) {
    labels.push_back(markdown_code(label.name) + ": " +
                     (label.is_closed() ? joined(label.closed_values, ", ", markdown_code)
                                        : std::string("any")));
  }
  return joined(labels, "; ", [](const std::string& label) { return label; });
}

/// How many series there are, and how they come and go: `6 for each group, at most 500; removable`.
inline std::string series_cell(const FamilyDescriptor& family) {
  std::vector<std::string_view> open_labels;
  for (const auto& label : family.labels) {
    if (!label.is_closed()) open_labels.push_back(label.name);
  }
  std::string text;
  if (!family.labels.empty()) text = std::to_string(closed_series_count(family.labels));
  if (!open_labels.empty()) {
    text += " for each " + joined(open_labels, " and ", markdown_code);
    if (family.max_series != 0) text += ", at most " + std::to_string(family.max_series);
  }
  if (family.series_kind != SeriesKind::fixed) {
    text.append(text.empty() ? "" : "; ").append(to_string(family.series_kind));
  }
  return text;
}

inline std::string quantiles_cell(const FamilyDescriptor& family) {
  if (family.quantiles.empty()) return {};
  const auto text = [](const Quantile& quantile) {
    return number_text(quantile.quantile) + " ± " + number_text(quantile.error);
  };
  return joined(family.quantiles, ", ", text) + " over " +
         number_text(family.window.max_age_seconds) + " s";
}

inline std::string declaration_cell(const FamilyDescriptor& family, std::string_view source_root) {
  std::string_view file = family.declared_at.file;
  while (source_root.ends_with('/')) source_root.remove_suffix(1);
  if (!source_root.empty() && file.starts_with(source_root) &&
      file.substr(source_root.size()).starts_with('/')) {
    file.remove_prefix(source_root.size());
    file.remove_prefix((std::min)(file.find_first_not_of('/'), file.size()));
  }
  return markdown_code(std::string(file) + ':' + std::to_string(family.declared_at.line));
}

struct MarkdownColumn {
  std::string_view title;
  std::vector<std::string> cells = {};
};

}  // namespace detail

/// Descriptions as a table in GitHub's Markdown, a row for each family. A column in which no family
/// has anything to say is left out. Takes a Catalogue.
[[nodiscard]] inline std::string to_markdown(std::span<const FamilyDescriptor> families,
                                             MarkdownOptions options = {}) {
  std::vector<detail::MarkdownColumn> columns;
  const auto add = [&](std::string_view title, auto cell_of) {
    detail::MarkdownColumn column{title};
    for (const auto& family : families) column.cells.push_back(cell_of(family));
    const auto is_empty = [](const std::string& cell) { return cell.empty(); };
    if (!std::ranges::all_of(column.cells, is_empty)) columns.push_back(std::move(column));
  };
  add("metric", [](const auto& family) { return detail::markdown_code(family.name); });
  add("type", [](const auto& family) { return std::string(to_string(family.type)); });
  add("unit", [](const auto& family) { return detail::markdown_text(family.unit); });
  add("labels", detail::labels_cell);
  add("series", detail::series_cell);
  add("buckets",
      [](const auto& family) { return detail::joined(family.buckets, ", ", detail::number_text); });
  add("quantiles", detail::quantiles_cell);
  add("help", [](const auto& family) { return detail::markdown_text(family.help); });
  if (options.show_declarations) {
    add("declared at",
        [&](const auto& family) { return detail::declaration_cell(family, options.source_root); });
  }

  std::string table;
  if (columns.empty()) return table;
  const auto add_row = [&](auto cell_of) {
    for (const auto& column : columns) table.append("| ").append(cell_of(column)).append(" ");
    table += "|\n";
  };
  add_row([](const auto& column) { return column.title; });
  add_row([](const auto&) { return "---"; });
  for (std::size_t row = 0; row < families.size(); ++row) {
    add_row([row](const auto& column) -> const std::string& { return column.cells[row]; });
  }
  return table;
}

}  // namespace isometric::inline v1
