#include "request_body.hpp"

#include "api_error.hpp"
#include "quoted_text.hpp"

#include <homecluster/printable_text.hpp>

#include <cstdint>
#include <limits>
#include <utility>

namespace homecluster::program {
namespace {

ApiError wrong_value(const char* field, std::string_view expected, const nlohmann::json& found) {
  std::string shown = found.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  constexpr std::size_t longest_shown = 80;
  if (shown.size() > longest_shown) shown = shown.substr(0, longest_shown) + "...";
  return ApiError::invalid_argument("body: " + std::string{field} + ": expected " +
                                    std::string{expected} + ", found " + shown);
}

constexpr int deepest_nesting = 16;

/// Lets the parser go on while the object has only known fields, each once, and is not nested so
/// deeply that what works through it level by level would run out of stack.
class FieldCheck {
 public:
  explicit FieldCheck(const std::set<std::string_view>& fields) : fields_{fields} {}

  bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
    if (depth > deepest_nesting) {
      throw ApiError::invalid_argument("body: expected at most " + std::to_string(deepest_nesting) +
                                       " levels of nesting, found more");
    }
    // The keys of the outermost object come at depth 1.
    if (event != nlohmann::json::parse_event_t::key || depth != 1) return true;
    const auto& name = parsed.get_ref<const std::string&>();
    if (!fields_.contains(name)) {
      throw ApiError::invalid_argument("body: unknown field " + in_quotes(name) + ", expected " +
                                       known());
    }
    if (!seen_.insert(name).second) {
      throw ApiError::invalid_argument("body: " + name + ": expected once, found again");
    }
    return true;
  }

 private:
  [[nodiscard]] std::string known() const {
    if (fields_.empty()) return "none";
    std::string names;
    for (const std::string_view name : fields_) {
      if (!names.empty()) names += ", ";
      names += name;
    }
    return names;
  }

  const std::set<std::string_view>& fields_;
  std::set<std::string> seen_;
};

/// nlohmann's messages begin with "[json.exception.parse_error.101] ", which helps nobody here, and
/// repeat the text that was being read.
std::string_view essence_of(std::string_view message) {
  const std::size_t end = message.starts_with('[') ? message.find("] ") : std::string_view::npos;
  return beginning_of(end == std::string_view::npos ? message : message.substr(end + 2), 200);
}

}  // namespace

RequestBody::RequestBody(std::string_view text, const std::set<std::string_view>& fields)
    : object_(nlohmann::json::object()) {
  if (text.empty()) return;
  // The parser would take it for the end, and not look at what follows.
  if (text.find('\0') != std::string_view::npos) {
    throw ApiError::invalid_argument("body: expected JSON, found a NUL character");
  }
  try {
    object_ = nlohmann::json::parse(text, nlohmann::json::parser_callback_t{FieldCheck{fields}});
  } catch (const nlohmann::json::exception& error) {
    throw ApiError::invalid_argument("body: expected JSON, found something else: " +
                                     std::string{essence_of(error.what())});
  }
  if (!object_.is_object()) throw wrong_value("the whole", "a JSON object", object_);
}

const nlohmann::json& RequestBody::require(const char* field, std::string_view expected) const {
  const auto found = object_.find(field);
  if (found == object_.end()) {
    throw ApiError::invalid_argument("body: " + std::string{field} + ": expected " +
                                     std::string{expected} + ", found nothing");
  }
  return *found;
}

int RequestBody::integer(const char* field) const {
  constexpr std::string_view expected = "a whole number between -2147483648 and 2147483647";
  const nlohmann::json& value = require(field, expected);
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (std::in_range<int>(number)) return static_cast<int>(number);
  } else if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    if (std::in_range<int>(number)) return static_cast<int>(number);
  }
  throw wrong_value(field, expected, value);
}

std::vector<std::string> RequestBody::texts(const char* field) const {
  constexpr std::string_view expected = "a list of one text or more";
  const nlohmann::json& value = require(field, expected);
  if (!value.is_array() || value.empty()) throw wrong_value(field, expected, value);
  std::vector<std::string> texts;
  for (const nlohmann::json& each : value) {
    if (!each.is_string()) throw wrong_value(field, expected, value);
    texts.push_back(each.get<std::string>());
  }
  return texts;
}

}  // namespace homecluster::program
