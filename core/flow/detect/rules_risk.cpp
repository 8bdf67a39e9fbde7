// Matters where a wrong answer costs somebody money or their account: they raise the risk without being a finding.
#include "flow/detect/rule.hpp"

namespace countersign::detect {
namespace {

constexpr Rule rules[] = {
    {"risk/high", R"(\b(?:fraud\w*|scam\w*|stolen|stole|theft|thief|hack(?:ed|er|ers)?|compromised|unauthori[sz]ed|phish\w*|identity theft|(?:don'?t|do not|didn'?t|not) (?:recogni[sz]e|make|authori[sz]e)\b.{0,30}\b(?:payment|charge|transaction|withdrawal|debit|purchase)|lost (?:my )?(?:card|phone|credit card|debit card|wallet)|(?:dispute|disput\w+)\b.{0,20}\b(?:charge|transaction|payment|debt|item|account)|freeze my|block my (?:card|account)|someone (?:else )?(?:used|has used|is using|took|withdrew|got)|suspicious)\b)"},
    {"risk/high", R"(\b(?:credit (?:report|file|bureau)\w*|consumer (?:report|credit)\w*|experian|equifax|transunion|fcra|cfpb|u\.?s\.?c\b|debt (?:collect\w*|is not)|collection agency|police report|inquir(?:y|ies) (?:on|from)|inaccura\w+|violat\w+|not mine|foreclos\w+|unfamiliar|(?:don'?t|do not|didn'?t) remember (?:making|doing|this)|i (?:didn'?t|did not|never|haven'?t) (?:made?|do|authori[sz]e|request|withdraw|use|approve|set up|sign)|(?:strange|unknown|weird|odd|unrecogni[sz]ed) (?:charge|payment|transaction|withdrawal|debit)|not (?:from|by|made by) me|(?:lost|misplaced|missing|can'?t find|left) .{0,15}\b(?:card|phone|wallet)|freeze|(?:put a )?(?:hold|stop|block) on (?:my )?(?:card|account|bank)|mugged|robbed|somebody|used my card)\b)"},
    {"risk/high", R"(\b(?:betrug\w*|gestohlen|geklaut|missbrauch\w*|gehackt|nicht autorisiert\w*|karte (?:ist )?(?:weg|verloren)|karte verloren|fraude|vole[es]?\b|vol de|pirate\w*|carte perdue|perdu ma carte|robad\w+|robo de|fraude|tarjeta perdida|rubat\w+|frode|perso la carta|furto|roubad\w+|roubo|perdi o cartao|gestolen|diefstal|pas kwijt|fraude|skradz\w+|kradziez|oszust\w+|zgubil\w+ karte)\b)"},
    {"risk/medium", R"(\b(?:refund\w*|charged (?:twice|again|extra|double|a fee)|double charged|overcharged|extra (?:charge|fee)|fee (?:charged|was)|cancel\w*|terminate|close (?:my )?account|wrong (?:amount|exchange rate)|declined|failed transfer|not arrived|didn'?t (?:arrive|receive)|missing (?:money|payment)|money back|change my (?:address|name|pin|details|password)|verify my identity|tax(?:es)?|pension|credit (?:score|limit)|401k|loan|mortgage|damaged|blocked|pin\b|passcode|reverted|pay my bill|transfer\w*)\b)"},
    {"risk/medium", R"(\b(?:erstatt\w*|ruckerstatt\w*|doppelt abgebucht|gebuhr\w*|stornier\w*|kundig\w*|mahn\w+|rembours\w+|prelev\w+|annul\w+|resili\w+|reembols\w+|devoluc\w+|cobr\w+|cancel\w+|rimbors\w+|addebit\w+|disdett\w*|reembols\w+|terugbetal\w*|afgeschreven|annuler\w*|zwrot\w*|anulow\w+|oplat\w+)\b)"},
};

}  // namespace

std::span<const Rule> risk_rules() { return rules; }

}  // namespace countersign::detect
