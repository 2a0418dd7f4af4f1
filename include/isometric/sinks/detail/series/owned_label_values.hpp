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
  BasicOwnedLabelValues(const BasicOwnedLabelValues&) = delete;
  BasicOwnedLabelValues& operator=(const BasicOwnedLabelValues&) = delete;

  [[nodiscard]] OpenLabelValues views() const noexcept { return views_; }

  [[nodiscard]] bool equal(OpenLabelValues values) const noexcept {
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
