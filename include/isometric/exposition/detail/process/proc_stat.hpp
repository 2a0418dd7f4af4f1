#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace isometric::inline v1::detail {

/// What a process's /proc/<id>/stat says; absent is what it does not say in a way that can be read.
struct ProcStat {
  std::optional<std::uint64_t> threads;         ///< the 20th field
  std::optional<std::uint64_t> start_ticks;     ///< the 22nd: clock ticks since boot
  std::optional<std::uint64_t> virtual_bytes;   ///< the 23rd
  std::optional<std::uint64_t> resident_pages;  ///< the 24th

  friend bool operator==(const ProcStat&, const ProcStat&) = default;
};

/// Reads any text without fear; proc_pid_stat(5) says what each field means.
inline ProcStat parse_proc_stat(std::string_view text) noexcept {
  ProcStat stat;
  // The second field is the name in parentheses, which may hold anything, even ") S 1". No later
  // field holds a parenthesis.
  const auto name_end = text.rfind(')');
  if (name_end == std::string_view::npos) return stat;
  text.remove_prefix(name_end + 1);
  for (int field = 3; field <= 24; ++field) {
    if (!text.starts_with(' ')) break;
    text.remove_prefix(1);
    // A field that the text ends in may have been cut short.
    const auto end = text.find_first_of(" \n");
    if (end == std::string_view::npos) break;
    const char* const field_end = text.data() + end;
    std::uint64_t number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), field_end, number);
    if (error == std::errc{} && stopped == field_end) {
      if (field == 20) stat.threads = number;
      if (field == 22) stat.start_ticks = number;
      if (field == 23) stat.virtual_bytes = number;
      if (field == 24) stat.resident_pages = number;
    }
    text.remove_prefix(end);
  }
  return stat;
}

}  // namespace isometric::inline v1::detail
