#include <algorithm>
#include <charconv>
#include <string_view>

#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

constexpr std::size_t kMostAttachments = 50;

std::optional<Time> read_sent_at(Reader& reader) {
  const std::string text = reader.text("sent_at", 64);
  if (text.empty()) return std::nullopt;
  const auto time = from_rfc3339(text);
  if (!time) reader.wrong("sent_at", "is no RFC 3339 time with an offset");
  return time;
}

/// Agents click on it: a script, a file of theirs or a page in the link itself is no attachment.
bool is_web_address(std::string_view url) {
  std::string scheme(url.substr(0, url.find(':')));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool host =
      url.substr(std::min(scheme.size(), url.size())).starts_with("://") && url.size() > scheme.size() + 3;
  return host && (scheme == "http" || scheme == "https");
}

std::vector<Attachment> read_attachments(const Fields& out, Reader& reader) {
  std::vector<Attachment> attachments;
  for (std::size_t i = 0; i <= kMostAttachments; ++i) {
    const std::string at = "attachment." + std::to_string(i);
    if (find(out, at + ".url") == nullptr) return attachments;
    const std::string url = reader.need(at + ".url", 4096);
    if (!is_web_address(url)) reader.wrong(at + ".url", "is no web address; only http:// and https:// are taken");
    attachments.push_back({url, reader.text(at + ".media_type", 128), reader.text(at + ".name", 512)});
  }
  reader.wrong("attachment", "comes more than " + std::to_string(kMostAttachments) + " times");
  return attachments;
}

Result<Inbound> to_inbound(const Fields& out, const std::string& id, int& http_status) {
  Reader reader(out, id);
  Inbound in;
  in.event = reader.need("event", kLongestId);
  in.conversation = reader.need("conversation", kLongestId);
  in.customer = reader.need("customer", kLongestId);
  in.name = reader.text("name", kLongestId);
  in.locale = reader.text("locale", 64);
  in.text = reader.text("text", kLongestText, false);
  in.sent_at = read_sent_at(reader);
  in.attachments = read_attachments(out, reader);
  in.asks_for_person = reader.text("asks_for_person", 8) == "true";
  if (in.text.empty() && in.attachments.empty()) reader.wrong("text", "is empty and there is no attachment");
  if (reader.ok()) return in;
  http_status = http_status_of(reader);
  return Error{reader.garbled() ? Fault::internal : Fault::invalid, reader.error().message};
}

}  // namespace

Channel::Channel(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, std::string name,
                 Origins origins)
    : plugin_(std::move(plugin)),
      instance_(std::move(instance)),
      name_(std::move(name)),
      origins_(std::move(origins)) {}

std::string Channel::kind() const { return plugin_->id().substr(plugin_->id().find('.') + 1); }

Result<Inbound> Channel::receive(const Webhook& webhook, int* http_status) const {
  const Fields in = to_fields(webhook);
  int unasked = 0;
  int& status = http_status == nullptr ? unasked : *http_status;
  Answer answer = instance_->verify(in);
  // A channel that cannot say who wrote is not believed: anything but ok ends here.
  if (answer.code == Code::ok) answer = instance_->read(in);
  if (answer.code == Code::ok) return to_inbound(answer.out, plugin_->id(), status);
  status = http_status_of(answer);
  return to_error(answer, plugin_->id());
}

Result<Request> Channel::compose(const Outgoing& message) const {
  Fields in{{"op", "message"},
            {"message", message.message},
            {"conversation", message.conversation},
            {"customer", message.customer},
            {"text", message.text},
            {"written_by", std::string(to_word(message.written_by))},
            {"notice", message.notice},
            {"in_reply_to", message.in_reply_to},
            {"receipt", message.receipt},
            {"idempotency_key", message.idempotency_key}};
  put_now(in, message.now);
  const Answer answer = instance_->write(in);
  if (answer.code != Code::ok) return to_error(answer, plugin_->id());
  return to_request(answer.out, plugin_->id());
}

Delivery Channel::outcome(const Response& response) const {
  const Answer answer = instance_->read(to_fields(response));
  // What cannot be understood may have been delivered: never sent twice on a guess, a person looks.
  if (answer.code != Code::ok) return {Outcome::unknown, to_error(answer, plugin_->id()).message, std::nullopt};
  Delivery delivery;
  const auto* word = find(answer.out, "outcome");
  if (word != nullptr && *word == "delivered")
    delivery.outcome = Outcome::delivered;
  else if (word != nullptr && *word == "refused")
    delivery.outcome = Outcome::refused;
  else if (word != nullptr && *word == "retry")
    delivery.outcome = Outcome::retry;
  // Whatever a plugin makes of silence: bytes went out and no answer came, so nobody knows whether it is there.
  if (delivery.outcome == Outcome::retry && response.status == 0 && response.sent) delivery.outcome = Outcome::unknown;
  if (const auto* detail = find(answer.out, "detail")) delivery.detail = printable(*detail);
  if (delivery.detail.empty() && delivery.outcome != Outcome::delivered)  // whoever reads the log wants a reason
    delivery.detail = response.status != 0 ? "it answered " + std::to_string(response.status)
                      : response.sent      ? "no answer came"
                                           : "it could not be reached";
  if (const auto* after = find(answer.out, "retry_after")) {
    int seconds = 0;
    const auto [end, problem] = std::from_chars(after->data(), after->data() + after->size(), seconds);
    const bool whole = problem == std::errc() && end == after->data() + after->size();
    if (whole && seconds >= 0 && seconds <= 86'400) delivery.retry_after = std::chrono::seconds(seconds);
  }
  return delivery;
}

}  // namespace countersign::plugin
