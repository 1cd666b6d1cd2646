# Šta šalter kaže na srpskom (latinica; ćirilica se pravi iz nje).

welcome = Dobar dan. Postavite carinsko pitanje: Francuska i Evropska unija sa jugoistočnom Evropom.
welcome-hint = Ctrl-D za izlaz. Ono što šalter ne zna ide carinskom atašeu, ako želite.
serve-no-channel = Nijedan kanal nije podešen (vidite README.md): šalter se otvara u ovom terminalu.
serve-faq = Odgovora: { $entries }, zemalja: { $countries }. Ctrl-D za izlaz.
prompt = Vi
language-name =
    { $code ->
        [fr] francuskom
        [en] engleskom
        [sr] srpskom
        [hr] hrvatskom
        [bs] bosanskom
        [cnr] crnogorskom
        [sq] albanskom
        [mk] makedonskom
        [bg] bugarskom
        [ro] rumunskom
        [el] grčkom
        [hu] mađarskom
        [sl] slovenačkom
        [tr] turskom
        [de] nemačkom
        [it] italijanskom
        [ru] ruskom
       *[other] ovom jeziku
    }

## Ispod odgovora
note-verified = Izvori pročitani { $date }
note-draft = Carinski ataše još nije pregledao ovaj odgovor.
note-stale = Neke podatke je trebalo proveriti do { $date } Potvrdite ih pre nego što postupite po njima.
note-language = Ovaj odgovor još ne postoji na { $asked } jeziku; evo ga na { $given }.
note-other-question = Čini mi se da pitate i nešto drugo: „{ $question }“ Napišite to posebno i odgovoriću.
closing-answer = To nije bilo vaše pitanje? Postavite ga drugim rečima, ili napišite „ataše“ da mu bude prosleđeno.
sources = Izvori
related = Pogledajte i

## Šalter pita
clarify-country = O kojoj zemlji je reč?
clarify-question = Šta vas zanima za zemlju { $country }? Na primer: carina, PDV, dokaz o poreklu, paketi.
choose = Da li je vaše pitanje jedno od ovih?
choose-one = Da li je ovo vaše pitanje? Ako jeste, odgovorite „da“.
choose-none = Nijedno od ovih
choose-hint = Odgovorite brojem, ili postavite pitanje drugim rečima.
choose-out-of-range = Izaberite broj od 1 do { $last }, ili postavite pitanje drugim rečima.

## Ka atašeu
escalate-offer = Nemam pouzdan odgovor na ovo pitanje, a ne želim da vam dam pogrešan.
escalate-offer-after = Ako to nije dovoljno, mogu da prosledim vaše pitanje carinskom atašeu.
escalate-offer-urgent = Mogu da ga prosledim carinskom atašeu kao **hitno**.
escalate-offer-off-topic = Ovo ne liči na carinsko pitanje na koje mogu da odgovorim.
escalate-consent = **Želite li da ga prosledim carinskom atašeu?** Vaša poruka, njen jezik i zemlja čuvaju se da bismo vam odgovorili i brišu se najkasnije { $days } dana po zatvaranju predmeta.
escalate-consent-hint = Odgovorite „da“ ili „ne“; posle „da“ možete dodati firmu, zemlju i rok.
escalate-question = Napišite pitanje u jednoj poruci: proslediću ga carinskom atašeu.
escalate-done = Prosleđeno je. Vaš broj: **{ $reference }**. Odgovor atašea stići će ovde.
escalate-done-urgent = Prosleđeno je kao **hitno**. Vaš broj: **{ $reference }**. Odgovor atašea stići će ovde.
escalate-attached = Isto pitanje već čeka odgovor: dobićete ga i vi. Vaš broj: **{ $reference }**.
escalate-details = Da biste pomogli atašeu, možete u jednoj poruci dodati: firmu, zemlju, rok, broj deklaracije. Ako ne želite, odgovorite „ne“ ili postavite drugo pitanje.
details-declined = U redu, ništa se više ne dodaje. Postavite drugo pitanje kad god želite.
escalate-declined = U redu, ništa ne prosleđujem. Postavite drugo pitanje kad god želite.
escalate-too-many = Već imate { $count } zahteva koji čekaju atašea: ovaj **nije** prosleđen. Sačekajte odgovor ili povucite zahtev koji vam više nije potreban.
escalate-failed = Nisam uspeo da zabeležim vaše pitanje: **nije** prosleđeno. Pokušajte ponovo za koji trenutak; ako je hitno, obratite se carinskoj ispostavi.
store-failed = Beleženje nije uspelo: ništa nije promenjeno. Pokušajte ponovo za koji trenutak.

