#include "support/catch.hpp"

#include <isometric/exposition/exposition_format.hpp>

#include <random>
#include <string>
#include <string_view>

using isometric::choose_format;
using isometric::content_type;
using isometric::ExpositionFormat;

namespace {

constexpr auto text = ExpositionFormat::text;
constexpr auto openmetrics = ExpositionFormat::openmetrics;

}  // namespace

TEST_CASE("each format names its content type") {
  CHECK(content_type(text) == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(content_type(openmetrics) == "application/openmetrics-text; version=1.0.0; charset=utf-8");
}

TEST_CASE("the compiler can choose, too") {
  STATIC_REQUIRE(choose_format("application/openmetrics-text") == openmetrics);
}

TEST_CASE("without a header, and where nothing else fits, the text format is chosen") {
  for (const std::string_view accept :
       {"", " ", "*/*", "text/*", "text/plain", "text/html", "image/png, application/json",
        "text/html, */*;q=0.1", "application/vnd.google.protobuf",
        "application/openmetrics-text;version=0.0.1", "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0, text/plain;q=0", "*/*;q=0"}) {
    CAPTURE(accept);
    CHECK(choose_format(accept) == text);
  }
}

TEST_CASE("what Prometheus asks for is OpenMetrics") {
  // Prometheus 2.41, 3.4, and 3.4 with native histograms.
  for (const std::string_view accept :
       {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
        "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        "application/openmetrics-text;version=0.0.1;q=0.5,"
        "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,"
        "*/*;q=0.2",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
        "encoding=delimited;q=0.7,application/openmetrics-text;version=1.0.0;q=0.6,"
        "text/plain;version=0.0.4;q=0.4,*/*;q=0.2"}) {
    CAPTURE(accept);
    CHECK(choose_format(accept) == openmetrics);
  }
  // A job that is configured to prefer the text format.
  CHECK(choose_format("text/plain;version=0.0.4;q=0.6,application/openmetrics-text;version=1.0.0;"
                      "q=0.5,*/*;q=0.2") == text);
}

TEST_CASE("the higher quality wins") {
  CHECK(choose_format("text/plain;q=0.4, application/openmetrics-text;q=0.5") == openmetrics);
  CHECK(choose_format("text/plain;q=0.5, application/openmetrics-text;q=0.4") == text);
  CHECK(choose_format("text/plain;q=0.123, application/openmetrics-text;q=0.124") == openmetrics);
  CHECK(choose_format("text/plain;q=0.9, application/openmetrics-text") == openmetrics);
  CHECK(choose_format("text/plain;q=0, */*") == openmetrics);
  CHECK(choose_format("application/*, text/*;q=0.9") == openmetrics);
}

TEST_CASE("of equal quality, the more specific range wins, then the text format") {
  CHECK(choose_format("application/openmetrics-text, */*") == openmetrics);
  CHECK(choose_format("*/*, application/openmetrics-text") == openmetrics);
  CHECK(choose_format("application/openmetrics-text;version=1.0.0, text/plain") == openmetrics);
  CHECK(choose_format("application/openmetrics-text, text/plain") == text);
  CHECK(choose_format("application/*, text/*") == text);
}

TEST_CASE("what is said of a format specifically counts, not what is said of all") {
  CHECK(choose_format("*/*, application/openmetrics-text;q=0.1") == text);
  CHECK(choose_format("*/*;q=0.1, text/plain;q=0.5, application/*;q=0.4") == text);
  CHECK(choose_format("application/openmetrics-text;q=0, */*;q=1") == text);
}

TEST_CASE("types and parameter names are compared without regard to case, space aside") {
  CHECK(choose_format("APPLICATION/OpenMetrics-Text ; Version=1.0.0 ; Q=0.5") == openmetrics);
  CHECK(choose_format("text/plain;q=0.5\t,\tapplication/openmetrics-text") == openmetrics);
  CHECK(choose_format("application/openmetrics-text; version=\"1.0.0\"") == openmetrics);
  CHECK(choose_format("application/openmetrics-text; x=\"a,b;c\\\"q=0\"; q=0.5") == openmetrics);
}

TEST_CASE("elements that make no sense are passed over") {
  for (const std::string_view bad : {"application/openmetrics-text;q=2",
                                     "application/openmetrics-text;q=1.5",
                                     "application/openmetrics-text;q=-1",
                                     "application/openmetrics-text;q=",
                                     "application/openmetrics-text;q=x",
                                     "application/openmetrics-text;q=0.5x",
                                     "application/openmetrics-text;q=0.1234",
                                     "application/openmetrics-text;q=00",
                                     "application/openmetrics-text/x",
                                     "application openmetrics-text",
                                     "openmetrics-text",
                                     "*/openmetrics-text",
                                     "application/",
                                     "/",
                                     "//",
                                     ";;;",
                                     ",,,",
                                     "\"",
                                     ";q=1",
                                     "*"}) {
    CAPTURE(bad);
    CHECK(choose_format(bad) == text);
    CHECK(choose_format(std::string(bad == "\"" ? "" : bad) +
                        ", application/openmetrics-text;version=1.0.0;q=0.1") == openmetrics);
  }
  CHECK(choose_format("application/openmetrics-text;q=1.000;;flag;=") == openmetrics);
  CHECK(choose_format("application/openmetrics-text;q=1.") == openmetrics);
}

TEST_CASE("no header makes it fail") {
  std::mt19937 random(5);
  constexpr std::string_view characters = "*/;,=q01.\"\\ \ttextplainversion";
  for (int i = 0; i < 20'000; ++i) {
    std::string accept;
    for (auto count = random() % 40; count > 0; --count) {
      accept += characters[random() % characters.size()];
    }
    const auto chosen = choose_format(accept);
    REQUIRE((chosen == text || chosen == openmetrics));
  }
}
