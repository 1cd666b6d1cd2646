//! Which way goods go, by the places and the verbs of a message.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::forms::matches;
use super::mentions::{Mention, MentionKind};
use super::roles::Role;
use super::tokens::words;
use super::{Direction, Place};

/// Verbs and nouns, folded, `*` for any ending, that speak of bringing goods into a country.
const IMPORT: &str = "import* uvoz* uvez* uvoz vnos* vnas* vvoz* vvez* eisag* eisago* ithal* behozat* einfuhr* einfuehr* dedouan*";
/// … of taking them out of one.
const EXPORT: &str = "export* eksport* exporta* izvoz* izvez* iznos* iznas* vyvoz* vyvez* exag* exago* ihrac* ihrac kivitel* \
    ausfuhr* eksporto*";
/// … of sending them off.
const SEND: &str = "envoy* envoi* expedi* livr* ship* send* sent* sell* vend* vente deliver* sal* posal* poslat* poslao slanj* \
    isporuc* prodaj* isprat* isprak* izprat* izprast* trimit* expedie* dergo* dergu* steln* steil* stil* apostol* gonder* \
    kuld* posilj* dostav* spedi* otprav* schick* versend* dergesa cadeau gift poklon";
/// … of getting them from where they are.
const GET: &str = "achet* achat* acquer* buy* bought* purchas* order* command* kup* nabav* bler* blej* cumpar* agor* satin aldim \
    vett* vasarol* kaufen gekauft compr* ordina* recev* recu recois receiv* fourniss* supplier* dobavljac*";
/// … of standing still.
const STILL: &str = "bloqu* stuck block* retenu* attend* stoji* stoje zaglav* zadrz* blokir* blokat* blocat* kaldi bekliy* ceka* \
    residen* habit* live lives living zivim zivi trouve situe base";
/// English *order* and French *commander* are done from afar, and so are these done where the place is.
const AT_PLACE: &str = "achet* achat* acquer* buy* bought* purchas* kup* nabav* bler* blej* cumpar* agor* aldim satin vett* kaufen \
    gekauft compr*";
/// Words by which a message of the zone's languages is known: there *import* is into the writer's own country.
const FROM_AFAR: &str =
    "uvoz* uvez* izvoz* izvez* vnos* iznos* eisag* exag* ithal* ihrac* behozat* kivitel* eksport*";

/// What the message's words say goods do, before its places are heard.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is heard by itself, and any can be with any"
)]
struct Verbs {
    import: bool,
    export: bool,
    send: bool,
    get: bool,
    at_place: bool,
    still: bool,
    afar: bool,
}

/// What a word of a list says.
type Said = fn(&mut Verbs) -> &mut bool;

const LISTS: [(&str, Said); 7] = [
    (IMPORT, |verbs| &mut verbs.import),
    (EXPORT, |verbs| &mut verbs.export),
    (SEND, |verbs| &mut verbs.send),
    (GET, |verbs| &mut verbs.get),
    (AT_PLACE, |verbs| &mut verbs.at_place),
    (STILL, |verbs| &mut verbs.still),
    (FROM_AFAR, |verbs| &mut verbs.afar),
];

/// The patterns of the lists by their first letter: a word of a message is compared with few of them.
static PATTERNS: LazyLock<FxHashMap<u8, Vec<(&str, Said)>>> = LazyLock::new(|| {
    let mut patterns: FxHashMap<u8, Vec<(&str, Said)>> = FxHashMap::default();
    for (list, said) in LISTS {
        for pattern in list.split_ascii_whitespace() {
            let of_letter = patterns.entry(pattern.as_bytes()[0]).or_default();
            of_letter.push((pattern, said));
        }
    }
    patterns
});

impl Verbs {
    fn of(folded: &str) -> Self {
        let mut verbs = Self::default();
        for word in words(folded).take(WORDS_READ) {
            let of_letter = word.as_bytes().first().and_then(|of| PATTERNS.get(of));
            for (pattern, said) in of_letter.into_iter().flatten() {
                if matches(pattern, word) {
                    *said(&mut verbs) = true;
                }
            }
        }
        verbs
    }

    /// Whether anything moves.
    const fn moves(self) -> bool {
        self.import || self.export || self.send || self.get
    }

    /// What the verbs alone say, for one who stands in France.
    const fn seen_from_france(self) -> Option<Direction> {
        match (self.import, self.export, self.send, self.get) {
            (true, false, _, _) | (false, false, false, true) => Some(Direction::Import),
            (false, true, _, _) | (false, false, true, false) => Some(Direction::Export),
            _ => None,
        }
    }
}

/// Words that are looked at.
const WORDS_READ: usize = 400;

/// Which side of the border a mention speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Zone,
    Home,
}

/// The way goods go in a folded text, seen from France; `None` when it does not say or contradicts itself.
///
/// Where goods come from and go to decides, whatever the verb: „izvoz iz Srbije u Francusku" is an import, seen from
/// France. The verb decides where a place is only named. Between two countries of the zone nothing is said.
#[must_use]
pub fn direction(folded: &str, mentions: &[Mention]) -> Option<Direction> {
    let verbs = Verbs::of(folded);
    let sided = || {
        mentions
            .iter()
            .filter_map(|mention| Some((side(mention.place)?, mention)))
    };
    let mut sure = Votes::default();
    let mut likely = Votes::default();
    for (side, mention) in sided() {
        match mention.role {
            Role::From => sure.add(side, false),
            // A town someone stands in is no destination.
            Role::To if mention.kind == MentionKind::Town && verbs.still && !verbs.moves() => {}
            Role::To => sure.add(side, true),
            Role::In if verbs.at_place && !verbs.import && !verbs.export => likely.add(side, false),
            Role::In if verbs.moves() && !verbs.still => likely.add(side, true),
            Role::In | Role::Through | Role::None => {}
        }
    }
    if sure.any() {
        return sure.direction();
    }
    if likely.any() {
        return likely.direction();
    }
    let zone = sided().any(|(side, _)| side == Side::Zone);
    let home = sided().any(|(side, _)| side == Side::Home);
    if verbs.afar || verbs.still || (home && !zone) {
        return None;
    }
    verbs.seen_from_france()
}

const fn side(place: Place) -> Option<Side> {
    match place {
        Place::Country(_) => Some(Side::Zone),
        Place::Home | Place::Union => Some(Side::Home),
        Place::Other(_) => None,
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    export: bool,
    import: bool,
}

impl Votes {
    fn add(&mut self, side: Side, destination: bool) {
        if (side == Side::Zone) == destination {
            self.export = true;
        } else {
            self.import = true;
        }
    }

    const fn any(self) -> bool {
        self.export || self.import
    }

    const fn direction(self) -> Option<Direction> {
        match (self.export, self.import) {
            (true, false) => Some(Direction::Export),
            (false, true) => Some(Direction::Import),
            _ => None,
        }
    }
}
