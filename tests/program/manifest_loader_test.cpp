#include "manifest_loader.hpp"

#include "fixtures.hpp"
#include "rfc3339.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using namespace homecluster;
using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;
using namespace std::chrono_literals;

namespace {

constexpr auto good_group = R"(apiVersion: infra.homecluster.dev/v1alpha1
kind: Group
metadata:
  name: rack
)";

/// A good node with one line replaced, so that a test says only what it is about.
std::string node_with(const std::string& line, const std::string& replacement) {
  std::string text = R"(apiVersion: infra.homecluster.dev/v1alpha1
kind: Node
metadata:
  name: nas
  labels:
    group: rack
spec:
  kubernetesNodeName: kube-nas
  powerState: "on"
  pricing:
    hourlyRate: "1.5"
    podRate: "0.1"
status:
  powerState: "on"
)";
  const auto position = text.find(line);
  REQUIRE(position != std::string::npos);
  return text.replace(position, line.size(), replacement);
}

std::vector<std::string> errors_of(const std::string& text) {
  try {
    (void)parse(text);
  } catch (const InvalidManifests& error) {
    return error.errors();
  }
  return {};
}

std::string with_group(const std::string& node) {
  return std::string{good_group} + "---\n" + node;
}

/// What a document with this node is refused with. Its first line is line 6 of the text.
std::string error_of_node(const std::string& line, const std::string& replacement) {
  const auto errors = errors_of(with_group(node_with(line, replacement)));
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors.front();
}

std::string error_of_spec(const std::string& field) {
  const auto errors = errors_of(std::string{good_group} + "spec:\n  " + field + "\n");
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors.front();
}

Node node_of(const std::string& line, const std::string& replacement) {
  return parse(with_group(node_with(line, replacement))).nodes.at(0).node;
}

}  // namespace

TEST_CASE("manifests of the operator's form are loaded", "[manifests]") {
  const Manifests manifests = load(test_manifests());

  REQUIRE(manifests.groups.size() == 1);
  const GroupManifest& group = manifests.groups[0];
  CHECK(group.group.name == "group1");
  CHECK(group.display_name == "group1");
  CHECK(group.health.empty());
  CHECK(group.group.options == GroupOptions{.scale_down_utilization_threshold = 70,
                                            .scale_down_gpu_utilization_threshold = 30,
                                            .scale_down_unneeded_time = 30s,
                                            .scale_down_unready_time = 45s,
                                            .max_node_provision_time = 2min,
                                            .zero_or_max_node_scaling = false,
                                            .ignore_daemon_sets_utilization = true});

  REQUIRE(manifests.nodes.size() == 2);
  Node on = node_at_rest("agent-0", "group1", PowerState::on);
  on.kubernetes_node_name = "k3d-agent-0";
  on.pricing = {.hourly_rate = 1.5, .pod_rate = 0};
  CHECK(manifests.nodes[0].node == on);
  CHECK_THAT(manifests.nodes[0].startup_pod_spec, Contains("/start?vm=agent-0"));
  CHECK_THAT(manifests.nodes[0].shutdown_pod_spec, Contains("/stop?vm=agent-0"));
  Node off = node_at_rest("agent-1", "group1", PowerState::off);
  off.kubernetes_node_name = "k3d-agent-1";
  off.pricing = {.hourly_rate = 1.5, .pod_rate = 0.25};
  CHECK(manifests.nodes[1].node == off);
  CHECK(manifests.nodes[1].startup_pod_spec.empty());

  REQUIRE(manifests.warnings.size() == 1);
  CHECK_THAT(manifests.warnings[0],
             Contains("nodes.yml:53: skipped a document of kind \"Secret\""));
}

TEST_CASE("the shipped manifests are loaded without a warning", "[manifests]") {
  const Manifests manifests = load(shipped_manifests());
  CHECK(manifests.groups.size() == 2);
  CHECK(manifests.nodes.size() == 6);
  CHECK(manifests.groups[1].display_name == "GPU workstations");
  CHECK(manifests.groups[1].group.options.scale_down_unready_time == 90min);
  CHECK(manifests.nodes[0].last_startup_time == parse_rfc3339("2026-03-01T06:30:00Z"));
  CHECK(manifests.warnings.empty());
}

TEST_CASE("a group needs no more than a name", "[manifests]") {
  const Manifests manifests = parse(good_group);
  REQUIRE(manifests.groups.size() == 1);
  CHECK(manifests.groups[0].group == Group{.name = "rack", .options = {}});
  CHECK(manifests.group_values() == std::vector<Group>{{.name = "rack", .options = {}}});
}

