"""Sentences of our own in eight languages, into which make_texts.py puts names ({N} a person, {F} a given name, {L} a surname),
addresses ({A}) and things that are neither: {C} a town, {K} a country, {B} a company or product, {W} a weekday or month,
{D} digits, {O} an order number, {M} money,
{T} a time, date or period."""

NAMED = {
    'en': '''My name is {N}.|my name is {N}|Hi, I'm {N} and I ordered a {B} last {W}.|Hello, this is {N} from {C}.|this is {N}|I am {N}, order {O}.
name {N}|name: {N}|Name: {N}, order {O}|the account is under {N}|It's in the name of {N}.|Please send it to {N} instead.
Dear {F},|Hi {F},|Hello {F}, thank you for your answer.|Hi {F} thanks|Thanks {F}|Thank you, {F}!|{F}, can you help me again?|Good morning Mr {L},
Dear Ms {L}, my {B} broke.|I spoke to {F} yesterday about order {O}.|Your colleague {N} promised to call back on {W}.|{F} from your team said it was fine.
Kind regards\\n{N}|Best wishes,\\n{N}|Thanks,\\n{F}|Regards {N}|Cheers,\\n{F}|Yours sincerely\\n{N}|Sent by {N}|my wife {F} paid for it|my husband {N} is the account holder
My son {F} used the card.|My late mother, {N}, had an account with you.|The parcel was signed for by {L}.|ask for {F} when you call|The booking was made by {N} on {W}.
The contract holder is {N}, born in {C}.|{N} here, my order {O} has not come.|Passenger {N} has no seat.|{N} and {N} share the account.|Can you remove {N} from my policy?
I want to add {F} as a second driver.|Please change the name to {N}.|The name on the card is {N}.|It is spelled {N}, not {N}.|{N} told me to write to you.|My doctor is Dr. {L}.
{F}'s order never came.|{F} said that {F} would call.|I live with {F} and {F}.|The manager, {N}, was rude.|written by {N} in {W}|a book by {N}|{N} of {B} wrote to me.|{N} works for {B}.
{N} is my landlord.|Is {F} working today?|{N}, {B}|hi im {F}|i am {F}|myself {F}|its {F}|it's {N}|call me {F}|sure {N}|yes {N}|ok {F}|{N} here|Mr {L}|Mrs. {N}|Dr {N}|yes my name is {N} and the number is {D}
sure my name is {N} and my account number is {D}|last name {L}|first name {F}|last name is {L}|full name {N}|{F} and {D}|{N} {D}|name {F} account {D}|name {N} number {D}|{N} and the number is {D}
the passenger is {N}|{F} {F} {D}|my last name is {L} and my ID is {D}|okay {F} i am {F}|thanks {F} bye|hello {F} how are you|Agent: {F}, I will check. Customer: thanks|{F}: hello\\n{F}: hi there''',
    'de': '''Mein Name ist {N}.|ich heiße {N}|Ich bin {N} und habe eine Frage zur Bestellung {O}.|Guten Tag Frau {L},|Sehr geehrter Herr {L},|Hallo {F},|Hallo {F}, danke für die Antwort.|Liebe {F},
Mit freundlichen Grüßen\\n{N}|Viele Grüße\\n{F}|LG {F}|Gruß, {N}|Freundliche Grüße {N}|Ihr Kollege {N} hat mir am {W} geholfen.|Frau {L} hat es mir versprochen.|Das Konto läuft auf {N}.
Name: {N}|Kontoinhaber ist {N}.|Meine Frau {F} hat bestellt.|Mein Mann {N} ist verstorben.|Mein Sohn {F} hat die Karte benutzt.|Bitte an {N} schicken.|Hier ist {N} aus {C}.|hier {N}
Der Vertrag lautet auf {N}, bitte ändern.|Ich habe mit {F} gesprochen.|Herr {L} sagte, das Geld kommt am {W}.|Das Paket hat {N} angenommen.|Dr. {L} hat das Attest geschrieben.''',
    'fr': '''Je m'appelle {N}.|Mon nom est {N}.|Je suis {N}, commande {O}.|Bonjour {F},|Bonjour Monsieur {L},|Madame {L},|Cordialement\\n{N}|Bien à vous,\\n{F}|Merci {F}|Votre collègue {N} m'a répondu lundi.
Le compte est au nom de {N}.|Nom : {N}|Mon mari {F} a payé.|Ma femme {N} est titulaire du contrat.|Mon fils {F} a utilisé la carte.|C'est {N} de {C}.|Mme {L} m'a promis un appel.|J'ai parlé avec {F} hier.
Le colis a été remis à {N}.|M. {N} n'a pas répondu.|ici {N}|Le docteur {L} a signé.''',
    'es': '''Me llamo {N}.|Mi nombre es {N}.|Soy {N} y mi pedido es el {O}.|Hola {F},|Estimada señora {L},|Buenos días, señor {L}.|Saludos,\\n{N}|Un saludo\\n{F}|Gracias {F}|Su compañera {N} me prometió una llamada.
La cuenta está a nombre de {N}.|Nombre: {N}|Mi marido {F} pagó.|Mi mujer {N} es la titular.|Mi hijo {F} usó la tarjeta.|Hablé con {F} ayer.|El paquete lo firmó {N}.|Le escribe {N} desde {C}.|soy {F}|El doctor {L} lo firmó.''',
    'it': '''Mi chiamo {N}.|Il mio nome è {N}.|Sono {N}, ordine {O}.|Ciao {F},|Gentile signora {L},|Buongiorno signor {L},|Cordiali saluti\\n{N}|Saluti,\\n{F}|Grazie {F}|La vostra collega {N} mi ha risposto.
Il conto è intestato a {N}.|Nome: {N}|Mio marito {F} ha pagato.|Mia moglie {N} è la titolare.|Mio figlio {F} ha usato la carta.|Ho parlato con {F} ieri.|Il pacco è stato firmato da {N}.|sono {F}|Il dottor {L} ha firmato.''',
    'pt': '''Chamo-me {N}.|O meu nome é {N}.|Meu nome é {N}.|Sou {N}, pedido {O}.|Olá {F},|Cara senhora {L},|Bom dia, senhor {L}.|Cumprimentos\\n{N}|Atenciosamente,\\n{F}|Obrigado {F}|Obrigada, {F}!|A sua colega {N} prometeu ligar.
A conta está em nome de {N}.|Nome: {N}|O meu marido {F} pagou.|Minha esposa {N} é a titular.|O meu filho {F} usou o cartão.|Falei com {F} ontem.|A encomenda foi entregue a {N}.|sou {F}|O doutor {L} assinou.''',
    'nl': '''Ik heet {N}.|Mijn naam is {N}.|Ik ben {N}, bestelling {O}.|Beste {F},|Geachte mevrouw {L},|Geachte heer {L},|Met vriendelijke groet\\n{N}|Groeten,\\n{F}|Bedankt {F}|Uw collega {N} zou terugbellen.
De rekening staat op naam van {N}.|Naam: {N}|Mijn man {F} heeft betaald.|Mijn vrouw {N} is de contracthouder.|Mijn zoon {F} heeft de pas gebruikt.|Ik sprak gisteren met {F}.|Het pakket is aangenomen door {N}.|met {N}|ik ben {F}''',
    'pl': '''Nazywam się {N}.|Mam na imię {F}.|Jestem {N}, zamówienie {O}.|Dzień dobry Panie {F},|Szanowna Pani {L},|Pan {L} obiecał oddzwonić.|Pozdrawiam\\n{N}|Z poważaniem\\n{N}|Dziękuję, {F}|Pana kolega {N} obiecał telefon.
Konto jest na nazwisko {N}.|Imię i nazwisko: {N}|Mój mąż {F} zapłacił.|Moja żona {N} jest właścicielką.|Mój syn {F} użył karty.|Rozmawiałam wczoraj z {F}.|Paczkę odebrał {N}.|tu {N}''',
}

