#include "quoted_text.hpp"

#include <homecluster/printable_text.hpp>

namespace homecluster::program {

std::string in_quotes(std::string_view text) {
  return between_quotes(text, '"');
}

namespace {

std::string sentence(std::string_view expected, std::string_view found) {
  std::string text = "expected ";
  text += expected;
  text += ", found ";
  text += found.empty() ? std::string{"an empty text"} : in_quotes(found);
  return text;
}

}  // namespace

InvalidText::InvalidText(std::string_view expected, std::string_view found)
    : std::invalid_argument{sentence(expected, found)} {}

InvalidText::InvalidText(std::string_view expected, std::string_view found, std::string_view reason)
    : std::invalid_argument{sentence(expected, found) + " (" + std::string{reason} + ")"} {}

}  // namespace homecluster::program
