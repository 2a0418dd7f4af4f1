#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace homecluster::program {

/// What is to be said about manifests, a line each. Of many the first ones, and how many there are
/// beside: who has a thousand mistakes has made one.
class Complaints {
 public:
  static constexpr std::size_t most = 100;

  void add(std::string line) {
    if (lines_.size() < most) {
      lines_.push_back(std::move(line));
    } else {
      ++more_;
    }
  }

  [[nodiscard]] bool empty() const { return lines_.empty(); }

  [[nodiscard]] std::vector<std::string> lines() && {
    if (more_ != 0) lines_.push_back("and " + std::to_string(more_) + " more");
    return std::move(lines_);
  }

 private:
  std::vector<std::string> lines_;
  std::size_t more_ = 0;
};

}  // namespace homecluster::program
