#include "manifest_loader.hpp"

#include "complaints.hpp"
#include "manifest_kinds.hpp"
#include "manifest_names.hpp"
#include "quoted_text.hpp"
#include "yaml_documents.hpp"
#include "yaml_fields.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster::program {
namespace {

constexpr std::string_view our_group = "infra.homecluster.dev/";
constexpr std::string_view supported_version = "infra.homecluster.dev/v1alpha1";

bool is_our_kind(std::string_view kind) {
  return kind == "Group" || kind == "Node";
}

/// Collects what the documents say, and what is wrong with them.
class Loader {
 public:
  void add_file(const ManifestText& file) {
    lists_.clear();
    const auto values_read = std::make_shared<std::size_t>(0);
    try {
      for (const YAML::Node& document : yaml_documents(file)) {
        if (document.IsNull()) continue;  // nothing between two separators
        const auto line = static_cast<std::size_t>(std::max(document.Mark().line, 0)) + 1;
        collect_error([&] {
          add_document(document, YamlFields{document, Place{file.file, line}, "", values_read});
        });
      }
    } catch (const ManifestError& error) {
      errors_.add(error.what());
    }
  }

  Manifests finish() && {
    check_names(manifests_, errors_);
    // The nodes of a group whose document is broken have done nothing wrong.
    if (errors_.empty()) check_groups_of_nodes(manifests_, errors_);
    if (!errors_.empty()) throw InvalidManifests{std::move(errors_).lines()};
    manifests_.warnings = std::move(warnings_).lines();
    return std::move(manifests_);
  }

 private:
  template <class Read>
  void collect_error(Read read) {
    try {
      read();
    } catch (const TooManyValues&) {
      throw;
    } catch (const ManifestError& error) {
      errors_.add(error.what());
    }
  }

  /// A manifest folder may hold anything that kubectl knows, or what belongs to another tool. But
  /// what is of our API, or forgot to say so, should be read: whatever is wrong there is an error.
  void add_document(const YAML::Node& node, const YamlFields& document) {
    const std::string version = document.optional_text("apiVersion").value_or("");
    const std::string kind = document.optional_text("kind").value_or("");
    const bool is_ours = version.starts_with(our_group);
    if (kind == "List" || (is_ours && (kind == "GroupList" || kind == "NodeList"))) {
      return add_list(node, document);
    }
    if (is_ours ? !kind.empty() && !is_our_kind(kind) : !version.empty() || !is_our_kind(kind)) {
      return warn_about_skipped(document, version, kind);
    }
    const std::string known_kind = document.text("kind");
    if (document.text("apiVersion") != supported_version) {
      document.fail("apiVersion",
                    "expected " + std::string{supported_version} + ", found " + in_quotes(version));
    }
    add_known(document, known_kind);
  }

  /// What kubectl prints when it is asked for several things.
  void add_list(const YAML::Node& node, const YamlFields& document) {
    const auto is_same = [&](const YAML::Node& other) { return other.is(node); };
    if (std::ranges::any_of(lists_, is_same)) document.fail("items", "the list holds itself");
    if (lists_.size() == deepest_yaml) document.fail("items", "there are too many lists in lists");
    const std::vector<YamlFields::Item> items = document.items("items");
    lists_.push_back(node);
    for (const YamlFields::Item& item : items) {
      collect_error([&] { add_document(item.node, document.mapping(item)); });
    }
    lists_.pop_back();
  }

  void add_known(const YamlFields& document, std::string_view kind) {
    if (kind == "Group") {
      manifests_.groups.push_back(read_group(document));
      for (std::string& each : unknown_group_fields(document)) warnings_.add(std::move(each));
    } else {
      manifests_.nodes.push_back(read_node(document));
      for (std::string& each : unknown_node_fields(document)) warnings_.add(std::move(each));
    }
  }

  void warn_about_skipped(const YamlFields& document, std::string_view version,
                          std::string_view kind) {
    warnings_.add(to_string(document.place_of("kind")) + ": skipped a document " +
                  (kind.empty() ? "without a kind" : "of kind " + in_quotes(kind)) +
                  (version.empty() ? "" : " (apiVersion " + in_quotes(version) + ")") +
                  ", only Group and Node of " + std::string{supported_version} + " are known here");
  }

  std::vector<YAML::Node> lists_;  // which hold what is being read, the outermost first
  Manifests manifests_;
  Complaints errors_;
  Complaints warnings_;
};

}  // namespace

std::vector<Group> Manifests::group_values() const {
  std::vector<Group> values;
  for (const GroupManifest& group : groups) values.push_back(group.group);
  return values;
}

std::vector<Node> Manifests::node_values() const {
  std::vector<Node> values;
  for (const NodeManifest& node : nodes) values.push_back(node.node);
  return values;
}

Manifests parse_manifests(std::span<const ManifestText> texts) {
  Loader loader;
  for (const ManifestText& text : texts) loader.add_file(text);
  return std::move(loader).finish();
}

}  // namespace homecluster::program
