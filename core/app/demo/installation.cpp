#include "app/demo/installation.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "app/bundled.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"

namespace countersign::app::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "# Made by `countersign demo`, and made anew each time it starts.";

/// What the demo's lookup reads: made when the demo starts, so that it is fresh.
constexpr std::string_view kOrders =
    "order_number,customer,status,eta,carrier\n"
    "4711,ana,on its way,Tuesday,Parcel Post\n"
    "4712,ana,being packed,Friday,Parcel Post\n"
    "5001,ben,delivered,last Monday,Courier\n";
constexpr std::string_view kLookup =
    "lookups:\n  - name: orders\n    plugin: lookup.table\n    settings:\n      file: orders.csv\n"
    "      key_column: order_number\n      customer_column: customer\n"
    "      find: '(?i)(?:order|bestellung)\\D{0,12}(\\d{4,10})'\n      show: carrier\n"
    "      answers: {en: \"Where is my order? | When does my order arrive?\", de: \"Wo ist meine Bestellung?\"}\n"
    "      say:\n        en: \"Your order {order_number} is {status}; it is expected: {eta}.\"\n"
    "        de: \"Ihre Bestellung {order_number}: {status}, erwartet: {eta}.\"\n";

Error cannot_write(const fs::path& path) {
  return {Fault::unavailable, path.string() + ": cannot be written; give another folder with --data"};
}

Result<fs::path> private_folder() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "countersign-demo-").string() + std::string(6, 'X');
  if (error || ::mkdtemp(name.data()) == nullptr)
    return Error{Fault::unavailable, "no temporary folder can be made: set TMPDIR, or give a folder with --data"};
  return fs::path(name);
}

std::string first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

Status usable(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot_write(folder);
  if (fs::is_empty(folder, error) || first_line(folder / "countersign.yaml") == kFirstLine) return {};
  return Error{Fault::invalid, folder.string() + ": this folder holds something else than a demo; give an empty one"};
}

Status write_private(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
  out << text;
  out.close();
  return out ? Status() : Status(cannot_write(path));
}

/// The secret of an earlier demo in this folder, or a new one.
Result<std::string> secret_in(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string secret{std::istreambuf_iterator<char>(in), {}};
  if (!secret.empty()) return secret;
  secret = crypto::to_hex(crypto::random_bytes(24));
  if (const auto written = write_private(path, secret); !written) return written.error();
  return secret;
}

Result<fs::path> own_articles(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return fs::canonical(folder);
  return Error{Fault::not_found, folder.string() + ": there is no such folder; give that of your articles (*.md)"};
}

std::string quoted(const fs::path& path) { return json::dump(path.string()); }

std::string at(std::uint16_t port, std::string_view path) {
  return "http://127.0.0.1:" + std::to_string(port) + std::string(path);
}

}  // namespace

Installation::Installation(Installation&& other) noexcept
    : folder_(std::move(other.folder_)), shop_secret_(std::move(other.shop_secret_)), temporary_(other.temporary_) {
  other.temporary_ = false;
}

Installation::~Installation() {
  std::error_code error;
  if (temporary_) fs::remove_all(folder_, error);
}

Result<Installation> Installation::make(const std::string& folder) {
  auto place = folder.empty() ? private_folder() : Result<fs::path>(fs::path(folder));
  if (!place) return place.error();
  Installation made(std::move(*place), folder.empty());
  if (const auto fine = usable(made.folder_); !fine) return fine.error();
  auto shop = secret_in(made.folder_ / "secrets" / "shop");
  if (!shop) return shop.error();
  made.shop_secret_ = std::move(*shop);
  if (const auto model = secret_in(made.folder_ / "secrets" / "model"); !model) return model.error();
  return made;
}

Status Installation::configure(std::uint16_t port, std::uint16_t inbox, std::uint16_t model,
                               const std::string& knowledge) const {
  const auto policies = bundled(fs::path("policies") / "starter");
  const auto articles = knowledge.empty() ? bundled(fs::path("demo") / "knowledge") : own_articles(knowledge);
  if (!policies) return policies.error();
  if (!articles) return articles.error();
  if (const auto orders = write_private(folder_ / "orders.csv", std::string(kOrders)); !orders) return orders;
  return write_private(
      config(),
      std::string(kFirstLine) + "\nlisten: 127.0.0.1:" + std::to_string(port) + "\ndata: gateway\npolicies: " +
          quoted(*policies) + "\nchannels:\n  - name: shop\n    plugin: channel.webhook\n    settings:\n" +
          "      secret: \"${file:secrets/shop}\"\n      deliver_to: " + at(inbox, "/inbox") +
          "\n  - {name: web, plugin: channel.webchat, settings: {title: \"Countersign demo shop\"}}"
          "\nhelpdesk: {plugin: helpdesk.desk}\nmodels:\n" +
          "  - {name: kb, plugin: model.knowledge, settings: {folder: " + quoted(*articles) + "}}\n" +
          "  - {name: gpt, plugin: model.openai, settings: {base_url: \"" + at(model, "/v1") +
          "\", model: scripted, key: \"${file:secrets/model}\"}}\n" + std::string(kLookup) +
          "keep: {texts: 400 days, details: 13 months, requests: 3 years}\nlog: {level: error}\n");
}

}  // namespace countersign::app::demo
