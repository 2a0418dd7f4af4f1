#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/exposition/detail/gathering/gathered_family.hpp>
#include <isometric/exposition/detail/gathering/gathered_source.hpp>
#include <isometric/exposition/detail/gathering/gathering_log.hpp>
#include <isometric/exposition/gathering_problem.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// One scrape of all sources of a gatherer, merged by family. Of two sources that contradict each
/// other, the one that was added first has its way.
class GatheredScrape final : public Scrape {
 public:
  using Sources = std::vector<std::shared_ptr<const GatheredSource>>;

  GatheredScrape(Sources sources, GatheringLog& log) : sources_(std::move(sources)), log_(log) {
    for (std::size_t i = 0; i < sources_.size(); ++i) open(*sources_[i], i);
    sort_stably(parts_, [](const Part& a, const Part& b) { return a.name < b.name; });
    merge();
    leave_out_derived_names();
    for (auto& group : groups_) {
      if (!group.is_left_out) readers_.push_back(group.family.get());
    }
  }

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return readers_;
  }

 private:
  struct Part {
    std::string_view name;
    std::size_t order = 0;  ///< of its source
    ScrapedFamily* reader = nullptr;
  };

  struct Group {
    std::string_view name;
    MetricType type = MetricType::gauge;
    std::size_t order = 0;  ///< of the source that describes it
    std::unique_ptr<GatheredFamily> family;
    bool is_left_out = false;
  };

  void open(const GatheredSource& source, std::size_t order) {
    std::unique_ptr<Scrape> scrape;
    std::vector<std::string> malformed;
    const auto ask = [&] {
      scrape = source.scrape(malformed);
      return true;
    };
    const auto note_failure = [&] {
      log_.note({GatheringFault::source_failed, source.text, {}, thrown_text(), {}});
      return false;
    };
    if (!try_or(ask, note_failure)) return;
    if (scrape == nullptr) {
      log_.note({GatheringFault::source_gone, source.text, {}, {}, {}});
      return;
    }
    for (auto& family : malformed) {
      log_.note({GatheringFault::malformed, source.text, std::move(family), {}, {}});
    }
    for (ScrapedFamily* reader : scrape->families()) {
      parts_.push_back({reader->descriptor().name, order, reader});
    }
    scrapes_.push_back(std::move(scrape));
  }

  void merge() {
    for (auto begin = parts_.begin(); begin != parts_.end();) {
      const auto end = std::find_if(begin, parts_.end(),
                                    [&](const Part& part) { return part.name != begin->name; });
      const FamilyDescriptor& first = begin->reader->descriptor();
      std::vector<GatheredFamily::Part> fitting;
      for (auto part = begin; part != end; ++part) {
        if (fits(*part, first)) fitting.push_back({part->reader, sources_[part->order].get()});
      }
      groups_.push_back({begin->name, first.type, begin->order,
                         std::make_unique<GatheredFamily>(std::move(fitting), log_)});
      begin = end;
    }
  }

  bool fits(const Part& part, const FamilyDescriptor& first) {
    const FamilyDescriptor& found = part.reader->descriptor();
    if (found.type != first.type) {
      note(GatheringFault::type, part.order, part.name, std::string(to_string(found.type)),
           std::string(to_string(first.type)));
      return false;
    }
    if (found.help != first.help) {
      note(GatheringFault::help, part.order, part.name, in_quotes(found.help),
           in_quotes(first.help));
    }
    return true;
  }

  /// Two groups of which one has a name that samples of the other may have.
  struct Clash {
    Group* winner;
    Group* loser;
  };

  void leave_out_derived_names() {
    std::vector<Clash> clashes;
    for (Group& group : groups_) {
      for (const std::string_view suffix : derived_suffixes(group.type)) {
        const std::string derived = std::string(group.name).append(suffix);
        const auto other =
            std::ranges::lower_bound(groups_, std::string_view(derived), {}, &Group::name);
        if (other == groups_.end() || other->name != derived) continue;
        const bool comes_first = group.order <= other->order;
        clashes.push_back(comes_first ? Clash{&group, &*other} : Clash{&*other, &group});
      }
    }
    // Whether a winner is left out itself is known before it wins.
    sort_stably(clashes, [](const Clash& a, const Clash& b) {
      return a.loser->order != b.loser->order ? a.loser->order < b.loser->order : a.loser < b.loser;
    });
    for (const auto& [winner, loser] : clashes) {
      if (loser->is_left_out || winner->is_left_out) continue;
      loser->is_left_out = true;
      note(GatheringFault::derived_name, loser->order, loser->name, text_of(*loser),
           "beside " + text_of(*winner));
    }
  }

  static std::string text_of(const Group& group) { return typed_name_text(group.type, group.name); }

  void note(GatheringFault fault, std::size_t order, std::string_view family, std::string found,
            std::string expected) {
    log_.note(
        {fault, sources_[order]->text, std::string(family), std::move(found), std::move(expected)});
  }

  const Sources sources_;
  GatheringLog& log_;
  std::vector<std::unique_ptr<Scrape>> scrapes_;
  std::vector<Part> parts_;
  std::vector<Group> groups_;  ///< sorted by name
  std::vector<ScrapedFamily*> readers_;
};

}  // namespace isometric::inline v1::detail
