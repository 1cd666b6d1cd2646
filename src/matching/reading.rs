//! Reading a message with the FAQ at hand: its language, what it mentions, and what the matcher looks at.

use super::concepts::Concepts;
use super::features::{PLACE, Seen, push_word};
use crate::faq::Faq;
use crate::language::{
    CountryChoice, CountryCode, Detected, Detector, Direction, Family, Gazetteer, Hints, Language,
    Mention, MentionKind, Place, Script, country, direction, eoris, fold, forms, hs_codes, mrns,
    regulations, word_spans,
};

/// Countries that so few entries name in their settings are told apart by the matcher.
const FEW_COUNTRIES: usize = 3;

/// Words of courtesy: beside a question they say nothing.
const COURTESY: &[&str] = &[
    "bonjour",
    "bonsoir",
    "salut",
    "merci",
    "svp",
    "cordialement",
    "madame",
    "monsieur",
    "hello",
    "hi",
    "hey",
    "please",
    "thanks",
    "dear",
    "sir",
    "regards",
    "zdravo",
    "pozdrav",
    "postovani",
    "hvala",
    "molim",
    "zdraveyte",
    "blagodarya",
    "pershendetje",
    "faleminderit",
    "ju",
    "lutem",
    "buna",
    "multumesc",
    "va",
    "rog",
    "geia",
    "kalimera",
    "eucharisto",
    "efcharisto",
    "merhaba",
    "tesekkurler",
    "lutfen",
    "zivjo",
    "prosim",
    "koszonom",
];

/// Words that ask nothing by themselves beside a place: "et au Monténégro ?", "and for Kosovo".
const SMALL: &[&str] = &[
    "et", "ou", "a", "au", "aux", "en", "pour", "la", "le", "les", "l", "d", "de", "du", "des",
    "vers", "dans", "sinon", "alors", "meme", "question", "chose", "pareil", "idem", "c", "est",
    "ca", "oui", "non", "and", "or", "for", "in", "to", "the", "of", "what", "about", "how",
    "same", "from", "is", "it", "ok", "i", "za", "u", "iz", "sa", "na", "sta", "sto", "je", "isto",
    "onda", "po", "per", "ne", "ne", "si", "pentru", "din", "dar", "cu", "ce", "ama", "ya", "ve",
    "icin", "peki", "kai", "gia", "stin", "sto", "ti", "ts", "in", "v", "kaj", "pa", "shto", "so",
    "od", "vo", "a", "kakvo", "ami", "zemlja", "pays", "country",
];

/// Messages of so many words are one question.
const SHORT_MESSAGE: usize = 8;

/// Clauses of fewer words ask nothing.
const SHORTEST_CLAUSE: usize = 4;

/// Clauses that are looked at.
const MOST_CLAUSES: usize = 12;

/// Words of all clauses together that are looked at: a story of hundreds of words is read once, not three times.
const WORDS_OF_CLAUSES: usize = 200;

/// Words of a message in which places, codes and forms are looked for: some 4,000 characters of running text. Signs that
/// stand for several words each cannot make more of it.
const WORDS_READ: usize = 700;

/// Words of a message that the matcher looks at, from its beginning and from its end: what is asked stands there, and
/// what lies between is the story.
const WORDS_AT_THE_BEGINNING: usize = 80;
const WORDS_AT_THE_END: usize = 40;

/// The sentences of a message: what stands between full stops, question marks and line breaks. A point inside a number or a
/// form's name ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['?', '!', ';', '\n'])
        .flat_map(|part| part.split(". "))
}

/// A part of a message.
#[derive(Debug, Clone)]
pub struct Clause {
    /// What the matcher looks at.
    pub seen: Seen,
    /// It stands between full stops or question marks, not only between commas.
    pub is_sentence: bool,
}

/// A message, read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The message folded.
    pub folded: String,
    /// Its language and script.
    pub detected: Detected,
    /// Places mentioned, in order.
    pub mentions: Vec<Mention>,
    /// Countries of the zone that it may be about, each once, in order.
    pub countries: Vec<CountryCode>,
    /// Countries outside the zone mentioned, France left out.
    pub outside: Vec<CountryCode>,
    /// Which way the goods go.
    pub direction: Option<Direction>,
    /// What the matcher looks at.
    pub seen: Seen,
    /// The same of each clause of a message with several.
    pub clauses: Vec<Clause>,
    /// Words that ask something: neither places, nor courtesies, nor little words.
    pub content_words: usize,
}

