// A Reply as JSON, for the sealed columns of outbox and review. Our own format, read back only by this file.
#include "base/json.hpp"
#include "flow/audit/clearance.hpp"

namespace countersign {

std::string to_json(const Reply& reply) {
  json::Array sources;
  for (const auto& source : reply.sources) {
    json::Object one{{"title", source.title}, {"text", source.text}, {"source", source.source}};
    if (source.good_until) one["good_until"] = to_rfc3339(*source.good_until);
    sources.push_back(std::move(one));
  }
  json::Array signatures;
  for (const auto& signature : reply.signatures)
    signatures.push_back(
        json::Object{{"user", signature.user}, {"role", signature.role}, {"digest", signature.digest}});
  json::Object owed;
  for (const auto& [role, people] : reply.owed) owed[role] = people;
  return json::dump(json::Object{{"message", reply.message},
                                 {"conversation", reply.conversation},
                                 {"channel", reply.channel},
                                 {"written_by", to_word(reply.written_by)},
                                 {"user", reply.user},
                                 {"model", reply.model},
                                 {"in_reply_to", reply.in_reply_to},
                                 {"text", reply.text},
                                 {"system_notice", reply.system_notice},
                                 {"sources", std::move(sources)},
                                 {"signatures", std::move(signatures)},
                                 {"owed", std::move(owed)}});
}

Result<Reply> reply_from_json(const std::string& text) {
  const auto parsed = json::parse(text);
  if (!parsed) return Error{Fault::internal, "a stored reply cannot be read back"};
  const auto author = from_word<Author>(parsed->text("written_by"));
  if (!author) return Error{Fault::internal, "a stored reply has no author"};
  Reply reply;
  reply.message = parsed->text("message");
  reply.conversation = parsed->text("conversation");
  reply.channel = parsed->text("channel");
  reply.written_by = *author;
  reply.user = parsed->text("user");
  reply.model = parsed->text("model");
  reply.in_reply_to = parsed->text("in_reply_to");
  reply.text = parsed->text("text");
  reply.system_notice = parsed->text("system_notice");
  if (const auto* sources = parsed->find("sources"); sources != nullptr && sources->array() != nullptr)
    for (const auto& source : *sources->array()) {
      reply.sources.push_back(
          {std::string(source.text("title")), std::string(source.text("text")), std::string(source.text("source"))});
      if (const auto until = source.text("good_until"); !until.empty())
        reply.sources.back().good_until = from_rfc3339(until).value_or(Time{});  // unreadable: too old
    }
  if (const auto* signatures = parsed->find("signatures"); signatures != nullptr && signatures->array() != nullptr)
    for (const auto& one : *signatures->array())
      reply.signatures.push_back(
          {std::string(one.text("user")), std::string(one.text("role")), std::string(one.text("digest"))});
  if (const auto* owed = parsed->find("owed"); owed != nullptr && owed->object() != nullptr)
    for (const auto& [role, people] : *owed->object())
      if (people.integer() != nullptr) reply.owed[role] = static_cast<int>(*people.integer());
  return reply;
}

}  // namespace countersign
