#pragma once

#include <dlfcn.h>
#include <stdexcept>
#include <string>
#include <utility>

struct Part;

/// A plug-in as hosts load them: nothing that it defines is seen by others.
class PlugIn {
 public:
  explicit PlugIn(std::string path) : path_(std::move(path)) {
    dlerror();
    handle_ = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
    // Asked whatever dlopen() returned: a plug-in's initialisers must leave no error of their own.
    if (const char* error = dlerror()) throw std::runtime_error(error);
    const auto part = reinterpret_cast<const Part* (*)()>(dlsym(handle_, "dso_part"));
    if (part == nullptr) throw std::runtime_error(dlerror());
    part_ = part();
  }
  PlugIn(const PlugIn&) = delete;
  PlugIn& operator=(const PlugIn&) = delete;
  ~PlugIn() { dlclose(handle_); }

  [[nodiscard]] const Part& part() const { return *part_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  void* handle_;
  const Part* part_;
};

/// Whether the file is in memory.
inline bool is_loaded(const std::string& path) {
  void* const handle = dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (handle != nullptr) dlclose(handle);
  return handle != nullptr;
}
