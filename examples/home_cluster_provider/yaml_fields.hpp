#pragma once

#include "manifest_error.hpp"
#include "quoted_text.hpp"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace homecluster::program {

/// A YAML mapping, read field by field. Every problem becomes a ManifestError that names the file,
/// the line and the whole path of the field (`spec.pricing.hourlyRate`).
///
/// A field without a value (`status:`, `~`, `null`) counts as absent, and so does an optional text
/// that is empty: the operator writes what it does not know as "". Values are taken as they are
/// written: an unquoted `on` is the text "on", not the boolean that YAML 1.1 makes of it. Fields of
/// a merge key (`<<: *defaults`) are read as if they stood there, unless others of the name do.
class YamlFields {
 public:
  /// `path` is what leads to this mapping, empty for a document's top level. Throws when `node` is
  /// no mapping, when a key is no text, when a key appears twice, and when what is merged is no
  /// mapping. `values_read` counts what was read of the file, as often as an alias has it read
  /// again; throws TooManyValues when that is more than a file may have.
  YamlFields(const YAML::Node& node, const Place& place, std::string path,
             std::shared_ptr<std::size_t> values_read = std::make_shared<std::size_t>(0));

  [[nodiscard]] const Place& place() const { return place_; }

  /// The field's path from the top of the document, and where it stands; an absent field stands
  /// where the mapping does.
  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] Place place_of(std::string_view key) const;

  /// The mapping under `key`: required, or none when absent.
  [[nodiscard]] YamlFields mapping(std::string_view key) const;
  [[nodiscard]] std::optional<YamlFields> optional_mapping(std::string_view key) const;

  /// The items of the list under `key`, none when it is absent. Throws when it is no list.
  struct Item {
    YAML::Node node;
    Place place;
    std::string path;
  };
  [[nodiscard]] std::vector<Item> items(std::string_view key) const;

  /// The mapping that an item is.
  [[nodiscard]] YamlFields mapping(const Item& item) const {
    return {item.node, item.place, item.path, values_read_};
  }

  /// The text under `key`. Throws when it is absent or empty, or is a list or a mapping.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view key) const;

  /// What `parse` makes of the text under `key`. An InvalidText that `parse` throws becomes a
  /// ManifestError for this field.
  template <class Parse>
  [[nodiscard]] auto value(std::string_view key, Parse parse) const {
    return parse_at(key, text(key), parse);
  }
  template <class Parse>
  [[nodiscard]] auto optional_value(std::string_view key, Parse parse) const
      -> std::optional<std::invoke_result_t<Parse, std::string_view>> {
    const std::optional<std::string> found = optional_text(key);
    if (!found) return std::nullopt;
    return parse_at(key, *found, parse);
  }

  /// Whatever stands under `key`, as YAML text of its own; empty when absent.
  [[nodiscard]] std::string uninterpreted(std::string_view key) const;

  /// The keys that are not among `known`, in the order in which they stand.
  [[nodiscard]] std::vector<std::string> unknown_keys(
      std::initializer_list<std::string_view> known) const;

  /// Throws the ManifestError for the field `key`.
  [[noreturn]] void fail(std::string_view key, const std::string& problem) const;

 private:
  struct Field {
    std::size_t line;
    YAML::Node value;
  };

  void count(const YAML::Node& values, std::size_t line) const;
  void add(const YAML::Node& key, const YAML::Node& value);
  void merge(const YAML::Node& source, std::size_t line, std::vector<YAML::Node>& merged);

  /// Null when the field is absent or has no value.
  [[nodiscard]] const Field* find(std::string_view key) const;
  [[nodiscard]] const Field& require(std::string_view key, std::string_view expected) const;

  template <class Parse>
  auto parse_at(std::string_view key, const std::string& found, Parse& parse) const {
    try {
      return std::invoke(parse, std::string_view{found});
    } catch (const InvalidText& error) {
      fail(key, error.what());
    }
  }

  Place place_;
  std::string path_;
  std::shared_ptr<std::size_t> values_read_;
  std::map<std::string, Field, std::less<>> fields_;
  std::vector<std::string> order_;
};

}  // namespace homecluster::program
