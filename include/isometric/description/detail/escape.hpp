#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/marked_bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Escapes of the text exposition format,
// https://prometheus.io/docs/instrumenting/exposition_formats/
// For messages, for the help that prometheus-cpp's serializer prints as it is, and for labels that
// a removable series keeps as a page shows them. Fixed series have theirs written where they are
// made, sinks/detail/series/make_block.hpp, and what has none is escaped by the page writer,
// exposition/detail/text/page_buffer.hpp.
namespace isometric::inline v1::detail {

/// Whether a text has a character that is escaped in a label value.
[[gnu::__noinline__]] inline bool may_need_escape(std::string_view text) noexcept {
  return has_marked_byte(text, [](std::uint64_t word) {
    return mark_zeros(word ^ repeated('\\')) | mark_zeros(word ^ repeated('\n')) |
           mark_zeros(word ^ repeated('"'));
  });
}

[[gnu::cold]] inline void append_one_by_one(std::string& escaped, std::string_view text,
                                            bool is_quoted) {
  for (const char& c : text) {
    const bool is_marked = c == '\\' || (c == '"' && is_quoted);
    append(escaped,
           {is_marked ? "\\" : "", c == '\n' ? std::string_view("\\n") : std::string_view(&c, 1)});
  }
}

/// Adds the text with its escapes, that of quotes included if it stands between some.
inline void append_escaped(std::string& escaped, std::string_view text, bool is_quoted) {
  if (may_need_escape(text)) [[unlikely]] {
    append_one_by_one(escaped, text, is_quoted);
  } else {
    escaped.append(text.data(), text.size());
  }
}

inline std::string escape_label_value(std::string_view value) {
  std::string escaped;
  append_escaped(escaped, value, true);
  return escaped;
}

inline std::string escape_help(std::string_view help) {
  std::string escaped;
  append_escaped(escaped, help, false);
  return escaped;
}

/// Escapes only what is not escaped already: for the help of families that other code registered,
/// which may or may not know that prometheus-cpp's serializer does not escape.
inline std::string mend_help(std::string_view help) {
  std::string mended;
  mended.reserve(help.size());
  for (std::size_t i = 0; i < help.size(); ++i) {
    if (help[i] == '\n') {
      mended += "\\n";
    } else if (help[i] == '\\') {
      const bool is_escape = i + 1 < help.size() && (help[i + 1] == '\\' || help[i + 1] == 'n');
      mended += '\\';
      mended += is_escape ? help[++i] : '\\';
    } else {
      mended += help[i];
    }
  }
  return mended;
}

inline std::string unescape_help(std::string_view help) {
  std::string plain;
  plain.reserve(help.size());
  for (std::size_t i = 0; i < help.size(); ++i) {
    if (help[i] == '\\' && i + 1 < help.size()) {
      ++i;
      plain += help[i] == 'n' ? '\n' : help[i];
    } else {
      plain += help[i];
    }
  }
  return plain;
}

}  // namespace isometric::inline v1::detail
