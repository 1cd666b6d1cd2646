//! Which of Bosnian, Croatian, Montenegrin and Serbian a message is in.
//!
//! The four share nearly all their words; what tells them apart is the reflex of yat („vrednost", „vrijednost"), a few
//! dozen words, and how a question is asked („da li", „je li"). Most short messages show nothing of it.

use super::{Hints, Language, Script};

const CANDIDATES: [Language; 4] = [
    Language::Serbian,
    Language::Croatian,
    Language::Bosnian,
    Language::Montenegrin,
];

/// What words count for Serbian, Croatian, Bosnian and Montenegrin; folded, `*` for any ending.
const WORDS: &[([f64; 4], &str)] = &[
    // Ekavian forms.
    (
        [3.0, 0.0, 0.0, 0.0],
        "gde negde vredn* pre posle uvek ovde nedelj* mesto mesta mestu reseni* zahtev* uverenj* poreklo porekla \
         poreklu dve sledec* cena cene cenu promen* primer* vreme covek* lek lekov* zameni* odredis* obavest* \
         razumem proveri* delov* deo mleko sveze podneti smem sme izvest* saopsten* videti pogresn* \
        ",
    ),
    // Ijekavian forms that all three others share.
    (
        [0.0, 2.0, 2.0, 2.0],
        "gdje negdje vrijedn* prije poslije uvijek ovdje nedjelj* mjesto mjesta mjestu rjesen* zahtjev* uvjeren* \
         dvije sljedec* cijen* promjen* primjer* vrijeme covjek* lijek* zamijen* odredist* obavijest* \
         razumijem provjer* dijelov* dio mlijek* svjez* podnijeti htjel* zelje* smijem smije izvjest* donijeti unijeti \
         prijenos* rijec* rijes*",
    ),
    // Words of Serbian, most of them of Bosnian and Montenegrin too.
    (
        [1.5, 0.0, 1.0, 1.0],
        "sta januar* februar* mart* april* maj* jun* jul* avgust* septembar* oktobar* novembar* decembar* hiljad* \
         preduzec* opstin* fabrik* voz vozom hleb sargarep* inostranstv* spisak spisk* bezbednos* obezbed* ko neko",
    ),
    (
        [1.5, 0.0, 0.3, 0.6],
        "evr* evropsk* evropi hocete rec reci snabdeva* saobracaj*",
    ),
    // Words of Croatian.
    (
        [0.0, 3.0, 0.0, 0.0],
        "tko netko tjedan tjedn* tvrtk* poduzec* podrijetl* uvjet* sijecanj* sijecnj* veljac* ozuj* travanj* \
         travnj* svibanj* svibnj* lipanj* lipnj* srpanj* srpnj* kolovoz* rujan rujn* listopad* studen* prosinac prosinc* \
         tisuc* vlak vlakom tijekom glede izvjesc* zrakoplov* kolodvor* inozemstv* trebam zanima otpremnic* pristojb* \
         opci opce opcih sukladno ovlasten* gospodarsk* ured uredu dopustenj* ispuniti bok vani potvrdnic* europ* eura \
         tocno tocka putovnic* sprijec* unatoc zupanij*",
    ),
    ([0.0, 0.5, 2.0, 2.0], "porijekl*"),
    ([0.0, 1.0, 0.2, 0.2], "sto euro eur eure hrvatsk* oib"),
    // Words of Bosnian.
    (
        [0.0, 0.0, 3.0, 0.0],
        "lahko lahka mehk* kahv* sedmic* bosansk* bih uio historij* opcin* izvjestaj* uposlen* kantonu kanton* \
         proslijedi*",
    ),
    // Words of Montenegrin.
    (
        [0.0, 0.0, 0.0, 4.0],
        "nijesam nijesmo nijesu sjutra dje nidje onamo crnogorsk* sjekir* cjedil* djevojk*",
    ),
];

/// Chooses among the four. `words` are the message's folded words in order; `raw` is the message in lower case.
pub(super) fn choose<'a>(
    words: impl Iterator<Item = &'a str>,
    raw: &str,
    script: Script,
    hints: &Hints<'_>,
) -> Language {
    // Serbian, unless something speaks against it.
    let mut scores = [0.4, 0.0, 0.0, 0.0];
    let mut before = "";
    for word in words {
        for (weights, list) in WORDS {
            if list
                .split_ascii_whitespace()
                .any(|pattern| fits(pattern, word))
            {
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += weight;
                }
            }
        }
        match (before, word) {
            ("da", "li") => add(&mut scores, [0.8, 0.0, 0.6, 0.6]),
            ("je" | "mogu" | "trebam" | "moze" | "imam" | "moram" | "treba", "li") => {
                add(&mut scores, [0.0, 1.0, 0.7, 0.6]);
            }
            ("treba", "mi") | ("mi", "treba") => add(&mut scores, [0.3, 0.0, 0.2, 0.2]),
            _ => {}
        }
        before = word;
    }
    if script == Script::Cyrl {
        add(&mut scores, [2.0, -6.0, 0.3, 0.3]);
    }
    if raw.contains(['ś', 'ź']) || raw.contains("с́") || raw.contains("з́") {
        add(&mut scores, [0.0, 0.0, 0.0, 4.0]);
    }
    for (index, language) in CANDIDATES.into_iter().enumerate() {
        if hints.previous == Some(language) {
            scores[index] += 2.0;
        }
        if hints.locale == Some(language) {
            scores[index] += 1.0;
        }
        if hints
            .countries
            .iter()
            .any(|country| super::detection::language_of(*country) == Some(language))
        {
            scores[index] += 0.3;
        }
    }
    let mut best = (CANDIDATES[0], scores[0]);
    for (language, score) in CANDIDATES.into_iter().zip(scores).skip(1) {
        if score > best.1 {
            best = (language, score);
        }
    }
    best.0
}

fn add(scores: &mut [f64; 4], weights: [f64; 4]) {
    for (score, weight) in scores.iter_mut().zip(weights) {
        *score += weight;
    }
}

fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => pattern == word,
    }
}
