// Threats of lawyers, courts, authorities and the press; and leaving.
#include "flow/detect/rule.hpp"

namespace countersign::detect {
namespace {

constexpr Says not_here = Says::not_here;

constexpr Rule rules[] = {
    {"legal_threat", R"(\b(?:(?:take|taking|pursue|pursuing|seek|seeking|consider\w*|prepared to take|initiate|face|start\w*) (?:\w+ ){0,2}legal (?:action|remed\w+|proceedings|steps|recourse)|legal (?:action|proceedings|remedies) (?:against|will|if)|(?:i'?ll|i will|i'?m going to|we will|going to|gonna|i shall) (?:\w+ )?(?:sue|press charges|prosecute|go to (?:the )?(?:press|papers|media|police|court|ombudsman)|report you|file (?:a|suit)|see you in court|take (?:you|this|it) to (?:court|the (?:ombudsman|press|police|regulator|media)))|sue you|suing you|see you in court|small claims|my (?:lawyer|attorney|solicitor|counsel) (?:will|is|has|are|says)|(?:contact|hire|instruct|consult|speak to|get|hear from|educated|call)\w*(?: \w+)? (?:my |a |our |an )?(?:lawyer|attorney|solicitor|counsel|barrister)s?|class action|letter before action|cease and desist)\b)"},
    {"legal_threat", R"(\b(?:instructed (?:counsel|solicitors?|lawyers?)|file (?:a )?(?:claim|suit|lawsuit) against|hold you (?:liable|responsible)|legal remedies|(?:complain|go|escalate|report|turn|reach out) (?:\w+ ){0,4}to (?:the )?(?:ombudsman|regulator|financial ombudsman|ico|ofcom|ofgem|trading standards|cfpb|ftc|attorney general|consumer protection|bbb|better business bureau|press|newspapers?|media|tv|data protection)|ombudsman|trading standards|lawsuit|court action)\b)"},
    {"legal_threat", R"(\b(?:ombudsman'?s? (?:address|office hours)|legal name|are (?:a )?law firm|what is the ombudsman|(?:am|i'm) a (?:lawyer|solicitor|attorney))\b)", not_here},
    {"legal_threat", R"(\b(?:zeige? (?:ich )?(?:euch|sie|das|dich) an|anzeige (?:erstatten|gegen|bei)|erstatte\w* anzeige|strafanzeige|verklag\w*|(?:mein|meinen|einen|meinem|zum|unser\w*) (?:rechts)?anwalt\w*|rechtliche schritte|rechtsweg|vor gericht|gericht gehen|gerichtlich\w*|klage ein\w*|klagen (?:werde|gegen)|verbraucherzentrale|schlichtungsstelle|bundesnetzagentur|bafin|datenschutzbehorde|aufsichtsbehorde|zur presse|an die presse|polizei ein\w*|mahnbescheid|anwaltlich\w*)\b)"},
    {"legal_threat", R"(\b(?:port\w* plainte|depos\w* plainte|mon avocat|un avocat|mes avocats|action en justice|saisi\w* (?:la|le|les) \w+|tribunal\w*|poursuiv\w+ en justice|poursuites|mise en demeure|dgccrf|cnil|mediateur|que choisir|en justice|les medias|assigner)\b)"},
    {"legal_threat", R"(\b(?:(?:os|les|le|voy a|vamos a) ?(?:voy a )?denunciar\w*|denuncia(?:re|remos)|pon\w+ una (?:denuncia|demanda|reclamacion oficial)|demanda(?:r|re|rles|ros)|mi abogad[oa]|acciones legales|via judicial|tribunales|a juicio|consumo\b.{0,20}\breclam\w+|hoja de reclamaciones|agencia de proteccion de datos|aepd|a la prensa|ocu\b)\b)"},
    {"legal_threat", R"(\b(?:(?:vi|la|lo) denunci\w+|denuncer\w+|querel\w+|(?:il )?mio avvocato|un avvocato|mio legale|vie legali|azioni? legal\w+|in tribunale|per vie legali|garante|agcom|alla stampa|far[oa]' causa|fare causa|associazione consumatori)\b)"},
    {"legal_threat", R"(\b(?:(?:em|a|ao|no) tribunal|processar|processo judicial|acao judicial|meu advogad[oa]|minha advogada|um advogado|vou denunciar|queixa[- ]crime|queixa (?:a|na) (?:policia|deco|anacom)|livro de reclamacoes|procon|deco\b|anacom|medidas legais|imprensa)\b)"},
    {"legal_threat", R"(\b(?:aangifte|mijn advocaat|een advocaat|juridische stappen|rechter|rechtszaak|rechtbank|klacht in bij|geschillencommissie|aanklag\w*|dagvaard\w*|consumentenbond|autoriteit persoonsgegevens|naar de pers|ombudsman)\b)"},
    {"legal_threat", R"(\b(?:do sadu|w sadzie|na policj\w+|prokuratur\w+|pozew|pozw\w+|moj (?:prawnik|adwokat)|prawnik\w*|adwokat\w*|uokik|rzecznik\w* (?:konsument\w+|finansow\w+)|kroki prawne|sprawa sadowa|do mediow|uodo|knf)\b)"},
    {"legal_threat", R"(\b(?:anwaltskanzlei|etudiants? en droit|je suis avocate?|soy abogad[oa]|studio legale|escritorio de advogados|sou advogad[oa]|advocatenkantoor|kancelari\w+|ich bin (?:rechts)?anwalt\w*|sono avvocato|il gioco|gioco\b|jeu\b|spel\b|livre\b|a nombre del despacho)\b)", not_here},
    {"wants_to_leave", R"(\b(?:(?:take|taking|move|moving) (?:\w+ )?(?:business|banking business|custom|money) elsewhere|(?:moving|switch(?:ing)?|going|leaving|change|changing) (?:over )?(?:to|for) (?:another (?:provider|bank|company|supplier|insurer|shop|operator)|a different (?:provider|bank|company|supplier|insurer)|your competitor|the competition|a competitor|(?:some|any)(?:one|where) else)|i(?:'ll| will|'m|'ll be| am)(?: be)? (?:cancel(?:l?ing)? (?:everything|my|our|with)|switching (?:provider|bank|supplier|away|compan))|cancel my (?:account|contract|subscription|membership|policy|service)|close my account|terminate my (?:contract|account)|never (?:buy|shop|order|use) .{0,20}again|lost a customer|confirm the last day of my contract|want to (?:cancel|leave|quit|terminate))\b)"},
    {"wants_to_leave", R"(\b(?:(?:ich )?kundig(?:e|en|ung)\b|wechs(?:le|el|eln) .{0,20}anbieter|(?:zur|geh\w* zur) konkurrenz|resili\w+|autre (?:operateur|fournisseur|banque|assureur)|a la concurrence|chez un concurrent|(?:a|con) la competencia|darme de baja|dar(?:me)? de baja|me (?:cambio|voy) (?:a|de)\b|disdic\w+|disdetta|dalla concorrenza|recedere|(?:vou )?cancelar e ir|(?:pro|para o|para a) conc?orrente?(?:cia)?|mudar de operador\w*|rescindir|ik zeg op|zeg (?:het |mijn )?(?:contract|abonnement)? ?op|opzeggen|overstappen|ga weg|naar de concurrent|rezygnuj\w+|do konkurencji|wypowiada\w+ umow\w+|wypowiedzenie umowy)\b)"},
};

}  // namespace

std::span<const Rule> legal_rules() { return rules; }

}  // namespace countersign::detect
