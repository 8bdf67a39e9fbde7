#include "app/demo/farewell.hpp"

#include <filesystem>
#include <ostream>
#include <system_error>

namespace countersign::app::demo {
namespace {

/// A customer's line from the shell: signs the body as the shop would and posts it.
void print_webhook(const Scene& scene, const Installation& installation, std::ostream& out) {
  out << "  B='{\"id\": \"try-1\", \"conversation\": \"try\", \"customer\": {\"id\": \"me\"}, \"text\": \"When are you "
         "open?\"}'\n"
      << "  T=$(date +%s)\n"
      << "  S=$(printf '%s.in.shop.%s' \"$T\" \"$B\" | openssl dgst -sha256 -r \\\n"
      << "      -hmac \"$(cat " << (installation.folder() / "secrets" / "shop").string() << ")\" | cut -d' ' -f1)\n"
      << "  curl -s -H \"X-Countersign-Signature: t=$T,v1=$S\" -H 'Content-Type: application/json' \\\n"
      << "      -d \"$B\" http://127.0.0.1:" << scene.port << "/channels/shop\n";
}

/// As the visitor can call it from anywhere.
std::string program() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "countersign" : path.string();
}

}  // namespace

void print_where_to_look(const Scene& scene, const Installation& installation, const Table& table, std::ostream& out) {
  const std::string url = "http://127.0.0.1:" + std::to_string(scene.port);
  const auto get = [&](const std::string& user, const std::string& path) {
    out << "  curl -s -H 'Authorization: Bearer " << scene.tokens.at(user) << "' \\\n      '" << url << path << "'\n";
  };
  out << "\n"
      << table.bold("Now it is yours") << ": the gateway answers on " << url << " until you press Ctrl-C.\n\n"
      << table.bold("Write as a customer in your browser") << "\n  " << url << "/chat/\n"
      << "  Ask \"How do I return shoes?\", then press \"Talk to a person\", and answer as the agent:\n"
      << "  COUNTERSIGN_TOKEN=" << scene.tokens.at("demo-agent") << " \\\n      " << program()
      << " desk list --config " << installation.config().string() << "     (then: desk reply T-… --text \"Hello\")\n\n"
      << table.bold("Users and their tokens") << "\n";
  for (const auto& [user, token] : scene.tokens)
    out << "  " << user << std::string(22 - std::min<std::size_t>(22, user.size()), ' ') << token << "\n";
  out << "\n" << table.bold("What waits for a review, the agents' tickets, what nobody could answer") << "\n";
  get("demo-reviewer", "/api/v1/reviews?state=waiting");
  get("demo-agent", "/api/v1/desk/tickets");
  get("demo-reviewer", "/api/v1/unanswered");
  out << "\n"
      << table.bold("The same on the command line") << "\n"
      << "  export COUNTERSIGN_CONFIG=" << installation.config().string() << "\n"
      << "  COUNTERSIGN_TOKEN=" << scene.tokens.at("demo-reviewer") << " \\\n      " << program() << " review list\n"
      << "\n"
      << table.bold("Write as the shop's own page would, then read the conversation") << "\n";
  print_webhook(scene, installation, out);
  get("demo-reviewer", "/api/v1/conversations/shop/try");
  out << "\nAll routes: " << url << "/api/openapi.json\nThe demo's folder: " << installation.folder().string()
      << (installation.temporary() ? " (removed at the end; keep one with --data DIR)" : "") << "\n";
  out.flush();
}

}  // namespace countersign::app::demo
