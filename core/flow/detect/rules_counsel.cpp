// Advice by its imperative ("take two tablets", "don't sign", "put it into a fund") and refusals by their verbs, in
// eight languages; rules_reply.cpp has the longer-winded forms and what is no advice.
#include "flow/detect/rule.hpp"

namespace countersign::detect {
namespace {

constexpr Says not_here = Says::not_here;

constexpr Rule rules[] = {
    // Legal
    {"advice",
     R"(\b(?:(?:get|hire|see|take|find) (?:yourself )?(?:a |an )?(?:good )?(?:lawyer|solicitor|attorney) and|(?:contest|appeal|dispute|challenge|fight) (?:the|this|that|your) (?:notice|fine|decision|dismissal|termination|ticket|will|eviction|contract|bill in court)|(?:sue|take) (?:him|her|them|the|your) (?:\w+ )?(?:to court|for)|press charges|(?:don'?t|do not|never) sign|(?:legbt|legen sie|einlegen|erheben sie|reichen sie) .{0,20}(?:widerspruch|einspruch|klage)|(?:widerspruch|einspruch|klage) .{0,20}(?:einlegen|erheben|einreichen)|verklagen sie|unterschreiben sie (?:auf keinen fall|nichts|das nicht|nicht)|zeigen sie .{0,20} an\b)\b)"},
    {"advice",
     R"(\b(?:portez plainte|ne signez|attaquez|contestez|faites (?:un )?(?:recours|opposition)|saisissez (?:le|la|les)|poursuivez|no firme|demande a|denuncie|recurra|impugne|presente (?:una )?demanda|non firmi|faccia (?:causa|ricorso)|denunci\b|quereli|impugni|nao assine|processe|apresente queixa|recorra|impugne|conteste|teken (?:niets|niet)|stap naar de rechter|sleep .{0,20} voor de rechter|(?:maak|dien) .{0,20}bezwaar|(?:nie|niczego nie) podpisywac|isc do sadu|pozwac|zlozyc (?:pozew|odwolanie|skarge))\b)"},
    // Medical
    {"advice",
     R"(\b(?:(?:take|give (?:him|her|it)|try|use|swallow) (?:\w+ ){0,4}(?:tablets?|pills?|ibuprofen|paracetamol|aspirin|antibiotic\w*|cortisone|drops|mg)|(?:nehmen|nimm|verdoppeln|halbieren|setzen|lassen|geben) sie? ?.{0,40}(?:dosis|tablette\w*|medikament\w*|tropfen|ibuprofen|paracetamol|insulin|antibiotik\w*|pille\w*)|(?:prenez|doublez|diminuez|arretez|augmentez|donnez-lui) .{0,40}(?:dose|comprimes?|medicaments?|gouttes|traitement|ibuprofene|paracetamol|insuline))\b)"},
    {"advice",
     R"(\b(?:(?:tome\w*|doble|deje de tomar|suspenda|reduzca|aumente) .{0,40}(?:dosis|pastillas?|comprimidos?|medicamento|medicacion|ibuprofeno|paracetamol|insulina|gotas)|(?:prenda|raddoppi|sospenda|riduca|aumenti|smetta) .{0,40}(?:dose|compress\w+|pastigli\w+|medicin\w+|farmac\w+|gocce|insulina|ibuprofene)|(?:tome|duplique|pare|reduza|aumente|suspenda) .{0,40}(?:dose|comprimidos?|medicamento|remedio|gotas|insulina|ibuprofeno)|(?:neem|verdubbel|halveer|stop|verhoog|verlaag) .{0,40}(?:dosis|tablet\w*|pil\w*|medicijn\w*|druppels|insuline|ibuprofen|paracetamol)|(?:wziac|zazyc|podwoic|odstawic|zmniejszyc|zwiekszyc|brac) .{0,40}(?:dawk\w+|lek\w*|tabletk\w+|krople|insulin\w+|ibuprofen|paracetamol))\b)"},
    // Financial
    {"advice",
     R"(\b(?:(?:put|move|invest|place|shift|keep) (?:\w+ ){0,2}(?:money|savings|pension|it|everything|inheritance)\b.{0,20}\b(?:in|into)\b.{0,20}\b(?:funds?|shares|stocks|etfs?|bonds|gold|crypto\w*|bitcoin|index|account)|(?:wiser|better|smarter|sensible|best) (?:\w+ )?(?:to|off) .{0,40}(?:fund|shares|stocks|etf|bonds|gold|loan|mortgage|pension|invest\w*|crypto\w*)|(?:buy|sell) (?:\w+ )?(?:shares|stocks|gold|bitcoin|etfs?|bonds)|(?:legen|investieren|stecken|anlegen) (?:sie )?.{0,40}(?:aktien|fonds|etfs?|gold|anleihen|bitcoin|tagesgeld)|(?:kaufen|verkaufen) sie (?:\w+ )?(?:aktien|gold|bitcoin|fonds|etfs?))\b)"},
    {"advice",
     R"(\b(?:(?:feriez mieux|placez|investissez|mettez|achetez|vendez|mieux vaut) .{0,40}(?:fonds|actions|bourse|or\b|bitcoin|livret|obligations|assurance[- ]vie)|(?:invierta|lo mejor es|meta|compre|venda|ponga) .{0,40}(?:fondo|acciones|bolsa|oro|bitcoin|bonos|hipoteca|invert\w+)|(?:investa|conviene|compri|venda|metta|meglio) .{0,40}(?:fondo|azioni|borsa|oro\b|bitcoin|obbligazioni|mutuo|investire)|(?:invista|melhor e|compre|venda|ponha|coloque) .{0,40}(?:fundo|acoes|bolsa|ouro|bitcoin|obrigacoes|investir)|(?:beleg\w*|investeer|koop|verkoop|het best\w*|steek) .{0,40}(?:fonds|aandelen|goud|bitcoin|obligaties|beleggen)|(?:zainwestowac|inwestowac|kupic|sprzedac|ulokowac|najlepiej) .{0,40}(?:fundusz\w*|akcj\w+|zloto|bitcoin\w*|obligacj\w+|gield\w+))\b)"},
    {"advice",
     R"(\b(?:(?:fragen|wenden|adressez|demandez|pregunte|consulte|chieda|rivolga|pergunte|consulte|vraag|zapytac|skonsultowac)\b.{0,30}(?:arzt|apotheker|anwalt|medecin|avocat|pharmacien|medico|abogado|avvocato|advogado|farmac\w+|arts|advocaat|apotheker|lekarz\w*|prawnik\w*))\b)",
     not_here},
    // In any field
    {"advice",
     R"(\b(?:my (?:legal |medical |financial )?advice(?: is| would be|:)|mein rat\b|mon conseil\b|mi consejo\b|il mio consiglio|o meu conselho|mijn advies\b|moja rada\b|withhold (?:the |your )?rent|miete (?:mindern|kurzen)|(?:rechtlich|gesetzlich) zu\b|naar de rechter|(?:consiglio|conviene|consigliamo) di (?:sospendere|interrompere|smettere)|(?:stop|quit|come off) (?:taking )?(?:the |your |this )?(?:antibiotics?|medication|medicine|tablets|pills|insulin|treatment|therapy)|(?:variable|fixed)(?:[- ]rate)? mortgage|(?:arreter|interrompre|suspender|interrumpir|interromper|staken|przerwac|odstawic) (?:ce |le |la |el |il |o |a |de |het |te |ten )?(?:traitement|medicament|tratamiento|medicacion|cura|terapia|tratamento|behandeling|medicijn\w*|leczenie|tabletki|lek\w*))\b)"},
    {"advice", R"(\b(?:(?:don't|do not|won't|no) need (?:a|to see a|any) (?:doctor|lawyer|gp|specialist|prescription)|(?:employer|landlord|boss|insurer|neighbou?r|bank) (?:can'?t|cannot|must|has to|may not|is not allowed)|fight it|mussen (?:den|die|das) .{0,30}(?:bescheid|strafe|busse|bussgeld\w*|mahnung) nicht (?:be)?zahlen|(?:reduzieren|erhohen|verringern|senken) sie .{0,20}dosis|(?:deje|suspenda|smetta di|smettere di|pare de|stop met|prestan\w*) .{0,25}(?:medicacion|pastillas|pillole|medicine|farmac\w+|medicament\w*|remedio\w*|medicijn\w*|lek\w*))\b)"},
    // Refusals
    {"refusal", R"(\b(?:there (?:won't|will not|can't|cannot) be (?:any|a)|there (?:is|are) no) (?:refund|compensation|reimbursement|exchange|replacement)\w*|\bkeine moglichkeit .{0,30}(?:erstatt\w+|umtausch\w*|kundig\w+|storn\w+|ruckgabe)|\bkeine (?:erstattung|ruckerstattung|entschadigung|gutschrift|kulanz)\b|\b(?:aucun|aucune|pas de) (?:remboursement|echange|indemnisation|avoir|annulation)|\b(?:no (?:habra|hay|existe)|ningun) (?:\w+ )?(?:reembolso|devolucion|compensacion|cambio)|\bnessun (?:rimborso|risarcimento|cambio)|\bnao (?:havera|ha) (?:qualquer )?(?:reembolso|devolucao|compensacao|troca)|\b(?:geen (?:geld terug|terugbetaling|vergoeding|restitutie)|krijgt .{0,10}geen)|\bnie (?:zwrocimy|zwracamy|oddamy|wyplacimy|wymienimy|anulujemy)\b)"},
    {"refusal",
     R"(\b(?:(?:will not|won't|not going to|not able to) (?:be )?(?:pay\w*|refund\w*|reimburs\w*|compensat\w*|cover\w*|replac\w*|accept\w*|exchang\w*)|(?:do|does|did)(?: not|n't) qualify|not qualify for|outside (?:the|our) (?:return|refund|warranty) (?:window|period)|(?:stimmen|stimme) .{0,30}nicht zu|nicht zustimmen|nicht einverstanden|n'(?:acceptons|accordons) pas|no (?:concedemos|autorizamos)|non (?:concediamo|autorizziamo|accogliamo)|nao (?:autorizamos|aprovamos)|niet akkoord|nie (?:zgadzamy sie|wyrazamy zgody))\b)"},
    {"refusal",
     R"(\b(?:refund|return|exchange|cancellation|replacement|compensation|credit|goodwill payment|price match|withdrawal)\b.{0,30}\b(?:is|are|was) (?:(?:unfortunately|therefore|sadly|simply) )*(?:not|no longer|n't) (?:possible|available|an option|accepted|granted|due)|\b(?:we|i)(?:'re| are|'m| am)? (?:rejecting|declining|refusing|denying|turning down)\b|\b(?:claim|cancellation|request|return|application|complaint|refund)\b.{0,20}\b(?:can'?t|cannot|can not|won'?t|will not|could not|couldn'?t) be (?:accepted|granted|processed|approved|refunded|honou?red|considered)|\b(?:not|unable|n't) (?:\w+ ){0,3}(?:grant|honou?r|agree to|meet|comply with) (?:your|the|this)|\bno (?:refund|compensation|claim|grounds) )"},
    {"refusal",
     R"(\b\w*(?:erstattung|ruckgabe|umtausch|kundigung|stornierung|gutschrift|entschadigung|ruckzahlung|widerruf|kulanz)\b.{0,50}\b(?:nicht (?:moglich|vorgesehen|gewahr\w+|anerk\w+|akzeptier\w+|angenommen)|ausgeschlossen|unmoglich|abgelehnt|entfallt)\b|\b(?:antrag|anspruch|reklamation|beschwerde|wunsch|bitte|anliegen|forderung)\b.{0,40}\b(?:nicht (?:entsprech\w+|nachkommen|stattgeben|anerk\w+|erfull\w+|annehmen|gewahren)|zuruckweisen|ablehnen|abgelehnt|abgewiesen)\b|\b(?:lehnen|weisen) (?:wir|ich) .{0,50}\b(?:ab|zuruck)\b)"},
    {"refusal",
     R"(\b(?:remboursement|retour|echange|annulation|resiliation|indemnisation|avoir)\b.{0,40}\b(?:n'est|ne sont|ne sera) (?:\w+ )?pas (?:possible\w*|envisageable|accept\w+|accord\w+|prevu\w*)|\b(?:demande|reclamation|dossier|requete|sinistre) (?:est|a ete|sera) (?:\w+ )?(?:rejete\w*|refuse\w*|declin\w*|classe\w*)|\bne (?:pouvons|peux|pourrons) (?:\w+ )?(?:pas )?(?:donner suite|acceder|accepter|satisfaire|accorder|rembourser|annuler)|\b(?:nous|je) (?:rejetons|refusons|declinons|refuse)\b)"},
    {"refusal",
     R"(\b(?:no procede|no corresponde|no cabe) (?:el|la|un|una)?\b|\b(?:reclamacion|solicitud|peticion|devolucion|cancelacion) (?:ha sido|fue|queda|esta|es) (?:\w+ )?(?:desestimad\w|rechazad\w|denegad\w|inadmitid\w)|\bno (?:podemos|puedo|se puede|aceptamos|admitimos|es posible)\b.{0,30}\b(?:aceptar|conceder|tramitar|cancelacion|devolucion|reembols\w+|cambio|baja|atender|acceder|anular|cancelar|devolver)|\b(?:rechazamos|denegamos|desestimamos)\b)"},
    {"refusal",
     R"(\b(?:rimborso|reso|cambio|disdetta|annullamento|recesso|risarcimento)\b.{0,30}\bnon (?:e|sono|sara|viene) (?:\w+ )?(?:possibil\w|previst\w|ammess\w|accettat\w|concess\w)|\b(?:richiesta|reclamo|domanda|pratica) (?:e stat[oa]|e|viene) (?:\w+ )?(?:respint\w|rifiutat\w|rigettat\w|negat\w)|\bnon (?:possiamo|posso|si puo|accettiamo)\b.{0,30}\b(?:accettare|accogliere|concedere|rimborsare|annullare|disdetta|reso|rimborso|restituire|cambiare)|\b(?:respingiamo|rifiutiamo|rigettiamo)\b)"},
    {"refusal",
     R"(\b(?:reembolso|devolucao|troca|cancelamento|rescisao|indemnizacao|indenizacao)\b.{0,30}\bnao (?:e|sao|sera) (?:\w+ )?(?:possive\w+|aceit\w+|permitid\w+|concedid\w+)|\bnao e possivel .{0,20}(?:reembolso|devolucao|troca|cancel\w+)|\b(?:pedido|reclamacao|solicitacao|processo) foi (?:\w+ )?(?:recusad\w|rejeitad\w|indeferid\w|negad\w)|\bnao (?:podemos|posso|aceitamos|concedemos)\b.{0,30}\b(?:aceitar|conceder|atender|cancel\w+|reembols\w+|devolu\w+|troca\w*)|\b(?:recusamos|rejeitamos|indeferimos)\b)"},
    {"refusal",
     R"(\b(?:terugbetaling|retour\w*|omruil\w*|annulering|opzegging|vergoeding|restitutie|ruilen)\b.{0,30}\b(?:niet (?:\w+ )?(?:mogelijk|toegestaan|geaccepteerd|toegekend)|uitgesloten|afgewezen|geweigerd)|\bis (?:een |de )?(?:terugbetaling|annulering|opzegging|vergoeding|retour\w*) (?:\w+ )?niet|\b(?:verzoek|claim|klacht|aanvraag|bezwaar) (?:is|wordt|wijzen) (?:\w+ ){0,3}(?:afgewezen|geweigerd|af\b|ongegrond)|\b(?:kunnen|kan) (?:\w+ ){0,6}niet (?:accepteren|honoreren|inwilligen|toekennen|goedkeuren|annuleren|vergoeden)|\b(?:wijzen|weigeren) (?:wij|we)\b)"},
    {"refusal",
     R"(\b(?:zwrot\w*|wymian\w+|rezygnacj\w+|anulowani\w+|odszkodowani\w+|reklamacj\w+)\b.{0,30}\b(?:nie (?:jest|sa|bedzie) (?:\w+ )?(?:mozliw\w+|przyjmowan\w+|uznan\w+|przewidzian\w+)|niemozliw\w+|odrzucon\w+)|\bnie (?:przyjmujemy|uznajemy|uwzgledniamy|akceptujemy|wyrazamy zgody|przyslug\w+)|\bnie (?:mozemy|moge) .{0,30}(?:przyjac|uznac|uwzglednic|zaakceptowac|zwrocic|anulowac)|\b(?:odrzucamy|odmawiamy)\b)"},
};

}  // namespace

std::span<const Rule> counsel_rules() { return rules; }

}  // namespace countersign::detect
