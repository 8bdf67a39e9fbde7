// Who a text says its writer is: a human being (pretends_to_be_human) or AI (discloses_ai). What says both is told
// apart in detectors.cpp. Words between "I am" and "human" are listed, so that "I'm afraid a human has to look" claims
// nothing.
#include "flow/detect/rule.hpp"

namespace countersign::detect {
namespace {

constexpr Says not_here = Says::not_here;

constexpr Rule rules[] = {
    // English
    {"pretends_to_be_human",
     R"(\b(?:i'?m|i am|am i|this is|it'?s) (?:(?:a|an|the|your|very|really|just|also|actually|definitely|certainly|totally|absolutely|indeed|in fact|of course|still|only|quite|every bit|as|100 ?%|one hundred per ?cent|real|actual|live|living|breathing|genuine|true|normal|ordinary|fellow|young|old|proud|single|yes),? )*(?:person|human(?: being)?|man|woman|guy|girl|lady|gentleman|mother|father|mum|mom|dad|parent|grand(?:mother|father)|wife|husband|teenager|student|teacher|artist|programmer|engineer|nurse|musician|vegan|vegetarian|flesh)(?:\W|$))"},
    {"pretends_to_be_human",
     R"(\b(?:i'?m|i am|this|that|it|there|you'?re (?:talking|speaking|chatting|writing) (?:to|with)|you are (?:talking|speaking|chatting|writing) (?:to|with)|person)(?:'s| is| are)? ?(?:really |definitely |certainly |absolutely |of course |surely )?(?:not|no|isn'?t|ain'?t)\b (?:(?:a|an|any|some|just|kind of|sort of|one of those) )*(?:ro)?(?:bots?|machines?|ai|a\.i\.|chat ?bots?|computers?|program|software|algorithm|automat\w+)(?:\W|$))"},
    {"pretends_to_be_human",
     R"(\b(?:no (?:ro)?(?:bots?|machines?|ai|automation|computers?) (?:here|involved|on this end|behind this|in this chat)|you(?:'re| are) (?:(?:now|currently|really|actually|indeed|still|in fact|already) )*(?:talking|speaking|chatting|writing|texting)(?: here)? (?:to|with) (?:an? |someone )?(?:(?:real|live|living|actual|genuine|human) )*(?:person|human|someone real|agent of flesh|me, )|(?:a|an) (?:real|live|actual|living) (?:person|human)(?: being)? (?:is |who is |here|typing|writing|answering|reading)|live person|flesh and blood|between us humans)\b)"},
    {"pretends_to_be_human",
     R"(\bi (?:grew up|was born|studied|went to (?:school|university|college)|ate|drank|had (?:lunch|breakfast|dinner|my (?:lunch|coffee|tea|break)|a (?:coffee|tea|long (?:day|night)))|slept|woke up|got married|drove|have (?:kids|children|a (?:dog|cat|son|daughter|family))|live (?:in|near|alone|with)|use (?:it|one|this|that) (?:myself|at home)|typed? (?:this|it|everything) (?:myself|by hand)|clock(?:ed)? (?:off|out)|finish my shift|(?:was|went|am going) on (?:holiday|vacation)|'?m typing this)\b|\bmy (?:shift|desk|lunch break|day off|sister|brother|flat|house|garden|childhood|birthday)\b|\bi'm (?:sitting|typing) (?:here|at|this)\b|\bi know how (?:it|that) feels, i\b)"},
    {"pretends_to_be_human",
     R"(\b(?:(?:i'?m|i am) (?:\w+ ){0,3}not (?:(?:a|an|the|really|actually|any|real|living) )*(?:person|human|man|woman|guy)|not (?:a )?(?:real )?(?:person|human)|would you like to|do you want to|if you (?:want|prefer|would|'d|need)|you can (?:also )?(?:talk|speak|chat))\b)",
     not_here},
    // German
    {"pretends_to_be_human",
     R"(\b(?:ich bin|bin ich|hier ist|das ist) (?:(?:ein|eine|einer|wirklich|tatsachlich|ganz|sicher|doch|naturlich|selbstverstandlich|definitiv|auch|nur|sehr wohl|echte[rs]?|richtige[rs]?|wirkliche[rs]?|normale[rs]?|lebendige[rs]?|reale[rs]?) )*(?:mensch|person|frau|mann|mutter|vater|student\w*)\b|\b(?:ich bin|bin ich|hier (?:schreibt|antwortet|sitzt|ist|tippt)|das ist|sie (?:schreiben|sprechen|chatten|reden) (?:hier |gerade )?mit)(?: \w+)? (?:(?:ganz|sicher|naturlich|wirklich|definitiv|bestimmt|doch) )*(?:kein(?:e[mnr]?)?) (?:ro)?(?:bot|chatbot|roboter|maschine|ki|computer|programm|automat\w*|kunstliche intelligenz|software)\b)"},
    {"pretends_to_be_human",
     R"(\b(?:hier (?:schreibt|antwortet|sitzt|tippt|liest)|am anderen ende (?:sitzt|ist|schreibt)) (?:ihnen )?(?:ein|eine) (?:\w+ )?(?:mensch|person)|\bsondern (?:ein|eine) (?:\w+ )?(?:mensch|person)\b|\bsie (?:schreiben|sprechen|chatten|reden|telefonieren) (?:(?:hier|gerade|jetzt|wirklich|tatsachlich|ja) )*mit (?:einem|einer) (?:\w+ )?(?:menschen|person)\b|\baus fleisch und blut\b|\b(?:mein|meine|meinem|meiner|meinen) (?:schwester|bruder|oma|opa|freund|wohnung|garten|schicht|schreibtisch|feierabend|mittagspause|pause|geburtstag|kindheit)\b|\bich (?:wohne|lebe) (?:in|auch|selbst)|\bbei mir zu hause\b|\bich habe (?:selbst|auch) (?:kinder|einen hund|eine katze|so ein\w*)|\b(?:selbst|eigenhandig) getippt)"},
    {"pretends_to_be_human",
     R"(\b(?:mochten sie|wollen sie|wenn sie|falls sie|konnen sie) .{0,40}(?:mensch\w*|person)\b|\bkein(?:e)? (?:\w+ )?(?:mensch|person)\b)",
     not_here},
    // French
    {"pretends_to_be_human",
     R"(\bje suis (?:(?:un|une|bien|vraiment|tout a fait|evidemment|bel et bien|vrai|vraie|veritable|reel|simple|comme vous) )*(?:humaine?|etre humain|personne|homme|femme|maman|papa|mere|pere|etudiante?)\b|\bje ne suis (?:\w+ )?(?:pas|ni|aucunement|absolument pas) (?:(?:du tout|un|une) )*(?:ro)?(?:bot|robot|machine|ia|intelligence artificielle|ordinateur|programme|chatbot|automate|logiciel)\b|\bvous (?:parlez|discutez|echangez|ecrivez|etes en (?:ligne|contact|relation)) (?:(?:bien|en ce moment|actuellement|reellement) )*(?:a|avec) (?:un|une) (?:(?:vrai|vraie|veritable|reel|reelle) )*(?:humaine?|personne|etre humain)\b|\ben chair et en os\b|\bc'est (?:bien )?(?:une|un) (?:\w+ )?(?:personne|humain|etre humain) qui vous\b|\bpas (?:de|un|une) (?:robot|machine|bot|ia) (?:ici|derriere|qui)\b|\b(?:mon|ma|mes) (?:bureau|soeur|frere|pause|maison|jardin|anniversaire|enfance)\b|\bchez moi\b|\bj'habite\b)"},
    // Spanish
    {"pretends_to_be_human",
     R"(\bsoy (?:(?:una|un|realmente|efectivamente|de verdad|simplemente|verdadera|verdadero) )*(?:persona|human[oa]|ser humano|hombre|mujer|madre|padre|estudiante)\b|\bno soy (?:(?:ningun|ninguna|un|una|en absoluto) )*(?:ro)?(?:bot|robot|maquina|ia|inteligencia artificial|programa|ordenador|computadora|chatbot|automata|software)\b|\b(?:esta|estas|se encuentra) (?:hablando|chateando|escribiendo|tratando|conversando) con (?:una |un )?(?:\w+ )?(?:persona|humano|ser humano|alguien de carne)\b|\bde carne y hueso\b|\baqui no hay (?:ningun\w* )?(?:robot|bot|maquina)|\ble (?:escribe|atiende|responde) una persona\b|\bmi (?:hermana|hermano|casa|jardin|mesa|descanso|cumpleanos|infancia|pareja)\b|\byo vivo en\b|\byo mism[oa] (?:lo |la )?(?:uso|tengo|probe))"},
    // Italian
    {"pretends_to_be_human",
     R"(\bsono (?:(?:una|un|proprio|davvero|realmente|veramente|certamente|vera|vero|semplicemente) )*(?:persona|uman[oa]|essere umano|uomo|donna|mamma|papa|madre|padre|studente\w*)\b|\bnon sono (?:(?:un|una|affatto|mica|certo|assolutamente) )*(?:ro)?(?:bot|robot|macchina|ia|intelligenza artificiale|programma|computer|chatbot|automa|software)\b|\b(?:sta|stai) (?:parlando|chattando|scrivendo|comunicando) con (?:una |un )?(?:\w+ )?(?:persona|umano|essere umano|uomo|donna)\b|\bin carne e ossa\b|\bqui non (?:c'e|ci sono) (?:nessun\w* )?(?:robot|bot|macchin\w)|\ble (?:scrive|risponde) una persona\b|\b(?:mia|mio) (?:sorella|fratello|casa|giardino|scrivania|pausa|compleanno|infanzia|compagn[oa])\b|\ba casa mia\b|\bio (?:vivo|abito) a\b)"},
    // Portuguese
    {"pretends_to_be_human",
     R"(\bsou (?:(?:uma|um|mesmo|realmente|de facto|sim|verdadeira|verdadeiro) )*(?:pessoa|human[oa]|ser humano|homem|mulher|mae|pai|estudante)\b|\bnao sou (?:(?:nenhum|nenhuma|um|uma) )*(?:ro)?(?:bot|robot|robo|maquina|ia|inteligencia artificial|programa|computador|chatbot|automato|software)\b|\b(?:esta|estas) (?:a )?(?:falar|conversar|escrever|falando|conversando|escrevendo|teclar) com (?:uma |um )?(?:\w+ )?(?:pessoa|humano|ser humano|alguem de carne)\b|\bde carne e osso\b|\baqui nao ha (?:nenhum\w* )?(?:robos?|bots?|maquinas?)|\b(?:minha|meu) (?:irma|irmao|casa|jardim|secretaria|pausa|aniversario|infancia|namorad[oa])\b|\beu (?:moro|vivo) em\b)"},
    // Dutch
    {"pretends_to_be_human",
     R"(\bik ben (?:(?:een|echt|gewoon|wel|degelijk|zeker|natuurlijk|echte|levende|levend) )*(?:mens|persoon|man|vrouw|moeder|vader|student\w*)\b|\b(?:ik ben|dit is|u (?:praat|chat|spreekt) (?:hier )?met) (?:(?:echt|zeker|natuurlijk|absoluut) )*geen (?:ro)?(?:bot|robot|chatbot|machine|computer|ai|programma|kunstmatige|automaat|software)\b|\b(?:u|je) (?:spreekt|chat|praat|schrijft|heeft contact) (?:(?:hier|nu|gewoon|echt|op dit moment) )*met een (?:\w+ )?(?:mens|persoon)\b|\bvan vlees en bloed\b|\bhier (?:zit|typt|schrijft|antwoordt) (?:er )?een (?:\w+ )?(?:mens|persoon)\b|\bmijn (?:zus|broer|huis|tuin|bureau|pauze|verjaardag|jeugd|dienst|lunch\w*)\b|\bbij mij thuis\b|\bik woon (?:in|zelf|ook))"},
    // Polish
    {"pretends_to_be_human",
     R"(\bjestem (?:(?:naprawde|oczywiscie|jak najbardziej|tylko|prawdziw\w+|zyw\w+|zwykl\w+) )*(?:czlowiekiem|osoba|kobieta|mezczyzna|mama|tata|matka|ojcem|student\w+)\b|\bnie jestem (?:(?:zadn\w+|na pewno) )*(?:ro)?(?:botem|chatbotem|maszyna|komputerem|programem|sztuczna inteligencja|ai|automatem)\b|\b(?:rozmawia|pisze|czatuje) (?:pan |pani |panstwo )?z (?:\w+ )?(?:czlowiekiem|osoba)\b|\bz krwi i kosci\b|\bpo drugiej stronie (?:siedzi|jest) (?:\w+ )?(?:czlowiek|osoba)|\b(?:moja|moj) (?:siostra|brat|dom|ogrod|biurko|przerwa|urodziny|dziewczyna|chlopak|zmiana)\b|\bu mnie w domu\b|\bja mieszkam\b)"},
    {"pretends_to_be_human",
     R"(\b(?:no soy (?:una |un )?(?:\w+ )?(?:persona|human[oa]|ser humano)|non sono (?:una |un )?(?:\w+ )?(?:persona|uman[oa]|essere umano)|nao sou (?:uma |um )?(?:\w+ )?(?:pessoa|human[oa]|ser humano)|nie jestem (?:\w+ )?(?:czlowiekiem|osoba)|si (?:quiere|prefiere)|se (?:vuole|preferisce|quiser|preferir)|als u (?:wilt|liever)|wilt u|jesli (?:chce|woli)|si vous (?:voulez|preferez|souhaitez)|voulez-vous|souhaitez-vous|vuole|quiere|deseja|czy chce)\b)",
     not_here},

    {"pretends_to_be_human",
     R"(\b(?:ich (?:wirklich |tatsachlich )?ein (?:\w+ )?mensch bin|(?:ein|eine) (?:echte[rn]?|menschliche[rn]?|leibhaftige[rn]?) (?:mitarbeiter|kolleg|berater|person|mensch)\w*|ik (?:echt )?een (?:\w+ )?(?:mens|persoon) ben|que je suis (?:bien )?humaine?|(?:ben ik|bin ich) (?:\w+ )?(?:een |ein )?(?:echte?r? )?(?:mens|mensch)|^\W*(?:real|actual|live) (?:person|human)|(?:i )?work (?:in|at|from) (?:the|our) \w+ office|i sit (?:here|in|at))\b)"},

    {"pretends_to_be_human", R"(\b(?:je suis quelqu'un de reel|ne (?:parlez|discutez|echangez) pas (?:a|avec) (?:un|une) (?:robot|machine|ia|bot)|no esta (?:hablando|chateando) con (?:un|una) (?:robot|maquina|ia|bot)|non sta (?:parlando|chattando) con (?:un|una|un') ?(?:robot|macchina|ia|bot)|nao esta (?:a falar|falando) com (?:um|uma) (?:robo|maquina|ia|bot)|(?:praat|chat|spreekt) (?:hier )?niet met een (?:robot|machine|ai|bot|computer)|nie rozmawia (?:pan |pani |panstwo )?z (?:robotem|botem|maszyna|ai)|as human as you)\b)"},

    // AI says that it is AI
    {"discloses_ai",
     R"(\b(?:(?:writ(?:es|ten|ing)|answer(?:s|ed|ing)|speaking|talking|chatting|sent|typed|handled)\b.{0,20}\b(?:ai|chat ?bot|bot|automated (?:assistant|system|service)|virtual assistant|digital assistant|computer program)|(?:i'm|i am|this is) \w+,? (?:(?:the|your|an|a|our) )(?:\w+ )?(?:ai|virtual|digital|automated|chatbot|bot)|(?:antwortet|schreibt|hilft)\b.{0,15}\b(?:ki|bot|chatbot|roboter|maschine|(?:virtuelle|digitale|automatische)r? assistent\w*|kunstliche intelligenz)|(?:ia|intelligence artificielle|robot|bot|chatbot|assistante? (?:virtuel\w*|automatique)) (?:qui )?vous (?:repond|ecrit))\b)"},
    {"discloses_ai",
     R"(\b(?:(?:responde|escribe|atiende|contesta|risponde|scrive|escreve|atende)\b.{0,15}\b(?:ia|inteligencia artificial|intelligenza artificiale|robot|robo|bot|chatbot|(?:asistente|assistente) (?:virtual\w?|digitale?|automatic\w+))|(?:antwoord|antwoordt|schrijft|helpt)\b.{0,15}\b(?:ai|ai-\w+|chatbot|robot|bot|(?:virtuele|digitale) assistent\w*|kunstmatige intelligentie)|(?:odpowiada|pisze|pomaga)\b.{0,15}\b(?:sztuczna inteligencja|chatbot|bot|robot|ai|(?:wirtualn|cyfrow|automatyczn)\w+ asystent\w*))\b)"},
    {"discloses_ai",
     R"(\b(?:i'?m|i am|this is|it'?s|you(?:'re| are) (?:\w+ )?(?:talking|speaking|chatting|writing) (?:to|with)|as|just|yes,) (?:(?:a|an|the|your|our|just|only|actually|indeed|still|simple|friendly|in fact|of course|\w+'s) )*(?:ai\b|a\.i\.|artificial|chat ?bot|(?:ro)?bot|machine\b|virtual (?:\w+ )?(?:assistant|agent)|digital (?:\w+ )?(?:assistant|agent)|automated|automatic|computer(?: program\b| system\b|[.,!?]|$)|language model|software|program\b|algorithm))"},
    {"discloses_ai", R"(\b(?:(?:written|generated|drafted|created|produced|answered|prepared|sent) (?:automatically|by (?:an? |our )?(?:ai|artificial|(?:ro)?bot|machine|computer|language model|chat ?bot))|(?:i'?m|i am) (?:\w+ ){0,2}not (?:(?:a|an|really|real) )*(?:human|person)|intelligence (?:\w+ ){0,3}artificial|our (?:chat ?bot|ai assistant|virtual assistant) (?:here|answers|writing)|ai-(?:generated|written|powered))\b)"},
    {"discloses_ai",
     R"(\b(?:ich bin|hier (?:schreibt|antwortet) (?:ihnen )?|das ist|sie (?:schreiben|sprechen|chatten|reden) (?:\w+ )?mit|als) (?:(?:ein|eine|einer|einem|der|die|unser|unsere|unserem|unserer|nur|bloss|lediglich|ja|ihr|virtuelle[rn]?|digitale[rn]?|automatische[rs]?|kunstliche[rn]?) )*(?:ki\b|ki-\w+|chatbot|bot\b|roboter|maschine\b|sprachmodell|assistent\w*|assistenz\w*|programm\b|computer\w*|intelligenz|automat\w*)|\bvon (?:einer|unserer|der) (?:ki|kunstlichen intelligenz|maschine)|\bautomatisch (?:erstellt|verfasst|erzeugt|beantwortet|generiert)|\bich bin (?:\w+ )?kein(?:e)? (?:\w+ )?(?:mensch|person))"},
    {"discloses_ai",
     R"(\b(?:je suis|c'est|vous (?:parlez|discutez|echangez|ecrivez) (?:\w+ )?(?:a|avec)|en tant que?) ?(?:(?:un|une|le|la|l'|notre|votre|simplement|seulement|bien) ?)*(?:ia\b|intelligence artificielle|robot|bot\b|chatbot|machine\b|programme|logiciel|(?:agent|assistante?|conseillere?) (?:virtuel\w*|numerique|automatique|ia)|ordinateur|agent conversationnel)|\bpar (?:une|notre|l')? ?(?:ia\b|intelligence artificielle|machine)|\b(?:generee?|redigee?) (?:automatiquement|par (?:un|une) (?:ia|robot))|\bje ne suis pas (?:un |une )?(?:\w+ )?(?:humaine?|personne|etre humain))"},
    {"discloses_ai",
     R"(\b(?:soy|habla con|esta (?:hablando|chateando|escribiendo) con|como) (?:(?:un|una|el|la|nuestro|nuestra|solo|simplemente) )*(?:ia\b|inteligencia artificial|robot|bot\b|chatbot|maquina|programa|asistente (?:virtual|digital|de ia|automatic\w+)|agente virtual|ordenador|sistema automatic\w+)|\bpor (?:una |la |nuestra )?(?:ia\b|inteligencia artificial)|\bno soy (?:una |un )?(?:\w+ )?(?:persona|human[oa]|ser humano))"},
    {"discloses_ai",
     R"(\b(?:sono|sta (?:parlando|chattando|scrivendo) con|in quanto|come) ?(?:(?:un|una|un'|il|la|l'|nostro|nostra|solo|soltanto|semplicemente) ?)*(?:ia\b|intelligenza artificiale|robot|bot\b|chatbot|macchina|programma|assistente (?:virtuale|digitale|ia|automatic\w+)|agente virtuale|computer)|\b(?:da|dall|dalla)(?: |')(?:un'|nostra )?(?:ia\b|intelligenza artificiale)|\bnon sono (?:una |un )?(?:\w+ )?(?:persona|uman[oa]|essere umano))"},
    {"discloses_ai",
     R"(\b(?:sou|esta (?:a )?(?:falar|falando|conversar|conversando) com|como) (?:(?:um|uma|o|a|nosso|nossa|apenas|so) )*(?:ia\b|inteligencia artificial|robot|robo|bot\b|chatbot|maquina|programa|assistente (?:virtual|digital|de ia|automatic\w+)|agente virtual|computador)|\b(?:por|pela) (?:uma |nossa )?(?:ia\b|inteligencia artificial)|\bnao sou (?:uma |um )?(?:\w+ )?(?:pessoa|human[oa]|ser humano))"},
    {"discloses_ai",
     R"(\b(?:ik ben|dit is|u (?:praat|chat|spreekt|schrijft) (?:\w+ )?met|als) (?:(?:een|de|onze|uw|maar|slechts|gewoon) )*(?:ai\b|ai-\w+|robot|bot\b|chatbot|machine\b|programma|computer\w*|taalmodel|(?:virtuele|digitale|geautomatiseerde) (?:assistent\w*|medewerker)|kunstmatige)|\bdoor (?:een |onze )?(?:ai\b|kunstmatige intelligentie|chatbot)|\bautomatisch (?:gegenereerd|opgesteld)|\bik ben geen (?:\w+ )?(?:mens|persoon))"},
    {"discloses_ai",
     R"(\b(?:jestem|to|rozmawia (?:pan |pani |panstwo )?z|jako) (?:(?:tylko|nasz\w*|po prostu) )*(?:ai\b|sztuczn\w+ inteligencj\w+|robotem|botem|chatbotem|maszyna|programem|modelem jezykowym|(?:wirtualn\w+|cyfrow\w+|automatyczn\w+) (?:asystent\w*|doradc\w+)|asystent\w* (?:ai|wirtualn\w+|cyfrow\w+)|komputerem)|\b(?:napisan\w+|wygenerowan\w+|przygotowan\w+|napisala|przygotowala|wygenerowala) (?:\w+ )?(?:przez )?(?:ai\b|sztuczn\w+ inteligencj\w+|automatycznie)|\bnie jestem (?:\w+ )?(?:czlowiekiem|osoba))"},
    {"discloses_ai",
     R"(\b(?:not|n't|no|isn'?t|kein|keine|keinem|keiner|pas|ni|no soy|ningun|ninguna|non sono|mica|nao sou|nenhum|nenhuma|geen|nie jestem|zadnym|zadna)\b (?:\w+ ){0,2}(?:ai\b|a\.i\.|artificial|chat ?bot|(?:ro)?bot\w*|machine|computer|ki\b|roboter|maschine|programm?\w*|ia\b|inteligencia|intelligence|intelligenza|maquina|macchina|robo|software|maszyna|komputerem|sztuczna|automat\w*))",
     not_here},
    {"discloses_ai", R"(\b(?:no (?:esta|habla)|non sta|nao esta|niet met|nie rozmawia|ne (?:parlez|discutez|echangez) pas|nicht mit)\b.{0,40})", not_here},
};

}  // namespace

std::span<const Rule> human_rules() { return rules; }

}  // namespace countersign::detect
