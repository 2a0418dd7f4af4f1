#include "yaml_fields.hpp"

#include "yaml_documents.hpp"

#include <algorithm>
#include <utility>

namespace homecluster::program {
namespace {

std::string_view kind_of(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Sequence: return "a list";
    case YAML::NodeType::Map: return "a mapping";
    case YAML::NodeType::Scalar: return "a text";
    default: return "nothing";
  }
}

/// What an error message shows of a node.
std::string description_of(const YAML::Node& node) {
  return node.IsScalar() ? in_quotes(node.Scalar()) : std::string{kind_of(node)};
}

std::size_t line_of(const YAML::Node& node) {
  return static_cast<std::size_t>(std::max(node.Mark().line, 0)) + 1;
}

/// In quotes it is a field like any other.
bool is_merge_key(const YAML::Node& key) {
  return key.IsScalar() && key.Scalar() == "<<" && key.Tag() == "?";
}

}  // namespace

YamlFields::YamlFields(const YAML::Node& node, const Place& place, std::string path,
                       std::shared_ptr<std::size_t> values_read)
    : place_{place}, path_{std::move(path)}, values_read_{std::move(values_read)} {
  if (!node.IsMap()) {
    throw ManifestError{place_, path_, "expected a mapping, found " + description_of(node)};
  }
  count(node, place_.line);
  for (const auto& entry : node) {
    if (!is_merge_key(entry.first)) add(entry.first, entry.second);
  }
  std::vector<YAML::Node> merged{node};
  for (const auto& entry : node) {
    if (is_merge_key(entry.first)) merge(entry.second, line_of(entry.first), merged);
  }
}

/// What aliases stand for takes no room in the file, but time whenever it is read.
void YamlFields::count(const YAML::Node& values, std::size_t line) const {
  *values_read_ += values.size();
  if (*values_read_ > most_yaml_values) {
    throw TooManyValues{Place{place_.file, line}, path_,
                        "expected at most " + std::to_string(most_yaml_values) +
                            " values, aliases followed, found more"};
  }
}

void YamlFields::add(const YAML::Node& key, const YAML::Node& value) {
  const std::size_t line = line_of(key);
  if (!key.IsScalar()) {
    throw ManifestError{Place{place_.file, line}, path_,
                        "expected a field's name, found " + description_of(key)};
  }
  const auto [known, is_new] = fields_.emplace(key.Scalar(), Field{line, value});
  if (!is_new) {
    throw ManifestError{Place{place_.file, line}, path_of(key.Scalar()),
                        "expected each field once, found it again (the first is on line " +
                            std::to_string(known->second.line) + ")"};
  }
  order_.push_back(key.Scalar());
}

/// `merged` has what was merged before, which is not merged again: it may refer to itself.
void YamlFields::merge(const YAML::Node& source, std::size_t line,
                       std::vector<YAML::Node>& merged) {
  constexpr std::size_t most_merged = 100;
  const auto is_source = [&](const YAML::Node& other) { return other.is(source); };
  if (std::ranges::any_of(merged, is_source)) return;
  merged.push_back(source);
  if (merged.size() > most_merged) {
    throw ManifestError{Place{place_.file, line}, path_,
                        "expected at most " + std::to_string(most_merged) +
                            " mappings and lists to merge, found more"};
  }
  count(source, line);
  if (source.IsSequence()) {
    for (const auto& each : source) merge(each, line, merged);
    return;
  }
  if (!source.IsMap()) {
    throw ManifestError{Place{place_.file, line}, path_,
                        "expected a mapping to merge, found " + description_of(source)};
  }
  for (const auto& entry : source) {
    if (is_merge_key(entry.first)) continue;
    if (!entry.first.IsScalar() || !fields_.contains(entry.first.Scalar())) {
      add(entry.first, entry.second);
    }
  }
  for (const auto& entry : source) {
    if (is_merge_key(entry.first)) merge(entry.second, line, merged);
  }
}

std::string YamlFields::path_of(std::string_view key) const {
  return (path_.empty() ? "" : path_ + ".") + printable(beginning_of(key));
}

Place YamlFields::place_of(std::string_view key) const {
  const auto field = fields_.find(key);
  return field == fields_.end() ? place_ : Place{place_.file, field->second.line};
}

const YamlFields::Field* YamlFields::find(std::string_view key) const {
  const auto field = fields_.find(key);
  return field == fields_.end() || field->second.value.IsNull() ? nullptr : &field->second;
}

const YamlFields::Field& YamlFields::require(std::string_view key,
                                             std::string_view expected) const {
  const Field* const field = find(key);
  if (field == nullptr) fail(key, "expected " + std::string{expected} + ", found nothing");
  return *field;
}

YamlFields YamlFields::mapping(std::string_view key) const {
  const Field& field = require(key, "a mapping");
  return {field.value, Place{place_.file, field.line}, path_of(key), values_read_};
}

std::optional<YamlFields> YamlFields::optional_mapping(std::string_view key) const {
  if (find(key) == nullptr) return std::nullopt;
  return mapping(key);
}

std::vector<YamlFields::Item> YamlFields::items(std::string_view key) const {
  const Field* const field = find(key);
  if (field == nullptr) return {};
  if (!field->value.IsSequence())
    fail(key, "expected a list, found " + description_of(field->value));
  count(field->value, field->line);
  std::vector<Item> items;
  for (const auto& each : field->value) {
    items.push_back({each, Place{place_.file, line_of(each)},
                     path_of(key) + "[" + std::to_string(items.size()) + "]"});
  }
  return items;
}

std::string YamlFields::text(std::string_view key) const {
  const Field& field = require(key, "a value");
  if (!field.value.IsScalar()) fail(key, "expected a text, found " + description_of(field.value));
  if (field.value.Scalar().empty()) fail(key, "expected a text, found an empty one");
  return field.value.Scalar();
}

std::optional<std::string> YamlFields::optional_text(std::string_view key) const {
  const Field* const field = find(key);
  if (field == nullptr || (field->value.IsScalar() && field->value.Scalar().empty())) {
    return std::nullopt;
  }
  return text(key);
}

std::string YamlFields::uninterpreted(std::string_view key) const {
  const Field* const field = find(key);
  return field == nullptr ? std::string{} : YAML::Dump(field->value);
}

std::vector<std::string> YamlFields::unknown_keys(
    std::initializer_list<std::string_view> known) const {
  std::vector<std::string> unknown;
  std::ranges::copy_if(order_, std::back_inserter(unknown), [&](const std::string& key) {
    return std::ranges::find(known, key) == known.end();
  });
  return unknown;
}

void YamlFields::fail(std::string_view key, const std::string& problem) const {
  throw ManifestError{place_of(key), path_of(key), problem};
}

}  // namespace homecluster::program