## Predmeti
case-status = { $reference }: { $state }. Pitanje primljeno { $date }
case-state =
    { $state ->
        [open] čeka atašea
        [claimed] ataše radi na njemu
        [awaiting_asker] ataše čeka vaš odgovor
        [referred] prosleđeno drugoj službi
        [answered] odgovor je na putu do vas
        [delivered] odgovoreno
        [closed] zatvoreno
        [withdrawn] povukli ste ga
        [rejected] nije prihvaćeno
       *[other] u toku
    }
case-unknown = Ne nalazim vaš predmet { $reference }.
case-added = Dodato je uz { $reference }.
case-replied = Vaš odgovor je prosleđen atašeu ({ $reference }).
case-asked-back = Vaša poruka je prosleđena: { $reference } je ponovo otvoren.
case-withdrawn = { $reference } je povučen: ataše na njega neće odgovoriti.
case-refused = To više nije moguće za { $reference }: { $state }.
notice-answer = **Odgovor carinskog atašea na { $reference }**
notice-correction = **Ispravka odgovora carinskog atašea na { $reference }**
notice-answer-hint = Da odgovorite, počnite poruku sa { $reference }.
notice-question = **Carinski ataše vas pita, u vezi sa { $reference }**
notice-question-hint = Odgovorite tako što poruku počnete sa { $reference }.
notice-referral = **{ $reference } je prosleđen drugoj službi**
notice-rejection = **Carinski ataše ne može da preuzme { $reference }**
notice-your-question = Vaše pitanje: { $question }

## Poruke bez pitanja
empty = Napišite pitanje, na primer: „EUR.1 za Srbiju?“
no-words = Primljeno. Imate carinsko pitanje? Napišite ga ovde.
too-long = Vaša poruka je predugačka ({ $length } znakova, najviše { $longest }). Zadržite pitanje i najvažnije: robu, zemlju, šta vas zaustavlja.
render-failed = Ovaj odgovor trenutno ne može da se prikaže.
not-stored = Ništa iz vaše poruke se ne čuva.

## Discord
serve-discord = Šalter se otvara na Discordu: { $entries } odgovora, { $countries } zemalja. Ctrl-C za zatvaranje.
serve-no-discord = Za Discord je potreban token: README.md, „Discord“, kaže kako se dobija.
discord-unknown = Ovo dugme mi više nije poznato. Postavite pitanje ponovo pomoću /ask, molim vas.

### Dugmad i meniji (najviše 80 znakova)
button-answered = To je odgovor
button-another = Drugo pitanje
button-attache = Pitaj atašea
button-consent = Da, prosledi
button-decline = Ne, hvala
button-add = Dodaj pojedinost
button-withdraw = Povuci zahtev
button-withdraw-surely = Da, povuci
button-ask-back = Zatraži pojašnjenje
button-reply = Odgovori
button-rate = Oceni odgovor
button-open = Otvori (videćete samo vi)
button-newer = Noviji
button-older = Stariji
button-back = Svi moji zahtevi
button-export = Preuzmi moje podatke
button-forget = Obriši sve
button-forget-surely = Da, obriši sve
menu-entries = Izaberite pitanje
menu-countries = Izaberite zemlju
menu-cases = Otvori zahtev

### Obrasci (najviše 45 znakova)
form-another = Vaše pitanje
form-attache = Prosleđivanje carinskom atašeu
form-add = Dopuna za { $reference }
form-question = Vaše pitanje
form-question-hint = Roba, zemlja, šta vas sprečava
form-details = Pojedinosti (neobavezno)
form-company = Firma
form-country = Zemlja
form-deadline = Rok
form-detail = Šta dodajete
form-kept = Slanjem pristajete da se ovo čuva i briše { $days } dana po zatvaranju predmeta.

### Šta se kaže
discord-thanks = Hvala. Postavite drugo pitanje kad god želite.
discord-slow-down = Postavljate mnogo pitanja odjednom: pokušajte ponovo za { $seconds } sekundi, molim vas.
discord-closed = Šalter još nije otvoren. Pokušajte ponovo za koji trenutak, molim vas.
discord-nothing-waits = Ovde vas ništa ne čeka.
discord-not-yours = Odgovor može da otvori samo onaj ko je pitao. Postavite svoje pitanje pomoću /ask.
discord-waits = nešto vas čeka na šalteru.
discord-mention = Vaše privatne poruke su zatvorene: otvorite odgovor ovde, videćete ga samo vi.

requests-title = Vaši zahtevi
requests-none = Nemate nijedan zahtev. Postavite pitanje pomoću /ask.
requests-failed = Vaši zahtevi trenutno ne mogu da se pročitaju. Pokušajte ponovo za koji trenutak.
requests-details = Dodali ste: { $details }
requests-answer = Odgovor carinskog atašea
requests-withdraw = Povući { $reference }? Ataše neće odgovoriti.

