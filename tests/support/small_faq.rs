//! A FAQ of a few entries, whose matcher trains in no time. The tests that use it say nothing of the shipped one.
#![allow(dead_code)] // each test file uses its own part

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use guichet::channels::{ModelCache, Opening, policy};
use guichet::counter::Messages;
use guichet::faq::{Faq, Files};
use guichet::settings::{self, Overrides};

/// A question that no entry answers.
pub const BEYOND: &str =
    "mon fournisseur turc refuse de me donner sa déclaration de 2023, que puis-je lui opposer ?";

/// An entry: name, settings, and for each language its question, other ways to ask it, and its answer.
struct Entry {
    name: &'static str,
    settings: &'static str,
    texts: [(
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static str,
    ); 3],
}

const ENTRIES: [Entry; 5] = [
    Entry {
        name: "origin/eur1-certificate",
        settings: "needs = [\"country\"]",
        texts: [
            (
                "fr",
                "Faut-il un EUR.1 pour ce pays ?",
                &[
                    "j'ai besoin d'un eur1 pour exporter",
                    "certificat de circulation EUR.1",
                    "formulaire eur1 douane",
                    "qui vise le certificat EUR.1",
                    "preuve d'origine eur1 pour mon client",
                    "eur 1 obligatoire ou non",
                ],
                "Oui, pour {{ country.name }}, si votre client veut importer sans droits.\n\n- Demandez-le à votre bureau de douane.",
            ),
            (
                "en",
                "Do I need a EUR.1 for this country?",
                &[
                    "eur1 certificate for export",
                    "where do I get a EUR.1 movement certificate",
                    "eur1 form customs",
                    "who stamps the EUR.1 certificate",
                    "proof of origin eur1 for my client",
                    "is eur 1 mandatory",
                ],
                "Yes, for {{ country.name }}, if your client wants to import free of duty.\n\n- Ask your customs office.",
            ),
            (
                "sr",
                "Da li je za ovu zemlju potreban EUR.1?",
                &[
                    "treba mi eur1 za izvoz",
                    "sertifikat o kretanju robe EUR.1",
                    "obrazac eur1 carina",
                    "ko overava EUR.1",
                    "dokaz o poreklu eur1 za kupca",
                    "da li je eur 1 obavezan",
                ],
                "Da, za zemlju {{ country.name }}, ako vaš kupac želi da uveze bez carine.\n\n- Obratite se svojoj carinskoj ispostavi.",
            ),
        ],
    },
    Entry {
        name: "operators/eori-number",
        settings: "",
        texts: [
            (
                "fr",
                "Comment obtenir un numéro EORI ?",
                &[
                    "demander un numero EORI",
                    "eori pour mon entreprise",
                    "où s'inscrire pour un EORI",
                    "délai pour avoir un EORI",
                    "numéro EORI obligatoire pour importer ?",
                    "je n'ai pas d'EORI",
                ],
                "Demandez-le en ligne, gratuitement. [Le service en ligne](https://www.douane.gouv.fr/eori) répond en quelques jours.",
            ),
            (
                "en",
                "How do I get an EORI number?",
                &[
                    "apply for an EORI number",
                    "eori for my company",
                    "where to register for EORI",
                    "how long does an EORI take",
                    "is an EORI number mandatory to import?",
                    "I have no EORI",
                ],
                "Apply for it online, free of charge. [The online service](https://www.douane.gouv.fr/eori) answers within days.",
            ),
            (
                "sr",
                "Kako se dobija EORI broj?",
                &[
                    "zahtev za EORI broj",
                    "eori za moju firmu",
                    "gde se prijavljuje za EORI",
                    "koliko se čeka EORI broj",
                    "da li je EORI broj obavezan za uvoz",
                    "nemam EORI",
                ],
                "Traži se preko interneta, besplatno. [Usluga](https://www.douane.gouv.fr/eori) odgovara za nekoliko dana.",
            ),
        ],
    },
    Entry {
        name: "parcels/gifts",
        settings: "",
        texts: [
            (
                "fr",
                "Un cadeau envoyé par colis est-il taxé ?",
                &[
                    "j'envoie un cadeau à ma famille",
                    "colis cadeau droits de douane",
                    "valeur maximale d'un cadeau par la poste",
                    "cadeau d'anniversaire par colis",
                    "un paquet offert est-il exonéré",
                    "cadeau entre particuliers taxes",
                ],
                "LONG",
            ),
            (
                "en",
                "Is a gift sent by parcel taxed?",
                &[
                    "sending a gift to my family",
                    "gift parcel customs duty",
                    "maximum value of a gift by post",
                    "birthday present by parcel",
                    "is a present exempt from tax",
                    "gift between private persons taxes",
                ],
                "LONG",
            ),
            (
                "sr",
                "Da li se poklon poslat paketom oporezuje?",
                &[
                    "šaljem poklon porodici",
                    "paket poklon carina",
                    "najveća vrednost poklona poštom",
                    "rođendanski poklon paketom",
                    "da li je poklon oslobođen poreza",
                    "poklon između fizičkih lica porez",
                ],
                "LONG",
            ),
        ],
    },
    Entry {
        name: "trouble/blocked-goods",
        settings: "route = \"urgent\"\ncues = [[\"camion*|kamion*|lorry\", \"bloque|stuck|zaglav*|zadrzan*\"]]",
        texts: [
            (
                "fr",
                "Mon camion est bloqué à la frontière, que faire ?",
                &[
                    "marchandise bloquée en douane",
                    "le chauffeur attend à la frontière",
                    "la douane retient mon camion",
                    "camion immobilisé depuis hier",
                    "envoi retenu par la douane",
                    "blocage à la frontière",
                ],
                "Gardez le numéro de la déclaration sous la main.",
            ),
            (
                "en",
                "My lorry is stuck at the border, what can I do?",
                &[
                    "goods blocked by customs",
                    "the driver waits at the border",
                    "customs holds my lorry",
                    "truck detained since yesterday",
                    "consignment held by customs",
                    "blocked at the border",
                ],
                "Keep the declaration's number at hand.",
            ),
            (
                "sr",
                "Kamion mi je zaglavljen na granici, šta da radim?",
                &[
                    "roba zadržana na carini",
                    "vozač čeka na granici",
                    "carina zadržava kamion",
                    "kamion stoji od juče",
                    "pošiljka zadržana na carini",
                    "blokada na granici",
                ],
                "Držite pri ruci broj deklaracije.",
            ),
        ],
    },
    Entry {
        name: "fraud/report-trafficking",
        settings: "route = \"confidential\"\ncues = [[\"signaler|report|prijaviti\", \"trafic|smuggling|krijumcarenje\"]]",
        texts: [
            (
                "fr",
                "Comment signaler un trafic ?",
                &[
                    "dénoncer une contrebande",
                    "je connais un trafiquant",
                    "informations sur un trafic de cigarettes",
                    "témoin de contrebande",
                    "signalement anonyme de fraude",
                    "prévenir la douane d'un trafic",
                ],
                "Adressez-vous à l'OLAF.",
            ),
            (
                "en",
                "How do I report smuggling?",
                &[
                    "denounce smugglers",
                    "I know a trafficker",
                    "information on cigarette smuggling",
                    "witness of smuggling",
                    "anonymous report of fraud",
                    "tell customs of trafficking",
                ],
                "Turn to OLAF.",
            ),
            (
                "sr",
                "Kako da prijavim krijumčarenje?",
                &[
                    "prijava šverca",
                    "znam jednog švercera",
                    "saznanja o švercu cigareta",
                    "svedok krijumčarenja",
                    "anonimna prijava prevare",
                    "obavestiti carinu o švercu",
                ],
                "Obratite se OLAF-u.",
            ),
        ],
    },
];

