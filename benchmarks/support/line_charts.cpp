#include "support/line_charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {
namespace {

constexpr std::size_t columns = 3;
constexpr double panel_width = 310;
constexpr double panel_height = 205;
constexpr double head_height = 64;
constexpr double left = 46;  // of what is drawn, in its panel
constexpr double right = 296;
constexpr double top = 28;
constexpr double bottom = 162;

/// Told apart without their colours, too.
struct Style {
  std::string_view colour;
  std::string_view marker;  ///< a path around 0, 0
};
constexpr std::array<Style, 3> styles{{{"#c44e00", "M-3-3h6v6h-6z"},
                                       {"#0063a5", "M0-4l4 4l-4 4l-4-4z"},
                                       {"#00795a", "M0-4l4 7h-8z"}}};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string escaped(std::string_view text) {
  std::string all;
  for (const char c : text) {
    if (c == '<')
      all += "&lt;";
    else if (c == '>')
      all += "&gt;";
    else if (c == '&')
      all += "&amp;";
    else
      all += c;
  }
  return all;
}

std::string text(double x, double y, std::string_view classes, std::string_view content) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" class=\"" + std::string(classes) +
         "\">" + escaped(content) + "</text>\n";
}

/// 0.1, 1, 10, ..., 1k, 10k, ..., 1M
std::string tick_label(double value) {
  static constexpr std::array<std::string_view, 4> suffixes{"", "k", "M", "G"};
  std::size_t suffix = 0;
  while (value > 999 && suffix + 1 < suffixes.size()) {
    value /= 1000;
    ++suffix;
  }
  char label[32];
  std::snprintf(label, sizeof label, "%g", value);
  return label + std::string(suffixes[suffix]);
}

/// From a power of the base to another.
class Axis {
 public:
  Axis(double least, double most, double base, double start, double end)
      : base_(base),
        first_(std::floor(log(least) + 1e-9)),
        last_(std::max(first_ + 1, std::ceil(log(most) - 1e-9))),
        start_(start),
        end_(end) {}

  [[nodiscard]] double place(double value) const {
    return start_ + (end_ - start_) * (log(value) - first_) / (last_ - first_);
  }
  [[nodiscard]] std::vector<double> ticks() const {
    std::vector<double> all;
    for (double power = first_; power <= last_; ++power) all.push_back(std::pow(base_, power));
    return all;
  }

 private:
  [[nodiscard]] double log(double value) const { return std::log(value) / std::log(base_); }

  double base_;
  double first_;
  double last_;
  double start_;
  double end_;
};

struct Axes {
  Axis x;
  Axis y;
};

/// Where zero is not, as it has no place on such an axis.
Axes axes_of(const Chart& chart) {
  double most_x = 1;
  double least_y = 0;
  double most_y = 0;
  for (const auto& curve : chart.curves) {
    for (const auto& point : curve.points) {
      most_x = std::max(most_x, static_cast<double>(point.at));
      if (point.median <= 0) continue;
      least_y = least_y > 0 ? std::min(least_y, point.median) : point.median;
      most_y = std::max(most_y, point.median);
    }
  }
  if (least_y <= 0) least_y = most_y = 1;
  const double base = chart.over == "threads" ? 2 : 10;
  return {Axis(1, most_x, base, left, right), Axis(least_y, most_y, 10, bottom, top)};
}

std::string grid(const Chart& chart, const Axes& axes) {
  std::string all = text(left, top - 10, "b", chart.operation);
  std::string lines;
  for (const double tick : axes.y.ticks()) {
    const double y = axes.y.place(tick);
    lines += "M" + number(left) + " " + number(y) + "H" + number(right);
    all += text(left - 5, y + 3.5, "e", tick_label(tick));
  }
  for (const double tick : axes.x.ticks()) {
    const double x = axes.x.place(tick);
    lines += "M" + number(x) + " " + number(top) + "V" + number(bottom);
    all += text(x, bottom + 14, "m", tick_label(tick));
  }
  all += "<path class=\"g\" d=\"" + lines + "\"/>\n";
  all += text((left + right) / 2, bottom + 29, "m", chart.over);
  return all += text(right, top - 10, "e", chart.unit);
}

std::string drawn(const Curve& curve, const Axes& axes, const Style& style) {
  std::string line;
  std::string markers;
  for (const auto& point : curve.points) {
    if (point.median <= 0) continue;
    const std::string x = number(axes.x.place(static_cast<double>(point.at)));
    const std::string y = number(axes.y.place(point.median));
    line += (line.empty() ? "M" : "L") + x + " " + y;
    // Each marker begins where the point is, and is drawn from there.
    markers += "M" + x + " " + y + "m" + std::string(style.marker.substr(1));
  }
  const std::string colour(style.colour);
  return "<path class=\"l\" stroke=\"" + colour + "\" d=\"" + line + "\"/>\n<path fill=\"" +
         colour + "\" d=\"" + markers + "\"/>\n";
}

const Style& style_of(const std::vector<std::string>& libraries, const std::string& library) {
  const auto place = std::ranges::find(libraries, library) - libraries.begin();
  return styles[static_cast<std::size_t>(place) % styles.size()];
}

std::vector<std::string> libraries_of(const std::vector<Chart>& charts) {
  std::vector<std::string> all;
  for (const auto& chart : charts) {
    for (const auto& curve : chart.curves) {
      if (std::ranges::find(all, curve.library) == all.end()) all.push_back(curve.library);
    }
  }
  return all;
}

std::string legend(const std::vector<std::string>& libraries) {
  std::string all;
  double x = left;
  for (const auto& library : libraries) {
    const auto& style = style_of(libraries, library);
    all += "<path fill=\"" + std::string(style.colour) + "\" d=\"M" + number(x + 4) + " 49m" +
           std::string(style.marker.substr(1)) + "\"/>\n";
    all += text(x + 14, 53, "s", library);
    x += 120;
  }
  return all;
}

}  // namespace

std::string line_charts(const std::vector<Chart>& charts, const std::string& title,
                        const std::string& caption) {
  const double rows = std::ceil(static_cast<double>(charts.size()) / columns);
  const std::string size =
      number(columns * panel_width + 10) + " " + number(head_height + rows * panel_height + 8);
  std::string all = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size +
                    "\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n"
                    "<title>" +
                    escaped(title) +
                    "</title>\n<style>.b{font-weight:bold}.e{text-anchor:end}.m{text-anchor:middle}"
                    ".g{stroke:#ddd;fill:none}.l{stroke-width:1.6;fill:none}.t{font-size:15px}"
                    "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
  all += text(left, 24, "b t", title);
  all += text(left, 39, "s", caption);
  const auto libraries = libraries_of(charts);
  all += legend(libraries);
  for (std::size_t i = 0; i < charts.size(); ++i) {
    const auto& chart = charts[i];
    const auto axes = axes_of(chart);
    all += "<g transform=\"translate(" + number(static_cast<double>(i % columns) * panel_width) +
           " " + number(head_height + static_cast<double>(i / columns) * panel_height) + ")\">\n" +
           grid(chart, axes);
    for (const auto& curve : chart.curves) {
      all += drawn(curve, axes, style_of(libraries, curve.library));
    }
    all += "</g>\n";
  }
  return all += "</svg>\n";
}

}  // namespace benchmarks
