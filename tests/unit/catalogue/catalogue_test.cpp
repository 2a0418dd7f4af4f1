#include "support/catch.hpp"

#include <isometric/catalogue/catalogue.hpp>

#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using isometric::Catalogue;
using isometric::FamilyDescriptor;

namespace {

Catalogue sample_catalogue() {
  const auto text = std::make_shared<const std::vector<std::string>>(
      std::vector<std::string>{"app_nodes", "app_moves_total", "app_size"});
  std::vector<FamilyDescriptor> families(3);
  for (std::size_t i = 0; i < 3; ++i) families[i].name = (*text)[i];
  return {std::move(families), text};
}

}  // namespace

TEST_CASE("a catalogue is sorted by name, and finds by name") {
  const auto catalogue = sample_catalogue();
  REQUIRE(catalogue.size() == 3);
  std::vector<std::string> names;
  for (const auto& family : catalogue) names.emplace_back(family.name);
  CHECK(names == std::vector<std::string>{"app_moves_total", "app_nodes", "app_size"});
  REQUIRE(catalogue.find("app_nodes") != nullptr);
  CHECK(catalogue.find("app_nodes")->name == "app_nodes");
  CHECK(catalogue.find("app_node") == nullptr);
  CHECK(catalogue.find("app_z") == nullptr);
}

TEST_CASE("a catalogue keeps the text of its families") {
  Catalogue copy;
  {
    const auto catalogue = sample_catalogue();
    copy = catalogue;
  }
  CHECK(copy.find("app_moves_total") != nullptr);
}

TEST_CASE("a catalogue without families is empty") {
  const Catalogue catalogue;
  CHECK(catalogue.empty());
  CHECK(catalogue.size() == 0);
  CHECK(catalogue.begin() == catalogue.end());
  CHECK(catalogue.find("") == nullptr);
}

TEST_CASE("a catalogue is taken for a span of descriptors") {
  STATIC_REQUIRE(std::is_convertible_v<Catalogue, std::span<const FamilyDescriptor>>);
  const auto catalogue = sample_catalogue();
  const std::span<const FamilyDescriptor> families = catalogue;
  CHECK(families.size() == 3);
  CHECK(families.data() == catalogue.begin());
}
