use super::*;
use crate::language::{Direction, direction};
use proptest::prelude::*;

const NAMES: &[(&str, &str)] = &[
    (
        "RS",
        "serbi* serbe serbes srbij* srbin* srpsk* szerbi* sirbist* srbist* sarbi* sarbsk* serbsk* servi servia servias",
    ),
    ("AL", "albani* albanais* albansk* shqip* arnavut* alvani*"),
    (
        "ME",
        "montenegr* crna_gora crne_gore crnu_goru crnoj_gori crnogor* karadag* mal_i_zi cerna_gora cherna_gora",
    ),
    (
        "MK",
        "macedoni* macedoin* makedon* maqedoni* north_macedonia",
    ),
    (
        "BA",
        "bosn* bosn*_i_herceg* bosnie_herzegovine bosnia_and_herzegovina boszni* bih",
    ),
    ("BG", "bulgari* bugar* balgari* voulgari* bullgari*"),
    (
        "GR",
        "grece grecque* greec* greek* grck* grcij* greqi* ellad* yunanist* gorogorsz* greci*",
    ),
    (
        "TR",
        "turqui* turc turque* turk* tursk* turci* turqi* tourki* torok*",
    ),
    (
        "HR",
        "croati* croate* hrvat* kroaci* hirvatist* horvat* horvatorszag*",
    ),
    ("SI", "sloveni* slovene* slovensk* szloveni*"),
    ("RO", "roumani* romani* rumun* rumuni* roman*"),
    ("MD", "moldav* moldov*"),
];

const TOWNS: &[(&str, &str)] = &[
    ("RS", "belgrad* beograd* nis novi_sad horgos* presevo"),
    ("BG", "sofia sofij* sofiy* kapitan_andreevo varna"),
    ("AL", "tirana tiran* durres*"),
    ("ME", "podgoric* bar_port"),
    ("MK", "skopj* skoplj*"),
    ("TR", "istanbul* ankar*"),
    ("GR", "thessalon* solun* athin* athen*"),
];

const HOME: &str = "franc franca france franci* francusk* francij* francais* franta frantsa fransa* gallia* gallias franciaorszag* \
    frankreich paris lyon lyonu marseille";

fn gazetteer() -> Gazetteer {
    let split = |list: &'static str| {
        list.split_ascii_whitespace()
            .map(|one| one.replace('_', " "))
    };
    let mut entries: Vec<(Place, String, MentionKind)> = Vec::new();
    for (list, kind) in [(NAMES, MentionKind::Name), (TOWNS, MentionKind::Town)] {
        for (code, patterns) in list {
            let place = Place::Country(code.parse().unwrap());
            entries.extend(split(patterns).map(|pattern| (place, pattern, kind)));
        }
    }
    entries.extend(split(HOME).map(|pattern| (Place::Home, pattern, MentionKind::Name)));
    entries.extend(
        split("ue eu union_europeenne european_union evropsk*_unij*")
            .map(|pattern| (Place::Union, pattern, MentionKind::Name)),
    );
    let germany = Place::Other("DE".parse().unwrap());
    entries.push((germany, "allemagne".to_owned(), MentionKind::Name));
    Gazetteer::new(
        entries
            .iter()
            .map(|(place, pattern, kind)| (*place, pattern.as_str(), *kind)),
    )
}

fn find(text: &str) -> Vec<Mention> {
    gazetteer().find(&fold(text))
}

/// The code and the role of each mention.
fn roles(text: &str) -> Vec<(String, Role)> {
    find(text)
        .iter()
        .map(|mention| {
            let code = mention
                .place
                .code()
                .map_or("EU".to_owned(), |code| code.to_string());
            (code, mention.role)
        })
        .collect()
}

fn way(text: &str) -> Option<Direction> {
    let folded = fold(text);
    direction(&folded, &gazetteer().find(&folded))
}