impl Reading {
    /// The country of the zone that the message is about: the only one it mentions.
    #[must_use]
    pub fn country(&self) -> Option<CountryCode> {
        match self.countries.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether the message names places and asks nothing by itself.
    #[must_use]
    pub fn is_only_places(&self) -> bool {
        !self.countries.is_empty() && self.content_words == 0
    }

    /// Whether the message has nothing but courtesies and little words.
    #[must_use]
    pub fn is_only_courtesy(&self) -> bool {
        self.content_words == 0 && self.mentions.is_empty()
    }

    /// Whether the message has no word at all: an emoji, signs, nothing.
    #[must_use]
    pub fn is_wordless(&self) -> bool {
        self.seen.words.is_empty()
    }
}

/// Reads messages with the FAQ's countries and glossary.
#[derive(Debug)]
pub struct Reader {
    detector: Detector,
    gazetteer: Gazetteer,
    concepts: Concepts,
    members: Vec<CountryCode>,
    /// Countries that the matcher tells apart.
    told_apart: Vec<CountryCode>,
}

impl Reader {
    /// Prepares for a FAQ.
    #[must_use]
    pub fn new(faq: &Faq) -> Self {
        let zone = faq.countries.iter().flat_map(|(code, country)| {
            let names = country
                .mentions
                .iter()
                .map(|pattern| (MentionKind::Name, pattern));
            let towns = country
                .places
                .iter()
                .map(|pattern| (MentionKind::Town, pattern));
            names
                .chain(towns)
                .map(move |(kind, pattern)| (Place::Country(*code), pattern.as_str(), kind))
        });
        let others = &faq.other_countries;
        let outside = others.mentions.iter().flat_map(|(code, patterns)| {
            patterns
                .iter()
                .map(|pattern| (Place::Other(*code), pattern.as_str(), MentionKind::Name))
        });
        let home = others.home.values().flatten();
        let union = others.union.values().flatten();
        let home = home.map(|pattern| (Place::Home, pattern.as_str(), MentionKind::Name));
        let union = union.map(|pattern| (Place::Union, pattern.as_str(), MentionKind::Name));
        let mut told_apart: Vec<CountryCode> = faq
            .entries
            .iter()
            .map(|entry| &entry.settings.countries)
            .filter(|countries| countries.len() <= FEW_COUNTRIES)
            .flatten()
            .copied()
            .collect();
        told_apart.sort_unstable();
        told_apart.dedup();
        Self {
            detector: Detector::new(),
            gazetteer: Gazetteer::new(zone.chain(outside).chain(home).chain(union)),
            concepts: Concepts::new(&faq.glossary),
            members: faq
                .countries
                .iter()
                .filter(|(_, country)| country.eu_member)
                .map(|(code, _)| *code)
                .collect(),
            told_apart,
        }
    }

    /// Reads a message of unknown language; `previous` is that of the conversation so far, `locale` that of the
    /// asker's device.
    #[must_use]
    pub fn read(
        &self,
        text: &str,
        previous: Option<Language>,
        locale: Option<Language>,
    ) -> Reading {
        let folded = fold(text);
        let mentions = self.gazetteer.find(beginning(&folded));
        let countries: Vec<CountryCode> = mentions
            .iter()
            .filter_map(|mention| mention.place.code())
            .collect();
        let detected = self.detector.detect(
            text,
            Hints {
                previous,
                locale,
                countries: &countries,
                ..Hints::default()
            },
        );
        let mut reading = self.reading(folded, mentions, detected);
        if reading.seen.words.len() > SHORT_MESSAGE {
            let parts = sentences(text).flat_map(|sentence| {
                let clauses = sentence
                    .split(", ")
                    .filter(move |clause| *clause != sentence);
                let whole = (sentence != text).then_some((sentence, true));
                whole
                    .into_iter()
                    .chain(clauses.map(|clause| (clause, false)))
            });
            let mut left = WORDS_OF_CLAUSES;
            reading.clauses = parts
                .map(|(text, is_sentence)| (fold(text), is_sentence))
                // Places only make fewer words of a clause: one that is too short already is not read.
                .filter(|(folded, _)| word_spans(folded).nth(SHORTEST_CLAUSE - 1).is_some())
                .take(2 * MOST_CLAUSES)
                .map(|(folded, is_sentence)| {
                    let mentions = self.gazetteer.find(beginning(&folded));
                    Clause {
                        seen: self.reading(folded, mentions, detected).seen,
                        is_sentence,
                    }
                })
                .filter(|clause| clause.seen.words.len() >= SHORTEST_CLAUSE)
                .take_while(|clause| {
                    let fits = left >= clause.seen.words.len();
                    left = left.saturating_sub(clause.seen.words.len());
                    fits
                })
                .take(MOST_CLAUSES)
                .collect();
        }
        reading
    }

