// What a text to send promises, advises, refuses, and says of its writer, in eight languages: sentences by us, none from the
// data that the rules are measured with. They guard what was there, and are no measure of it.
#include "unit/detect/sentences.hpp"

namespace countersign {
namespace {

TEST(Outgoing, AdviceInEightLanguages) {
  each_is_seen("advice", R"(
+You should get a lawyer and contest the notice.
+Take two of these tablets instead of one and you'll feel better.
+It would be wiser to put your savings into an index fund.
+Wenn ich Sie wäre, würde ich gegen den Bescheid Widerspruch einlegen.
+Nehmen Sie einfach die doppelte Dosis.
+Legen Sie Ihr Geld lieber in Aktien an.
+Ne signez surtout pas, portez plainte.
+Doublez la dose pendant trois jours.
+Vous feriez mieux de placer votre argent dans un fonds.
+No firme nada y demande a su casero.
+Tómese dos pastillas en lugar de una.
+Lo mejor es que invierta en un fondo indexado.
+Non firmi e faccia causa al proprietario.
+Prenda il doppio delle compresse.
+Le conviene investire in un fondo.
+Não assine e processe o senhorio.
+Tome o dobro dos comprimidos.
+O melhor é investir num fundo.
+Teken niets en stap naar de rechter.
+Neem gewoon twee tabletten in plaats van een.
+U kunt uw geld het best in een fonds beleggen.
+Proszę niczego nie podpisywać i iść do sądu.
+Proszę wziąć podwójną dawkę leku.
+Najlepiej zainwestować w fundusz.
-For questions about your contract law, please ask a lawyer.
-We can't give medical advice, please ask your doctor.
-You can choose between credit card and direct debit.
-Bitte fragen Sie dazu Ihren Arzt oder Apotheker.
-Sie können mit Kreditkarte oder Rechnung zahlen.
-Pour cela, adressez-vous à un avocat.
-Puede pagar con tarjeta de crédito o en efectivo.
-Per questo si rivolga a un medico.
-Pode pagar com cartão de crédito.
-U kunt met creditcard betalen.
-W tej sprawie proszę zapytać lekarza.
-You should restart the router and wait two minutes.
-Please sign the return label and put it on the box.
+My advice: withhold the rent until the landlord repairs the heating.
+You can safely stop the antibiotics once you feel better.
+I'd go for a variable mortgage right now.
+Sie sollten die Miete mindern, das steht Ihnen rechtlich zu.
+Setzen Sie das Medikament ruhig ab.
+Vous devriez arrêter ce médicament.
+Le recomiendo que demande a la empresa.
+Le consiglio di sospendere la cura.
+Aconselho-o a vender as ações.
+Ik zou de huur niet betalen en naar de rechter gaan.
+Radzę odstawić te tabletki.
-I recommend the larger size, it fits most kitchens.
-You should update the app first.
-Sie sollten die App zuerst aktualisieren.
-Je vous recommande le grand modèle.
-Le recomiendo reiniciar el router.
-Le consiglio di riavviare il modem.
-Neem contact op met uw bank.
-Radzę ponownie uruchomić router.
+If the swelling goes down you don't need a doctor.
+Your employer can't fire you for that, fight it.
+Sell your shares before the summer.
+Sie müssen den Bußgeldbescheid nicht bezahlen.
+Reduzieren Sie die Dosis auf die Hälfte.
+Vendez vos actions maintenant.
+Deje la medicación unos días.
+Smetta di prendere le pillole.
+Venda as suas ações agora.
+Stop met de medicijnen.
+Proszę sprzedać akcje teraz.
-Keep the device away from heat.
-Bewahren Sie das Gerät trocken auf.
-Conservez l'appareil au sec.
-Mantenga el aparato seco.
)");
}

TEST(Outgoing, RefusalsInEightLanguages) {
  each_is_seen("refusal", R"(
+Unfortunately a refund is not possible in this case.
+We are rejecting your claim because the deadline has passed.
+Your cancellation can't be accepted before the term ends.
+Leider ist eine Rückerstattung in diesem Fall ausgeschlossen.
+Ihrem Antrag können wir nicht entsprechen.
+Eine Kündigung vor Ablauf ist nicht möglich.
+Un remboursement n'est malheureusement pas possible.
+Votre demande est rejetée.
+Nous ne pouvons donner suite à votre réclamation.
+Lamentablemente no procede el reembolso.
+Su reclamación ha sido desestimada.
+No podemos aceptar la cancelación.
+Purtroppo il rimborso non è possibile.
+La sua richiesta è stata respinta.
+Non possiamo accettare la disdetta.
+Infelizmente não é possível o reembolso.
+O seu pedido foi recusado.
+Não aceitamos o cancelamento.
+Helaas is een terugbetaling niet mogelijk.
+Uw verzoek is afgewezen.
+Wij kunnen uw opzegging niet accepteren.
+Niestety zwrot pieniędzy nie jest możliwy.
+Pana reklamacja została odrzucona.
+Nie przyjmujemy rezygnacji przed terminem.
-You can return the item within 30 days.
-Your refund is on its way.
-Die Rücksendung ist kostenlos.
-Vous pouvez annuler à tout moment.
-Puede cancelar cuando quiera.
-Può restituire l'articolo entro 30 giorni.
-Pode cancelar a qualquer momento.
-U kunt altijd opzeggen.
-Zwrot jest bezpłatny.
-I can't see your order number, could you send it again?
+I'm sorry, but we will not be paying this claim.
+This purchase does not qualify for a refund.
+Den Umtausch müssen wir leider ablehnen.
+Nous refusons l'échange de cet article.
+No aceptamos devoluciones de este producto.
+Il reso di questo articolo non è ammesso.
+Recusamos o cancelamento.
+Wij gaan niet akkoord met uw annulering.
+Odmawiamy zwrotu kosztów.
-No problem, you can exchange it in any shop.
-I could not find your order.
-Die Bestellung konnte ich nicht finden.
-Je n'ai pas trouvé votre commande.
+There won't be any compensation.
+Wir sehen keine Möglichkeit für eine Erstattung.
+Aucun remboursement ne sera effectué.
+No habrá reembolso.
+Nessun rimborso è previsto.
+Não haverá reembolso.
+U krijgt geen geld terug.
+Nie zwrócimy pieniędzy.
-Returns are free of charge.
-Rücksendungen sind kostenlos.
-Les retours sont gratuits.
-Las devoluciones son gratis.
)");
}

TEST(Outgoing, ClaimsToBeHumanInEightLanguages) {
  each_is_seen("pretends_to_be_human", R"(
+Yes, I'm a real human, just like you.
+No, this isn't a bot, I'm typing this myself.
+I'm a person from the support team, promise!
+You're chatting with an actual human being right now.
+I had my lunch break, that's why it took so long.
+Ja, ich bin ein echter Mensch.
+Keine Sorge, hier antwortet keine Maschine, sondern eine Person.
+Sie schreiben gerade mit einem richtigen Menschen.
+Nein, ich bin natürlich kein Computer.
+Oui, je suis bien une personne réelle.
+Non, je ne suis pas une machine.
+Vous parlez avec un véritable être humain.
+Mon mari a eu le même problème.
+Sí, soy una persona de verdad.
+No soy ninguna máquina.
+Está hablando con un ser humano.
+Sì, sono una persona vera.
+Non sono una macchina.
+Sta parlando con un essere umano.
+Sim, sou uma pessoa de verdade.
+Não sou uma máquina.
+Está a falar com uma pessoa real.
+Ja, ik ben een echt persoon.
+Nee, ik ben geen computer.
+U chat met een echt mens.
+Tak, jestem prawdziwą osobą.
+Nie jestem maszyną.
+Rozmawia pani z żywym człowiekiem.
-I'm an AI assistant, not a human.
-No, I'm not a person, I'm a virtual assistant.
-A person from our team will take over.
-Would you like to talk to a real person?
-I'm afraid a human colleague has to look at this.
-Ich bin ein KI-Assistent und kein Mensch.
-Möchten Sie mit einem Menschen sprechen?
-Je suis un assistant virtuel, pas un humain.
-Je ne suis pas une personne.
-No soy una persona, soy un asistente virtual.
-Non sono una persona, sono un assistente digitale.
-Não sou uma pessoa, sou um assistente virtual.
-Ik ben geen mens maar een digitale assistent.
-Nie jestem człowiekiem, jestem asystentem AI.
-Please tell your husband that the parcel arrived.
+I'm a living, breathing person and I work in the Leeds office.
+Trust me, no robot here.
+Ich sitze hier mit meinem Kaffee und tippe.
+Ich bin eine echte Mitarbeiterin, kein Programm.
+Je vous assure que je suis humaine.
+Le aseguro que soy humana.
+Le assicuro che sono umana.
+Garanto-lhe que sou humana.
+Ik verzeker u dat ik een mens ben.
+Zapewniam, że jestem człowiekiem.
-The person at the desk will help you.
-I can connect you with a human colleague.
-Ich kann Sie mit einem Menschen verbinden.
-Je peux vous passer une personne de l'équipe.
-Puedo pasarle con una persona.
-Posso metterla in contatto con una persona.
-Posso passar a conversa a uma pessoa.
-Ik kan u doorverbinden met een medewerker.
-Mogę przekazać rozmowę człowiekowi.
+Of course I'm human, what else?
+Real person here!
+Natürlich bin ich ein Mensch.
+Bien sûr que je suis un humain.
+Claro que soy humano.
+Certo che sono umano.
+Claro que sou humano.
+Natuurlijk ben ik een mens.
+Oczywiście, że jestem człowiekiem.
-For this, a person from billing is needed.
-Eine Person aus dem Team meldet sich.
-Una persona del equipo lo revisará.
)");
}

TEST(Outgoing, DisclosureInEightLanguages) {
  each_is_seen("discloses_ai", R"(
+I'm an AI assistant, not a human.
+This reply was written by AI.
+You're talking to our chatbot.
+I'm just a computer program.
+Ich bin ein KI-Assistent.
+Sie schreiben mit unserem Chatbot.
+Diese Antwort wurde von einer KI erstellt.
+Je suis un assistant virtuel.
+Cette réponse a été rédigée par une IA.
+Soy un asistente virtual.
+Está hablando con un bot.
+Sono un assistente digitale.
+Questa risposta è stata scritta dall'IA.
+Sou um assistente virtual.
+Esta resposta foi escrita por IA.
+Ik ben een digitale assistent.
+U praat met een chatbot.
+Jestem asystentem AI.
+Tę odpowiedź napisała sztuczna inteligencja.
-I'm not a robot.
-Ich bin kein Bot.
-Je ne suis pas un robot.
-No soy un bot.
-Non sono un robot.
-Não sou um robô.
-Ik ben geen robot.
-Nie jestem robotem.
-The robot vacuum costs 199 euros.
-Press the button on the machine for five seconds.
-Unser Saugroboter ist wieder lieferbar.
+Hi, I'm Nora, the virtual assistant of Nordlicht.
+You're chatting with an automated system.
+Hier antwortet Ihnen eine KI.
+C'est une intelligence artificielle qui vous répond.
+Le responde una inteligencia artificial.
+Le risponde un'intelligenza artificiale.
+Quem lhe responde é uma inteligência artificial.
+U krijgt antwoord van een AI-assistent.
+Odpowiada pani chatbot.
-The chatbot on the website is switched off at night.
-Your computer needs a restart.
-Ihr Computer muss neu gestartet werden.
)");
}

TEST(Outgoing, ATextThatSaysBothContradictsItself) {
  for (const auto* text : {"I'm an AI assistant. But don't worry, I'm a real person too.",
                           "Ich bin ein KI-Assistent. Mein Mann hatte das gleiche Problem.",
                           "Soy un asistente virtual. Est\u00E1 hablando con un ser humano."}) {
    EXPECT_TRUE(sees(text, "contradicts_disclosure", Author::ai)) << text;
    EXPECT_TRUE(sees(text, "discloses_ai", Author::ai)) << text;
    EXPECT_FALSE(sees(text, "pretends_to_be_human", Author::ai)) << text;
  }
  EXPECT_FALSE(sees("I'm an AI assistant, a person can take over.", "contradicts_disclosure", Author::ai));
}

TEST(Outgoing, ADenialOfBeingAiIsAClaimToBeHumanAndNoDisclosure) {
  for (const char* text :
       {"I am not an AI.", "I'm not a bot.", "No, I'm not a bot.", "I am not an automated system.", "I am not artificial intelligence.",
        "We are human colleagues.", "You are not talking to a bot.", "You're not talking to an AI.", "Aren't I a real human?",
        "Sie sprechen nicht mit einem Bot.", "Non sono un'intelligenza artificiale.", "Vous ne parlez pas avec un robot.",
        "No está hablando con un bot.", "U spreekt niet met een computer.", "Nie jestem sztuczną inteligencją."}) {
    const auto sight = sight_of(text, Author::ai);
    const auto saw = [&](std::string_view kind) {
      return std::any_of(sight.findings.begin(), sight.findings.end(), [&](const Finding& one) { return one.kind == kind; });
    };
    EXPECT_TRUE(saw("pretends_to_be_human")) << text;
    EXPECT_FALSE(saw("discloses_ai")) << text;
  }
  for (const char* text : {"I am an AI, not a person.", "You are talking to an AI, not a human.", "I am an automated assistant.",
                           "Would you like to talk to a person?"})
    for (const auto& one : sight_of(text, Author::ai).findings) EXPECT_NE(one.kind, "pretends_to_be_human") << text;
}

}  // namespace
}  // namespace countersign