#[test]
fn a_place_is_found_in_every_spelling() {
    for (text, code) in [
        ("Serbie", "RS"),
        ("Србију", "RS"),
        ("Сърбия", "RS"),
        ("Sırbistan'a", "RS"),
        ("Szerbiába", "RS"),
        ("Σερβία", "RS"),
        ("Shqipërisë", "AL"),
        ("Arnavutluk", "AL"),
        ("Crnu Goru", "ME"),
        ("au Monténégro", "ME"),
        ("Karadağ", "ME"),
        ("Северна Македонија", "MK"),
        ("Maqedonisë", "MK"),
        ("Bosnie-Herzégovine", "BA"),
        ("Bosni i Hercegovini", "BA"),
        ("Ελλάδα", "GR"),
        ("Türkiye'den", "TR"),
        ("Турција", "TR"),
        ("Hrvatskoj", "HR"),
        ("Horgoš", "RS"),
        ("Нови Сад", "RS"),
        ("Podgoricu", "ME"),
    ] {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].place.code().unwrap().as_str(), code, "{text}");
        assert!(!found[0].approximate);
    }
}

#[test]
fn the_longest_pattern_wins_and_stands_where_it_says() {
    let text = fold("uvoz iz Bosne i Hercegovine.");
    let found = gazetteer().find(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].start..found[0].end], "bosne i hercegovine");
}

#[test]
fn a_pattern_does_not_reach_across_a_full_stop_or_a_comma() {
    assert_eq!(find("crna, gora"), []);
}

#[test]
fn a_name_one_letter_off_is_found_and_marked() {
    for (text, code) in [
        ("TVA Albnie", "AL"),
        ("export Serbei", "RS"),
        ("Maceodine du Nord", "MK"),
        ("Bulgraie", "BG"),
        ("Montengero", "ME"),
        ("Makedonja", "MK"),
        ("Roumannie", "RO"),
        ("Croaite", "HR"),
    ] {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].place.code().unwrap().as_str(), code, "{text}");
    }
    assert!(find("TVA Albnie")[0].approximate);
}

