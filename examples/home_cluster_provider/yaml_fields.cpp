#include "yaml_fields.hpp"

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

}  // namespace

YamlFields::YamlFields(const YAML::Node& node, const Place& place, std::string path)
    : place_{place}, path_{std::move(path)} {
  if (!node.IsMap()) {
    throw ManifestError{place_, path_, "expected a mapping, found " + description_of(node)};
  }
  for (const auto& entry : node) {
    const std::size_t line = line_of(entry.first);
    if (!entry.first.IsScalar()) {
      throw ManifestError{Place{place_.file, line}, path_,
                          "expected a field's name, found " + description_of(entry.first)};
    }
    const std::string& key = entry.first.Scalar();
    const auto [known, is_new] = fields_.emplace(key, Field{line, entry.second});
    if (!is_new) {
      throw ManifestError{Place{place_.file, line}, path_of(key),
                          "expected each field once, found it again (the first is on line " +
                              std::to_string(known->second.line) + ")"};
    }
    order_.push_back(key);
  }
}

std::string YamlFields::path_of(std::string_view key) const {
  return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
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
  return {field.value, Place{place_.file, field.line}, path_of(key)};
}

std::optional<YamlFields> YamlFields::optional_mapping(std::string_view key) const {
  if (find(key) == nullptr) return std::nullopt;
  return mapping(key);
}

std::string YamlFields::text(std::string_view key) const {
  const Field& field = require(key, "a value");
  if (!field.value.IsScalar()) fail(key, "expected a text, found " + description_of(field.value));
  if (field.value.Scalar().empty()) fail(key, "expected a text, found an empty one");
  return field.value.Scalar();
}

std::optional<std::string> YamlFields::optional_text(std::string_view key) const {
  if (find(key) == nullptr) return std::nullopt;
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