PLACED = {
    'en': '''My address is {A}.|my address is {A}|address {A}|Address: {A}|My new address is {A}|I live at {A}.|i live at {A}|Please deliver to {A}.|Ship it to {A} please|deliver my order to {A}|The parcel should go to {A} and not to {A}.
We moved from {A} to {A} last {W}.|Our shop is at {A}.|The office is located at {A}.|Where is it? At {A}.|Please update my address to {A}|billing address {A}|Billing address:\\n{N}\\n{A}|Ship to:\\n{N}\\n{A}|{N}\\n{A}|{N}\\n{B}\\n{A}\\n{D}
{N}, {A}|yes {A}|its {A}|sure {A}|{A}|{A}|address {A} phone number {D}|{A} ph {D}|{A} phone {D}|my number is {D} address {A}|{D} and my address is {A}|my address is {A} and my number is {D}|name {N} address {A}|{N} {A} ph {D}|{N} {A}
{N} lives at {A}.|The hotel is on {A}.|There is a leak at {A} since {W}.|My meter is at {A}.|Collect it from {A}|pick up at {A} at 5 pm|The accident happened at {A}.|contact {D} address {A}|no the address is {A}|deliver to this address {A} contact no {D}
You can find us at {A}, open until 6.|They sent it to {A} by mistake!|My brother {F} lives on {A}.|Customer address: {A}\\nPhone: {D}|Kind regards\\n{N}\\n{A}|Regards,\\n{N}\\n{B}\\n{A}\\nTel. {D}''',
    'de': '''Meine Adresse ist {A}.|Meine neue Anschrift lautet {A}.|Ich wohne in der {A}.|Ich wohne {A}.|Bitte liefern Sie an {A}.|Lieferadresse: {A}|Rechnungsadresse:\\n{N}\\n{A}|{N}\\n{A}|Wir sind von {A} nach {A} umgezogen.|Der Zähler ist in der {A}.|{A}|adresse {A}|Das Paket ging an {A} statt an {A}.|Mit freundlichen Grüßen\\n{N}\\n{A}''',
    'fr': '''Mon adresse est {A}.|Ma nouvelle adresse : {A}|J'habite au {A}.|Merci de livrer au {A}.|Adresse de livraison : {A}|{N}\\n{A}|Nous avons déménagé au {A}.|Le compteur est au {A}.|{A}|adresse {A}|Cordialement\\n{N}\\n{A}''',
    'es': '''Mi dirección es {A}.|Mi nueva dirección: {A}|Vivo en {A}.|Envíenlo a {A}, por favor.|Dirección de entrega: {A}|{N}\\n{A}|Nos mudamos a {A}.|{A}|direccion {A}|Saludos\\n{N}\\n{A}''',
    'it': '''Il mio indirizzo è {A}.|Nuovo indirizzo: {A}|Abito in {A}.|Spedite a {A}, grazie.|Indirizzo di consegna: {A}|{N}\\n{A}|Ci siamo trasferiti in {A}.|{A}|indirizzo {A}|Saluti\\n{N}\\n{A}''',
    'pt': '''A minha morada é {A}.|Meu endereço é {A}.|Moro na {A}.|Enviem para {A}, por favor.|Morada de entrega: {A}|{N}\\n{A}|Mudámos para {A}.|{A}|endereço {A}|Cumprimentos\\n{N}\\n{A}''',
    'nl': '''Mijn adres is {A}.|Mijn nieuwe adres: {A}|Ik woon op {A}.|Graag bezorgen op {A}.|Bezorgadres: {A}|{N}\\n{A}|We zijn verhuisd naar {A}.|{A}|adres {A}|Groeten\\n{N}\\n{A}''',
    'pl': '''Mój adres to {A}.|Nowy adres: {A}|Mieszkam przy {A}.|Proszę wysłać na {A}.|Adres dostawy: {A}|{N}\\n{A}|Przeprowadziliśmy się na {A}.|{A}|adres {A}|Pozdrawiam\\n{N}\\n{A}''',
}