#[test]
fn other_words_are_no_misspelt_names() {
    for text in [
        "create a series of services",
        "serija serije servis",
        "i am hungry",
        "la granica, une balance, la finance",
        "besoin de bonnes boissons",
        "marchandises alimentaires",
        "turbine",
        "declaration",
        "serveur",
        "grande",
        "clients",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn a_country_named_outright_silences_guesses() {
    let found = find("Serbie ou Albnie");
    assert_eq!(found.len(), 1);
}

#[test]
fn the_word_before_a_place_or_its_ending_tells_its_role() {
    use Role::{From, In, None as Named, Through, To};
    for (text, role) in [
        ("de Serbie", From),
        ("depuis la Serbie", From),
        ("d'Albanie", From),
        ("en provenance de Serbie", From),
        ("à destination de la Serbie", To),
        ("vers la Serbie", To),
        ("pour la Serbie", To),
        ("à Belgrade", To),
        ("en Serbie", In),
        ("au Monténégro", In),
        ("par la Serbie", Through),
        ("la douane de Serbie", Named),
        ("la Serbie accepte", Named),
        ("from Serbia", From),
        ("to Serbia", To),
        ("to the Serbian market", To),
        ("in Serbia", In),
        ("through Serbia", Through),
        ("iz Srbije", From),
        ("sa Kosova i iz Srbije", From),
        ("u Srbiju", To),
        ("u Srbiji", In),
        ("у Црну Гору", To),
        ("za Srbiju", To),
        ("preko Srbije", Through),
        ("од Србија", From),
        ("во Србија", In),
        ("за Србија", To),
        ("от Сърбия", From),
        ("в Сърбия", In),
        ("към Сърбия", To),
        ("din Serbia", From),
        ("de la Belgrad", From),
        ("la Belgrad", To),
        ("în Serbia", In),
        ("spre Serbia", To),
        ("nga Serbia", From),
        ("në Serbi", In),
        ("drejt Serbisë", To),
        ("iz Srbije", From),
        ("v Srbijo", To),
        ("v Srbiji", In),
        ("Szerbiából", From),
        ("Szerbiába", To),
        ("Szerbiában", In),
        ("Sırbistan'dan", From),
        ("Sırbistan'a", To),
        ("Sırbistandan", From),
        ("Sırbistana", To),
        ("Sırbistan'da", In),
        ("από τη Σερβία", From),
        ("στη Σερβία", In),
        ("προς Σερβία", To),
        ("aus Serbien", From),
        ("nach Serbien", To),
        ("dalla Serbia", From),
        ("eur1 Serbie", Named),
    ] {
        let found = roles(text);
        assert_eq!(
            found.last().map(|(_, role)| *role),
            Some(role),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn joined_places_share_a_role() {
    let found = roles("vers la Serbie et le Monténégro");
    assert!(found.iter().all(|(_, role)| *role == Role::To), "{found:?}");
}

#[test]
fn places_and_verbs_tell_which_way_goods_go() {
    use Direction::{Export, Import};
    for (text, expected) in [
        ("j'importe de Serbie", Some(Import)),
        ("izvoz iz Srbije u Francusku", Some(Import)),
        ("izvoz iz Francuske u Srbiju", Some(Export)),
        ("извоз из Француске у Србију", Some(Export)),
        ("export to serbia", Some(Export)),
        ("uvoz iz Francuske", Some(Export)),
        ("livrer à Belgrade", Some(Export)),
        ("recevoir un colis de Turquie", Some(Import)),
        ("envoyer un colis à ma soeur à Sofia", Some(Export)),
        ("TVA à l'importation en Albanie", Some(Export)),
        ("acheter une voiture en Serbie", Some(Import)),
        ("kupio sam auto u Francuskoj", Some(Export)),
        ("exporter de Serbie vers la France", Some(Import)),
        (
            "Bonjour, je suis en France et je veux exporter vers la Turquie",
            Some(Export),
        ),
        ("import from Turkey", Some(Import)),
        ("Türkiye'den ithalat", Some(Import)),
        ("Fransa'dan Türkiye'ye ihracat", Some(Export)),
        ("Szerbiába szállítani", Some(Export)),
        ("export în Serbia", Some(Export)),
        ("eksport nga Shqipëria në Francë", Some(Import)),
        ("извоз во Србија", Some(Export)),
        ("внос от Турция", Some(Import)),
        ("εξαγωγή στη Σερβία", Some(Export)),
        ("izvoz v Srbijo", Some(Export)),
        ("exporter mes produits", Some(Export)),
        ("je veux importer", Some(Import)),
        ("import serbie", Some(Import)),
        ("Mon camion est bloqué à Horgoš depuis ce matin", None),
        ("TVA Albanie", None),
        ("la TVA en Albanie", None),
        ("transit de Serbie vers la Bulgarie", None),
        ("de France vers la Serbie et de Serbie vers la France", None),
        ("uvoz robe", None),
        ("import export", None),
        ("", None),
    ] {
        assert_eq!(way(text), expected, "{text}: {:?}", roles(text));
    }
}

#[test]
fn the_country_is_the_one_of_the_zone() {
    let of = |text: &str| country(&find(text));
    let code = |text: &str| text.parse::<CountryCode>().unwrap();
    assert_eq!(
        of("de France à Belgrade, en Serbie"),
        CountryChoice::One(code("RS"))
    );
    assert_eq!(of("de Lyon en Allemagne"), CountryChoice::None);
    assert_eq!(
        of("de France vers la Grèce par la Serbie"),
        CountryChoice::Several(vec![code("GR"), code("RS")])
    );
    assert_eq!(
        of("de Belgrade vers le Monténégro"),
        CountryChoice::One(code("ME"))
    );
}

#[test]
fn long_texts_cost_little() {
    let gazetteer = gazetteer();
    let text = "serbei bosne i vers la albnie maceodine ".repeat(500);
    let start = std::time::Instant::now();
    let found = gazetteer.find(&text);
    let _ = direction(&text, &found);
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}

#[test]
fn a_pattern_without_letters_matches_nothing() {
    let place = Place::Home;
    let gazetteer = Gazetteer::new([
        (place, "*", MentionKind::Name),
        (place, " ", MentionKind::Name),
    ]);
    assert_eq!(gazetteer.find("a b c *"), []);
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in any::<String>()) {
        let gazetteer = gazetteer();
        for read in [text.clone(), fold(&text)] {
            let found = gazetteer.find(&read);
            let mut end = 0;
            for mention in &found {
                prop_assert!(mention.start >= end && read.get(mention.start..mention.end).is_some());
                end = mention.end;
            }
            let _ = direction(&read, &found);
            let _ = country(&found);
        }
    }

    #[test]
    fn words_of_the_trade_in_any_order_can_be_read(
        picked in proptest::collection::vec(
            prop::sample::select(vec![
                "de", "la", "serbie", "'", "dan", "bosne", "i", "hercegovine", "turkiye", "u", "albnie", ",", "import", "é",
            ]),
            0..20,
        ),
        glue in "[ '-]?",
    ) {
        let text = picked.join(&glue);
        let found = gazetteer().find(&text);
        let _ = direction(&text, &found);
    }
}
