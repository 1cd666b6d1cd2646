use super::*;
use proptest::prelude::*;

/// 95 messages of the kind a customs counter gets, with the language each is in.
const MESSAGES: &[(&str, &str)] = &[
    (
        "fr",
        "Bonjour, je dois envoyer des pièces détachées à Belgrade, il me faut un EUR1 ou pas ?",
    ),
    ("fr", "Mon camion est bloqué à Horgoš depuis ce matin"),
    ("fr", "et au Monténégro ?"),
    ("fr", "TVA Albanie"),
    ("fr", "Albanie"),
    ("fr", "formulaire eur1 douane"),
    ("fr", "jai besoin dun numero eori"),
    ("fr", "droits de douane Turquie textile"),
    ("fr", "merci beaucoup"),
    ("fr", "comment recuperer la tva a l'export vers la serbie"),
    ("fr", "cest quoi un carnet ata"),
    ("fr", "colis cadeau soeur sofia"),
    ("en", "do i need eur1 form for export to serbia"),
    ("en", "hi, how do i get an EORI number?"),
    ("en", "VAT rate Albania"),
    ("en", "my truck is stuck at the border in Horgos"),
    ("en", "what paperwork for exporting cheese to Turkey"),
    ("en", "thanks"),
    ("en", "custms duty on a parcel from serbia"),
    ("en", "is it the same for Kosovo?"),
    ("en", "ATA carnet for a trade fair in Skopje"),
    ("en", "lost my eur1, can i get a duplicate"),
    ("sr", "Da li mi treba EUR.1 za izvoz iz Francuske u Srbiju?"),
    ("sr", "Да ли ми треба EUR.1 за извоз из Француске у Србију?"),
    ("sr", "kako da dobijem eori"),
    ("sr", "eur1 srbija"),
    ("sr", "kolika je carina na auto iz francuske"),
    ("sr", "gde se plaća PDV za paket"),
    ("sr", "posiljka mi stoji na carini"),
    ("sr", "шта ми треба за увоз половног аутомобила"),
    ("sr", "zdravo, treba mi pomoc oko uvoza vina"),
    ("sr", "hvala puno"),
    ("sr", "a za Crnu Goru?"),
    ("sr", "колико кошта царињење"),
    ("hr", "Što mi treba za izvoz robe u Srbiju?"),
    ("hr", "trebam li EORI broj za tvrtku"),
    ("hr", "koja je vrijednost do koje nema carine"),
    ("hr", "podrijetlo robe iz Turske"),
    ("hr", "carinska pristojba na automobil iz inozemstva"),
    (
        "bs",
        "da li se placa carina na poklon iz Francuske, prije je bilo bez",
    ),
    ("bs", "gdje mogu dobiti uvjerenje o porijeklu"),
    ("bs", "koliko kosta uvoz auta u BiH, sta sve treba"),
    ("sq", "A më duhet EUR.1 për eksport në Serbi?"),
    ("sq", "sa eshte tvsh ne shqiperi"),
    ("sq", "si mund te marr numrin eori"),
    ("sq", "dogana per makine nga franca"),
    ("sq", "faleminderit"),
    ("sq", "cfare dokumentesh duhen per import te veres"),
    ("sq", "pershendetje, kam nje paketë te bllokuar ne dogane"),
    ("mk", "Дали ми треба ЕУР.1 за извоз во Србија?"),
    ("mk", "како да добијам еори број"),
    ("mk", "dali mi treba eur1 za makedonija"),
    ("mk", "колку е царината за автомобил од Франција"),
    ("mk", "сакам да испратам пакет во Скопје"),
    ("mk", "fala mnogu"),
    ("mk", "кои документи се потребни за увоз"),
    ("bg", "Трябва ли ми EUR.1 за износ в Сърбия?"),
    ("bg", "как да получа EORI номер"),
    ("bg", "колко е митото за кола от Франция"),
    ("bg", "искам да изпратя колет в Македония"),
    ("bg", "kak da poluча eori nomer"),
    ("bg", "blagodarya"),
    ("bg", "ДДС при внос от Турция"),
    ("ro", "Am nevoie de EUR.1 pentru export în Serbia?"),
    ("ro", "cum obtin numar eori"),
    ("ro", "tva import masina din franta"),
    ("ro", "ce acte imi trebuie pentru un colet din turcia"),
    ("ro", "multumesc"),
    ("ro", "taxe vamale Moldova"),
    ("ro", "buna ziua, marfa e blocata in vama"),
    ("el", "Χρειάζομαι EUR.1 για εξαγωγή στη Σερβία;"),
    ("el", "πως παίρνω αριθμό EORI"),
    ("el", "ΦΠΑ Αλβανία"),
    ("el", "xreiazomai eur1 gia servia"),
    ("el", "ποσο δασμο πληρωνω για αυτοκινητο απο γαλλια"),
    ("el", "ευχαριστω πολυ"),
    ("hu", "Kell EUR.1 a Szerbiába irányuló kivitelhez?"),
    ("hu", "hogyan kapok EORI szamot"),
    ("hu", "mennyi az áfa Romániában"),
    ("hu", "vamkezeles szerbia dokumentumok"),
    ("hu", "koszonom"),
    ("hu", "mikor kell vamot fizetni csomag utan"),
    ("sl", "Ali potrebujem EUR.1 za izvoz v Srbijo?"),
    ("sl", "kako dobim eori stevilko"),
    ("sl", "koliko je DDV pri uvozu iz Srbije"),
    ("sl", "kje so listine za carino"),
    ("sl", "hvala lepa, se nekaj me zanima"),
    ("sl", "posiljka je obtičala na carini"),
    ("tr", "Sırbistan'a ihracat için EUR.1 gerekli mi?"),
    ("tr", "eori numarasi nasil alinir"),
    ("tr", "fransadan araba getirmek gumruk vergisi"),
    ("tr", "atr belgesi gerekli mi"),
    ("tr", "tesekkurler"),
    ("tr", "KDV oranı Arnavutluk"),
    ("tr", "tirim sinirda kaldi ne yapmam lazim"),
];

