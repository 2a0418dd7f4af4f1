// Sets of manifests as tools print them: lists, documents of other APIs, and many mistakes at once.

#include "complaints.hpp"
#include "fixtures.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <cstddef>
#include <string>
#include <vector>

using namespace homecluster;
using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;
using Lines = std::vector<std::string>;

namespace {

constexpr auto ours = "apiVersion: infra.homecluster.dev/v1alpha1";

std::string group(const std::string& name) {
  return "{" + std::string{ours} + ", kind: Group, metadata: {name: " + name + "}}";
}
std::string node(const std::string& name, const std::string& group_name,
                 const std::string& more = "") {
  return "{" + std::string{ours} + ", kind: Node, metadata: {name: " + name +
         ", labels: {group: " + group_name + "}}, spec: {kubernetesNodeName: kube-" + name +
         ", powerState: 'on', pricing: {hourlyRate: '1', podRate: '0'}}" + more + "}";
}

Lines errors_of(const std::string& text) {
  try {
    (void)parse(text);
  } catch (const InvalidManifests& error) {
    return error.errors();
  }
  return {};
}

}  // namespace

TEST_CASE("a list, as kubectl prints it, is read item by item", "[manifests]") {
  const auto manifests =
      parse("apiVersion: v1\nitems:\n- " + group("rack") + "\n- " + node("a", "rack") +
            "\n- {apiVersion: v1, kind: Secret}\n"
            "kind: List\nmetadata:\n  resourceVersion: \"\"\n");
  REQUIRE(manifests.groups.size() == 1);
  REQUIRE(manifests.nodes.size() == 1);
  CHECK(manifests.nodes[0].node.name == "a");
  CHECK(manifests.nodes[0].name_place.line == 4);
  REQUIRE(manifests.warnings.size() == 1);
  CHECK_THAT(manifests.warnings[0],
             StartsWith("test.yaml:5: skipped a document of kind \"Secret\""));
}

TEST_CASE("a list may be JSON, empty, of one kind, or in a list", "[manifests]") {
  CHECK(parse("{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"apiVersion\": "
              "\"infra.homecluster.dev/v1alpha1\", \"kind\": \"Group\", \"metadata\": {\"name\": "
              "\"rack\"}}]}")
            .groups.size() == 1);
  CHECK(parse("{apiVersion: v1, kind: List, items: []}").warnings.empty());
  CHECK(parse("{apiVersion: v1, kind: List}").warnings.empty());
  CHECK(parse("{" + std::string{ours} + ", kind: GroupList, items: [" + group("rack") + "]}")
            .groups.size() == 1);
  CHECK(
      parse("{kind: List, items: [{kind: List, items: [" + group("rack") + "]}]}").groups.size() ==
      1);
}

TEST_CASE("each broken item of a list is named", "[manifests]") {
  CHECK(errors_of("kind: List\nitems:\n- 7\n- " + group("rack") +
                  "\n- {kind: Node, apiVersion: "
                  "infra.homecluster.dev/v1alpha1, metadata: {name: a}}\n") ==
        Lines{"test.yaml:3: items[0]: expected a mapping, found \"7\"",
              "test.yaml:5: items[2].metadata.labels: expected a mapping, found nothing"});
  CHECK(errors_of("kind: List\nitems: all\n") ==
        Lines{"test.yaml:2: items: expected a list, found \"all\""});
}

TEST_CASE("what belongs to others is skipped with a warning", "[manifests]") {
  const std::string known =
      ", only Group and Node of infra.homecluster.dev/v1alpha1 are known here";
  CHECK(parse("apiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\n" + group("rack")).warnings ==
        Lines{"test.yaml:2: skipped a document of kind \"Node\" (apiVersion \"v1\")" + known});
  CHECK(parse("resources:\n- groups.yaml\n").warnings ==
        Lines{"test.yaml:1: skipped a document without a kind" + known});
  CHECK(parse("apiVersion: kustomize.config.k8s.io/v1beta1\nresources: []\n").warnings ==
        Lines{"test.yaml:1: skipped a document without a kind (apiVersion "
              "\"kustomize.config.k8s.io/v1beta1\")" +
              known});
}

