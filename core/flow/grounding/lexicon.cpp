#include "flow/grounding/lexicon.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace countersign::grounding {
namespace {

/// Words of one sense, separated by spaces; English, German, French, Spanish, Italian, Portuguese, Dutch, Polish.
struct Words {
  Sense sense;
  std::string_view words;
};

constexpr auto kWords = std::to_array<Words>({
    {Sense::empty,
     "the and for you your yours are was were will would can could may might shall should must has have had been being "
     "with from this that these those there here they them their its our ours his her him she who whom whose which "
     "what "
     "when where how than then also too very just only about into onto upon out off over under any all some each both "
     "more most such own same once does did doing done get gets got but not nor yet because while until again please "
     "if "
     "us we my me it is to of in on at by or as an be do so up"},
    {Sense::empty,
     "der die das den dem des ein eine einer eines einem einen und oder aber wenn dass weil als auch nur noch schon "
     "sehr "
     "mit von vom zum zur fur uber unter nach vor bei beim aus auf ist sind war waren wird werden wurde wurden kann "
     "konnen "
     "konnten soll sollen sollte muss mussen darf durfen hat haben hatte hatten sein ihre ihr ihren ihrem ihrer ihnen "
     "sie "
     "wir uns unser unsere unserer unserem unseren ich mich mir mein meine dich dir dein deine man hier dort dann "
     "dabei "
     "damit dazu dafur davon diese dieser dieses diesem diesen jede jeder jedes alle alles bitte gerne sich so wie "
     "was"},
    {Sense::empty,
     "les des une dans sur sous avec pour par est sont etait etaient sera seront peut peuvent pouvez pouvons doit "
     "doivent "
     "devez avons avez avoir etre ont fait faire vous votre vos nous notre nos ils elles elle leur leurs que qui quoi "
     "dont "
     "cette ces cet ceci cela ainsi aussi tres plus moins mais donc car comme tout tous toute toutes aux afin lors "
     "veuillez"},
    {Sense::empty,
     "los las una uno unos unas del con por para sobre entre desde hasta como cuando donde que quien cual esta este "
     "esto "
     "estas estos ese esa eso son era eran sera seran puede pueden puedes podemos debe deben deber tiene tienen tener "
     "haber "
     "has hemos han usted ustedes nosotros nuestro nuestra nuestros nuestras tus sus les mas muy tambien pero porque "
     "favor"},
    {Sense::empty,
     "gli una uno del della dello dei delle degli con per tra fra nel nella nello nei nelle sul sulla sui sulle dal "
     "dalla "
     "che chi cui come quando dove quale questo questa questi queste quello quella sono era erano sara saranno puo "
     "possono "
     "puoi possiamo deve devono devi avere essere hanno abbiamo avete lei voi noi vostro vostra nostro nostra suo sua "
     "suoi "
     "sue piu molto anche ancora perche"},
    {Sense::empty,
     "uma uns umas dos das nos nas num numa com por para pelo pela pelos pelas sobre entre desde ate como quando onde "
     "que "
     "quem qual este esta estes estas esse essa isso isto sao era eram sera serao pode podem podemos deve devem tem "
     "temos "
     "ter ser voce voces nosso nossa nossos nossas seu sua seus suas mais muito tambem mas porque"},
    {Sense::empty,
     "het een van voor met door over onder naar uit bij aan tot als dan dat die dit deze wie wat waar wanneer hoe ook "
     "nog "
     "wel maar zijn was waren wordt worden werd werden kan kunnen kunt moet moeten mag mogen zal zullen heeft hebben "
     "had "
     "jij jou jouw uw wij ons onze zij hun hen ik mij mijn alle alles meer meest zeer erg graag"},
    {Sense::empty,
     "jest byl byla bylo byly beda bedzie moze moga mozna mozesz musi musza trzeba ale oraz lub albo dla przez przed "
     "przy "
     "pod nad miedzy jak kiedy gdzie kto ktory ktora ktore ktorych tego tej tym tych ten ta taki taka swoj swoja nasz "
     "nasza "
     "nasze panstwo panstwa pan pani ich jego jej sie tez takze bardzo juz jeszcze tylko"},
    {Sense::denial,
     "not cannot never none nobody nothing neither without nicht nichts nie niemals kein keine keinen keinem keiner "
     "keines "
     "ohne niemand weder pas jamais aucun aucune rien sans personne ni nunca jamas sin ningun ninguno ninguna nada "
     "nadie "
     "tampoco mai senza nessun nessuno nessuna niente nulla neanche nao nenhum nenhuma sem niet nooit geen zonder "
     "niemand "
     "niets nigdy bez zaden zadna zadne nikt nic doesnt wont isnt arent cant no non nein nee"},
    {Sense::greeting,
     "hello hi hey dear greetings regards sincerely hallo geehrte geehrter geehrtes guten grussen gruss sehr "
     "freundliche freundlichen moin servus bonjour "
     "bonsoir salut cordialement cher chere salutations hola buenos buenas estimado estimada saludos atentamente "
     "cordialmente ciao buongiorno buonasera salve gentile cordiali saluti ola bom boa prezado prezada cumprimentos "
     "atenciosamente goedemorgen goedemiddag goedendag beste geachte groet groeten dzien dobry czesc szanowny szanowna "
     "pozdrawiam pozdrowienia good morning afternoon evening"},
    {Sense::courtesy,
     "thank thanks glad happy pleased pleasure sorry apologise apologies apologize welcome help assist assistance "
     "question "
     "questions message contact contacting reach reaching know let hope team support wish nice day further anything "
     "else "
     "moment colleague colleagues person human staff agent connect hand pass passing forward kind best free feel "
     "understand "
     "inconvenience patience appreciate sure course certainly gladly"},
    {Sense::courtesy,
     "danke dank vielen herzlichen freuen freut freue hilfe helfen weiterhelfen frage fragen nachricht anfrage tut "
     "leid "
     "entschuldigung entschuldigen bedauern kollege kollegin kollegen mensch menschen mitarbeiter verbinden verbinde "
     "leite "
     "weiter melden wunsche wunschen schonen team gern verstehe verstandnis unannehmlichkeiten stehe verfugung geduld"},
    {Sense::courtesy,
     "merci remercie remercions heureux ravie ravi aider aide question questions message desole desolee excuses "
     "collegue "
     "conseiller humain mets relation contacter bonne journee equipe bienvenue comprends patience disposition plaisir "
     "gracias "
     "encantado ayudar ayuda ayudarle pregunta preguntas mensaje siento lamento lamentamos disculpas disculpe "
     "companero "
     "persona humano agente poner contacto buen equipo entiendo comprendo paciencia gusto grazie lieto felice aiutare "
     "aiuto aiutarla domanda domande messaggio scusa scusi scusiamo dispiace collega operatore umano mettere contatto "
     "buona giornata squadra capisco pazienza piacere"},
    {Sense::courtesy,
     "obrigado obrigada agradeco agradecemos ajudar ajuda pergunta perguntas mensagem desculpe desculpa lamento "
     "lamentamos "
     "colega pessoa humano atendente contato contacto otimo equipe entendo compreendo paciencia prazer bedankt dank "
     "fijn "
     "helpen hulp vraag vragen bericht spijt excuses collega mens medewerker doorverbinden contact prettige team "
     "begrijp "
     "geduld dziekuje dziekujemy pomoc pomoge pomozemy pytanie pytania wiadomosc przepraszam przepraszamy przykro "
     "konsultant "
     "czlowiek czlowiekiem kolega polacze kontakt milego dnia zespol rozumiem cierpliwosc chetnie"},
    {Sense::restating,
     "asked wrote mentioned said told asking writing schreiben geschrieben gefragt schrieben fragten erwahnt erwahnten "
     "mochten ecrit ecrivez demande demandez mentionne escribe escribio pregunta pregunto menciona scritto chiede "
     "chiesto "
     "menzionato escreveu perguntou mencionou schreef schrijft vroeg vraagt noemde napisal napisala pyta pytal"},
});

using Pairs = std::pair<std::string_view, std::string_view>;

constexpr auto kNumbers = std::to_array<Pairs>(
    {{"2", "two zwei deux dos due dois duas twee dwa dwie dwoch"},
     {"3", "three drei trois tres tre drie trzy trzech"},
     {"4", "four vier quatre cuatro quattro quatro cztery czterech"},
     {"5", "five funf cinq cinco cinque vijf piec pieciu"},
     {"6", "six sechs seis sei zes szesc szesciu"},
     {"7", "seven sieben sept siete sette sete zeven siedem siedmiu"},
     {"8", "eight acht huit ocho otto oito osiem osmiu"},
     {"9", "nine neun neuf nueve nove negen dziewiec dziewieciu"},
     {"10", "ten zehn dix diez dieci dez tien dziesiec dziesieciu"},
     {"12", "twelve zwolf douze doce dodici doze twaalf dwanascie dwunastu"},
     {"14", "fourteen vierzehn quatorze catorce quattordici catorze veertien czternascie czternastu"},
     {"15", "fifteen funfzehn quinze quince quindici vijftien pietnascie pietnastu"},
     {"20", "twenty zwanzig vingt veinte venti vinte twintig dwadziescia"},
     {"24", "vierundzwanzig veinticuatro ventiquattro vierentwintig"},
     {"30", "thirty dreissig trente treinta trenta trinta dertig trzydziesci trzydziestu"},
     {"50", "fifty funfzig cinquante cincuenta cinquanta cinquenta vijftig piecdziesiat"},
     {"60", "sixty sechzig soixante sesenta sessanta sessenta zestig szescdziesiat"},
     {"90", "ninety neunzig nonante noventa novanta negentig dziewiecdziesiat"},
     {"100", "hundred hundert cent cien ciento cento cem honderd sto"}});

constexpr auto kUnits = std::to_array<Pairs>(
    {{"minute", "minute minutes min minuten minuto minutos minuti minuut minuta minuty minut"},
     {"hour", "hour hours stunde stunden heure heures hora horas ora ore uur uren godzina godziny godzin"},
     {"day",
      "day days tag tage tagen jour jours dia dias giorno giorni dag dagen dzien dni werktag werktage werktagen "
      "arbeitstage arbeitstagen workday workdays werkdagen"},
     {"week",
      "week weeks woche wochen semaine semaines semana semanas settimana settimane weken tydzien tygodnie tygodni"},
     {"month", "month months monat monate monaten mois mes meses mese mesi maand maanden miesiac miesiace miesiecy"},
     {"year", "year years jahr jahre jahren annee annees ano anos anno anni jaar jaren rok lata lat"},
     {"percent", "percent prozent pourcent porcento percento procent procenta"},
     {"eur", "eur euro euros"},
     {"usd", "usd dollar dollars dolares dollari dolarow"},
     {"gbp", "gbp pound pounds pfund livres libras sterline"},
     {"pln", "pln zl zloty zlotych zlote"},
     {"chf", "chf franken francs franchi"},
     {"kg", "kg kilo kilos kilogramm kilogram"}});

template <class Use>
void each_word(std::string_view list, const Use& use) {
  while (!list.empty()) {
    const auto end = std::min(list.find(' '), list.size());
    if (end > 0) use(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

using Table = std::unordered_map<std::string_view, Meaning>;

Table make_table() {
  Table all;
  for (const auto& list : kWords)  // a word that denies somewhere denies, whatever else it means
    each_word(list.words, [&](auto one) {
      const auto [at, fresh] = all.emplace(one, Meaning{list.sense});
      if (!fresh && list.sense == Sense::denial) at->second.sense = list.sense;
    });
  for (const auto& [value, words] : kNumbers) each_word(words, [&, v = value](auto one) { all[one].number = v; });
  for (const auto& [value, words] : kUnits) each_word(words, [&, v = value](auto one) { all[one].unit = v; });
  return all;
}

}  // namespace

Meaning meaning_of(std::string_view word, std::string_view language) {
  static const Table table = make_table();
  const auto at = table.find(word);
  if (at == table.end()) return {};
  Meaning meaning = at->second;
  if (word == "mai" && language != "it") meaning.sense = Sense::content;        // the month
  if (word == "no" && language == "pt") meaning.sense = Sense::empty;           // "in the"
  if (word == "personne" && language == "fr") meaning.sense = Sense::courtesy;  // rather a person than nobody
  return meaning;
}

}  // namespace countersign::grounding
