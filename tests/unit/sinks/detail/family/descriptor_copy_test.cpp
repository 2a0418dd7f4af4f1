#include "support/catch.hpp"

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>

#include <string>
#include <string_view>

using isometric::FamilyDescriptor;
using isometric::detail::Arena;
using isometric::detail::copy_descriptor;
using isometric::detail::CopyText;

namespace {

/// What a copy says once all that the original referred to has been overwritten.
FamilyDescriptor copy_of_overwritten(std::string name, std::string_view unit, Arena& memory) {
  std::string other_text(unit);
  FamilyDescriptor descriptor;
  descriptor.name = name;
  const auto at = name.find(unit);
  descriptor.unit = at == std::string::npos ? std::string_view(other_text)
                                            : std::string_view(name).substr(at, unit.size());
  auto copy = copy_descriptor(descriptor, memory);
  name.assign(name.size(), '#');
  other_text.assign(other_text.size(), '#');
  return copy;
}

}  // namespace

TEST_CASE("a copy owns its name and its unit, whether the unit is a part of the name or not") {
  Arena memory;
  const auto part = copy_of_overwritten("app_wait_seconds_total", "seconds", memory);
  CHECK(part.name == "app_wait_seconds_total");
  CHECK(part.unit == "seconds");
  CHECK(part.unit.data() == part.name.data() + 9);  // no second copy

  const auto apart = copy_of_overwritten("app_wait", "bytes", memory);
  CHECK(apart.name == "app_wait");
  CHECK(apart.unit == "bytes");

  const auto none = copy_of_overwritten("app_wait", "", memory);
  CHECK(none.unit.empty());
}

TEST_CASE("a copy owns the name of the file, and says the same line") {
  Arena memory;
  std::string file = "server.hpp";
  FamilyDescriptor descriptor;
  descriptor.declared_at = {file.c_str(), 7};
  const auto copy = copy_descriptor(descriptor, memory);
  file.assign(file.size(), '#');
  CHECK(std::string_view(copy.declared_at.file) == "server.hpp");
  CHECK(copy.declared_at.line == 7);
}

TEST_CASE("a valid copy has valid text, a plain one has the text as it was") {
  Arena memory;
  FamilyDescriptor descriptor;
  descriptor.help = "caf\xE9";
  CHECK(copy_descriptor(descriptor, memory).help == "caf\xE9");
  CHECK(copy_descriptor(descriptor, memory, CopyText::valid).help == "caf\xEF\xBF\xBD");
}