/// The messages that are taken for another language, and why.
const KNOWN_WRONG: &[&str] = &[
    // Slovene; but for one word it could be Croatian, and that word both have.
    "posiljka je obtičala na carini",
];

fn detect(text: &str, hints: Hints<'_>) -> Detected {
    Detector::new().detect(text, hints)
}

fn language(text: &str) -> Language {
    detect(text, Hints::default()).language
}

#[test]
fn real_short_messages_are_told_apart() {
    let detector = Detector::new();
    let mut wrong = Vec::new();
    let mut right_sibling = 0;
    let mut siblings = 0;
    for (code, text) in MESSAGES {
        let expected: Language = code.parse().unwrap();
        let found = detector.detect(text, Hints::default()).language;
        if found.family() != expected.family() {
            wrong.push(*text);
        } else if expected.is_bcs() {
            siblings += 1;
            right_sibling += usize::from(found == expected);
        }
    }
    assert_eq!((MESSAGES.len(), wrong.as_slice()), (95, KNOWN_WRONG));
    assert_eq!((right_sibling, siblings), (20, 20));
}

#[test]
fn a_serbian_question_is_serbian_in_both_scripts() {
    let latin = detect(
        "Da li mi treba EUR.1 za izvoz iz Francuske u Srbiju?",
        Hints::default(),
    );
    assert_eq!(
        (latin.language, latin.script),
        (Language::Serbian, Script::Latn)
    );
    let cyrillic = detect(
        "Да ли ми треба ЕУР.1 за извоз из Француске у Србију?",
        Hints::default(),
    );
    assert_eq!(
        (cyrillic.language, cyrillic.script),
        (Language::Serbian, Script::Cyrl)
    );
    assert!(latin.confidence > 0.8 && cyrillic.confidence > 0.8);
}

