// forged-webhook-refused: what a forger could send from a webhook that verifies.
#include <algorithm>
#include <iterator>

#include "plugin/checks.hpp"

namespace countersign::plugin {
namespace {

/// The same webhook with a changed body, and once without each header: what a forger could send.
std::vector<Fields> forgeries(const Fields& good, bool body_signed) {
  std::vector<Fields> all;
  if (const auto* body = find(good, "body"); body != nullptr && body_signed) {
    for (const std::string& changed :
         {*body + " ", std::string(), body->empty() ? std::string("x") : "{" + body->substr(1, body->size() - 2)}) {
      if (changed == *body) continue;
      all.push_back(good);
      replace(all.back(), "body", changed);
    }
  }
  Fields bare;
  std::copy_if(good.begin(), good.end(), std::back_inserter(bare),
               [](const auto& field) { return !field.first.starts_with("header."); });
  all.push_back(std::move(bare));
  return all;
}

/// A header without which nothing verifies, but which may be changed; "" if there is none. Where no body is signed it
/// is all the proof there is: then no character of it may be changed.
std::string guessable(const Instance& instance, const Fields& good, bool body_signed) {
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (!good[i].first.starts_with("header.") || good[i].second.empty()) continue;
    Fields without = good;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (instance.verify(without).code == Code::ok) continue;
    const std::size_t last = good[i].second.size() - 1;
    for (std::size_t at = body_signed ? last : 0; at <= last; ++at) {
      Fields changed = good;
      char& one = changed[i].second[at];
      one = one == '0' ? '1' : '0';
      if (instance.verify(changed).code == Code::ok)
        return good[i].first + " still verifies with its " +
               (at == last ? "last character" : "character " + std::to_string(at + 1)) + " changed";
    }
  }
  return "";
}

bool signs_body(const Instance& instance, const Fields& good) {
  Fields changed = good;
  const auto* body = find(good, "body");
  if (body == nullptr) return false;
  replace(changed, "body", *body + " ");
  return instance.verify(changed).code != Code::ok;
}

}  // namespace

std::string forged_webhook_refused(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    bool seen = false;
    for (const auto& sample : s.samples.calls) {
      if (sample.call != "verify" || sample.code != Code::ok) continue;
      seen = true;
      for (const auto& forged : forgeries(sample.in, s.samples.body_signed)) {
        if (instance.verify(forged).code == Code::ok)
          return sample.file + ": a changed webhook still verifies: sign the whole body";
      }
      if (auto why = guessable(instance, sample.in, s.samples.body_signed); !why.empty())
        return sample.file + ": " + why;
      if (!s.samples.body_signed && signs_body(instance, sample.in))
        return "settings.json: `body_signed` is false, but a changed body is refused: leave it out, so that this is "
               "tried";
    }
    return seen ? "" : std::string(kSkip) + "no sample of a webhook that verifies";
  });
}

}  // namespace countersign::plugin
