#include <algorithm>

#include "base/html.hpp"
#include "report/sheet.hpp"

namespace countersign::report {
namespace {

constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root{--ink:#16202c;--soft:#5a6674;--line:#d9dfe6;--page:#fff;--wash:#f5f7f9;--good:#1b7f4b;--bad:#b3391f;--ai:#e8f0fe;--in:#f1f3f5}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#9aa7b5;--line:#333d49;--page:#12171d;--wash:#1a2129;--good:#4cc38a;--bad:#ff8a70;--ai:#1c2b45;--in:#1f2730}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
header{border-bottom:2px solid var(--ink);padding-bottom:1rem;margin-bottom:1.5rem}h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}
header p,.about,footer{color:var(--soft);margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .2rem}.about{margin-bottom:.7rem;max-width:46rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem;margin:.8rem 0 1rem}
.tile{border:1px solid var(--line);border-radius:.5rem;padding:.75rem .9rem;background:var(--wash)}
.tile b{display:block;font-size:1.55rem;line-height:1.25;font-variant-numeric:tabular-nums}.tile span{color:var(--soft);font-size:.87rem}
.bar{height:.4rem;border-radius:.2rem;background:var(--line);margin:.45rem 0 .3rem;overflow:hidden}.bar i{display:block;height:100%;background:var(--good)}
.bad b{color:var(--bad)}.bad .bar i{background:var(--bad)}
.wide{overflow-x:auto;margin:.4rem 0 1rem}table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{color:var(--soft);font-weight:600;white-space:nowrap}td.n,th.n{text-align:right;white-space:nowrap}
.said{border:1px solid var(--line);border-radius:.6rem;padding:.7rem .95rem;margin:.7rem 0;max-width:46rem;background:var(--in)}
.out{margin-left:auto;background:var(--ai)}.note{background:none;border-style:dashed;max-width:none}
.said h3{font-size:.87rem;margin:0 0 .3rem;color:var(--soft);font-weight:600}.said p{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
.said ul{margin:.5rem 0 0;padding-left:1.1rem;color:var(--soft);font-size:.87rem;overflow-wrap:anywhere}
details{border:1px solid var(--line);border-radius:.6rem;margin:.5rem 0;padding:.45rem .95rem}summary{cursor:pointer;font-size:.87rem;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;margin:.6rem 0}
td.code{font:.8rem/1.5 ui-monospace,"Liberation Mono",monospace;word-break:break-all;min-width:14rem}td.short{white-space:nowrap}td.long{min-width:11rem}table.pairs td:first-child{width:11rem;color:var(--soft)}
.warning{border:2px solid var(--bad);border-radius:.6rem;padding:.2rem 1rem .6rem;margin:1rem 0}.warning h2{margin-top:.6rem;color:var(--bad)}
footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:.9rem;font-size:.87rem}footer p{margin:.15rem 0;overflow-wrap:anywhere}
@media print{main{padding:0;max-width:none}.tile,.said,tr{break-inside:avoid}}
</style><title>)";

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.,% ") == std::string::npos;
}

/// Digests and the like: nothing but letters and digits, and long.
bool is_code(const std::string& text) {
  constexpr std::size_t kLong = 40;
  return text.size() >= kLong && text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:+/=-") ==
                                     std::string::npos;
}

/// An id or a time: too short to be broken anywhere.
bool is_short(const std::string& text) {
  constexpr std::size_t kShort = 27;
  return text.size() <= kShort && text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:- ") == std::string::npos;
}

/// So that neither a digest nor a word is squeezed by what stands beside it.
const char* style_of(const std::string& text) {
  constexpr std::size_t kLong = 28;
  if (is_code(text)) return " class=\"code\"";
  if (is_short(text)) return " class=\"short\"";
  return text.size() > kLong ? " class=\"long\"" : "";
}

/// Figures stand right, if all of a column are.
std::vector<bool> numeric(const Table& table) {
  std::vector<bool> all(table.columns.size(), true);
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size() && i < all.size(); ++i) all[i] = all[i] && is_number(row[i]);
  return all;
}

void add(std::string& out, const Table& table) {
  if (table.rows.empty()) {
    out += "<p class=\"about\">" + html_escaped(table.none) + "</p>";
    return;
  }
  const auto right = numeric(table);
  const auto cell = [&](const char* tag, const std::string& text, std::size_t column) {
    const bool number = column < right.size() && right[column];
    out.append("<").append(tag).append(number ? " class=\"n\"" : style_of(text)).append(">");
    out.append(html_escaped(text)).append("</").append(tag).append(">");
  };
  const bool pairs = std::all_of(table.columns.begin(), table.columns.end(), [](const auto& one) { return one.empty(); });
  out += pairs ? "<div class=\"wide\"><table class=\"pairs\">" : "<div class=\"wide\"><table><thead><tr>";
  for (std::size_t i = 0; !pairs && i < table.columns.size(); ++i) cell("th", table.columns[i], i);
  out += pairs ? "<tbody>" : "</tr></thead><tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) cell("td", row[i], i);
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
}

void add(std::string& out, const std::vector<Tile>& tiles) {
  if (tiles.empty()) return;
  out += "<div class=\"tiles\">";
  for (const auto& tile : tiles) {
    out += tile.good ? "<div class=\"tile\">" : "<div class=\"tile bad\">";
    out += "<span>" + html_escaped(tile.label) + "</span><b>" + html_escaped(tile.value) + "</b>";
    if (tile.percent)
      out +=
          "<div class=\"bar\"><i style=\"width:" + std::to_string(std::clamp(*tile.percent, 0, 100)) + "%\"></i></div>";
    out += "<span>" + html_escaped(tile.note) + "</span></div>";
  }
  out += "</div>\n";
}

void add(std::string& out, const Said& said) {
  out += "<div class=\"said " + html_escaped(said.side) + "\"><h3>" + html_escaped(said.who) + " · " + html_escaped(said.at) + "</h3>";
  if (!said.text.empty()) out += "<p>" + html_escaped(said.text) + "</p>";
  if (!said.facts.empty()) {
    out += "<ul>";
    for (const auto& fact : said.facts) out += "<li>" + html_escaped(fact) + "</li>";
    out += "</ul>";
  }
  out += "</div>\n";
}

}  // namespace

std::string as_html(const Sheet& sheet) {
  std::string out = kHead + html_escaped(sheet.title) + "</title></head><body><main>\n<header><h1>" + html_escaped(sheet.title) +
                    "</h1><p>" + html_escaped(sheet.subtitle) + "</p></header>\n";
  if (!sheet.warnings.empty()) {
    out += "<section class=\"warning\" role=\"alert\"><h2>Not to be trusted</h2><ul>";
    for (const auto& warning : sheet.warnings) out += "<li>" + html_escaped(warning) + "</li>";
    out += "</ul></section>\n";
  }
  for (const auto& section : sheet.sections) {
    out += "<section><h2>" + html_escaped(section.title) + "</h2>";
    if (!section.about.empty()) out += "<p class=\"about\">" + html_escaped(section.about) + "</p>";
    add(out, section.tiles);
    for (const auto& table : section.tables) add(out, table);
    for (const auto& said : section.said) add(out, said);
    for (const auto& folded : section.folded)
      out += "<details><summary>" + html_escaped(folded.title) + "</summary><pre>" + html_escaped(folded.text) +
             "</pre></details>\n";
    out += "</section>\n";
  }
  out += "<footer>";
  for (const auto& line : sheet.footer) out += "<p>" + html_escaped(line) + "</p>";
  return out + "</footer></main></body></html>\n";
}

}  // namespace countersign::report