TEST_CASE("documents may come in any order, with empty ones between them", "[manifests]") {
  const auto text =
      "---\n" + node_with("nas\n", "nas\n") + "---\n---\n# nothing\n---\n" + good_group;
  const Manifests manifests = parse(text);
  CHECK(manifests.groups.size() == 1);
  CHECK(manifests.nodes.size() == 1);
  CHECK(manifests.warnings.empty());
}

TEST_CASE("carriage returns and a byte order mark do no harm", "[manifests]") {
  std::string text = "\xef\xbb\xbf" + with_group(node_with("nas\n", "nas\n"));
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  CHECK(parse(text).nodes.at(0).node.name == "nas");
}

TEST_CASE("no documents are no error", "[manifests]") {
  for (const std::string text : {"", "\n", "---\n", "# a comment\n", "---\n...\n---\n"}) {
    INFO(text);
    const Manifests manifests = parse(text);
    CHECK(manifests.groups.empty());
    CHECK(manifests.nodes.empty());
  }
}

TEST_CASE("a power state may be quoted or not, or what YAML 1.1 makes of it", "[manifests]") {
  for (const std::string on : {"on", "\"on\"", "'on'", "true"}) {
    INFO(on);
    CHECK(node_of("powerState: \"on\"", "powerState: " + on).desired_power == PowerState::on);
  }
  for (const std::string off : {"off", "\"off\"", "false"}) {
    INFO(off);
    CHECK(node_of("powerState: \"on\"", "powerState: " + off).desired_power == PowerState::off);
  }
  for (const std::string wrong : {"ON", "yes", "1", "standby", "\"on \""}) {
    INFO(wrong);
    CHECK_THAT(error_of_node("powerState: \"on\"", "powerState: " + wrong),
               StartsWith("test.yaml:14: spec.powerState: expected on or off, found \""));
  }
}

TEST_CASE("a node's actual state is the desired one unless its status says more", "[manifests]") {
  const std::string status = "status:\n  powerState: \"on\"\n";
  for (const std::string absent : {"", "status:\n", "status: {}\n", "status: {powerState: }\n"}) {
    INFO(absent);
    const Node node = node_of(status, absent);
    CHECK(node.actual_power == PowerState::on);
    CHECK(node.progress == Progress::ready);
  }
  const Node rising = node_of(status, "status: {powerState: off}\n");
  CHECK(rising.actual_power == PowerState::off);
  CHECK(rising.progress == Progress::starting_up);
  const Node falling = node_of(status, "status: {progress: shutting_down}\n");
  CHECK(falling.actual_power == PowerState::on);
  CHECK(falling.progress == Progress::shutting_down);
}

TEST_CASE("a node's progress may be written as the operator writes it", "[manifests]") {
  const std::string line = "  powerState: \"on\"\nstatus:\n  powerState: \"on\"\n";
  const auto progress = [&](const std::string& text) {
    return node_of("status:\n", "status:\n  progress: " + text + "\n").progress;
  };
  CHECK(progress("ready") == Progress::ready);
  CHECK(progress("startingup") == Progress::starting_up);
  CHECK(progress("starting_up") == Progress::starting_up);
  CHECK(progress("shuttingdown") == Progress::shutting_down);
  CHECK(progress("shutting_down") == Progress::shutting_down);
  CHECK(progress("shutdown") == Progress::shutdown);
  CHECK_THAT(error_of_node("status:\n", "status:\n  progress: asleep\n"),
             StartsWith("test.yaml:19: status.progress: expected ready, starting_up, "
                        "shutting_down or shutdown, found \"asleep\""));
}