const BEYOND_FR: &str = "\
# Sans réponse

Ce que la FAQ ne couvre pas.

## Cas particuliers

- mon fournisseur refuse de me donner sa déclaration, que puis-je lui opposer ?
- le bureau a reclassé mes panneaux et me réclame des droits sur trois ans
- deux bureaux me disent le contraire, lequel croire ?
- ma garantie n'est toujours pas libérée six mois après
- notre demande a été rejetée sans motif, est-ce normal ?
- mon recours contre le redressement est sans réponse

## Hors sujet

- quel temps fera-t-il demain ?
- une recette de gâteau au chocolat
- qui a gagné le match hier soir
- réserver un hôtel à la mer
";

const BEYOND_SR: &str = "\
# Bez odgovora

Ono što ovde ne stoji.

## Posebni slučajevi

- dobavljač odbija da mi da izjavu za pošiljku iz 2023, šta da radim?
- carinarnica je drugačije svrstala robu i traži dažbine za tri godine
- dve ispostave mi kažu suprotno, kome da verujem?
- garancija nije oslobođena ni posle šest meseci
- zahtev nam je odbijen bez obrazloženja, da li je to uobičajeno?
- žalba na rešenje je bez odgovora

## Druge teme

- kakvo će vreme biti sutra?
- recept za čokoladnu tortu
- ko je juče dobio utakmicu
- hotel na moru
";