#[test]
fn what_says_nothing_takes_the_conversation_then_the_locale_then_the_fallback() {
    for text in [
        "👍",
        "EUR.1",
        "",
        "ok",
        "12.04",
        "EORI ?",
        "eur1",
        "MRN 10NL5663962BE1E825",
        "?!",
    ] {
        let mut hints = Hints {
            previous: Some(Language::Turkish),
            locale: Some(Language::French),
            countries: &[],
            fallback: Language::Greek,
        };
        assert_eq!(detect(text, hints).language, Language::Turkish, "{text}");
        hints.previous = None;
        assert_eq!(detect(text, hints).language, Language::French, "{text}");
        hints.locale = None;
        let found = detect(text, hints);
        assert_eq!(
            (found.language, found.confidence),
            (Language::Greek, 0.0),
            "{text}"
        );
    }
    assert_eq!(language("👍"), Language::English);
}

#[test]
fn a_short_answer_stays_in_the_conversation_and_a_clear_one_leaves_it() {
    let hints = |previous| Hints {
        previous: Some(previous),
        ..Hints::default()
    };
    assert_eq!(
        detect("da", hints(Language::Romanian)).language,
        Language::Romanian
    );
    assert_eq!(
        detect("da", hints(Language::Serbian)).language,
        Language::Serbian
    );
    assert_eq!(
        detect("Belgrade", hints(Language::French)).language,
        Language::French
    );
    assert_eq!(
        detect("Srbija", hints(Language::English)).language,
        Language::English
    );
    assert_eq!(
        detect("import", hints(Language::French)).language,
        Language::French
    );
    assert_eq!(
        detect("thanks, and how do I get one?", hints(Language::French)).language,
        Language::English
    );
    assert_eq!(
        detect("koliko to košta?", hints(Language::French)).language,
        Language::Serbian
    );
}

#[test]
fn among_siblings_the_words_then_the_conversation_then_the_locale_decide() {
    let plain = "treba mi dozvola za uvoz";
    assert_eq!(language(plain), Language::Serbian);
    for sibling in [Language::Croatian, Language::Bosnian, Language::Montenegrin] {
        let previous = Hints {
            previous: Some(sibling),
            ..Hints::default()
        };
        assert_eq!(detect(plain, previous).language, sibling);
        let locale = Hints {
            locale: Some(sibling),
            ..Hints::default()
        };
        assert_eq!(detect(plain, locale).language, sibling);
    }
    // A Croat asks about Serbia.
    let serbia = [CountryCode::new(*b"RS").unwrap()];
    let hints = Hints {
        countries: &serbia,
        ..Hints::default()
    };
    assert_eq!(
        detect("što mi treba za izvoz vrijedne robe u Srbiju", hints).language,
        Language::Croatian
    );
    let montenegro = [CountryCode::new(*b"ME").unwrap()];
    let hints = Hints {
        countries: &montenegro,
        ..Hints::default()
    };
    assert_eq!(
        detect("nijesam dobio paket", hints).language,
        Language::Montenegrin
    );
}

#[test]
fn serbian_words_outweigh_a_croatian_conversation() {
    let hints = Hints {
        previous: Some(Language::Croatian),
        ..Hints::default()
    };
    assert_eq!(
        detect("gde se plaća carina i kolika je vrednost", hints).language,
        Language::Serbian
    );
}

#[test]
fn names_and_codes_say_nothing() {
    assert_eq!(
        language("is Beograd Šimanovci OK for EUR.1 with DHL?"),
        Language::English
    );
    assert_eq!(
        language("https://www.carina.rs je veux savoir"),
        Language::French
    );
}

#[test]
fn a_long_message_costs_no_more_than_its_beginning() {
    let detector = Detector::new();
    let long = "Bonjour, je voudrais savoir comment envoyer un colis. ".repeat(400);
    assert_eq!(
        detector.detect(&long, Hints::default()).language,
        Language::French
    );
    let start = std::time::Instant::now();
    let _ = detector.detect(&long, Hints::default());
    let _ = detector.detect(&"é".repeat(20_000), Hints::default());
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn any_text_has_a_language(text in any::<String>()) {
        let found = Detector::new().detect(&text, Hints::default());
        prop_assert!((0.0..=1.0).contains(&found.confidence));
    }
}
