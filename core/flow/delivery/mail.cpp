#include "flow/delivery/mail.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"
#include "flow/delivery/link.hpp"
#include "flow/delivery/resolver.hpp"
#include "tlog/checkpoint.hpp"

namespace countersign {
namespace {

constexpr std::size_t kMostReply = 64 * 1024;
constexpr std::size_t kLine = 76;  // of base64, RFC 2045

std::string in_lines(const std::string& base64) {
  std::string lines;
  for (std::size_t at = 0; at < base64.size(); at += kLine) lines += base64.substr(at, kLine) + "\r\n";
  return lines;
}

/// "Sat, 21 Nov 2026 10:00:00 +0000" (RFC 5322).
std::string mail_date(Time now) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const auto text = to_rfc3339(now);  // "2026-11-21T10:00:00…"
  return std::string(kDays.at(std::chrono::weekday(day).c_encoding())) + ", " + text.substr(8, 2) + " " +
         kMonths.at(static_cast<unsigned>(date.month()) - 1) + " " + text.substr(0, 4) + " " + text.substr(11, 8) +
         " +0000";
}

/// The checkpoint is attached, so that its bytes arrive as they are. Every line
/// is ASCII and none begins with a dot.
std::string message_of(const Mail::Terms& terms, const tlog::Checkpoint& checkpoint, const std::string& note,
                       Time now) {
  const auto boundary = "countersign-" + crypto::to_hex(crypto::random_bytes(12));
  const auto id = crypto::to_hex(crypto::random_bytes(12)) + terms.from.substr(terms.from.find('@'));
  return "From: " + terms.from + "\r\nTo: " + terms.to + "\r\nDate: " + mail_date(now) + "\r\nMessage-ID: <" + id +
         ">\r\nSubject: Checkpoint of the record at " + std::to_string(checkpoint.size) +
         " entries\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
         "boundary=\"" +
         boundary + "\"\r\n\r\n--" + boundary + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n" +
         "Keep the attached file: with `countersign audit verify --seen FILE` "
         "it shows\r\n" +
         "whether the history of the log was written anew.\r\n--" + boundary +
         "\r\nContent-Type: text/plain; charset=utf-8; name=\"checkpoint-" + std::to_string(checkpoint.size) +
         "\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: "
         "attachment; filename=\"checkpoint-" +
         std::to_string(checkpoint.size) + "\"\r\n\r\n" + in_lines(crypto::to_base64(note)) + "--" + boundary +
         "--\r\n";
}

/// One conversation with a server: a line, its answer, the next line.
class Talk {
 public:
  Talk(Link& link, Link::Deadline deadline) : link_(link), deadline_(deadline) {}

  /// Says a line ("" for none) and expects an answer of this class ('2' or
  /// '3'). The error holds what the server said.
  [[nodiscard]] Status say(const std::string& line, char expected) {
    answer_.clear();
    if (!line.empty())
      if (const auto said = link_.write(line + "\r\n", deadline_); !said) return said;
    for (;;) {
      const auto end = heard_.find("\r\n");
      if (end == std::string::npos) {
        if (const auto more = hear(); !more) return more;
        continue;
      }
      const auto answer = heard_.substr(0, end);
      heard_.erase(0, end + 2);
      answer_.push_back(answer);
      if (answer.size() > 3 && answer[3] == '-') continue;  // more lines of the same answer follow
      if (!answer.empty() && answer[0] == expected) return {};
      return Error{Fault::unavailable, "the mail server answered: " + answer.substr(0, 200)};
    }
  }

