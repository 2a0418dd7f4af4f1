#include "request_target.hpp"

#include "quoted_text.hpp"
#include "support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace homecluster::program;

namespace {

using Path = std::vector<std::string>;
using Query = std::vector<std::pair<std::string, std::string>>;

Path path_of(std::string_view target) {
  return parse_request_target(target).path;
}
Query query_of(std::string_view target) {
  return parse_request_target(target).query;
}

}  // namespace

TEST_CASE("a target is split into the segments of its path", "[request_target]") {
  CHECK(path_of("/").empty());
  CHECK(path_of("/?a=b").empty());
  CHECK(path_of("/v1") == Path{"v1"});
  CHECK(path_of("/v1/nodes/nas") == Path{"v1", "nodes", "nas"});
  CHECK(path_of("/v1/") == Path{"v1", ""});
  CHECK(path_of("//v1") == Path{"", "v1"});
}

TEST_CASE("what is encoded belongs to the segment it stands in", "[request_target]") {
  CHECK(path_of("/a%2Fb/%3f") == Path{"a/b", "?"});
  CHECK(path_of("/%c3%A4/%ff") == Path{"\xc3\xa4", "\xff"});
  CHECK(path_of("/%00") == Path{std::string{"\0", 1}});
  CHECK(path_of("/a+b") == Path{"a+b"});
  CHECK(path_of("/%2e%2e/x") == Path{"..", "x"});
}

TEST_CASE("a query is split into names and values", "[request_target]") {
  CHECK(query_of("/p").empty());
  CHECK(query_of("/p?").empty());
  CHECK(query_of("/p?&&").empty());
  CHECK(query_of("/p?a=1&b=2") == Query{{"a", "1"}, {"b", "2"}});
  CHECK(query_of("/p?a=1&a=2") == Query{{"a", "1"}, {"a", "2"}});
  CHECK(query_of("/p?a") == Query{{"a", ""}});
  CHECK(query_of("/p?=1") == Query{{"", "1"}});
  CHECK(query_of("/p?a=b=c") == Query{{"a", "b=c"}});
  CHECK(query_of("/p?a%3D=%26") == Query{{"a=", "&"}});
  CHECK(query_of("/p?at=07:30:00+01:00") == Query{{"at", "07:30:00+01:00"}});
  CHECK(query_of("/p?a=x?y") == Query{{"a", "x?y"}});
}

TEST_CASE("a target that is none is refused", "[request_target]") {
  for (const std::string target : {"", "v1", "*", "http://host/v1", "/%", "/%4", "/%zz", "/%4z",
                                   "/%+4", "/% 4", "/a?b=%", "/a?%x=1", "/%-1"}) {
    INFO(target);
    CHECK_THROWS_AS(parse_request_target(target), InvalidText);
  }
}
