#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#if defined(__linux__)
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>
#endif

// Reading of /proc. Nothing here allocates or throws, and what cannot be read is absent.
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

#if defined(__linux__)

/// The content of a file that is smaller than `buffer`; empty if it is not, or cannot be read.
template <std::size_t Size>
std::string_view read_file(const char* path, char (&buffer)[Size]) noexcept {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  std::size_t length = 0;
  ssize_t step = 0;
  do {
    step = ::read(file, buffer + length, Size - length);
    if (step > 0) length += static_cast<std::size_t>(step);
  } while (length < Size && (step > 0 || (step < 0 && errno == EINTR)));
  ::close(file);
  return {buffer, step == 0 ? length : 0};
}

/// Counts the descriptors that a folder lists, `own_count` of which the counting itself has opened.
inline std::optional<std::uint64_t> count_entries(const char* path,
                                                  std::uint64_t own_count) noexcept {
  DIR* const folder = ::opendir(path);
  if (folder == nullptr) return std::nullopt;
  std::uint64_t count = 0;
  errno = 0;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") ++count;
  }
  const bool is_whole = errno == 0 && count >= own_count;
  ::closedir(folder);
  return is_whole ? std::optional(count - own_count) : std::nullopt;
}

/// How many descriptors a folder like /proc/self/fd lists. From Linux 6.2 on its size says so, at
/// the same cost for any number, and even when no descriptor is left to read it with.
inline std::optional<std::uint64_t> count_descriptors(const char* path) noexcept {
  constexpr auto proc_magic = 0x9fa0;  // PROC_SUPER_MAGIC, whose header is not always installed
  struct statfs system{};
  struct stat folder{};
  const bool is_proc = ::statfs(path, &system) == 0 && system.f_type == proc_magic;
  if (is_proc && ::stat(path, &folder) == 0 && folder.st_size > 0) {
    return static_cast<std::uint64_t>(folder.st_size);
  }
  return count_entries(path, is_proc ? 1 : 0);
}

#endif

}  // namespace isometric::inline v1::detail
