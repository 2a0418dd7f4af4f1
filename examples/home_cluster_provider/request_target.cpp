#include "request_target.hpp"

#include "quoted_text.hpp"

#include <charconv>
#include <cstddef>

namespace homecluster::program {
namespace {

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t position = 0; position < text.size(); ++position) {
    if (text[position] != '%') {
      decoded += text[position];
      continue;
    }
    const std::string_view digits = text.substr(position + 1, 2);
    unsigned char byte = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, byte, 16);
    if (digits.size() != 2 || error != std::errc{} || stop != end) {
      throw InvalidText{"two hexadecimal digits behind each %", text};
    }
    decoded += static_cast<char>(byte);
    position += 2;
  }
  return decoded;
}

/// Calls `use` for each part of `text` between two `separator`s, empty ones included.
template <class Use>
void for_each_part(std::string_view text, char separator, Use use) {
  while (true) {
    const std::size_t end = text.find(separator);
    use(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

RequestTarget parse_request_target(std::string_view target) {
  if (!target.starts_with('/')) throw InvalidText{"a path that begins with a slash", target};
  target.remove_prefix(1);
  RequestTarget parsed;
  const std::size_t query_begin = target.find('?');
  const std::string_view path = target.substr(0, query_begin);
  if (!path.empty()) {
    for_each_part(path, '/',
                  [&](std::string_view part) { parsed.path.push_back(percent_decoded(part)); });
  }
  if (query_begin == std::string_view::npos) return parsed;
  for_each_part(target.substr(query_begin + 1), '&', [&](std::string_view part) {
    if (part.empty()) return;
    const std::size_t equals = part.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
    parsed.query.emplace_back(percent_decoded(part.substr(0, equals)), percent_decoded(value));
  });
  return parsed;
}

}  // namespace homecluster::program