TEST_CASE("each broken field of a node is named with its line", "[manifests]") {
  const auto at = [](int line, const std::string& rest) {
    return StartsWith("test.yaml:" + std::to_string(line) + ": " + rest);
  };
  CHECK_THAT(error_of_node("  name: nas\n", ""),
             at(8, "metadata.name: expected a value, found nothing"));
  CHECK_THAT(error_of_node("name: nas", "name:"),
             at(9, "metadata.name: expected a value, found nothing"));
  CHECK_THAT(error_of_node("name: nas", "name: ~"),
             at(9, "metadata.name: expected a value, found nothing"));
  CHECK_THAT(error_of_node("name: nas", "name: \"\""),
             at(9, "metadata.name: expected a text, found an empty one"));
  CHECK_THAT(error_of_node("name: nas", "name: [nas]"),
             at(9, "metadata.name: expected a text, found a list"));
  CHECK_THAT(error_of_node("name: nas", "name: {is: nas}"),
             at(9, "metadata.name: expected a text, found a mapping"));
  for (const std::string name :
       {"NAS", "nas_1", "-nas", "nas-", "n as", "\"nas\\n\"", "n\xc3\xa4s"}) {
    INFO(name);
    CHECK_THAT(error_of_node("name: nas", "name: " + name),
               at(9, "metadata.name: expected a Kubernetes object name"));
  }
  CHECK_THAT(error_of_node("name: nas", "name: " + std::string(254, 'n')),
             at(9, "metadata.name: expected a Kubernetes object name"));
  CHECK_THAT(error_of_node("  labels:\n    group: rack\n", ""),
             at(8, "metadata.labels: expected a mapping, found nothing"));
  CHECK_THAT(error_of_node("labels:\n    group: rack", "labels: rack"),
             at(10, "metadata.labels: expected a mapping, found \"rack\""));
  CHECK_THAT(error_of_node("    group: rack", "    zone: rack"),
             at(10, "metadata.labels.group: expected a value, found nothing"));
  CHECK_THAT(error_of_node("  kubernetesNodeName: kube-nas\n", ""),
             at(12, "spec.kubernetesNodeName: expected a value, found nothing"));
  CHECK_THAT(error_of_node("  pricing:\n    hourlyRate: \"1.5\"\n    podRate: \"0.1\"\n", ""),
             at(12, "spec.pricing: expected a mapping, found nothing"));
  CHECK_THAT(error_of_node("    podRate: \"0.1\"\n", ""),
             at(15, "spec.pricing.podRate: expected a value, found nothing"));
  for (const std::string rate : {"abc", "NaN", "inf", "-1", "1.5x", ".", "1,5"}) {
    INFO(rate);
    CHECK_THAT(error_of_node("\"1.5\"", '"' + rate + '"'),
               at(16,
                  "spec.pricing.hourlyRate: expected a number of zero or more, such as \"70\" "
                  "or \"1.5\", found \"" +
                      rate + '"'));
  }
  CHECK_THAT(error_of_node("status:\n", "status:\n  health: ill\n"),
             at(19, "status.health: expected healthy, offline or unknown, found \"ill\""));
  CHECK_THAT(error_of_node("status:\n", "status:\n  lastStartupTime: yesterday\n"),
             at(19, "status.lastStartupTime: expected a time such as 2026-03-01T06:30:00Z, found"));
  CHECK_THAT(error_of_node("status:\n  powerState: \"on\"", "status: fine"),
             at(18, "status: expected a mapping, found \"fine\""));
}

TEST_CASE("each broken field of a group is named with its line", "[manifests]") {
  CHECK_THAT(error_of_spec("scaleDownUnneededTime: 30 s"),
             StartsWith("test.yaml:6: spec.scaleDownUnneededTime: expected a duration such as 30s, "
                        "2m, 1h30m or 100ms, found \"30 s\" (unknown unit"));
  CHECK_THAT(error_of_spec("scaleDownUnreadyTime: -5m"),
             StartsWith("test.yaml:6: spec.scaleDownUnreadyTime: expected a duration"));
  CHECK_THAT(error_of_spec("maxNodeProvisionTime: [2m]"),
             StartsWith("test.yaml:6: spec.maxNodeProvisionTime: expected a text, found a list"));
  CHECK_THAT(error_of_spec("scaleDownUtilizationThreshold: \"70%\""),
             StartsWith("test.yaml:6: spec.scaleDownUtilizationThreshold: expected a number"));
  CHECK_THAT(error_of_spec("scaleDownGpuUtilizationThreshold: .nan"),
             StartsWith("test.yaml:6: spec.scaleDownGpuUtilizationThreshold: expected a number"));
  for (const std::string flag : {"yes", "on", "1", "True"}) {
    INFO(flag);
    CHECK_THAT(error_of_spec("zeroOrMaxNodeScaling: " + flag),
               StartsWith("test.yaml:6: spec.zeroOrMaxNodeScaling: expected true or false, found"));
  }
}

TEST_CASE("a threshold need not be quoted", "[manifests]") {
  const auto group =
      parse(std::string{good_group} + "spec: {scaleDownUtilizationThreshold: 0.7}\n");
  CHECK(group.groups.at(0).group.options.scale_down_utilization_threshold == 0.7);
}