ORDINARY = {
    'en': '''I leave on {T}.|The appointment is on {T}.|at {T}|{T}|from {T} to {T}|a table for {D} on {T}|It arrives within {T}.|I waited {T}.|cancel my booking for {T}|Refund within {T}, please.|move it from {T} to {T}|Is {T} free?|on {T} I called {B}|since {T}|pay {M} by {T}|20 dollars worth|set it to {D} f|{D} yen
We moved here from {C}.|I'm in {C} at the moment.|I live in {C}.|She flew from {C} to {C} on {W}.|I work for {B}.|I bought a {B} in {C}.|My {B} is broken.|The {B} from {B} stopped working.|order {O}|Order {O} was {M}.|ticket {O}|my order number is {O}
The bill for {W} is {M}.|Is the store in {C} open on {W}?|I need {D} pieces|{D} large pizzas please|I used to work for {B} as a nurse.|Thank you|Hello|Hi there|Dear Sir or Madam,|Dear Support Team,|Good morning,|Kind regards|Best regards,\\nyour customer|{B}|{C}|{D}|{O}|{M}|{W}
The {B} office in {C} is closed.|Delivery to {K} costs {M}.|I am Angry!|I am from {K}.|This is Ridiculous.|my name is spelled wrong|my name is missing on the invoice|what is your name|the address is wrong|my address has changed|how do I change my address|address change|I never gave you my address
Can I pay with {B} in {K}?|flight {O} from {C} to {C}|my zip is fine|I want to cancel my {B} subscription|Does {B} work with {B}?|Chapter {D} of the manual|version {D}|error {D} on {B}|the card ending in {D}|My PIN does not work in {C}.|I paid {M} on {W} {D}|Room {D} on floor {D}|seat {D} please
{D} minutes on hold and no answer|24 hour service|I waited {D} days|Terms and Conditions apply|Customer Service was no help|The Manager said no.|Where is my Refund|checking account|credit card|yes please|no thanks|ok|sure|yes|no|nothing else|that is all|home address|windows {D}|economy class
phone number {D}|my number is {D}|confirmation code {O}|{D} and {O}|{O} and {D}|sure {D}|yes {D}|ok {O}|{C} to {C}|from {C} to {C} on {W} {D}|Apartment insurance|flat rate|the drive is full|my hard drive failed|Wall Street|high street shops|road trip insurance|Is there a court fee?|one way ticket|two way radio|a place of my own
Guten Morgen from {C}!|in {C} it is raining|the {C} branch|your {C} store|{B} Plus|{B} Pro {D}|the big {B} sale in {W}|Happy Birthday|Merry Christmas|Black Friday|Visa or Mastercard|PayPal|Apple Pay|Google Maps|Amazon Prime|Amex Gold|Wi-Fi''',
    'de': '''Der Termin ist am {T}.|Innerhalb von {T}.|Ich warte seit {T}.|{T}|vom {T} bis {T}|Lieferung bis {T}|Die PIN ist {D} und sie geht nicht.
Ich komme aus {C}.|Wir wohnen in {C}.|Ich arbeite bei {B}.|Mein {B} ist kaputt.|Die Rechnung vom {W} über {M} ist falsch.|Bestellung {O}|Meine Bestellnummer ist {O}.|Ich möchte den Vertrag kündigen.|Wann kommt meine Lieferung?|Das Paket ist noch nicht da.|Guten Tag,|Sehr geehrte Damen und Herren,|Hallo|Danke|Vielen Dank für die schnelle Antwort.
Mit freundlichen Grüßen|Ich bin sehr enttäuscht.|Ich bin Kunde seit {D} Jahren.|Meine Adresse hat sich geändert.|Der Name auf der Rechnung ist falsch.|Wie ändere ich meine Anschrift?|Das Gerät von {B} geht nicht an.|Können Sie mir bitte die Gebühren erklären?|Ich habe {D} Minuten in der Warteschleife gewartet.|Das Geld ist nicht auf meinem Konto.
Meine Mutter ist gestorben und ich brauche Hilfe mit dem Vertrag.|Ich möchte mit einem Menschen sprechen.|Der Techniker kam am {W} nicht.|Die Filiale in {C} hat geschlossen.|Gilt die Garantie auch in {K}?|Meine Karte wurde gesperrt.|Die App zeigt Fehler {D}.|Bitte überweisen Sie {M} auf mein Konto.|Ihre Kundennummer finden Sie oben rechts.|Das ist eine Frechheit!
Ihr Kundenservice|Ihr Team von {B}|Herr Ober|die Straße ist gesperrt|Platz {D}|auf dem Weg nach {C}|Der Zug nach {C} fährt um {D}.|Frage zur Rechnung {O}|Zimmer {D}|Gutschein {O} geht nicht|Rabatt im {W}|Meine Bank hat die Zahlung abgelehnt.|Der Router blinkt rot.|Die Heizung fällt aus.''',
    'fr': '''Le rendez-vous est le {T}.|Sous {T}.|J'attends depuis {T}.|{T}|du {T} au {T}|livraison avant le {T}
Je viens de {C}.|Nous habitons à {C}.|Je travaille chez {B}.|Mon {B} est en panne.|La facture de {W} de {M} est fausse.|commande {O}|Mon numéro de commande est {O}.|Je veux résilier mon contrat.|Où est mon colis ?|Bonjour,|Madame, Monsieur,|Merci|Merci beaucoup pour votre aide.|Cordialement|Je suis très déçu.|Je suis cliente depuis {D} ans.
Mon adresse a changé.|Le nom sur la facture est faux.|Comment changer mon adresse ?|J'ai attendu {D} minutes.|L'argent n'est pas sur mon compte.|Ma mère est décédée.|Je veux parler à un conseiller.|La boutique de {C} est fermée.|La garantie est-elle valable en {K} ?|Ma carte est bloquée.|L'application affiche l'erreur {D}.|rue fermée|place {D}|chambre {D}|Le train pour {C} part à {D}.|Votre équipe {B}|Service client|Carte bancaire|Carte Bleue''',
    'es': '''La cita es el {T}.|En {T} tendrá respuesta.|Espero desde hace {T}.|{T}|del {T} al {T}|entrega antes del {T}
Soy de {C}.|Vivimos en {C}.|Trabajo en {B}.|Mi {B} no funciona.|La factura de {W} de {M} está mal.|pedido {O}|Mi número de pedido es {O}.|Quiero cancelar mi contrato.|¿Dónde está mi paquete?|Hola,|Buenos días|Gracias|Muchas gracias por su ayuda.|Saludos|Estoy muy decepcionado.|Soy clienta desde hace {D} años.|Mi dirección ha cambiado.
El nombre en la factura está mal.|¿Cómo cambio mi dirección?|Esperé {D} minutos.|El dinero no está en mi cuenta.|Mi madre ha fallecido.|Quiero hablar con una persona.|La tienda de {C} está cerrada.|¿La garantía vale en {K}?|Mi tarjeta está bloqueada.|La aplicación da el error {D}.|la calle está cortada|habitación {D}|El tren a {C} sale a las {D}.|El equipo de {B}|Atención al Cliente''',
    'it': '''L'appuntamento è il {T}.|Entro {T}.|Aspetto da {T}.|{T}|dal {T} al {T}|consegna entro {T}
Vengo da {C}.|Abitiamo a {C}.|Lavoro per {B}.|Il mio {B} è rotto.|La fattura di {W} di {M} è sbagliata.|ordine {O}|Il mio numero d'ordine è {O}.|Voglio disdire il contratto.|Dov'è il mio pacco?|Buongiorno,|Salve|Grazie|Grazie mille per l'aiuto.|Cordiali saluti|Sono molto delusa.|Sono cliente da {D} anni.|Il mio indirizzo è cambiato.|Il nome sulla fattura è sbagliato.
Come cambio il mio indirizzo?|Ho aspettato {D} minuti.|I soldi non sono sul conto.|Mia madre è morta.|Voglio parlare con una persona.|Il negozio di {C} è chiuso.|La garanzia vale in {K}?|La mia carta è bloccata.|L'app dà errore {D}.|la via è chiusa|camera {D}|Il treno per {C} parte alle {D}.|Il team di {B}|Servizio Clienti''',
    'pt': '''A consulta é a {T}.|No prazo de {T}.|Espero há {T}.|{T}|de {T} a {T}|entrega até {T}
Sou de {C}.|Moramos em {C}.|Trabalho na {B}.|O meu {B} avariou.|A fatura de {W} de {M} está errada.|pedido {O}|O número da encomenda é {O}.|Quero cancelar o contrato.|Onde está a minha encomenda?|Olá,|Bom dia|Obrigado|Muito obrigada pela ajuda.|Cumprimentos|Estou muito desiludida.|Sou cliente há {D} anos.|A minha morada mudou.|O nome na fatura está errado.
Como altero o endereço?|Esperei {D} minutos.|O dinheiro não está na conta.|A minha mãe faleceu.|Quero falar com uma pessoa.|A loja de {C} está fechada.|A garantia vale em {K}?|O meu cartão está bloqueado.|A aplicação dá erro {D}.|a rua está cortada|quarto {D}|O comboio para {C} sai às {D}.|A equipa da {B}|Apoio ao Cliente''',
    'nl': '''De afspraak is op {T}.|Binnen {T}.|Ik wacht al {T}.|{T}|van {T} tot {T}|levering voor {T}
Ik kom uit {C}.|Wij wonen in {C}.|Ik werk bij {B}.|Mijn {B} is kapot.|De rekening van {W} van {M} klopt niet.|bestelling {O}|Mijn bestelnummer is {O}.|Ik wil mijn contract opzeggen.|Waar is mijn pakket?|Goedemorgen,|Hallo|Bedankt|Heel erg bedankt voor uw hulp.|Met vriendelijke groet|Ik ben erg teleurgesteld.|Ik ben al {D} jaar klant.|Mijn adres is veranderd.|De naam op de factuur klopt niet.
Hoe wijzig ik mijn adres?|Ik heb {D} minuten gewacht.|Het geld staat niet op mijn rekening.|Mijn moeder is overleden.|Ik wil met een mens praten.|De winkel in {C} is dicht.|Geldt de garantie ook in {K}?|Mijn pas is geblokkeerd.|De app geeft fout {D}.|de straat is afgesloten|kamer {D}|De trein naar {C} vertrekt om {D}.|Het team van {B}|Klantenservice''',
    'pl': '''Wizyta jest {T}.|W ciągu {T} od zakupu.|Czekam od {T}.|{T}|od {T} do {T}|dostawa do {T}
Jestem z {C}.|Mieszkamy w {C}.|Pracuję w {B}.|Mój {B} się zepsuł.|Rachunek za {W} na {M} jest błędny.|zamówienie {O}|Numer zamówienia to {O}.|Chcę rozwiązać umowę.|Gdzie jest moja paczka?|Dzień dobry,|Witam|Dziękuję|Bardzo dziękuję za pomoc.|Pozdrawiam|Jestem bardzo rozczarowana.|Jestem klientem od {D} lat.|Mój adres się zmienił.|Nazwisko na fakturze jest błędne.
Jak zmienić adres?|Czekałem {D} minut.|Pieniędzy nie ma na koncie.|Moja mama zmarła.|Chcę rozmawiać z człowiekiem.|Sklep w {C} jest zamknięty.|Czy gwarancja działa w {K}?|Moja karta jest zablokowana.|Aplikacja pokazuje błąd {D}.|ulica jest zamknięta|pokój {D}|Pociąg do {C} odjeżdża o {D}.|Zespół {B}|Panie i Panowie|Proszę Pana|Proszę o pilną odpowiedź.|Biuro Obsługi Klienta''',
}