    /// Reads a text whose language is known.
    #[must_use]
    pub fn read_as(&self, text: &str, language: Language) -> Reading {
        let folded = fold(text);
        let mentions = self.gazetteer.find(beginning(&folded));
        let detected = Detected {
            language,
            script: Script::of(text),
            confidence: 1.0,
        };
        self.reading(folded, mentions, detected)
    }

    fn reading(&self, folded: String, mentions: Vec<Mention>, detected: Detected) -> Reading {
        let read = beginning(&folded);
        let direction = direction(read, &mentions);
        let mut named: Vec<&'static str> = Vec::new();
        for form in forms(read) {
            if !named.contains(&form.name) {
                named.push(form.name);
            }
        }
        let countries = match country(&mentions) {
            CountryChoice::One(code) => vec![code],
            CountryChoice::None => Vec::new(),
            CountryChoice::Several(codes) => codes,
        };
        let mut outside = Vec::new();
        for mention in &mentions {
            if let Place::Other(code) = mention.place
                && !outside.contains(&code)
            {
                outside.push(code);
            }
        }
        let mut words: Vec<String> = Vec::new();
        let mut content_words = 0;
        let mut next = mentions.iter().peekable();
        for word in word_spans(read) {
            while next.next_if(|mention| mention.end <= word.start).is_some() {}
            if let Some(mention) = next.peek().filter(|mention| mention.start < word.end()) {
                if word.start <= mention.start {
                    words.push(PLACE.to_owned());
                }
                continue;
            }
            if !SMALL.contains(&word.text) && !COURTESY.contains(&word.text) {
                content_words += 1;
            }
            push_word(&mut words, read, word, detected.language);
        }
        if content_words >= 2 {
            words.retain(|word| !COURTESY.contains(&word.as_str()));
        }
        let middle = words.len().saturating_sub(WORDS_AT_THE_END);
        if middle > WORDS_AT_THE_BEGINNING {
            words.drain(WORDS_AT_THE_BEGINNING..middle);
        }
        let mut marks: Vec<String> = self
            .concepts
            .find(&words, detected.language)
            .into_iter()
            .map(|name| format!("concept:{name}"))
            .collect();
        marks.extend(named.iter().map(|form| format!("form:{form}")));
        for (mark, is_there) in [
            ("code:mrn", !mrns(read).is_empty()),
            ("code:eori", !eoris(read).is_empty()),
            ("code:hs", !hs_codes(read).is_empty()),
            ("code:regulation", !regulations(read).is_empty()),
        ] {
            if is_there {
                marks.push(mark.to_owned());
            }
        }
        for mention in &mentions {
            let mark = match mention.place {
                Place::Country(code) if self.told_apart.contains(&code) => format!("place:{code}"),
                Place::Country(code) if self.members.contains(&code) => "place:member".to_owned(),
                Place::Country(_) => "place:partner".to_owned(),
                Place::Other(_) => "place:outside".to_owned(),
                Place::Home => "place:home".to_owned(),
                Place::Union => "place:union".to_owned(),
            };
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        if let Some(direction) = direction {
            marks.push(format!("direction:{direction}"));
        }
        Reading {
            seen: Seen {
                words,
                language: stemmed_as(detected.language),
                marks,
            },
            folded,
            detected,
            mentions,
            countries,
            clauses: Vec::new(),
            outside,
            direction,
            content_words,
        }
    }
}

/// As much of a folded text as is read for what it mentions.
fn beginning(folded: &str) -> &str {
    let end = word_spans(folded).nth(WORDS_READ);
    end.map_or(folded, |word| &folded[..word.start])
}

/// The language whose stemmer serves: one for Bosnian, Croatian, Montenegrin and Serbian.
fn stemmed_as(language: Language) -> Language {
    match language.family() {
        Family::Bcs => Language::Serbian,
        Family::Alone(language) => language,
    }
}
