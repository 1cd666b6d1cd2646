# Ono što čitaju ataše i saradnici na šalteru reda čekanja, na srpskom.

desk-the-asker = podnosilac
desk-who-when = { $who }, { $when }
desk-state =
    { $state ->
        [waiting] na čekanju
        [all] svi
        [open] za preuzimanje
        [claimed] preuzet
        [awaiting_asker] podnosilac treba da odgovori
        [referred] upućen
        [answered] odgovor je na putu
        [delivered] odgovor je uručen
        [closed] zatvoren
        [withdrawn] povučen
        [rejected] nije obrađen
       *[other] drugo
    }
desk-direction =
    { $direction ->
        [export] izvoz
        [import] uvoz
       *[other] –
    }
desk-event =
    { $what ->
        [opened] pitanje je primljeno
        [attached] pridruženo uz
        [detached] odvojeno od
        [raised] postalo hitno uz
        [claimed] preuzeto
        [released] vraćeno
        [asked] pitanje podnosiocu
        [detail_added] podnosilac je dodao pojedinost
        [referred] upućeno službi
        [answered] odgovor
        [delivered] uručeno
        [delivery_failed] još nije uručeno
        [closed] zatvoreno
        [withdrawn] povučeno
        [rejected] zatvoreno bez odgovora
        [reopened] ponovo otvoreno
        [rated] odgovor je ocenjen
       *[other] promenjeno
    }

## Kartica
desk-urgent = HITNO
desk-question = Pitanje
desk-reduced = Tekst ovog predmeta je obrisan; ostala je samo statistika.
desk-language = Jezik
desk-country = Zemlja
desk-waits = Čeka
desk-asked = Primljeno
desk-holder = Kod
desk-followers = Prate
desk-followers-value-one = još jedna osoba pita isto
desk-followers-value = još { $count } pita isto
desk-follows = Prati
desk-nearest = Najbliži odgovori
desk-details = Pojedinosti
desk-referred = Upućeno
desk-answered = Odgovor
desk-delivery = Uručenje
desk-delivery-under-way = na putu
desk-delivery-done = { $how }, { $when }
desk-delivery-failed = još nije: { $how } ({ $when })
desk-rating = Podnosilac kaže
desk-rating-value =
    { $rating ->
        [helpful] odgovor je pomogao
        [partly] pomogao je delimično
       *[other] nije pomogao
    }
desk-events = Tok
desk-way-terminal = u terminalu
desk-way-direct = privatnom porukom
desk-way-opened = privatne poruke su zatvorene, otvoreno privatno tamo gde je pitano
desk-way-later = privatne poruke su zatvorene, prikazano pri sledećoj poseti podnosioca
desk-way-told = privatne poruke su zatvorene, podnosilac je obavešten tamo gde je pitao
desk-way-waits = privatne poruke su zatvorene, čeka sledeću posetu podnosioca

## Dugmad
desk-claim = Preuzmi
desk-take-over = Preuzmi od kolege
desk-release = Vrati
desk-detach = Obradi posebno
desk-answer = Odgovori
desk-correct = Ispravi
desk-entries = Odgovori iz baze
desk-search = Traži odgovor
desk-send = Pošalji
desk-rewrite = Izmeni pre slanja
desk-ask = Pitaj podnosioca
desk-refer = Uputi službi
desk-close = Zatvori
desk-abandon = Zatvori bez uručenja
desk-show = Predmet
desk-list = Vidi red
desk-previous = Prethodni
desk-next = Sledeći
desk-open-case = Otvori predmet

## Obrasci
desk-form-answer = Odgovor na { $reference }
desk-form-answer-text = Odgovor
desk-form-correct = Ispravka odgovora na { $reference }
desk-form-ask = Pitanje podnosiocu { $reference }
desk-form-ask-text = Pitanje
desk-form-refer = Upućivanje { $reference }
desk-form-refer-office = Služba
desk-form-refer-hint = Carinarnica u Lionu, +33 …
desk-form-refer-text = Poruka podnosiocu (nije obavezna)
desk-form-reject = Zatvaranje { $reference } bez odgovora
desk-form-reject-text = Razlog, za podnosioca
desk-form-search = Traženje odgovora za { $reference }
desk-form-search-text = Pitanje, reči ili naziv

## Odgovor iz baze
desk-entries-nearest = Odgovori bliski { $reference }:
desk-entries-found = Nađeni odgovori za { $reference }:
desk-entries-none = Nema odgovora koji bi se ponudio za { $reference }.
desk-entries-choose = Izaberite odgovor
desk-entry-preview = Ovo bi podnosilac { $reference } dobio ({ $language }):
desk-entry-cannot = Ovaj odgovor ne može da posluži za ovaj predmet: nema ga više, ili mu je potrebna zemlja.
desk-no-faq = Odgovori trenutno nisu dostupni.

