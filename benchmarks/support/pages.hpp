#pragma once

#include "support/comparison.hpp"

#include <isometric/exposition/text_writer.hpp>

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace benchmarks {

/// What an exposer does for a request.
inline Work serialize(std::shared_ptr<prometheus::Collectable> collectable) {
  return [collectable](std::size_t count) {
    while (count-- > 0) prometheus::TextSerializer().Serialize(collectable->Collect());
  };
}

/// With a page that is kept from scrape to scrape.
template <class Source>
Work write(Source source) {
  return [source = std::move(source), page = std::string()](std::size_t count) mutable {
    while (count-- > 0) {
      page.clear();
      isometric::write_text(source, page);
    }
  };
}

}  // namespace benchmarks