/// A text that no single message of Discord holds.
fn long_answer() -> String {
    let item = "- Un cadeau de particulier à particulier, sans paiement d'aucune sorte, occasionnel et réservé à l'usage \
                du destinataire ou de sa famille : voyez [la page de la douane](https://www.douane.gouv.fr/cadeaux).";
    format!(
        "Tout dépend de sa valeur.\n\n{}\n\nFin de la réponse.",
        vec![item; 40].join("\n")
    )
}

/// Writes its files into a folder.
pub fn write(folder: &Path) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    fs::create_dir_all(folder.join("countries")).unwrap();
    fs::create_dir_all(folder.join("beyond")).unwrap();
    for file in [
        "faq.toml",
        "other-countries.toml",
        "countries/rs.toml",
        "countries/me.toml",
        "countries/tr.toml",
    ] {
        fs::copy(shipped.join(file), folder.join(file)).unwrap();
    }
    fs::write(folder.join("beyond/fr.md"), BEYOND_FR).unwrap();
    fs::write(folder.join("beyond/sr.md"), BEYOND_SR).unwrap();
    for name in ["post/human", "smalltalk/greeting"] {
        let to = folder.join(name);
        fs::create_dir_all(&to).unwrap();
        for item in fs::read_dir(shipped.join(name)).unwrap() {
            let path = item.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let kept: Vec<_> = text
                .lines()
                .filter(|line| !line.starts_with("related"))
                .collect();
            fs::write(to.join(path.file_name().unwrap()), kept.join("\n") + "\n").unwrap();
        }
    }
    for entry in ENTRIES {
        let to = folder.join(entry.name);
        fs::create_dir_all(&to).unwrap();
        fs::write(
            to.join("entry.toml"),
            format!(
                "{}\nverified = 2026-11-25\nreview_by = 2029-11-30\nstatus = \"verified\"\n\n[[sources]]\ntitle = \"La page\"\n\
                 url = \"https://www.douane.gouv.fr/page\"\nchecked = 2026-11-25\n",
                entry.settings
            ),
        )
        .unwrap();
        for (language, question, phrasings, answer) in entry.texts {
            let answer = if answer == "LONG" {
                long_answer()
            } else {
                answer.to_owned()
            };
            fs::write(
                to.join(format!("{language}.md")),
                format!(
                    "# {question}\n\n- {}\n\n---\n\n{answer}\n",
                    phrasings.join("\n- ")
                ),
            )
            .unwrap();
        }
    }
}

/// The counter of the small FAQ, being opened; once a process.
pub fn opening() -> Opening {
    static OPENING: OnceLock<Opening> = OnceLock::new();
    OPENING
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path());
            let loaded = Faq::load(&Files::from_folder(folder.path()).unwrap());
            let faq = loaded.faq.unwrap_or_else(|| panic!("{}", loaded.report));
            let mut settings = settings::load(&Overrides::default()).unwrap().settings;
            // So few phrasings promise little.
            settings.matching.target_precision = 0.5;
            Opening::begin(
                faq,
                Messages::load().unwrap().into(),
                policy(&settings),
                ModelCache::default(),
                None,
            )
        })
        .clone()
}