TEST_CASE("what is no manifest is named with its line", "[manifests]") {
  using Lines = std::vector<std::string>;
  CHECK(errors_of("just a text\n") ==
        Lines{"test.yaml:1: expected a mapping, found \"just a text\""});
  CHECK(errors_of("\n\n- a\n- b\n") == Lines{"test.yaml:3: expected a mapping, found a list"});
  CHECK(errors_of("{[a]: b}\n") == Lines{"test.yaml:1: expected a field's name, found a list"});
  CHECK(errors_of("kind: Node\n") ==
        Lines{"test.yaml:1: apiVersion: expected a value, found nothing"});
  CHECK(errors_of("apiVersion: infra.homecluster.dev/v1alpha1\n") ==
        Lines{"test.yaml:1: kind: expected a value, found nothing"});
  CHECK(errors_of("kind: Node\napiVersion: infra.homecluster.dev/v1\n") ==
        Lines{"test.yaml:2: apiVersion: expected infra.homecluster.dev/v1alpha1, found "
              "\"infra.homecluster.dev/v1\""});
}

TEST_CASE("broken YAML is named with its line, whatever is broken", "[manifests]") {
  for (const std::string_view text :
       {std::string_view{"a: ["}, std::string_view{"a: 1\n\tb: 2\n"},
        std::string_view{"a: *nowhere\n"}, std::string_view{"a: {b: c\n"},
        std::string_view{"%YAML 9.9\n---\na: }\n"}, std::string_view{"a: b: c\n"}}) {
    INFO(text.substr(0, 40));
    const auto errors = errors_of(std::string{text});
    REQUIRE(errors.size() == 1);
    CHECK_THAT(errors[0], Contains(": expected YAML, found what is none: "));
    CHECK_THAT(errors[0], StartsWith("test.yaml:"));
  }
}

TEST_CASE("a document that refers to itself does no harm", "[manifests]") {
  const auto manifests = parse(
      with_group(node_with("  pricing:\n", "  startupPodSpec: &a {again: *a}\n  pricing:\n")));
  CHECK(manifests.nodes.size() == 1);
}

