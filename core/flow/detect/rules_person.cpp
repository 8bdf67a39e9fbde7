// Asking for a person, and asking whether this is one, in en de fr es it pt nl pl.
#include "flow/detect/rule.hpp"

namespace countersign::detect {
namespace {

constexpr Says not_here = Says::not_here;

constexpr Rule rules[] = {
    // "Never AI for me": the conversation keeps it, whoever has it later.
    {"refuses_ai", R"(\b(?:never|no more) (?:again )?(?:any |an? )?(?:ai|bots?|robots?|chatbots?)\b.{0,20}\b(?:for me|again|ever)\b|\bno (?:ai|bots?) for me\b)"},
    {"refuses_ai", R"(\bnever let (?:an? |any )?(?:ai|bot|robot)\b|\b(?:answered|served|handled|helped) by (?:an? )?(?:ai|bot|robot)s?\b.{0,10}\b(?:ever|again)\b|\bno (?:ai|bots?|robots?),? please\b)"},
    {"refuses_ai", R"(\b(?:nie wieder|niemals|keine?n?) (?:eine |einen )?(?:ki|bots?|chatbots?)\b.{0,20}\b(?:fur mich|mehr|wieder)\b)"},
    {"refuses_ai", R"(\b(?:plus )?jamais (?:d'|de |une? )?(?:ia|robots?|bots?)\b.{0,20}\bpour moi\b|\bplus jamais (?:d'|de )?(?:ia|robots?|bots?)\b)"},
    {"refuses_ai", R"(\bnunca (?:mas )?(?:una? )?(?:ia|robots?|bots?)\b)"},
    // A word alone is an answer to the offer of a person, or all that an SMS has.
    {"asks_for_person",
     R"(^\W*(?:please |hello |hi |hey |ok |no |pls )*(?:(?:a |an |the )?(?:real |live |actual )?(?:human(?: being| agent| handoff)?|agents?|operator|representa?tive|reprsentative|rep|person|supervisor|manager|advisor|adviser|handoff)|stop|customer (?:service|care|support)|service agent|call me(?: back)?|callback|someone real)(?: please| now| pls| plz)?\W*$)"},
    {"asks_for_person",
     R"(^\W*(?:bitte |einen? )*(?:(?:echter? |richtiger? )?mensch(?:en)?|mitarbeiter(?:in)?|berater(?:in)?|sachbearbeiter(?:in)?|kundenservice|kundendienst|hotline|ruckruf|(?:un |une )?(?:vrai |vraie )?(?:humain|personne(?: humaine| reelle)?|conseillere?|operateur|operatrice|agent|responsable)|(?:un |una |vera |vero )*(?:agente|operadora?|asesora?|humano|persona real|persona|supervisora?|operatore|operatrice|umano|consulente|addetto|responsabile)|(?:um |uma )?(?:atendente|assistente humano|pessoa(?: real)?|humano)|(?:een )?(?:echt )?(?:mens|medewerker|persoon)|czlowiek|konsultant(?:ka)?|doradca|pracownik|kontaktaufnahme|kontakt mit menschen)(?: bitte| svp| s'il vous plait| por favor| per favore| graag| prosze| alsjeblieft| aub)*\W*$)"},
    // English: a verb of speaking, and somebody to speak to.
    {"asks_for_person",
     R"(\b(?:speak|talk|took|chat|spoken|put me|connect(?: me)?|transfer(?:red)?(?: me)?|pass(?:ed)? me|get me|get (?:hold of|through to)|reach|escalate(?: this| it| me)?|hand me(?: over)?|give me|gimme|send me|route me|switch me|forward me)\b.{0,25}\b(?:to|with|through|over|hold of|me|reach|onto)\s(?:\w+\s){0,4}?(?:human|person|people|agent|agents|representative|rep|operator|advisor|adviser|manager|supervisor|someone|somebody|anyone|anybody|staff|employee|founders?|colleague|specialist|team member|living being|customer service|customer care|support team|real one|one of you)\b)"},
    {"asks_for_person", R"(\b(?:get|give|find|gimme|send) (?:me )?(?:a |an |the |some)?(?:real |live |actual |human )?(?:human|person|agent|representative|rep|operator|manager|supervisor|someone|somebody|body|real one)\b)"},
    {"asks_for_person", R"(\b(?:want|need|like|prefer|rather have|wanna|looking for|demand|require)\b.{0,20}\b(?:a |an |some |your |the )?(?:human|real person|live person|actual person|human being|live agent|human agent|real agent|an agent|representative|manager|supervisor|manual customer service|someone real|real human|call ?back|person on the phone|real rasa employee)\b)"},
    {"asks_for_person", R"(\b(?:is|are) there (?:a|an|any|some)(?:one|body)? ?(?:real |actual |live |human )?(?:person|human|agent|one|body|people)?\b.{0,20}\b(?:talk|speak|there|here|help|available|real person)\b)"},
    {"asks_for_person", R"(\bis there (?:a|any) (?:real |live )(?:person|human))"},
    {"asks_for_person", R"(\bany(?:1|one|body) (?:there|real|human|alive)\b)"},
    {"asks_for_person", R"(\b(?:can|could|may|would|will) (?:u|you|someone|somebody|anyone|a person|a human|your \w+|ur \w+) .{0,15}\b(?:call|ring|phone) me\b)"},
    {"asks_for_person", R"(\b(?:please|just|pls) (?:call|ring|phone) me\b|\b(?:call|ring) me back\b|\bhave (?:someone|somebody|a person|your \w+) (?:call|contact|ring|phone)\b)"},
    {"asks_for_person", R"(\b(?:don'?t|do not|not|never|stop|no more|sick of|tired of|enough of|fed up with)\b.{0,30}\b(?:talk\w*|speak\w*|chat\w*|writ\w*|deal\w*)\b.{0,12}\b(?:bots?|robots?|machines?|computers?|ai|chatbots?|virtual agents?|automated)\b)"},
    {"asks_for_person", R"(\b(?:stop|no more) .{0,20}\b(?:bot|robot|automated|ai) (?:answers|replies|messages|responses)\b|\bnot (?:an? )?(?:ai|bot|robot|machine)\b.{0,5}$)"},
    {"asks_for_person", R"(\b(?:get|have|bring|put) (?:ur|your|a|the|me your) (?:supervisor|manager|boss|human|colleague)\b)"},
    {"asks_for_person", R"(\bwho (?:on your side|at your (?:company|office|bank)|in your (?:team|company)|can i (?:call|talk|speak|phone|go))\b.{0,30}\b(?:i|call|talk|speak|with|go)\b)"},
    {"asks_for_person", R"(\b(?:speak|talk|chat) (?:to|with) (?:an? |the |your |my |one of )?(?:\w+ ){0,3}(?:human|person|agent|agents|advisor|adviser|manager|supervisor|someone|somebody|anyone|staff|employee|representative|rep|operator|lead)\b)"},
    {"asks_for_person", R"(\bi(?:'d| would)? (?:rather|prefer)\b.{0,30}\b(?:person|human|phone|someone)\b)"},
    {"asks_for_person", R"(\bi need (?:support|manual|human) ?(?:\w+ )?(?:help|service)?\W*$|\bhuman (?:help|assistance|support|agent|handoff)\b)"},
    {"asks_for_person", R"(\b(?:i(?:'d| would)? (?:don'?t|do not|doubt) .{0,15}(?:chatbot|bot|robot|ai|computer) (?:can|could|will))\b)"},
    {"asks_for_person", R"(\bnever (?:any )?ai for me\b|\bno (?:ai|bots?|robots?)\b.{0,10}$)"},
    {"asks_for_person", R"(\b(?:don'?t|do not|no longer) (?:need|want) (?:an? |the |to (?:speak|talk) (?:to|with) (?:an? )?)?(?:human|person|agent|representative|advisor|callback|manager)\b)", not_here},
    {"asks_for_person", R"(\bhugo boss\b|\bhuman hair\b|\bboss (?:jacket|orange|suit|shirt|coat|perfume|bottled|watch)\b)", not_here},
    {"asks_for_person", R"(\b(?:real estate|estate|travel|insurance|booking|letting|shipping|cleaning|wetting|user) agents?\b|\bagent (?:number|commission|fee)\b)", not_here},
    {"asks_for_person", R"(\bare you (?:an? )?(?:real|human|person|bot|robot)\b|\b(?:am i|i am|i'm) (?:\w+ )?(?:talk|speak|chat|text)ing (?:to|with)\b|\bis this (?:an? )?(?:real |actual )?(?:person|human|bot|robot|computer)\b)", not_here},
    {"asks_for_person", R"(\b(?:spoke|talked|chatted|have spoken|already spoke) (?:to|with)\b.{0,60}\b(?:solved|fine|sorted|helpful|thanks|great|works)\b)", not_here},
    // German
    {"asks_for_person", R"(\b(?:sprechen|reden|telefonieren|verbinden|verbinde|verbunden|weiterleiten|durchstellen|zuruckrufen|ruckruf|kontakt|kontaktieren|chatten|schreiben)\b.*\b(?:mensch(?:en)?|person|mitarbeiter\w*|berater\w*|jemand\w*|kolleg\w*|vorgesetzt\w*|chef\w*|sachbearbeiter\w*|kundendienst|kundenservice|wem|filialleiter\w*)\b)"},
    {"asks_for_person", R"(\b(?:mensch(?:en)?|person|mitarbeiter\w*|berater\w*|jemand\w*|kolleg\w*|vorgesetzt\w*|chef\w*|sachbearbeiter\w*|kundendienst|kundenservice|wem|ihnen personlich)\b.{0,40}\b(?:sprechen|reden|telefonieren|verbinden|weiterleiten|durchstellen|anrufen|zuruckrufen|chatten|melden|ran\b|rangeht)\b)"},
    {"asks_for_person", R"(\b(?:mensch|person|mitarbeiter\w*|jemand\w*|chef\w*|kolleg\w*|wer)\b.{0,45}\bran\b|\bruft? (?:mich|uns) (?:bitte )?(?:an|zuruck)\b|\b(?:bitte )?(?:um )?(?:einen )?ruckruf\b)"},
    {"asks_for_person", R"(\b(?:brauche|will|mochte|wunsche|hatte gern\w*|gibt es|gib mir|geben sie mir|holen sie|hol)\b.{0,25}\b(?:echten?|richtigen?|realen?|lebenden?|manuellen)? ?(?:mensch(?:en)?|mitarbeiter\w*|berater\w*|kundenservice|ansprechpartner\w*|echte person|sachbearbeiter\w*)\b)"},
    {"asks_for_person", R"(\b(?:nicht|keine?n?|genug|kein bock)\b.{0,25}\b(?:mit|von|auf) (?:\w+ ){0,2}(?:bots?|roboter\w*|maschinen?|computer\w*|ki|chatbots?|automaten)\b)"},
    {"asks_for_person", R"(\bschon mit (?:jemand\w*|einem mitarbeiter\w*)\b|\bkeinen? (?:mitarbeiter|berater|menschen|ruckruf)\b|\bwie viele (?:personen|menschen)\b|\bgestern\b.*\bhat mich\b)", not_here},
    // French
    {"asks_for_person", R"(\b(?:parler|discuter|echanger|passe[rz]?|passez|mettre en relation|contacter|joindre|transfer\w*|mettez[- ]moi|communiquer|appele?r?|rappele?r?)\b.*\b(?:quelqu'un|humain\w*|personne|conseill\w+|agent\w*|operat\w+|responsable|superieur\w*|service client\w*|service \w+|manager|directeur|directrice|interlocut\w+|support)\b)"},
    {"asks_for_person", R"(\b(?:je (?:veux|voudrais|souhaite|prefere)|il me faut|j'ai besoin d'|besoin d')\b.{0,25}\b(?:humain\w*|vraie personne|personne reelle|conseill\w+|interlocut\w+|quelqu'un|agent|rappel\w*|aide humaine|service a la clientele)\b)"},
    {"asks_for_person", R"(\b(?:rappelez|appelez|rappeler)[- ]?(?:moi|nous)\b|\bme (?:rappeler|rappelle|rappeliez|contacter par telephone)\b|\b(?:y a[- ]t[- ]il|est-ce qu'il y a) (?:quelqu'un|une (?:vraie )?personne|un humain)\b|\bde vive voix\b)"},
    {"asks_for_person", R"(\b(?:m'a rappele|a rappele|combien de personnes|erreur d'operateur|parler a l'enceinte|pas besoin d'un conseiller|agent d'assurance)\b)", not_here},
    // Spanish
    {"asks_for_person", R"(\b(?:habl\w+|pas[ae]\w*|pon\w*me|comunic\w+|conect\w+|contact\w+|transf\w+|chatear|comentar|atienda|atender|llam\w+|mire|coja)\b.*\b(?:persona|humano|alguien|agente|operador\w*|asesor\w*|jefe|jefa|supervisor\w*|encargad\w+|responsable|representante|director\w*|gestor\w*|companer\w+|empleado)\b)"},
    {"asks_for_person", R"(\b(?:quiero|necesito|quisiera|prefiero|dame|deme)\b.{0,20}\b(?:una persona|un humano|un agente|un asesor|un operador|persona real|alguien)\b|\b(?:me )?(?:llamen?|llamad)me\b|\bque me (?:llamen|llame alguien)\b|\bhay alguien\b)"},
    {"asks_for_person", R"(\balguien\b.{0,25}\b(?:que me|me puede|puede) (?:atienda|ayude|llame|atender|llamar)\b)"},
    {"asks_for_person", R"(\b(?:cuantas personas|persona de contacto|por persona|operadora virtual|agente limpiador|agente de seguros|ayer vino|hablar por voz|no necesito)\b)", not_here},
    // Italian
    {"asks_for_person", R"(\b(?:parl\w+|pass\w+|contatt\w+|mett\w+ in contatto|trasfer\w+|ricontattat\w+|chiam\w+|richiam\w+|conness\w*)\b.*\b(?:qualcuno|persona|umano|operator\w+|consulente|addett\w+|responsabile|impiegat\w+|direttore|collega|servizio clienti|supervisore)\b)"},
    {"asks_for_person", R"(\b(?:voglio|vorrei|serve|mi serve|ho bisogno di)\b.{0,25}\b(?:uno vero|una persona|un umano|un operatore|un consulente|un impiegato|persona vera|persona reale)\b|\bchiamatemi\b|\brichiamatemi\b|\bc'e (?:qualcuno|nessuno+|una persona)\b)"},
    {"asks_for_person", R"(\bnon ho bisogno\b|\bpasso a un altro operatore\b|\bquante persone\b|\bha spiegato\b|\bper persona\b)", not_here},
    // Portuguese
    {"asks_for_person", R"(\b(?:fal\w+|pass\w+|lig\w+|tratar|conversar|contact\w+|transfer\w+|atend\w+|responder)\b.*\b(?:pessoa|alguem|humano|atendente|supervisor\w*|colega|responsavel|gerente|operador\w*|assistente)\b)"},
    {"asks_for_person", R"(\balguem (?:da|do|de|que|pode)\b.{0,40}\b(?:falar|ligar|ajudar|tratar|perceba|atender|ao vivo|loja)\b|\b(?:liguem|ligue|ligar)[- ]?me\b|\bque me lig\w+\b|\b(?:ha|tem|existe) (?:algum|um|uma) (?:assistente|atendente|pessoa|humano)\b|\bdeve haver\b.{0,20}\b(?:tecnico|pessoa|alguem)\b.*\brespond\w+)"},
    {"asks_for_person", R"(\b(?:quantas pessoas|agente de seguros|por pessoa|ninguem na familia|nao preciso|gerente da loja disse|que veio)\b)", not_here},
    // Dutch
    {"asks_for_person", R"(\b(?:iemand|mens|medewerker|collega|persoon|chef|leidinggevende|adviseur|klantenservice)\b.{0,40}\b(?:spreken|praten|bellen|helpen|reageren|verbinden|verbonden|contact|aan de lijn)\b)"},
    {"asks_for_person", R"(\b(?:spreken|praten|bel|bellen|verbind\w*|doorverbind\w*|contact|laat)\b.{0,40}\b(?:iemand|mens|medewerker|collega|persoon|chef|leidinggevende|adviseur)\b|\bbel (?:me|mij)\b|\bterugbellen\b)"},
    {"asks_for_person", R"(\b(?:niet|geen|genoeg)\b.{0,15}\b(?:met|van) (?:\w+ )?(?:bots?|robots?|computers?|machines?)\b|^ie?ma?nd van de\b|\bte ingewikkeld voor een (?:computer|bot|robot)\b)"},
    {"asks_for_person", R"(\b(?:hoeveel personen|per persoon|geen adviseur|iemand thuis|met mijn stem)\b)", not_here},
    // Polish
    {"asks_for_person", R"(\b(?:rozmawiac|porozmawiac|rozmow\w*|polacz\w*|przelacz\w*|omowic|skontaktowac|zadzwon\w*|pogadac|wytlumaczyc|zajmie)\b.*\b(?:czlowiek\w*|konsultant\w*|kims|ktos|kogos|doradc\w*|opiekun\w*|pracownik\w*|kierownik\w*|przelozon\w*|osob\w*)\b)"},
    {"asks_for_person", R"(\bktos\b.{0,40}\b(?:przez telefon|zadzwonic|pomoc|wytlumaczyc|z oddzialu)\b|\b(?:dajcie|dac|poprosze|chce|potrzebuje)\b.{0,15}\b(?:kogos|czlowieka|konsultanta|pracownika|doradce)\b|^\W*(?:prosze )?(?:przelacz|polacz)(?:cie)? mnie\b|\bprosze o (?:telefon|kontakt telefoniczny|rozmowe)\b)"},
    {"asks_for_person", R"(\b(?:ile osob|agent ubezpieczeniowy|robot sprzatajacy|nie potrzebuj\w+)\b)", not_here},
    // Is this an AI?
    {"asks_if_ai", R"(\b(?:are|r|aren't|arent|am|was|were) (?:not )?(?:you|u|ya|i)\b.{0,45}\b(?:bots?|robots?|chat ?bots?|human|ai|a\.i\.|machine|computer|real|person|artificial intelligence|automated|program|algorithm|software|living|alive|android|droid|cyborg|virtual|conversational system)\b)"},
    {"asks_if_ai", R"(\b(?:is|isn't|isnt) (?:this|it|that)\b.{0,25}\b(?:bot|robot|chat ?bot|human(?: being)?|ai|machine|computer|(?:real |actual |live |living )?pers[oa]n|artificial intelligence|automated|program|algorithm|android|virtual assistant)\b(?: or\b.*| (?:i am|i'm|am i|that i|talking|speaking|on the|here|there|now|right|answering|replying|writing|texting|chatting).*|\W*)$)"},
    {"asks_if_ai", R"(\b(?:are|r|aren't|is|isn't) (?:not )?(?:you|u|this) (?:really |even |actually )?(?:a|an) (?:man|woman|girl|boy|guy|dude|lady|bloke|gal)\b|\bare you one(?: too)?\W*$|\b(?:human|person|robot|bot|being)[ ,.]*(?:are|and) you\W*$|\bwhat (?:are you\W*$|kind of life form you are\b))"},
    {"asks_if_ai", R"(\bam i (?:\w+ ){0,3}(?:talk|speak|chat|text|writ|communicat)ing (?:to|with)\b)"},
    {"asks_if_ai", R"(\b(?:you'?re|ur|you are|u r|this is|youre) (?:\w+ ){0,4}(?:bot|robot|chatbot|human|ai|machine|computer|real person|person|program)\b.{0,20}(?:\?|right|correct|isn't|aren't|or\b))"},
    {"asks_if_ai", R"(\b(?:tell|know|wonder(?:ing)?|ask|curious|confirm)\b.{0,25}\b(?:if|whether)\b.{0,6}\b(?:you|u|your?|ur|you'?re|this is|it's|i'?m|i am)\b.{0,40}\b(?:bots?|robots?|chatbot|human|ai|machine|computer|real|person|program|living|guy|conversational system)\b)"},
    {"asks_if_ai", R"(\b(?:am|are|is) (?:i|you|u|this|it) (?:really |even |actually |just |still )?(?:real|human|ai|a bot|a robot)\W*$)"},
    {"asks_if_ai", R"(\b(?:talking|speaking|chatting|texting) (?:to|with) (?:an? )?(?:real |actual |live |living )?(?:person|human|bot|robot|ai|machine|computer|chatbot)\b.*\?)"},
    {"asks_if_ai", R"(\b(?:bist du|sind sie|seid ihr|ist das|spreche ich|schreibe ich|rede ich|chatte ich)\b.{0,40}\b(?:bot|roboter|chatbot|mensch(?:en)?|ki|maschine|computer|echt\w*|programm)\b|\b(?:es-tu|etes-vous|tu es|vous etes|est-ce|suis-je en train|c'est|je parle)\b.{0,40}\b(?:un (?:ro)?bot|une? ia|humain|machine|robot|vraie personne|ordinateur)\b.*\?)"},
    {"asks_if_ai", R"(\b(?:eres|es usted|sois|esto es|estoy hablando|hablo)\b.{0,40}\b(?:bot|robot|ia|humano|maquina|persona|real)\b.*\?|\b(?:sei|lei e|siete|sto parlando|parlo|e)\b.{0,40}\b(?:bot|robot|un'ia|umano|macchina|persona vera|computer)\b.*\?|\b(?:voce e|es um|estou a falar|estou falando|e uma?)\b.{0,40}\b(?:bot|robo|ia|humano|maquina|pessoa)\b.*\?|\b(?:ben je|bent u|is dit|praat ik|spreek ik)\b.{0,40}\b(?:bot|robot|ai|mens|computer|machine|echt)\b)"},
    {"asks_if_ai", R"(^\W*(?:so )?(?:a )?(?:bot|robot|human|ai|real person)\s?\?\W*$)"},
    {"asks_if_ai", R"(\bare you (?:someone|anyone|sure you|a man|a woman|a guy|a girl|a lady)\b.{0,30}\b(?:bot|robot|chatbot|human|computer)\b)"},
    {"asks_if_ai", R"(\bare you (?:talking to the right|using|made by|programmed|sure (?:about|this|it|that))\b|\bone person or two\b|\bticket\b|^'.*'\W*$|\btv show\b|\bthe same thing as\b)", not_here},
    {"asks_if_ai", R"(\b(?:reading|playlist|song|movie|book|named|called)\b.*\b(?:bot|robot|chatbot|real person)\b|\bi(?:'m| am) (?:not )?(?:a|an) (?:\w+ )?(?:human|robot|bot|person)\b[^?]*$)", not_here},
};

}  // namespace

std::span<const Rule> person_rules() { return rules; }

}  // namespace countersign::detect
