#include "support/catch.hpp"

#include <isometric/description/detail/escape.hpp>

#include <string>

using isometric::detail::escape_help;
using isometric::detail::escape_label_value;
using isometric::detail::mend_help;
using isometric::detail::unescape_help;

TEST_CASE("label values escape backslash, quote and newline, and nothing else") {
  CHECK(escape_label_value("") == "");
  CHECK(escape_label_value("a\\b\"c\nd\te\r'") == "a\\\\b\\\"c\\nd\te\r'");
  CHECK(escape_label_value("\\n") == "\\\\n");
}

TEST_CASE("help escapes backslash and newline, but no quotes") {
  CHECK(escape_help("a\\b\"c\nd") == "a\\\\b\"c\\nd");
}

TEST_CASE("help comes back from its escapes as it was") {
  for (const std::string help :
       {"", "plain", "\n", "\\", "\\n", "\\\n", "\\\\n", "two\nlines \\ and \"quotes\""}) {
    CHECK(unescape_help(escape_help(help)) == help);
    CHECK(mend_help(escape_help(help)) == escape_help(help));
  }
}

TEST_CASE("help of unknown origin is escaped where it is not, and then needs no more") {
  CHECK(mend_help("raw\nline") == "raw\\nline");
  CHECK(mend_help("done\\nalready \\\\") == "done\\nalready \\\\");
  CHECK(mend_help("C:\\temp") == "C:\\\\temp");
  CHECK(mend_help("ends in \\") == "ends in \\\\");
  CHECK(mend_help("\\\n") == "\\\\\\n");
  for (const std::string help :
       {"raw\nline", "C:\\temp", "\\", "\\\\\\", "\\\n\\n", "\\\"", "a\\"}) {
    const auto mended = mend_help(help);
    CHECK(mend_help(mended) == mended);
    CHECK(mended.find('\n') == std::string::npos);
  }
}