TEST_CASE("what is of our API, or forgets to say so, is not skipped", "[manifests]") {
  CHECK_THAT(errors_of("kind: Group\nmetadata: {name: rack}\n").at(0),
             Contains("apiVersion: expected a value, found nothing"));
  CHECK_THAT(errors_of("apiVersion: infra.homecluster.dev/v2\nkind: Group\n").at(0),
             Contains("apiVersion: expected infra.homecluster.dev/v1alpha1"));
  CHECK_THAT(errors_of("apiVersion: infra.homecluster.dev/v2\n").at(0),
             Contains("kind: expected a value, found nothing"));
}

TEST_CASE("a status may be empty, as the operator writes what it does not know", "[manifests]") {
  const auto manifests = parse(group("rack") + "\n---\n" +
                               node("a", "rack",
                                    ", status: {powerState: \"\", progress: \"\", health: \"\", "
                                    "lastStartupTime: \"\"}"));
  const NodeManifest& read = manifests.nodes.at(0);
  CHECK(read.node.actual_power == PowerState::on);
  CHECK(read.node.progress == Progress::ready);
  CHECK(read.health.empty());
  CHECK_FALSE(read.last_startup_time.has_value());
}

TEST_CASE("manifests may share fields by merge keys", "[manifests]") {
  const auto manifests =
      parse(group("rack") + "\n---\n" + std::string{ours} +
            "\nkind: Node\nmetadata: {name: a, labels: {group: rack}}\nspec:\n"
            "  <<: {powerState: 'on', pricing: &cheap {hourlyRate: '0.5', podRate: '0'}}\n"
            "  kubernetesNodeName: kube-a\n  pricing: {<<: *cheap, podRate: '0.25'}\n");
  CHECK(manifests.warnings.empty());
  CHECK(manifests.nodes.at(0).node.desired_power == PowerState::on);
  CHECK(manifests.nodes.at(0).node.pricing == Pricing{.hourly_rate = 0.5, .pod_rate = 0.25});
}

TEST_CASE("a thousand nodes of an unknown group take a hundred short lines", "[manifests]") {
  std::string text;
  for (int index = 0; index < 1'000; ++index) {
    const auto number = std::to_string(index);
    text += group("rack-" + number) + "\n---\n" + node("a" + number, "attic") + "\n---\n";
  }
  const auto errors = errors_of(text);
  REQUIRE(errors.size() == Complaints::most + 1);
  CHECK(errors[0] ==
        "test.yaml:3: metadata.labels.group: expected the name of a group (rack-0, rack-1, rack-2, "
        "rack-3, rack-4 and 995 others), found \"attic\"");
  CHECK(errors.back() == "and 900 more");
}

TEST_CASE("of a thousand warnings a hundred are given", "[manifests]") {
  std::string text;
  for (int index = 0; index < 1'000; ++index) text += "kind: Secret\n---\n";
  const auto warnings = parse(text).warnings;
  REQUIRE(warnings.size() == Complaints::most + 1);
  CHECK(warnings.back() == "and 900 more");
}

TEST_CASE("what a manifest says cannot reach a terminal as it is, or fill it", "[manifests]") {
  CHECK(errors_of("kind: \"\\e[2J\"\napiVersion: infra.homecluster.dev/v1alpha1\n").empty());
  CHECK_THAT(parse("kind: \"\\e[2J\"\n").warnings.at(0), Contains(R"(of kind "\x1b[2J",)"));
  const auto unknown =
      parse("{" + std::string{ours} + ", kind: Group, metadata: {name: rack}, \"\\e]0;x\\a\": 1, " +
            std::string(1'000, 'k') + ": 1}")
          .warnings;
  CHECK(unknown == Lines{R"(test.yaml:1: \x1b]0;x\x07: unknown field, ignored)",
                         "test.yaml:1: " + std::string(80, 'k') + ": unknown field, ignored"});
  const std::vector<ManifestText> texts{{"\x1b[31mred\n.yaml", "- 1\n"}};
  CHECK_THROWS_WITH(parse_manifests(texts), StartsWith(R"(\x1b[31mred\n.yaml:1: expected)"));
}
