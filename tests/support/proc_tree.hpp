#pragma once

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace test_support {

/// A folder that looks like a proc file system with one process, `self`, which has no `stat` and no
/// descriptors yet. Gone with its object.
class ProcTree {
 public:
  ProcTree() : root_((std::filesystem::temp_directory_path() / "isometric_proc_XXXXXX").string()) {
    if (mkdtemp(root_.data()) == nullptr) throw std::runtime_error("cannot make " + root_);
    std::filesystem::create_directories(descriptors());
  }
  ProcTree(const ProcTree&) = delete;
  ProcTree& operator=(const ProcTree&) = delete;
  ~ProcTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  const std::string& root() const { return root_; }
  std::string stat() const { return root_ + "/self/stat"; }
  std::string descriptors() const { return root_ + "/self/fd"; }

  void write_stat(const std::string& content) const {
    std::ofstream(stat(), std::ios::binary) << content;
  }

  /// As a process has them whose first `count` descriptors are open.
  void write_descriptors(std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) std::ofstream(descriptors() + '/' + std::to_string(i));
  }

 private:
  std::string root_;
};

}  // namespace test_support