rating-question = Da li vam je odgovor na { $reference } pomogao?
rating =
    { $rating ->
        [helpful] Da
        [partly] Delimično
       *[unhelpful] Ne
    }
rating-thanks = Hvala, zabeleženo je za { $reference }.

privacy = **Šta se čuva**
    Pitanje se beleži samo ako tražite da bude prosleđeno atašeu: njegove reči, jezik, zemlja, ono što dodate, odgovor i vaš Discord broj, da bismo vam odgovorili. Sve se briše najkasnije { $days } dana po zatvaranju predmeta. Ostala pitanja se zaboravljaju posle nekoliko minuta; prijave se nikad ne beleže.
    Zabeleženih zahteva na vaše ime: **{ $count }**.
privacy-export = Ovo je sve što je zabeleženo na vaše ime.
privacy-forget = Obrisati sve? Zahtevi koji čekaju biće povučeni, a odgovori koji su na putu neće stići do vas.
privacy-forgotten = Obrisano je. Broj zahteva: { $count }.

### Komande (ime: 32 znaka, mala slova, bez razmaka; opis: 100)
command-ask = pitaj
command-ask-description = Postavite carinsko pitanje
command-message = Pitaj šalter
command-requests = moji-zahtevi
command-requests-description = Vaši zahtevi carinskom atašeu: dokle su stigli, dopuna, povlačenje
command-privacy = privatnost
command-privacy-description = Šta se o vama čuva: preuzimanje, brisanje
option-question = pitanje
option-question-description = Vaše pitanje, vašim rečima
option-country = zemlja
option-country-description = O kojoj zemlji je reč
option-public = javno
option-public-description = Pokaži odgovor svima u ovom kanalu
## Sajt (guichet export --format html)
site-title = Carinska pitanja: Francuska i jugoistočna Evropa
site-lead = Odgovori s izvorima i datumima. Opšti odgovor ne zamenjuje ni propise ni savet nadležne carinarnice.
site-footer = Stranice sačinjene iz zbirke pitanja i odgovora šaltera. Tekstovi: Licence Ouverte 2.0 (Etalab). Ako niste sigurni, pitajte nadležnu carinarnicu pre nego što postupite.
site-skip = Pređi na sadržaj
site-languages = Jezici
site-search = Pretraga
site-search-hint = Reč, obrazac, zemlja; oba pisma, i bez kvačica
site-search-found = Nađeno odgovora:
site-search-none = Ništa nije nađeno. Pokušajte s drugom rečju.
site-topics = Teme
site-countries = Zemlje
site-contents = Na ovoj stranici
site-by-country = Šta se razlikuje od zemlje do zemlje
site-country-needed = Odgovor zavisi od zemlje:
site-country-sources = Izvori za ovu zemlju
site-facts = Svi podaci:
site-checked = pročitano { $date }
site-unread = navedeno bez čitanja
site-review = Proveriti do { $date }
site-yes = da
site-no = ne
site-fact =
    { $key ->
        [agreement] Sporazum s Evropskom unijom
        [origin] Dokaz o poreklu
        [transit] Zajednički tranzit
        [tir] Karneti TIR
        [ata] Karneti ATA
        [vat] PDV
        [parcels] Paketi
        [gifts] Pokloni
        [travellers] Putnici
        [cash] Gotovina
        [cars] Automobili
        [licences] Dozvole i kontrole
        [registration] Registracija privrednih subjekata
        [documents] Deklaracija i dokumenta
        [borders] Granični prelazi
        [special] Posebni slučajevi
        [authority] Carinska uprava
       *[other] Ostali podaci
    }
site-field =
    { $key ->
        [eu_member] Članica Evropske unije
        [currency] Valuta
        [name] Naziv
        [since] Na snazi od
        [eur1] Sertifikat EUR.1
        [origin_declaration] Izjava o poreklu na fakturi
        [declaration_limit] Vrednost do koje je može sačiniti svaki izvoznik
        [atr] Sertifikat A.TR
        [cefta] Potpisnica CEFTA
        [pem] Potpisnica Panevromediteranske konvencije
        [common_transit] Zajednički ili unijski tranzit
        [accepted] Prihvataju se
        [body] Izdaje ih
        [months] Najduži boravak, u mesecima
        [vat_name] Domaći naziv
        [standard] Opšta stopa
        [reduced] Snižene stope
        [local_name] Naziv u zemlji
        [url] Sajt
       *[other] Ostalo
    }
