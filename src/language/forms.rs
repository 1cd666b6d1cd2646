//! The forms, codes and systems of customs that a message names.
//!
//! The same form is written in many ways ("EUR.1", "eur1", "eur 1", „ЕУР.1") and under several names ("DAU", "SAD",
//! "JCI"); each has one canonical name here. Some are also words: "sad" is *now* in Serbian, "ata" is *they* in Albanian,
//! "vies" are *lives* in French. Those count only where a neighbour makes them sure.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tokens::{Word, is_number, word_spans};

/// A form that a folded text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Its canonical name, as officials write it: `EUR.1`, `T2L`, `DAP`.
    pub name: &'static str,
    /// Its first byte in the folded text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What must stand near a spelling for it to be the form.
#[derive(Debug, Clone, Copy)]
enum Sure {
    /// Nothing: the spelling is no word of any language of the zone.
    Always,
    /// One of these, `*` for any ending, at most [`NEAR`] words away.
    Near(&'static str),
    /// One of the first at most [`NEAR`] words away, or one of the second just before.
    NearOrAfter(&'static str, &'static str),
    /// Always, but not with one of these at most [`NEAR`] words away.
    Unless(&'static str),
}

/// How many words away a neighbour may stand.
const NEAR: usize = 3;

/// The longest spelling, in words, and in letters without its signs.
const WORDS: usize = 3;
const LONGEST: usize = 12;

use Sure::{Always, Near, NearOrAfter, Unless};

const CERTIFICATE: &str = "certif* sertif* cert form* obraz* obrazec uveren* uverenj* potvrd* belge* dolas* dokum* docum* \
    eori eur1 douan* carin* dogan* gumruk* vama* vamal* mitnic* telon* turqu* turk* tursk* turc* turcij* union* carnet* \
    origin* dispens* unija uniju gumrugu zoll*";
const DECLARATION: &str = "declar* dekl* deklar* form* obraz* obrazec jedinstven* jedinstveni single administra* document* \
    dokument* prijav* edinstven* enotn* unique douan* carin* customs box boxes case cases rubrique* rubrik* polje polja \
    vamal* dogan* export* import* izvoz* uvoz* iznos vnos regime* procedure* procedur* postup* postupak";
const TRANSIT: &str = "transit* tranzit* transito declar* dekl* document* dokument* regime* procedure* procedur* postup* ncts \
    status statut garanc* garant* form* blagajn* carin* douan* customs titre*";
const VAT: &str = "vat tva pdv ddv dds kdv fpa afa iva tvsh ioss oss guichet one stop shop registr* regist* regime* scheme \
    sema rezim* teleservic* importation commerce ecommerce";
const INCOTERM: &str = "incoterm* price prix pret cijen* cen* valeur value vrednost* vrijednost* vlera cmim* ddp dap exw \
    fca fob paritet* parit* conditions delivery livraison livr* uslov* uvjet* isporuk* deliver* fiyat* teslim* valoare \
    valoarea stoinost* fatur* faktur* factur* invoic* terms";
const CARNET: &str =
    "carnet* karnet* karne* delti* livret* igazolvany* cpd convention* konvencij* konvencii";
const ARTICLES: &str = "un une l le la les d du des an the my your mon votre ce za pod sous under avec with sans without sa \
    zu ein einen";

/// Spellings without signs and spaces, the form, and what makes it sure.
const SPELLINGS: &[(&str, &str, Sure)] = &[
    ("eur1", "EUR.1", Always),
    (
        "euro1",
        "EUR.1",
        Unless(
            "diesel emisij* emission* emis* norm* standard* motor* moteur vozil* voiture car auto kamion",
        ),
    ),
    ("eurmed", "EUR-MED", Always),
    ("atr", "A.TR", Near(CERTIFICATE)),
    ("atr1", "A.TR", Always),
    ("t1", "T1", Unless("terminal* aeroport* airport aerodrom*")),
    ("t2", "T2", Unless("terminal* aeroport* airport aerodrom*")),
    ("t2l", "T2L", Always),
    ("t2lf", "T2LF", Always),
    ("t2f", "T2F", Always),
    (
        "tir",
        "TIR",
        NearOrAfter(
            "carnet* karnet* karne* karnesi delti* convention* konvencij* konvencii sozlesme* procedur* regime* rezim* postup* \
         sistem* system* systeme garant* garanc* teminat* iru igazolvany*",
            "sous under pod",
        ),
    ),
    ("ata", "ATA", NearOrAfter(CARNET, ARTICLES)),
    ("cpd", "CPD", Near("carnet* karnet* karne* ata douan*")),
    ("cmr", "CMR", Always),
    ("exa", "EX A", Near(DECLARATION)),
    ("ex1", "EX A", Always),
    ("im4", "IM 4", Always),
    (
        "ima",
        "IM A",
        Near("declar* dekl* regime* procedure* postup*"),
    ),
    ("mrn", "MRN", Always),
    ("eori", "EORI", Always),
    (
        "dau",
        "SAD",
        NearOrAfter(
            "document* administr* unique declar* rubrique* case cases formulaire* douan* vamal*",
            "le du un mon ce l",
        ),
    ),
    (
        "sad",
        "SAD",
        Near(
            "form forms obraz* obrazec jedinstven* single administra* document* dokument* box boxes customs carinsk* \
         edinstven*",
        ),
    ),
    ("jci", "SAD", Always),
    ("ecd", "SAD", Always),
    ("cn22", "CN22", Always),
    ("cn23", "CN23", Always),
    ("ncts", "NCTS", Always),
    ("ics2", "ICS2", Always),
    ("taric", "TARIC", Always),
    ("bti", "BTI", Always),
    ("rtc", "BTI", Always),
    (
        "oti",
        "BTI",
        Near("tarif* obvezujuc* obvarzvast* svrstavanj* razvrst*"),
    ),
    (
        "oos",
        "BTI",
        Near("tarif* obavezujuc* obavest* svrstavanj*"),
    ),
    ("zti", "BTI", Near("tarif* zavezujoc* obvrzuvack* uvrst*")),
    (
        "rex",
        "REX",
        Near(
            "numer* number broj* nombor num n no export* izvoz* exporta* ihrac* regist* registr* system* systeme sistem* \
         status* statut* origin* origine porekl* porijekl* podrijetl* pohodj* invoic* factur* faktur* declar* dekl* \
         eori eur1 kayit*",
        ),
    ),
    ("aeo", "AEO", Always),
    ("oea", "AEO", Always),
    (
        "oio",
        "AEO",
        Near("operator* status* statut* odobren* ikonom*"),
    ),
    ("yys", "AEO", Always),
    ("ched", "CHED", Always),
    ("chedp", "CHED", Always),
    ("cheda", "CHED", Always),
    ("cheddd", "CHED", Always),
    ("chedpp", "CHED", Always),
    ("dsce", "CHED", Always),
    (
        "cites",
        "CITES",
        Near(
            "permi* licen* dozvol* convention* konvencij* certif* sertif* potvrd* especes espece species animal* animau* zivotin* \
         washington leje* izin* belge* engedely* adeia* razresi* uniqu* autoris* autoriz* document* protege* ivoire* ivory \
         crocodil* cuir peau* parrot* perroquet*",
        ),
    ),
    ("cbam", "CBAM", Always),
    ("macf", "CBAM", Always),
    ("emcs", "EMCS", Always),
    (
        "dae",
        "e-AD",
        Near(
            "accis* akciz* alcool* vin vins emcs gamma document* electroni* electronique* suspension",
        ),
    ),
    ("ead", "EAD", Always),
    ("ioss", "IOSS", Always),
    ("oss", "OSS", Near(VAT)),
    (
        "vies",
        "VIES",
        Near(
            "vat tva pdv ddv dds kdv fpa afa iva nif numer* number broj* check* verif* provjer* prover* valid* system* systeme* \
         site sajt base baza",
        ),
    ),
    ("exw", "EXW", Always),
    ("fca", "FCA", Always),
    ("fob", "FOB", Always),
    ("dap", "DAP", Always),
    ("ddp", "DDP", Always),
    ("ddu", "DDU", Always),
    ("dpu", "DPU", Near(INCOTERM)),
    (
        "cif",
        "CIF",
        Unless("fiscal* cod codul anaf firm* companie* nif"),
    ),
    ("cfr", "CFR", Near(INCOTERM)),
    ("cip", "CIP", Near(INCOTERM)),
    ("cpt", "CPT", Near(INCOTERM)),
    ("fas", "FAS", Near(INCOTERM)),
    ("intrastat", "Intrastat", Always),
    ("emebi", "EMEBI", Always),
    ("deb", "EMEBI", Near("declar* echange* douan* intrastat")),
    ("pous", "PoUS", Always),
    (
        "uit",
        "UIT",
        Near("cod codul code transport* etransport camion* cmr anaf ro"),
    ),
    ("etransport", "e-Transport", Always),
    ("ecs", "ECS", Always),
    ("aes", "AES", Always),
];

/// The form and what makes it sure, by its spelling.
static BY_SPELLING: LazyLock<FxHashMap<&str, (&str, Sure)>> = LazyLock::new(|| {
    let spellings = SPELLINGS.iter();
    spellings
        .map(|&(spelling, name, sure)| (spelling, (name, sure)))
        .collect()
});

/// Spellings with a sign that are sure even where the bare letters are not.
const SIGNED: &[(&str, &str)] = &[
    ("a.tr", "A.TR"),
    ("e-ad", "e-AD"),
    ("e-da", "e-AD"),
    ("eda", "e-AD"),
];

/// The forms that a folded text names, in order, each time it names one. Linear in the text's length.
///
/// ```
/// use guichet::language::{fold, forms};
///
/// let text = fold("EUR 1 ou A.TR pour la Turquie ?");
/// let names: Vec<_> = forms(&text).iter().map(|form| form.name).collect();
/// assert_eq!(names, ["EUR.1", "A.TR"]);
/// ```
#[must_use]
pub fn forms(folded: &str) -> Vec<Form> {
    let words: Vec<Word<'_>> = word_spans(folded).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=WORDS.min(words.len() - at))
            .rev()
            .find_map(|count| Some((count, form_at(folded, &words, at, count)?)));
        match longest {
            Some((count, name)) => {
                found.push(Form {
                    name,
                    start: words[at].start,
                    end: words[at + count - 1].end(),
                });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

fn form_at(folded: &str, words: &[Word<'_>], at: usize, count: usize) -> Option<&'static str> {
    let inside = &words[at..at + count];
    if inside.iter().any(|word| word.text.len() > LONGEST) {
        return None;
    }
    let apart = inside.windows(2).any(|pair| {
        !matches!(
            folded.get(pair[0].end()..pair[1].start),
            Some(" " | "-" | "." | ". " | " - " | "/")
        )
    });
    if apart {
        return None;
    }
    let signed = &folded[words[at].start..words[at + count - 1].end()];
    if let Some((_, name)) = SIGNED.iter().find(|(spelling, _)| *spelling == signed) {
        return Some(name);
    }
    let letters: String = inside
        .iter()
        .flat_map(|word| word.text.chars())
        .filter(|c| c.is_alphanumeric())
        .collect();
    let (name, sure) = BY_SPELLING.get(letters.as_str())?;
    if count > 1 && !may_be_split(folded, words, at, count) {
        return None;
    }
    let near = |cues: &str| {
        let before = words[at.saturating_sub(NEAR)..at].iter();
        let after = words[at + count..].iter().take(NEAR);
        before.chain(after).any(|word| matches_any(cues, word.text))
    };
    let fits = match sure {
        Always => true,
        Near(cues) => near(cues),
        NearOrAfter(cues, before) => {
            near(cues)
                || at
                    .checked_sub(1)
                    .is_some_and(|before_at| matches_any(before, words[before_at].text))
        }
        Unless(cues) => !near(cues),
    };
    fits.then_some(*name)
}

/// Whether words apart can be one form: "eur 1", but not "500 eur 1 colis", "don't 1" or "cn 22 04".
fn may_be_split(folded: &str, words: &[Word<'_>], at: usize, count: usize) -> bool {
    let before = at.checked_sub(1).map(|index| words[index]);
    let after = words.get(at + count);
    let first = words[at].text;
    if first.len() == 1 {
        // A single letter holds on to what follows only near a word of the trade.
        let near = words[at.saturating_sub(NEAR)..at]
            .iter()
            .chain(words[at + count..].iter().take(NEAR));
        let apostrophe = folded[..words[at].start].ends_with('\'');
        return !apostrophe
            && near.into_iter().any(|word| {
                matches_any(TRANSIT, word.text) || matches_any(CERTIFICATE, word.text)
            });
    }
    match first {
        // "500 eur 1 colis" and "EUR 1 500" are money.
        "eur" | "euro" => {
            let sum = before.is_some_and(|word| is_number(word.text));
            let more = after.is_some_and(|word| is_number(word.text) && word.text.len() == 3);
            !sum && !more
        }
        // "CN 22 04" is a tariff code.
        "cn" | "im" => !after.is_some_and(|word| is_number(word.text)),
        "ex" => {
            let near = words[at.saturating_sub(NEAR)..at]
                .iter()
                .chain(words[at + count..].iter().take(NEAR));
            near.into_iter()
                .any(|word| matches_any(DECLARATION, word.text))
        }
        _ => matches!(first, "ics" | "t2l" | "ched" | "atr"),
    }
}

/// Whether a word is in a list of patterns apart by spaces, `*` for any ending.
pub(super) fn matches_any(patterns: &str, word: &str) -> bool {
    patterns
        .split_ascii_whitespace()
        .any(|pattern| matches(pattern, word))
}

/// Whether a word is what a pattern says, `*` for any ending.
pub(super) fn matches(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => pattern == word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold;
    use proptest::prelude::*;

    fn names(text: &str) -> Vec<&'static str> {
        forms(&fold(text))
            .into_iter()
            .map(|form| form.name)
            .collect()
    }

    #[test]
    fn every_spelling_of_a_form_is_that_form() {
        for (text, name) in [
            ("eur1 pour la serbie", "EUR.1"),
            ("certificat EUR.1", "EUR.1"),
            ("un eur-1 svp", "EUR.1"),
            ("formulaire EUR 1", "EUR.1"),
            ("formular euro1", "EUR.1"),
            ("ЕУР.1 за Србију", "EUR.1"),
            ("еур1 образац", "EUR.1"),
            ("ЕУР 1", "EUR.1"),
            ("EUR-MED certifikat", "EUR-MED"),
            ("eur med", "EUR-MED"),
            ("A.TR belgesi", "A.TR"),
            ("А.ТР сертификат", "A.TR"),
            ("certificat a tr", "A.TR"),
            ("a-tr certifikat", "A.TR"),
            ("atr belgesi", "A.TR"),
            ("certificat ATR pour la Turquie", "A.TR"),
            ("un T1 de Lyon", "T1"),
            ("déclaration de transit T 1", "T1"),
            ("T-1 dokument", "T1"),
            ("statut T2L", "T2L"),
            ("T2LF Antilles", "T2LF"),
            ("carnet TIR", "TIR"),
            ("TIR karnesi", "TIR"),
            ("под TIR карнетом", "TIR"),
            ("carnet ata", "ATA"),
            ("un ATA pour une foire", "ATA"),
            ("АТА карнет", "ATA"),
            ("karneta ATA", "ATA"),
            ("lettre de voiture CMR", "CMR"),
            ("déclaration EX A", "EX A"),
            ("ex1", "EX A"),
            ("IM4", "IM 4"),
            ("MRN broj", "MRN"),
            ("ЕОРИ број", "EORI"),
            ("remplir le DAU", "SAD"),
            ("SAD form box 44", "SAD"),
            ("ЈЦИ", "SAD"),
            ("JCI obrazac", "SAD"),
            ("ЕЦД декларација", "SAD"),
            ("CN 23", "CN23"),
            ("cn-22", "CN22"),
            ("NCTS phase 5", "NCTS"),
            ("ICS 2", "ICS2"),
            ("TARIC", "TARIC"),
            ("demande de RTC", "BTI"),
            ("binding tariff BTI", "BTI"),
            ("numéro REX", "REX"),
            ("statut OEA", "AEO"),
            ("YYS sertifikası", "AEO"),
            ("CHED-P", "CHED"),
            ("permis CITES", "CITES"),
            ("MACF acier", "CBAM"),
            ("CBAM report", "CBAM"),
            ("e-AD alcool", "e-AD"),
            ("DAE accises", "e-AD"),
            ("EMCS", "EMCS"),
            ("numéro IOSS", "IOSS"),
            ("guichet OSS TVA", "OSS"),
            ("VIES TVA", "VIES"),
            ("livraison DDP", "DDP"),
            ("DAP Belgrade", "DAP"),
            ("exw lyon", "EXW"),
            ("prix CIF", "CIF"),
            ("valeur CPT", "CPT"),
            ("Intrastat", "Intrastat"),
            ("EMEBI", "EMEBI"),
            ("PoUS T2L", "PoUS"),
            ("cod UIT", "UIT"),
            ("RO e-Transport", "e-Transport"),
            ("ECS", "ECS"),
            ("AES", "AES"),
        ] {
            assert_eq!(names(text).first(), Some(&name), "{text}");
        }
    }

    #[test]
    fn a_word_that_only_looks_like_a_form_is_none() {
        for text in [
            // Albanian: they; Turkish: ancestor.
            "dua mallra për ata në Tiranë",
            "ata kane derguar nje pako",
            "büyük ata",
            // Serbian: now, the States. English: unhappy.
            "šta sad da radim",
            "sad mi je kamion na granici",
            "i am sad about this parcel",
            // A lorry.
            "tır sınırda kaldı",
            "moj tir stoji na granici",
            // Romanian: I give; tax number.
            "unde dau actele",
            "cod fiscal CIF firma",
            // French: lives, cities.
            "nos vies sont en danger",
            "les villes citées",
            // Money and numbers.
            "500 eur 1 colis",
            "valeur EUR 1 500",
            "colis de 30 euro 2 fois",
            "moteur euro 1 diesel",
            "cn 22 04 21",
            "i don't 1",
            "j'ai un t 1 euro",
            "terminal T2 aéroport",
            "my ex a dog",
            "rex est mon chien",
            "ATR 72",
            "uit in nederland",
        ] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_form_stands_where_it_says() {
        let text = fold("Faut-il l’EUR 1 ?");
        let form = forms(&text)[0];
        assert_eq!(&text[form.start..form.end], "eur 1");
    }

    #[test]
    fn several_forms_come_in_order() {
        assert_eq!(
            names("T1 ou carnet TIR, et EUR.1 ?"),
            ["T1", "TIR", "EUR.1"]
        );
    }

    proptest! {
        #[test]
        fn any_text_has_forms_that_stand_in_it(text in any::<String>()) {
            let folded = fold(&text);
            for form in forms(&folded) {
                prop_assert!(folded.get(form.start..form.end).is_some());
            }
            let _ = forms(&text);
        }
    }
}
