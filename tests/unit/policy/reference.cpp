#include "policy/reference.hpp"

namespace countersign::policy::testing {
namespace {

bool in(const std::string& word, const Names& list) {
  for (const std::string& other : list)
    if (other == word) return true;
  return false;
}

bool wants(const Names& list, const std::string& word) { return list.empty() || in(word, list); }
bool wants(unsigned bits, Level level) { return bits == 0 || (bits & (1U << static_cast<unsigned>(level))) != 0; }

/// Every place of the tests' world, and what each name of it covers.
bool there(const Condition& c, const std::string& region) {
  static const std::vector<std::pair<std::string, Names>> kCovers = {
      {"DE", {"DE"}},       {"NO", {"NO"}}, {"US", {"US", "US-CA", "US-NY"}},
      {"US-CA", {"US-CA"}}, {"EU", {"EU", "DE", "AT"}}, {"EEA", {"EU", "DE", "AT", "NO", "IS"}}};
  for (const std::string& named : c.region) {
    if (region.empty() && !c.elsewhere_is_known) return true;
    if (named == "US-CA" && region == "US" && !c.elsewhere_is_known) return true;
    if (named == "DE" && region == "EU" && !c.elsewhere_is_known) return true;
    for (const auto& [name, covers] : kCovers)
      if (name == named && (in(region, covers) || region.rfind(named + "-", 0) == 0)) return true;
  }
  return false;
}

bool holds(const Condition& c, const Facts& f) {
  if (c.authors && (*c.authors & (1U << static_cast<unsigned>(f.written_by))) == 0) return false;
  if (!c.channel.empty() && !in(f.channel, c.channel) && !in(f.channel_kind, c.channel)) return false;
  if (!wants(c.language, f.language) || !wants(c.brand, f.brand) || !wants(c.model, f.model)) return false;
  if (!c.region.empty() && !there(c, f.region)) return false;
  if (!wants(c.risk, f.risk) || !wants(c.value, f.value) || !wants(c.emotion, f.emotion)) return false;
  bool topic = c.topic.empty();
  for (const std::string& t : f.topics) topic = topic || in(t, c.topic);
  bool finding = c.finding.empty();
  bool over = !c.commitment_over;
  for (const Finding& x : f.findings) {
    finding = finding || in(x.kind, c.finding);
    if (!c.commitment_over || !x.commitment) continue;
    if (!x.commitment->cents)
      over = over || x.commitment->what == "money";
    else
      over = over || x.commitment->currency != c.commitment_over->currency ||
             *x.commitment->cents > c.commitment_over->cents;
  }
  return topic && finding && over;
}

int rank(const std::string& priority) { return priority == "normal" ? 0 : priority == "urgent" ? 1 : 2; }

void route(Decision& d, const Route& r) {
  auto& now = d.duties.give_to;
  if (!now || rank(r.priority) > rank(now->priority) ||
      (rank(r.priority) == rank(now->priority) && r.queue < now->queue))
    now = r;
}

void raise(Decision& d, Verdict v) {
  if (v > d.verdict) d.verdict = v;
}

Verdict action(IfNot x) {
  if (x == IfNot::hold_for_review) return Verdict::hold;
  if (x == IfNot::give_to_a_person) return Verdict::hand_over;
  return x == IfNot::block ? Verdict::block : Verdict::change;
}

bool notice_due(const Requirement& r, const Facts& f) {
  bool ever = false;
  Time last{};
  for (const NoticeShown& n : f.notices_shown)
    if (n.id == r.notice) {
      last = ever ? std::max(last, n.at) : n.at;
      ever = true;
    }
  if (!ever) return r.on_start || (r.on_question && f.customer_asks_if_ai) || (r.on_return && f.ai_returns);
  if ((r.on_question && f.customer_asks_if_ai) || (r.on_return && f.ai_returns)) return true;
  return r.again_after && (last > f.now || f.now - last >= *r.again_after);
}

/// The verdict a requirement asks for; its duties go straight into `d`.
Verdict apply(const Requirement& r, const Policy& p, const Facts& f, Decision& d) {
  bool present = false;
  bool placeless = false;
  for (const Finding& x : f.findings)
    if (in(x.kind, r.kinds)) {
      present = true;
      placeless = placeless || x.start >= x.end;
    }
  const Verdict otherwise = action(p.if_not);
  const auto mask = [&](const std::string& kind, Mask m) {
    if (!d.duties.mask.contains(kind) || d.duties.mask[kind] < m) d.duties.mask[kind] = m;
  };
  switch (r.must) {
    case Must::show_notice:
      if (!notice_due(r, f)) return Verdict::send;
      d.duties.notices.insert(r.notice);
      return otherwise;
    case Must::label:
      d.duties.label = true;
      return otherwise;
    case Must::offer_a_person:
      d.duties.offer_a_person = true;
      return otherwise;
    case Must::show_source:
      d.duties.show_source = true;
      return otherwise;
    case Must::be_approved_by:
      d.duties.approvals[r.role] = std::max(d.duties.approvals[r.role], r.people);
      return otherwise;
    case Must::be_answered_by:
      return otherwise;
    case Must::rest_on_a_source:
      return f.sources > 0 ? Verdict::send : otherwise;
    case Must::never_keep:
      for (const std::string& k : r.kinds) d.duties.never_keep.insert(k);
      return !present ? Verdict::send : placeless ? std::max(Verdict::change, otherwise) : Verdict::change;
    case Must::hide:
    case Must::remove:
      for (const std::string& k : r.kinds) mask(k, r.must == Must::hide ? r.mask : Mask::removed);
      return !present ? Verdict::send : placeless ? std::max(Verdict::change, otherwise) : Verdict::change;
    case Must::not_contain:
      if (!present) return Verdict::send;
      if (otherwise != Verdict::change) return otherwise;
      for (const Finding& x : f.findings)
        if (in(x.kind, r.kinds)) mask(x.kind, Mask::removed);
      return placeless ? Verdict::hold : Verdict::change;
  }
  return Verdict::block;
}

bool applies(const Policy& p, const Facts& f) {
  return p.mode == Mode::enforce && p.at == f.border && holds(p.applies_to, f);
}

bool excused(const Policy& p, const Facts& f) {
  for (const Waiver& w : p.waivers)
    if (f.now < w.ends && holds(w.covers, f)) return true;
  return false;
}

void deadline(const Policy& p, const Facts& f, Decision& d) {
  const auto own = p.deadline.find(f.channel_kind);
  const auto other = p.deadline.find("");
  if (own == p.deadline.end() && other == p.deadline.end()) return;
  const auto [wait, business] = own != p.deadline.end() ? own->second : other->second;
  auto& waits = business ? d.duties.staffed_deadline : d.duties.deadline;
  const auto [at, fresh] = waits.emplace(f.channel_kind, wait);
  if (!fresh) at->second = std::min(at->second, wait);
}

bool recognised(const Moment& m, const Facts& f) {
  if (!m.recognised) return false;
  bool yes = m.has_all && holds(m.all, f);
  for (const std::string& t : f.topics) yes = yes || in(t, m.or_topic);
  for (const Finding& x : f.findings) yes = yes || in(x.kind, m.or_finding);
  return yes;
}

int urgency(const Moment& m) {
  if (!m.give_to) return 0;
  return m.give_to->priority == "page_someone" ? 2 : (m.give_to->priority == "urgent" ? 1 : 0);
}

/// Less for AI first, then more urgent, then riskier, then by name.
bool names_better(const Moment& a, const Moment& b) {
  if (a.ai_may != b.ai_may) return a.ai_may < b.ai_may;
  if (urgency(a) != urgency(b)) return urgency(a) > urgency(b);
  if (a.risk != b.risk) return a.risk > b.risk;
  return a.id < b.id;
}

void arrive(const Compiled& set, const Facts& f, bool forbidden, Decision& d) {
  bool any = false;
  for (const Moment& m : set.moments) any = any || recognised(m, f);
  const Moment* named = nullptr;
  for (const Moment& m : set.moments) {
    if (any ? !recognised(m, f) : m.recognised) continue;
    if (named == nullptr || names_better(m, *named)) named = &m;
    if (m.give_to) route(d, *m.give_to);
    if (!m.say_first.empty()) d.duties.say.insert(m.say_first);
  }
  d.ai_may = named != nullptr ? named->ai_may : AiMay::nothing;
  d.moment = named != nullptr ? named->id : "";
  if (d.ai_may < AiMay::ask) raise(d, Verdict::hand_over);
  if (f.never_ai || f.ai_stopped || f.model_asked_for_person) raise(d, Verdict::hand_over);
  if (d.verdict >= Verdict::hold) d.duties.ai_off = true;
  if (d.verdict >= Verdict::hold && d.ai_may > AiMay::summarise) d.ai_may = AiMay::summarise;
  if (forbidden || f.never_ai || f.ai_stopped) d.ai_may = AiMay::nothing;
}

}  // namespace

Decision reference(const Compiled& set, const Facts& f) {
  Decision d;
  d.verdict = Verdict::send;
  d.ai_may = f.ai_may;
  bool speaks = false;
  bool forbidden = false;
  for (const Policy& p : set.policies) {
    if (!applies(p, f)) continue;
    for (const Requirement& r : p.must) speaks = speaks || r.must == Must::hide || r.must == Must::remove;
    if (excused(p, f)) continue;
    for (const Requirement& r : p.must) {
      const Verdict v = apply(r, p, f, d);
      raise(d, v);
      if (v == Verdict::send) continue;
      forbidden = forbidden || v == Verdict::hold || v == Verdict::block;
      if (v >= Verdict::hold && p.give_to) route(d, *p.give_to);
      if (!p.say.empty()) d.duties.say.insert(p.say);
    }
    deadline(p, f, d);
    if (p.checked_percent > d.duties.checked_percent) d.duties.checked_percent = p.checked_percent;
  }
  const bool stop = f.never_ai || f.ai_stopped || f.model_asked_for_person;
  if (f.border == Border::arrival) arrive(set, f, forbidden, d);
  if (f.border == Border::prompt && !speaks) raise(d, Verdict::hold);
  if (f.border == Border::prompt && stop) raise(d, Verdict::hand_over);
  if (f.border == Border::reply && (f.written_by == Author::ai || f.written_by == Author::ai_edited)) {
    bool granted = false;
    for (const Moment& m : set.moments) granted = granted || m.ai_may == AiMay::reply;
    if (f.ai_may != AiMay::reply || !granted) raise(d, Verdict::hold);
    if (stop) raise(d, Verdict::hand_over);
  }
  if (f.border == Border::ticket) return d;
  if (d.verdict >= Verdict::hand_over) d.duties.ai_off = true;
  if (d.verdict < Verdict::hold || !set.default_route) return d;
  if (!d.duties.give_to)
    d.duties.give_to = set.default_route;
  else if (rank(set.default_route->priority) > rank(d.duties.give_to->priority))
    d.duties.give_to->priority = set.default_route->priority;
  return d;
}

}  // namespace countersign::policy::testing
