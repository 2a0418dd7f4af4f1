#pragma once

#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/page_problem.hpp>
#include <isometric/testing/parse_page.hpp>

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// A page as a scraper sees it: its text, and what parse_page reads from it. Checks of pages take
/// it, so they take what it is made of: text, or what a page can be written of.
class ExposedPage {
 public:
  /// The text of a page, from an HTTP response for instance. OpenMetrics has a line `# EOF`.
  template <std::convertible_to<std::string_view> Text>
  ExposedPage(const Text& text)
      : text_(std::string_view(text)), parsed_(parse_page(std::string_view(text_))) {}

  /// The page that write_text makes of a Snapshot, or of a sink or another source that has one.
  template <Exposable Source>
  ExposedPage(const Source& source, ExpositionFormat format = ExpositionFormat::text)
      : ExposedPage(written(source, format)) {}

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const Snapshot& snapshot() const noexcept { return parsed_.snapshot; }
  [[nodiscard]] const std::vector<PageProblem>& problems() const noexcept {
    return parsed_.problems;
  }
  /// The families of which a series is there twice.
  [[nodiscard]] const std::vector<std::string>& repeating() const noexcept {
    return parsed_.repeating;
  }
  /// The families that are described on the page and have no series.
  [[nodiscard]] const std::vector<FamilySnapshot>& without_series() const noexcept {
    return parsed_.without_series;
  }
  [[nodiscard]] ExpositionFormat format() const noexcept { return parsed_.format; }

  /// Prints the text.
  friend std::ostream& operator<<(std::ostream& stream, const ExposedPage& page) {
    return stream << page.text_;
  }

 private:
  template <class Source>
  static std::string written(const Source& source, ExpositionFormat format) {
    std::string page;
    write_text(source, page, format);
    return page;
  }

  std::string text_;
  ParsedPage parsed_;
};

}  // namespace isometric::inline v1::testing
