#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/escape.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/exposition/detail/gathering/gathered_scrape.hpp>
#include <isometric/exposition/detail/gathering/gathered_source.hpp>
#include <isometric/exposition/detail/gathering/gathering_log.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/prometheus/family_collector.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What all copies of a gatherer share.
class GathererCore final : public prometheus::Collectable, public ScrapeSource {
 public:
  GathererCore() {
    own_.text = "the gatherer's own";
    own_.scrape = [this](auto&) { return scrape_of(log_.sink().scrape_source()); };
  }

  std::shared_ptr<const GatheredSource> add(std::string label_name, const std::string& label_value,
                                            decltype(GatheredSource::scrape) scrape) {
    if (!label_name.empty() && label_value.empty()) {
      raise(std::invalid_argument("isometric: Gatherer: the source label " + in_quotes(label_name) +
                                  " has no value, which to Prometheus is no label"));
    }
    auto source = std::make_shared<GatheredSource>();
    source->label_name = std::move(label_name);
    source->label_value = to_valid_text(label_value);
    source->scrape = std::move(scrape);
    const std::lock_guard lock(mutex_);
    source->text = source->label_name.empty()
                       ? "source " + std::to_string(added_ + 1)
                       : source->label_name + "=\"" + escape_label_value(source->label_value) + '"';
    sources_.push_back(source);
    ++added_;
    return source;
  }

  void remove(const std::shared_ptr<const GatheredSource>& source) noexcept {
    std::shared_ptr<const GatheredSource> removed;  // let go of after the lock
    const std::lock_guard lock(mutex_);
    const auto place = std::ranges::find(sources_, source);
    if (place == sources_.end()) return;
    removed = std::move(*place);
    sources_.erase(place);
  }

  [[nodiscard]] std::unique_ptr<Scrape> scrape() override {
    const Entered entered(*this);
    if (entered.is_again()) {
      raise(std::logic_error("isometric: Gatherer: its sources lead back to it"));
    }
    GatheredScrape::Sources sources;
    {
      const std::lock_guard lock(mutex_);
      sources.reserve(sources_.size() + 1);
      sources = sources_;
    }
    // Last, so that it has its say only where nobody else has.
    sources.push_back(std::shared_ptr<const GatheredSource>(std::shared_ptr<void>(), &own_));
    return std::make_unique<GatheredScrape>(std::move(sources), log_);
  }

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    return collect_all(*const_cast<GathererCore*>(this)->scrape());
  }

  void require_other(const ScrapeSource* source) const {
    if (source == this) {
      raise(std::invalid_argument("isometric: Gatherer: it cannot be a source of its own"));
    }
  }

  void require_collectable(const prometheus::Collectable* source) const {
    if (source == nullptr) {
      raise(std::invalid_argument("isometric: Gatherer: the collectable is null"));
    }
    if (source == this) {
      raise(std::invalid_argument("isometric: Gatherer: it cannot be a source of its own"));
    }
  }

  [[nodiscard]] const GatheringLog& log() const noexcept { return log_; }

 private:
  /// Notices a scrape that comes back to where it began, in the same thread.
  class Entered {
   public:
    explicit Entered(const GathererCore& core) noexcept : core_(core), outer_(innermost()) {
      for (const Entered* entered = outer_; entered != nullptr; entered = entered->outer_) {
        is_again_ = is_again_ || &entered->core_ == &core;
      }
      innermost() = this;
    }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    ~Entered() { innermost() = outer_; }

    [[nodiscard]] bool is_again() const noexcept { return is_again_; }

   private:
    static const Entered*& innermost() noexcept {
      static thread_local const Entered* entered = nullptr;
      return entered;
    }

    const GathererCore& core_;
    const Entered* const outer_;
    bool is_again_ = false;
  };

  GatheringLog log_;
  GatheredSource own_;
  std::mutex mutex_;  ///< guards what is below; not held while a source is scraped
  GatheredScrape::Sources sources_;
  std::size_t added_ = 0;
};

}  // namespace isometric::inline v1::detail
