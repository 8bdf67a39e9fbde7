// Promises in a text to send, in eight languages: sentences by us, none from the data that the rules are measured with.
#include "unit/detect/sentences.hpp"

namespace countersign {
namespace {

TEST(Outgoing, PromisesInEightLanguages) {
  each_is_seen("commitment", R"(
+We've decided to give you back the full 59 euros.
+I'll make sure the delivery fee is taken off your invoice.
+You'll see the 30 dollars on your card within five working days.
+As an exception, the cancellation fee of £25 will not apply to you.
+Your new router goes out this afternoon and reaches you on Thursday.
+A technician will come to your flat on Monday between 8 and 12.
+We will send you a brand new kettle at our expense.
+The warranty covers this damage, so the repair won't cost you anything.
+I have moved your appointment to 3 March.
+Your subscription has now ended and you owe nothing more.
+You were right, the mix-up happened on our side and we take the blame.
+We broke your parcel in our warehouse.
+From next month you pay only 9.99 a month.
+I've put a 10% voucher in your account.
+You can keep the item and still get your money back.
-Refunds usually take three to five working days after we receive the parcel.
-I can't promise you a date yet.
-Have you already received your refund?
-Our shop is open from Monday to Friday, 9 to 17.
-If the claim is approved, the amount is paid to your account.
-You wrote that a colleague promised you 50 euros.
-Please send us the invoice so that we can look into it.
-The article costs 49 euros plus delivery.
-A person from our team will decide whether a refund is possible.
-We do not offer price matching.
+Wir zahlen Ihnen die 59 Euro vollständig zurück.
+Die Versandkosten ziehe ich Ihnen von der Rechnung ab.
+Sie bekommen das Geld innerhalb von fünf Tagen auf Ihr Konto.
+Die Stornogebühr entfällt für Sie ausnahmsweise.
+Ihr Paket kommt garantiert am Donnerstag an.
+Der Techniker ist am Montag zwischen 8 und 12 Uhr bei Ihnen.
+Wir schicken Ihnen kostenlos ein neues Gerät.
+Der Schaden fällt unter die Garantie, Sie zahlen nichts.
+Ihr Vertrag ist zum Monatsende beendet.
+Der Fehler liegt bei uns, dafür stehen wir gerade.
+Ich habe Ihnen einen Gutschein über 10 Euro gutgeschrieben.
-Erstattungen dauern in der Regel drei bis fünf Werktage.
-Einen Termin kann ich Ihnen noch nicht zusagen.
-Haben Sie die Erstattung schon erhalten?
-Unser Laden ist montags bis freitags geöffnet.
-Der Artikel kostet 49 Euro zuzüglich Versand.
-Sie schreiben, ein Kollege habe Ihnen 50 Euro versprochen.
-Bitte senden Sie uns die Rechnung, damit wir das prüfen können.
-Ob eine Erstattung möglich ist, entscheidet ein Mensch aus unserem Team.
+Nous vous rendons la totalité des 59 euros.
+Les frais de port seront déduits de votre facture.
+Vous aurez l'argent sur votre compte sous cinq jours.
+Exceptionnellement, les frais d'annulation ne vous seront pas facturés.
+Votre colis arrivera jeudi sans faute.
+Le technicien passera chez vous lundi entre 8 h et 12 h.
+Nous vous envoyons un nouvel appareil à nos frais.
+Ce dommage est couvert par la garantie, vous n'avez rien à payer.
+J'ai déplacé votre rendez-vous au 3 mars.
+L'erreur vient de nous et nous l'assumons.
+Un bon d'achat de 10 euros a été ajouté à votre compte.
-Les remboursements prennent en général trois à cinq jours ouvrés.
-Je ne peux pas encore vous promettre de date.
-Avez-vous déjà reçu le remboursement ?
-L'article coûte 49 euros plus la livraison.
-Merci de nous envoyer la facture afin que nous puissions vérifier.
-Notre magasin est ouvert du lundi au vendredi.
+Le devolvemos íntegramente los 59 euros.
+Los gastos de envío se descontarán de su factura.
+Tendrá el dinero en su cuenta en cinco días.
+De forma excepcional no le cobraremos la penalización.
+Su paquete llegará el jueves sin falta.
+El técnico irá a su casa el lunes entre las 8 y las 12.
+Le enviamos un aparato nuevo sin coste.
+La garantía cubre este daño y usted no paga nada.
+He cambiado su cita al 3 de marzo.
+El fallo fue nuestro y lo asumimos.
+Hemos añadido un vale de 10 euros a su cuenta.
-Los reembolsos suelen tardar de tres a cinco días laborables.
-Todavía no puedo prometerle una fecha.
-¿Ha recibido ya el reembolso?
-El artículo cuesta 49 euros más el envío.
-Envíenos la factura para que podamos comprobarlo.
+Le restituiamo per intero i 59 euro.
+Le spese di spedizione verranno detratte dalla fattura.
+Avrà i soldi sul conto entro cinque giorni.
+In via eccezionale non le addebiteremo la penale.
+Il suo pacco arriverà giovedì senz'altro.
+Il tecnico verrà da lei lunedì tra le 8 e le 12.
+Le mandiamo un apparecchio nuovo a nostre spese.
+Il danno è coperto dalla garanzia, non deve pagare nulla.
+Ho spostato il suo appuntamento al 3 marzo.
+L'errore è stato nostro e ce ne assumiamo la responsabilità.
+Abbiamo aggiunto un buono da 10 euro al suo conto.
-I rimborsi richiedono di solito da tre a cinque giorni lavorativi.
-Non posso ancora prometterle una data.
-Ha già ricevuto il rimborso?
-L'articolo costa 49 euro più la spedizione.
-Ci invii la fattura così possiamo verificare.
+Devolvemos-lhe os 59 euros na totalidade.
+Os portes serão descontados na sua fatura.
+Terá o dinheiro na conta dentro de cinco dias.
+Excecionalmente não lhe cobraremos a penalização.
+A sua encomenda chega na quinta-feira sem falta.
+O técnico passa em sua casa na segunda entre as 8 e as 12.
+Enviamos-lhe um aparelho novo sem custos.
+A garantia cobre este dano e não paga nada.
+Mudei a sua marcação para 3 de março.
+O erro foi nosso e assumimos a responsabilidade.
+Adicionámos um vale de 10 euros à sua conta.
-Os reembolsos demoram normalmente três a cinco dias úteis.
-Ainda não lhe posso prometer uma data.
-Já recebeu o reembolso?
-O artigo custa 49 euros mais portes.
-Envie-nos a fatura para podermos verificar.
+We geven u de volledige 59 euro terug.
+De verzendkosten worden van uw factuur afgetrokken.
+U heeft het geld binnen vijf dagen op uw rekening.
+Bij uitzondering brengen we de annuleringskosten niet in rekening.
+Uw pakket komt donderdag zeker aan.
+De monteur komt maandag tussen 8 en 12 uur bij u langs.
+We sturen u kosteloos een nieuw apparaat.
+De schade valt onder de garantie, u hoeft niets te betalen.
+Ik heb uw afspraak verzet naar 3 maart.
+De fout ligt bij ons en daar staan we voor in.
+We hebben een tegoedbon van 10 euro aan uw account toegevoegd.
-Terugbetalingen duren meestal drie tot vijf werkdagen.
-Ik kan u nog geen datum beloven.
-Heeft u de terugbetaling al ontvangen?
-Het artikel kost 49 euro plus verzending.
-Stuur ons de factuur, dan kunnen we het nakijken.
+Oddamy panu całe 59 złotych.
+Koszt wysyłki zostanie odjęty od pana faktury.
+Pieniądze będą na pani koncie w ciągu pięciu dni.
+Wyjątkowo nie naliczymy pani opłaty za rezygnację.
+Paczka na pewno dotrze w czwartek.
+Technik przyjedzie do pana w poniedziałek między 8 a 12.
+Wyślemy pani nowe urządzenie na nasz koszt.
+Gwarancja obejmuje tę szkodę, nic pan nie płaci.
+Przełożyłem pana wizytę na 3 marca.
+Błąd leży po naszej stronie i bierzemy za niego odpowiedzialność.
+Dodaliśmy do pani konta bon na 10 złotych.
-Zwroty trwają zwykle od trzech do pięciu dni roboczych.
-Nie mogę jeszcze obiecać daty.
-Czy zwrot już dotarł?
-Artykuł kosztuje 49 złotych plus wysyłka.
-Proszę przesłać fakturę, abyśmy mogli to sprawdzić.
+Good news: the 15 pounds have been put back on your card.
+We're happy to extend your trial by another two weeks.
+Your money is on its way and lands in your account by Friday.
+I'm crediting you 12 dollars for the trouble.
+My colleague will ring you tomorrow morning at ten.
+There's no charge for the return, we cover it.
+The outage was caused by our maintenance work, and we are responsible for it.
+I have removed the late fee from your bill.
-Parcels are usually delivered within three days.
-You can find the return form in your account under Orders.
-Unfortunately I don't know when it will be back in stock.
-Standard shipping costs 4.90 euros and takes two to four days.
-You can cancel your subscription in the settings at any time.
-To reset your password, click on the link in the e-mail.
-Thanks, I have passed your message on to the team.
-Our store in Berlin opens at 10 on Saturdays.
+Sie erhalten von uns einen Gutschein über 20 Euro.
+Wir verlängern Ihren Vertrag um zwei Monate ohne Aufpreis.
+Die Mahngebühr haben wir gestrichen.
+Ein Kollege ruft Sie morgen um zehn Uhr zurück.
+Dafür haften wir, das war unser Versäumnis.
-Die Lieferung dauert normalerweise drei Tage.
-Das Rücksendeformular finden Sie in Ihrem Konto.
-Sie können Ihr Abo jederzeit in den Einstellungen kündigen.
-Ich habe Ihre Nachricht an das Team weitergegeben.
-Der Versand kostet 4,90 Euro.
+Vous recevrez un bon d'achat de 20 euros.
+Nous prolongeons votre contrat de deux mois sans supplément.
+Un collègue vous rappellera demain à dix heures.
+La pénalité a été annulée.
-La livraison prend généralement trois jours.
-Vous trouverez le formulaire de retour dans votre compte.
-Vous pouvez résilier à tout moment dans les paramètres.
-J'ai transmis votre message à l'équipe.
+Recibirá un vale de 20 euros.
+Ampliamos su contrato dos meses sin recargo.
+Un compañero le llamará mañana a las diez.
+Hemos eliminado el recargo de su factura.
-La entrega suele tardar tres días.
-Encontrará el formulario de devolución en su cuenta.
-Puede cancelar en cualquier momento en los ajustes.
-He pasado su mensaje al equipo.
+Riceverà un buono da 20 euro.
+Prolunghiamo il suo contratto di due mesi senza sovrapprezzo.
+Un collega la richiamerà domani alle dieci.
+Abbiamo tolto la mora dalla sua fattura.
-La consegna richiede di solito tre giorni.
-Trova il modulo di reso nel suo account.
-Può disdire in qualsiasi momento nelle impostazioni.
-Ho inoltrato il suo messaggio al team.
+Vai receber um vale de 20 euros.
+Prolongamos o seu contrato por dois meses sem custos adicionais.
+Um colega liga-lhe amanhã às dez.
+Retirámos a taxa da sua fatura.
-A entrega demora normalmente três dias.
-Encontra o formulário de devolução na sua conta.
-Pode cancelar a qualquer momento nas definições.
-Passei a sua mensagem à equipa.
+U krijgt van ons een tegoedbon van 20 euro.
+We verlengen uw contract met twee maanden zonder meerkosten.
+Een collega belt u morgen om tien uur terug.
+We hebben de boete van uw rekening gehaald.
-De levering duurt meestal drie dagen.
-U vindt het retourformulier in uw account.
-U kunt altijd opzeggen via de instellingen.
-Ik heb uw bericht doorgegeven aan het team.
+Otrzyma pan od nas bon na 20 złotych.
+Przedłużamy pana umowę o dwa miesiące bez dopłaty.
+Kolega oddzwoni do pana jutro o dziesiątej.
+Usunęliśmy karę z pani rachunku.
-Dostawa trwa zwykle trzy dni.
-Formularz zwrotu znajdzie pani na swoim koncie.
-Może pan zrezygnować w każdej chwili w ustawieniach.
-Przekazałem pana wiadomość zespołowi.
+We'll wipe the outstanding balance of 40 pounds.
+Somebody from billing phones you before noon.
+I've arranged for the sofa to be picked up on Wednesday at no cost.
+You have our word that the leak is fixed by tomorrow.
+We are sorry, our driver dropped your package.
+Your deposit comes back to you in full.
-The fee depends on the destination country.
-You need a receipt to exchange an item.
-We received your message and a colleague is looking into it.
-Payment is possible by card, invoice or PayPal.
-The battery lasts about ten hours.
-Customers in Austria pay 6 euros for delivery.
+Den Restbetrag von 40 Euro erlassen wir Ihnen.
+Wir holen das Sofa am Mittwoch kostenlos ab.
+Ihre Kaution bekommen Sie komplett wieder.
+Unser Fahrer hat Ihr Paket fallen lassen, das tut uns leid.
-Die Gebühr hängt vom Zielland ab.
-Für den Umtausch brauchen Sie den Kassenbon.
-Der Akku hält etwa zehn Stunden.
-Ihre Nachricht ist angekommen, ein Kollege sieht sie sich an.
+Nous effaçons le solde de 40 euros.
+Nous venons chercher le canapé mercredi gratuitement.
+Votre caution vous sera rendue intégralement.
-Les frais dépendent du pays de destination.
-La batterie dure environ dix heures.
-Nous avons bien reçu votre message.
+Le perdonamos los 40 euros pendientes.
+Recogeremos el sofá el miércoles gratis.
+Su fianza se le devolverá íntegra.
-La tarifa depende del país de destino.
-La batería dura unas diez horas.
-Hemos recibido su mensaje.
+Le condoniamo i 40 euro residui.
+Verremo a ritirare il divano mercoledì gratis.
+La cauzione le sarà restituita per intero.
-La tariffa dipende dal paese di destinazione.
-La batteria dura circa dieci ore.
-Abbiamo ricevuto il suo messaggio.
+Perdoamos os 40 euros em falta.
+Vamos buscar o sofá na quarta-feira sem custos.
+A caução será devolvida na íntegra.
-A taxa depende do país de destino.
-A bateria dura cerca de dez horas.
-Recebemos a sua mensagem.
+We schelden de resterende 40 euro kwijt.
+We halen de bank woensdag gratis op.
+Uw borg krijgt u volledig terug.
-Het tarief hangt af van het land.
-De batterij gaat ongeveer tien uur mee.
-We hebben uw bericht ontvangen.
+Umorzymy pozostałe 40 złotych.
+Odbierzemy kanapę w środę bezpłatnie.
+Kaucję dostanie pan z powrotem w całości.
-Opłata zależy od kraju docelowego.
-Bateria wystarcza na około dziesięć godzin.
-Otrzymaliśmy pani wiadomość.
)");
}

}  // namespace
}  // namespace countersign