## Urađeno je
desk-done-claim = { $reference } je vaš.
desk-done-release = { $reference } je vraćen u red.
desk-done-answer = Odgovor na { $reference } ide podnosiocu.
desk-done-ask = Pitanje ide podnosiocu { $reference }.
desk-done-refer = { $reference } je upućen; podnosilac je obavešten.
desk-done-reject = { $reference } je zatvoren; razlog ide podnosiocu.
desk-done-detach = { $reference } se obrađuje posebno.
desk-done-close = { $reference } je zatvoren.
desk-done-followers-one = Važi i za još jednog podnosioca.
desk-done-followers = Važi i za još { $count } podnosilaca.

## Nije moguće
desk-not-yours = Ovo je samo za saradnike carinskog atašea.
desk-old-button = Ovo dugme više nije poznato. Otvorite predmet komandom /queue show.
desk-unknown-case = Nema predmeta { $reference }.
desk-refused-claimed = { $reference } je preuzeo { $who }, { $when }.
desk-refused-answered = Na { $reference } je već odgovorio { $who }, { $when }. Ništa nije poslato dvaput.
desk-refused-closed = { $reference } je zatvoren: otvara se ponovo kada podnosilac nešto doda.
desk-refused-withdrawn = Podnosilac je povukao { $reference }: odgovor se više ne očekuje.
desk-refused-rejected = { $reference } je zatvoren bez odgovora.
desk-refused-not-claimed = Niko nije preuzeo { $reference }.
desk-refused-unanswered = { $reference } još nema odgovor: odgovorite, uputite ga ili ga zatvorite uz razlog.
desk-refused-undelivered = Odgovor na { $reference } još nije stigao: sačekajte, ili odustanite od uručenja.
desk-refused-follows = { $reference } pita isto što i { $leader } i dobija isti odgovor: radite na { $leader }, ili obradite { $reference } posebno.
desk-refused-follows-none = { $reference } se već obrađuje posebno.
desk-refused-no-text = Nedostaje tekst za { $reference }.
desk-refused-reduced = Tekst predmeta { $reference } je obrisan: pitanje treba ponovo postaviti.
desk-your-text = Vaš tekst nije izgubljen

## Red
desk-list-title = Red čekanja, strana { $page }
desk-list-empty = Na ovom mestu reda nema ničega.
desk-nothing-open = Nema šta da se preuzme: niko ne čeka.
desk-no-reference = Ovo nije oznaka predmeta: napišite na primer G-7K3M.
desk-no-country = Ovo nije zemlja: izaberite je sa spiska, ili napišite dva slova, na primer RS.
desk-stats-title = Ukupno predmeta: { $count }
desk-stats-waiting = Na čekanju: { $count }, od toga hitno: { $urgent }.
desk-stats-oldest = Najstariji: { $reference }, { $since }.
desk-stats-median = Polovina odgovora je stigla za manje od { $hours } h.
desk-stats-undelivered = Na putu ka podnosiocima: { $count }, zaglavljeno: { $stuck }.

## Podsetnici
desk-call-urgent = **Hitno**: { $reference } čeka.
desk-reminder = { $reference } još čeka: { $since }.
desk-reminder-claimed = { $reference } još čeka: { $since }. Kod: { $who }.
desk-digest-title = Red čekanja, { $date }
desk-digest-counts = Za preuzimanje: { $open } · preuzeto: { $claimed } · kod podnosioca: { $awaiting } · upućeno: { $referred } · hitno: { $urgent }
desk-digest-stuck = Odgovori koji ne stižu: { $count }
desk-digest-more = … i još { $count }

## Komanda (najviše 100 znakova)
desk-command = Red pitanja za carinskog atašea
desk-command-name = red
desk-option-list = Šta čeka, najhitnije i najstarije prvo
desk-option-list-name = spisak
desk-option-show = Ceo predmet
desk-option-show-name = predmet
desk-option-next = Sledeći predmet za preuzimanje
desk-option-next-name = sledeći
desk-option-stats = Brojke reda
desk-option-stats-name = brojke
desk-option-state = Samo predmeti u ovom stanju
desk-option-state-name = stanje
desk-option-country = Samo predmeti o ovoj zemlji
desk-option-country-name = zemlja
desk-option-urgent = Samo hitni predmeti
desk-option-urgent-name = hitno
desk-option-reference = Oznaka predmeta
desk-option-reference-name = oznaka