  /// Whether the answer to EHLO names an extension, such as "STARTTLS" or "AUTH PLAIN" (one of its words, RFC 4954).
  [[nodiscard]] bool offers(std::string_view what) const {
    const auto word = what.substr(0, what.find(' '));
    const auto detail = word.size() == what.size() ? std::string_view() : what.substr(word.size() + 1);
    return std::any_of(answer_.begin(), answer_.end(), [&](const std::string& line) {
      constexpr std::size_t kCode = 4;  // "250-"
      if (line.size() < kCode) return false;
      std::string rest = line.substr(kCode) + " ";
      std::transform(rest.begin(), rest.end(), rest.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
      return rest.starts_with(std::string(word) + " ") &&
             (detail.empty() || rest.find(" " + std::string(detail) + " ") != std::string::npos);
    });
  }
  /// Nothing came behind the last answer.
  [[nodiscard]] bool all_heard() const { return heard_.empty() && link_.quiet(); }

 private:
  [[nodiscard]] Status hear() {
    std::array<char, 4096> part{};
    const auto got = link_.read(part.data(), part.size(), deadline_);
    if (!got) return got.error();
    if (*got == 0 || heard_.size() > kMostReply)
      return Error{Fault::unavailable, "the mail server ended the conversation"};
    heard_.append(part.data(), *got);
    return {};
  }
  Link& link_;
  const Link::Deadline deadline_;
  std::string heard_;
  std::vector<std::string> answer_;  ///< the lines of the last one
};

std::string hello(const Mail::Terms& terms) { return "EHLO " + terms.from.substr(terms.from.find('@') + 1); }

Status greet(Talk& talk, const Mail::Terms& terms) {
  if (const auto met = talk.say("", '2'); !met) return met;
  return talk.say(hello(terms), '2');
}

/// RFC 3207: what was heard before counts for nothing, and nothing may have been slipped in behind the answer.
Status go_safe(Talk& talk, Link& link, const Mail::Terms& terms, const Trust& trust, Link::Deadline deadline) {
  if (!talk.offers("STARTTLS"))
    return Error{Fault::unavailable, "the mail server " + terms.host +
                                         " does not offer STARTTLS, so it was told nothing: name it by smtps:// if it "
                                         "speaks TLS from the first byte on"};
  if (const auto ready = talk.say("STARTTLS", '2'); !ready) return ready;
  if (!talk.all_heard())
    return Error{Fault::unavailable,
                 "the mail server " + terms.host +
                     " said more before TLS began: somebody may be in between; it was told nothing"};
  if (const auto safe = link.secure(terms.host, trust, deadline); !safe)
    return Error{safe.error().fault, "the mail server " + terms.host + ": " + safe.error().message};
  return talk.say(hello(terms), '2');
}

Status log_in(Talk& talk, const Mail::Terms& terms) {
  if (terms.user.empty()) return {};
  if (!talk.offers("AUTH PLAIN"))
    return Error{Fault::unavailable, "the mail server " + terms.host + " takes no password by AUTH PLAIN here"};
  const auto secret = crypto::to_base64(std::string(1, '\0') + terms.user + std::string(1, '\0') + terms.password);
  return talk.say("AUTH PLAIN " + secret, '2');
}

Status hand_over(Talk& talk, const Mail::Terms& terms, const std::string& message) {
  if (const auto taken = talk.say("MAIL FROM:<" + terms.from + ">", '2'); !taken) return taken;
  if (const auto taken = talk.say("RCPT TO:<" + terms.to + ">", '2'); !taken) return taken;
  if (const auto taken = talk.say("DATA", '3'); !taken) return taken;
  if (const auto taken = talk.say(message + ".", '2'); !taken) return taken;
  (void)talk.say("QUIT", '2');  // the mail is taken, whatever comes now
  return {};
}

}  // namespace

Status Mail::send_checkpoint(const std::string& note, Time now) const {
  const auto read = tlog::Note::parse(note);
  const auto checkpoint = read ? tlog::Checkpoint::parse(read->text) : read.error();
  if (!checkpoint) return checkpoint.error();
  if (!terms_.user.empty() && terms_.safety == Safety::plain)
    return Error{Fault::invalid, "a password is told to a mail server over TLS only"};
  const auto deadline = std::chrono::steady_clock::now() + terms_.deadline;
  std::shared_ptr<const Trust> trust;
  if (terms_.safety != Safety::plain) {
    auto believed = Trust::of(terms_.ca);
    if (!believed) return believed.error();
    trust = std::move(*believed);
  }
  const auto addresses = Resolver().resolve(terms_.host, deadline);
  if (!addresses) return addresses.error();
  const Interrupt interrupt;
  const auto* at_once = terms_.safety == Safety::tls ? trust.get() : nullptr;
  auto link = Link::open(*addresses, terms_.port, terms_.host, at_once, deadline, interrupt);
  if (!link) return Error{link.error().fault, "the mail server " + terms_.host + ": " + link.error().message};
  Talk talk(**link, deadline);
  if (const auto met = greet(talk, terms_); !met) return met;
  if (terms_.safety == Safety::starttls) {
    if (const auto safe = go_safe(talk, **link, terms_, *trust, deadline); !safe) return safe;
  }
  if (const auto in = log_in(talk, terms_); !in) return in;
  return hand_over(talk, terms_, message_of(terms_, *checkpoint, note, now));
}

}  // namespace countersign
