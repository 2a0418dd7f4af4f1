#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// The open label values of a series, owned and valid. A template, so that only stores compile it.
template <class Text = std::string>
class BasicOwnedLabelValues {
 public:
  explicit BasicOwnedLabelValues(OpenLabelValues values) {
    text_.reserve(values.size());
    for (const auto value : values) text_.push_back(to_valid_text(value));
    views_.assign(text_.begin(), text_.end());
  }
  /// Of names and values in turn, whose names somebody else owns.
  BasicOwnedLabelValues(OpenLabelValues labels, const std::vector<std::string_view>& names) {
    text_.reserve(names.size());
    views_.reserve(labels.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      text_.push_back(to_valid_text(labels[2 * i + 1]));
      views_.push_back(names[i]);
      views_.push_back(text_.back());
    }
  }
  BasicOwnedLabelValues(const BasicOwnedLabelValues&) = delete;
  BasicOwnedLabelValues& operator=(const BasicOwnedLabelValues&) = delete;

  [[nodiscard]] OpenLabelValues views() const noexcept { return views_; }

  [[nodiscard]] bool equal(OpenLabelValues values) const noexcept {
    if (values.size() != views_.size()) return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!equal_text(views_[i], values[i])) return false;
    }
    return true;
  }

 private:
  std::vector<Text> text_;
  std::vector<std::string_view> views_;
};
using OwnedLabelValues = BasicOwnedLabelValues<>;

}  // namespace isometric::inline v1::detail
