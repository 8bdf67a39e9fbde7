// A signed channel: JSON in, JSON out, HMAC-SHA256 over the body in X-Example-Signature.
#include <countersign/plugin.hpp>

using namespace countersign::sdk;

class Example final : public Handler {
 public:
  Example(Host host, const In& settings)
      : host_(host), secret_(settings.need("secret")), deliver_to_(settings.need("deliver_to")) {
    settings.only({"secret", "deliver_to"});
    if (secret_.size() < 16) throw Problem(CS_INVALID, "setting `secret` is shorter than 16 characters: take a longer one");
  }

  void verify(const In& in) const override {
    if (same(in.get("header.x-example-signature"), host_.hmac_hex(secret_, in.get("body")))) return;
    throw Problem(CS_FORGED, "X-Example-Signature does not fit the body: check the secret");
  }

  void read(const In& in, Out& out) const override {
    if (in.get("op") == "response") {
      const std::string_view status = in.get("status");
      return out.put("outcome", status.starts_with("2") ? "delivered" : status.starts_with("4") ? "refused" : "retry");
    }
    const Json body(host_, in.get("body"));
    out.put("event", body.need("/id"));
    out.put("conversation", body.need("/from"));
    out.put("customer", body.need("/from"));
    out.put("text", body.need("/text"));
  }

  void write(const In& in, Out& out) const override {
    const std::string body = "{\"text\":" + quoted(in.need("text")) + ",\"to\":" + quoted(in.need("conversation")) + "}";
    out.put("method", "POST");
    out.put("url", deliver_to_);
    out.put("header.Content-Type", "application/json");
    out.put("header.Idempotency-Key", in.need("idempotency_key"));
    out.put("header.X-Example-Signature", host_.hmac_hex(secret_, body));
    out.put("body", body);
  }

 private:
  Host host_;
  std::string secret_, deliver_to_;
};

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.example", "1.0.0", Example)