TIMES = '''Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
November December Montag Dienstag Mittwoch Donnerstag Freitag Samstag Januar Februar März Juni Juli Oktober Dezember lundi mardi
vendredi janvier février mars août décembre lunes martes viernes enero febrero agosto diciembre lunedì venerdì gennaio agosto
segunda sexta janeiro agosto maandag vrijdag januari maart poniedziałek piątek styczeń sierpień'''.split()

BRANDS = '''Wells_Fargo Bank_of_America Sallie_Mae Capital_One Experian Transunion Equifax Navient Deutsche_Bank Credit_Karma American_Express
Galaxy iPhone MacBook Kindle Netflix Spotify Amazon PayPal Klarna Vodafone Telekom Orange Samsung Sony Bosch Siemens Philips
Miele Dyson Nespresso Ikea Lidl Tesco Walmart Target Costco Starbucks Hilton Marriott Ryanair Lufthansa Delta Emirates Fedex Hermes
DHL UPS Barclays Revolut Monzo HSBC Santander Chase Citibank Allianz AXA Aviva Geico Toyota Tesla Ford Renault Fiat Volvo Windows
Excel Outlook Photoshop Android Playstation Xbox Switch Alexa Siri Google Chrome Firefox Instagram Facebook Whatsapp Twitter Premium
Basic Comfort Standard Family Router Fritzbox Modem Smart Home Laptop Toaster Kettle Airfryer Sofa Uber Lyft Airbnb Booking Expedia'''.replace('\n', ' ').split()
BRANDS = [brand.replace('_', ' ') for brand in BRANDS]
BRAND_ENDS = ['Inc', 'Ltd', 'LLC', 'GmbH', 'AG', 'S.A.', 'Group', 'Corp.', 'Bank', 'Insurance', 'Energy', 'Technologies', 'Pro', 'Plus',
              'Max', 'Mini', 'Air', 'Systems', 'and Sons', 'Partners', 'Solutions', 'Airlines', 'Media', 'Data']

PERIODS = {'en': 'minutes hours days weeks months years working days'.split(), 'de': 'Minuten Stunden Tagen Wochen Monaten Jahren Werktagen'.split(),
           'fr': 'minutes heures jours semaines mois ans'.split(), 'es': 'minutos horas días semanas meses años'.split(),
           'it': 'minuti ore giorni settimane mesi anni'.split(), 'pt': 'minutos horas dias semanas meses anos'.split(),
           'nl': 'minuten uur dagen weken maanden jaar'.split(), 'pl': 'minut godzin dni tygodni miesięcy lat'.split()}
MONTHS = {'en': 'January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec'.split(),
          'de': 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(),
          'fr': 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(),
          'es': 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(),
          'it': 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(),
          'pt': 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(),
          'nl': 'januari februari maart april mei juni juli augustus september oktober november december'.split(),
          'pl': 'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia'.split()}
