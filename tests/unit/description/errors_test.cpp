#include "support/catch.hpp"

#include <isometric/description/errors.hpp>

#include <array>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

using isometric::Field;
using isometric::RegistrationConflict;

namespace {

RegistrationConflict a_conflict() {
  return RegistrationConflict({"app_moves_total", Field::label_names, "(group)", "(zone)",
                               "first.cpp:12", "second.cpp:34"});
}

}  // namespace

TEST_CASE("a conflict says what differs, in which metric, and where both were declared") {
  const auto conflict = a_conflict();
  CHECK(conflict.metric() == "app_moves_total");
  CHECK(conflict.field() == Field::label_names);
  CHECK(conflict.existing() == "(group)");
  CHECK(conflict.requested() == "(zone)");
  CHECK(conflict.existing_site() == "first.cpp:12");
  CHECK(conflict.requested_site() == "second.cpp:34");
  CHECK(std::string(conflict.what()) ==
        "isometric: metric family 'app_moves_total' is in conflict over its label names: "
        "registered is (group) (first.cpp:12), asked for is (zone) (second.cpp:34)");
}

TEST_CASE("a conflict with what other code registered says so in place of a site") {
  const RegistrationConflict conflict(
      {"app_nodes", Field::type, "another", "gauge", "", "a.cpp:1"});
  CHECK(std::string(conflict.what()) ==
        "isometric: metric family 'app_nodes' is in conflict over its type: "
        "registered is another (by other code), asked for is gauge (a.cpp:1)");
}

TEST_CASE("a conflict is a runtime error whose copies never throw") {
  STATIC_REQUIRE(std::is_base_of_v<std::runtime_error, RegistrationConflict>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<RegistrationConflict>);
  STATIC_REQUIRE(std::is_nothrow_copy_assignable_v<RegistrationConflict>);
  auto copy = RegistrationConflict({"other", Field::name, "", "", "", ""});
  {
    const auto original = a_conflict();
    copy = original;
  }
  CHECK(copy.metric() == "app_moves_total");
  CHECK(std::string(copy.what()) == a_conflict().what());
}

TEST_CASE("every field has a name of its own") {
  constexpr std::array fields{Field::name,        Field::derived_name, Field::type,
                              Field::label_names, Field::label_values, Field::constant_labels,
                              Field::buckets,     Field::quantiles,    Field::help,
                              Field::unit};
  std::set<std::string_view> names;
  for (const auto field : fields) names.insert(to_string(field));
  CHECK(names.size() == fields.size());
  CHECK(names.count("unknown") == 0);
  CHECK(to_string(static_cast<Field>(200)) == "unknown");
}
