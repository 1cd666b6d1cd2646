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
closing-answer = To nije bilo vaše pitanje? Postavite ga drugim rečima, ili napišite „ataše“ da mu bude prosleđeno.
sources = Izvori
related = Pogledajte i

## Šalter pita
clarify-country = O kojoj zemlji je reč?
clarify-question = Šta vas zanima za zemlju { $country }? Na primer: carina, PDV, dokaz o poreklu, paketi.
choose = Da li je vaše pitanje jedno od ovih?
choose-none = Nijedno od ovih
choose-hint = Odgovorite brojem, ili postavite pitanje drugim rečima.
choose-out-of-range = Izaberite broj od 1 do { $last }, ili postavite pitanje drugim rečima.

## Ka atašeu
escalate-offer = Nemam pouzdan odgovor na ovo pitanje, a ne želim da vam dam pogrešan.
escalate-offer-after = Ako to nije dovoljno, mogu da prosledim vaše pitanje carinskom atašeu.
escalate-offer-urgent = Mogu da ga prosledim carinskom atašeu kao **hitno**.
escalate-offer-off-topic = Ovo ne liči na carinsko pitanje na koje mogu da odgovorim.
escalate-consent = **Želite li da ga prosledim carinskom atašeu?** Vaša poruka, njen jezik i zemlja čuvaju se da bismo vam odgovorili i brišu se najkasnije { $days } dana po zatvaranju predmeta. Odgovorite „da“ ili „ne“; posle „da“ možete dodati firmu, zemlju i rok.
escalate-question = Napišite pitanje u jednoj poruci: proslediću ga carinskom atašeu.
escalate-done = Prosleđeno je. Vaš broj: **{ $reference }**. Odgovor atašea stići će ovde.
escalate-done-urgent = Prosleđeno je kao **hitno**. Vaš broj: **{ $reference }**. Odgovor atašea stići će ovde.
escalate-attached = Isto pitanje već čeka odgovor: dobićete ga i vi. Vaš broj: **{ $reference }**.
escalate-details = Da biste pomogli atašeu, možete u jednoj poruci dodati: firmu, zemlju, rok, broj deklaracije. Ako ne želite, odgovorite „ne“ ili postavite drugo pitanje.
details-declined = U redu, ništa se više ne dodaje. Postavite drugo pitanje kad god želite.
escalate-declined = U redu, ništa ne prosleđujem. Postavite drugo pitanje kad god želite.
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