TEST_CASE("aliases that would multiply are kept as aliases", "[manifests]") {
  std::string bomb = "  startupPodSpec:\n    a0: &a0 [x, x]\n";
  for (int level = 1; level < 40; ++level) {
    const auto last = std::to_string(level - 1);
    bomb += "    a" + std::to_string(level) + ": &a" + std::to_string(level) + " [*a" + last +
            ", *a" + last + "]\n";
  }
  const auto manifests = parse(with_group(node_with("  pricing:\n", bomb + "  pricing:\n")));
  CHECK(manifests.nodes.at(0).startup_pod_spec.size() < 10'000);
}

TEST_CASE("a field that stands twice is refused, with both lines", "[manifests]") {
  CHECK(error_of_node("  name: nas\n", "  name: nas\n  name: other\n") ==
        "test.yaml:10: metadata.name: expected each field once, found it again (the first is on "
        "line 9)");
}

TEST_CASE("all broken documents are reported at once", "[manifests]") {
  const auto text = std::string{good_group} + "spec: {scaleDownUnneededTime: soon}\n---\n" +
                    node_with("\"1.5\"", "\"-1\"") + "---\n" + node_with("\"0.1\"", "\"x\"");
  const auto errors = errors_of(text);
  REQUIRE(errors.size() == 3);
  CHECK_THAT(errors[0], Contains("test.yaml:5: spec.scaleDownUnneededTime"));
  CHECK_THAT(errors[1], Contains("spec.pricing.hourlyRate"));
  CHECK_THAT(errors[2], Contains("spec.pricing.podRate"));
}

TEST_CASE("a name that is given twice is refused, with both places", "[manifests]") {
  const auto groups = errors_of(std::string{good_group} + "---\n" + good_group);
  CHECK(groups == std::vector<std::string>{
                      "test.yaml:9: metadata.name: expected a name that nothing else has, found "
                      "\"rack\" again (the first is at test.yaml:4)"});
  const auto second = "---\n" + node_with("kube-nas", "kube-other");
  const auto nodes = errors_of(with_group(node_with("nas", "nas")) + second);
  CHECK(nodes == std::vector<std::string>{
                     "test.yaml:24: metadata.name: expected a name that nothing else has, found "
                     "\"nas\" again (the first is at test.yaml:9)"});
}

TEST_CASE("a node's names may agree, but not with those of another node", "[manifests]") {
  CHECK(node_of("kube-nas", "nas").kubernetes_node_name == "nas");
  const auto second = "---\n" + node_with("name: nas", "name: other");
  CHECK(errors_of(with_group(node_with("nas", "nas")) + second) ==
        std::vector<std::string>{
            "test.yaml:28: spec.kubernetesNodeName: expected a name that nothing else has, found "
            "\"kube-nas\" again (the first is at test.yaml:13)"});
  const auto crossed = "---\n" + node_with("name: nas", "name: kube-nas");
  CHECK(errors_of(with_group(node_with("nas", "nas")) + crossed).size() == 2);
}

TEST_CASE("the same name in two files is refused with both files", "[manifests]") {
  const std::vector<ManifestText> texts{{"one.yaml", good_group}, {"two.yaml", good_group}};
  CHECK_THROWS_WITH(parse_manifests(texts),
                    Contains("two.yaml:4: metadata.name") && Contains("one.yaml:4"));
}

TEST_CASE("a group and a node may have the same name", "[manifests]") {
  CHECK(node_of("name: nas", "name: rack").name == "rack");
}

TEST_CASE("a node of an unknown group is refused, with the known ones", "[manifests]") {
  CHECK(error_of_node("group: rack", "group: attic") ==
        "test.yaml:11: metadata.labels.group: expected the name of a group (rack), found "
        "\"attic\"");
  CHECK(errors_of(node_with("nas", "nas")) ==
        std::vector<std::string>{"test.yaml:6: metadata.labels.group: expected the name of a "
                                 "group, of which there is none, found \"rack\""});
}

TEST_CASE("the nodes of a broken group are not blamed", "[manifests]") {
  const auto errors =
      errors_of(std::string{good_group} + "spec: []\n---\n" + node_with("nas", "nas"));
  REQUIRE(errors.size() == 1);
  CHECK_THAT(errors[0], Contains("spec: expected a mapping, found a list"));
}

TEST_CASE("unknown fields of a spec are ignored with a warning, other ones silently",
          "[manifests]") {
  const auto manifests = parse(with_group(
      node_with("  pricing:\n", "  powerstate: off\n  pricing:\n    dailyRate: \"1\"\n")));
  CHECK(manifests.warnings ==
        std::vector<std::string>{"test.yaml:15: spec.powerstate: unknown field, ignored",
                                 "test.yaml:17: spec.pricing.dailyRate: unknown field, ignored"});
  CHECK(parse(with_group(node_with("  labels:\n", "  annotations: {a: b}\n  labels:\n")))
            .warnings.empty());
  CHECK(parse(std::string{good_group} + "spec: {maxSize: 3, nodeSelector: {a: b}}\n")
            .warnings.empty());
}

TEST_CASE("documents of another kind are skipped whatever is in them", "[manifests]") {
  const auto manifests = parse("apiVersion: v1\nkind: Table\nrows: [1, 2]\nmetadata: none\n");
  CHECK(manifests.warnings ==
        std::vector<std::string>{
            "test.yaml:2: skipped a document of kind \"Table\" (apiVersion \"v1\"), only Group and "
            "Node of infra.homecluster.dev/v1alpha1 are known here"});
}

TEST_CASE("a list that holds itself is refused", "[manifests]") {
  CHECK(errors_of("&a\nkind: List\nitems: [*a]\n") ==
        std::vector<std::string>{"test.yaml:3: items[0].items: the list holds itself"});
}

TEST_CASE("what a file merges again and again counts each time", "[manifests]") {
  std::string text = "kind: List\nitems:\n- &fields {kind: List";
  for (int field = 0; field < 1'000; ++field) text += ", f" + std::to_string(field) + ": x";
  text += "}\n";
  for (int item = 0; item < 600; ++item) text += "- <<: *fields\n";
  const auto errors = errors_of(text);
  REQUIRE(errors.size() == 1);
  CHECK_THAT(errors.front(), Contains("500000 values, aliases followed"));
}

TEST_CASE("lists of lists are refused when they come to more than a file may hold", "[manifests]") {
  std::string text = "kind: List\nitems:\n- &a0 {kind: List}\n";
  for (int list = 1; list < 12; ++list) {
    text += "- &a" + std::to_string(list) + " {kind: List, items: [";
    for (int item = 0; item < 10; ++item) text += "*a" + std::to_string(list - 1) + ", ";
    text += "]}\n";
  }
  const auto errors = errors_of(text);
  REQUIRE(errors.size() == 1);
  CHECK_THAT(errors.front(),
             Contains("expected at most 500000 values, aliases followed, found more"));
}
