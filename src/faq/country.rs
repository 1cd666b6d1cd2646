//! One country's file: its names, the words that mention it, and sourced facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::Source;
use super::localised::{Day, Localised};
use crate::language::{CountryCode, Language};

/// The forms of a country's name that sentences need, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Alone: *Serbie*, *Serbia*, *Srbija*.
    pub name: String,
    /// With its article: *la Serbie*.
    pub the: String,
    /// Where: *en Serbie*, *in Serbia*, *u Srbiji*.
    #[serde(rename = "where")]
    pub place: String,
    /// Whither: *vers la Serbie*, *to Serbia*, *u Srbiju*.
    pub towards: String,
    /// Whose: *de Serbie*, *of Serbia*, *Srbije*.
    pub of: String,
    /// Whence: *de Serbie*, *from Serbia*, *iz Srbije*.
    pub from: String,
}

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[allow(clippy::struct_field_names)] // "origin declaration" is the form's name
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
            /// Ids of this file's sources that say so.
            pub source: Vec<String>,
            /// The day on which the fact was compared with its sources.
            pub verified: Day,
            /// The day on which it must be looked at again.
            pub review_by: Option<Day>,
        }

        impl Evidenced for $name {
            fn evidence(&self) -> Evidence<'_> {
                Evidence { source: &self.source, verified: self.verified, review_by: self.review_by }
            }
        }
    )*};
}

/// Where a fact comes from and how fresh it is.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Ids of the country file's sources.
    pub source: &'a [String],
    /// When it was compared with them.
    pub verified: Day,
    /// When it must be looked at again.
    pub review_by: Option<Day>,
}

/// A fact that says where it comes from.
pub trait Evidenced {
    /// Its sources and dates.
    fn evidence(&self) -> Evidence<'_>;
}

facts! {
    /// The agreement with the European Union.
    Agreement {
        /// Its name.
        name: Localised,
        /// Its entry into force.
        since: Option<Day>,
        /// What else matters.
        note: Option<Localised>,
    }
    /// Proof of preferential origin in trade with the EU.
    Origin {
        /// Movement certificate EUR.1 is accepted.
        eur1: bool,
        /// Origin declaration on the invoice is accepted.
        origin_declaration: bool,
        /// A.TR certifies free circulation (customs union).
        atr: bool,
        /// Up to this value in EUR any exporter may make out the declaration.
        declaration_limit_eur: Option<u32>,
        /// Party to CEFTA.
        cefta: Option<bool>,
        /// Party to the pan-Euro-Mediterranean Convention.
        pem: Option<bool>,
        /// What else matters.
        note: Option<Localised>,
    }
    /// Common transit (T1, T2).
    Transit {
        /// Party to the Common Transit Convention, or a member of the EU.
        common: bool,
        /// Since when.
        since: Option<Day>,
        /// What else matters.
        note: Option<Localised>,
    }
    /// TIR carnets.
    Tir {
        /// TIR operations can be opened and ended there.
        accepted: bool,
        /// What else matters.
        note: Option<Localised>,
    }
    /// ATA carnets.
    Ata {
        /// Carnets are accepted.
        accepted: bool,
        /// The body that issues and guarantees them there.
        body: Option<String>,
        /// Longest stay in months.
        months: Option<u32>,
        /// What else matters.
        note: Option<Localised>,
    }
    /// Value added tax.
    Vat {
        /// What the tax is called there: PDV, TVSH …
        name: String,
        /// Standard rate in percent.
        standard: f64,
        /// Reduced rates in percent; empty when none is confirmed.
        reduced: Vec<f64>,
        /// What else matters.
        note: Option<Localised>,
    }
    /// A fact told in a sentence or two.
    Told {
        /// The sentences.
        text: Localised,
    }
    /// The customs administration.
    Authority {
        /// Its name in the reader's language.
        name: Localised,
        /// Its name in its own language.
        local_name: String,
        /// Its site.
        url: String,
        /// How to reach it.
        contact: Option<Localised>,
    }
}

/// A country of the zone, as its file gives it. A fact that is not known is absent.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "guichet country")]
pub struct Country {
    /// ISO 3166 code (Kosovo: XK).
    #[schemars(with = "String", regex(pattern = "^[A-Z]{2}$"))]
    pub code: CountryCode,
    /// A member of the European Union.
    pub eu_member: bool,
    /// ISO 4217 code of its money.
    pub currency: String,
    /// Words by which a message mentions it: folded, `*` for any ending.
    pub mentions: Vec<String>,
    /// Towns, ports and crossings on its side, in the same form.
    #[serde(default)]
    pub places: Vec<String>,
    /// Its names, by language.
    #[schemars(with = "BTreeMap<String, Names>")]
    pub names: BTreeMap<Language, Names>,
    /// Sources that the facts name.
    #[serde(default)]
    pub sources: BTreeMap<String, Source>,
    /// The agreement with the EU.
    pub agreement: Option<Agreement>,
    /// Proof of origin.
    pub origin: Option<Origin>,
    /// Common transit.
    pub transit: Option<Transit>,
    /// TIR.
    pub tir: Option<Tir>,
    /// ATA carnets.
    pub ata: Option<Ata>,
    /// VAT.
    pub vat: Option<Vat>,
    /// Purchases sent to a private person.
    pub parcels: Option<Told>,
    /// Gifts between private persons.
    pub gifts: Option<Told>,
    /// A traveller's allowances on entering.
    pub travellers: Option<Told>,
    /// Cash on entering and leaving.
    pub cash: Option<Told>,
    /// Importing a car.
    pub cars: Option<Told>,
    /// Import licences and controls.
    pub licences: Option<Told>,
    /// What number the importer needs.
    pub registration: Option<Told>,
    /// Declaration, language of documents, system.
    pub documents: Option<Told>,
    /// Crossings.
    pub borders: Option<Told>,
    /// Special cases.
    pub special: Option<Told>,
    /// The customs administration.
    pub authority: Authority,
}

impl Country {
    /// The names in the first of `languages` that has them, else in any.
    #[must_use]
    pub fn names(&self, languages: &[Language]) -> Option<&Names> {
        languages
            .iter()
            .find_map(|language| self.names.get(language))
            .or_else(|| self.names.values().next())
    }

    /// Every fact that the file gives, by its key.
    pub fn facts(&self) -> impl Iterator<Item = (&'static str, &dyn Evidenced)> {
        fn fact<T: Evidenced>(value: Option<&T>) -> Option<&dyn Evidenced> {
            value.map(|value| value as &dyn Evidenced)
        }
        [
            ("agreement", fact(self.agreement.as_ref())),
            ("origin", fact(self.origin.as_ref())),
            ("transit", fact(self.transit.as_ref())),
            ("tir", fact(self.tir.as_ref())),
            ("ata", fact(self.ata.as_ref())),
            ("vat", fact(self.vat.as_ref())),
            ("parcels", fact(self.parcels.as_ref())),
            ("gifts", fact(self.gifts.as_ref())),
            ("travellers", fact(self.travellers.as_ref())),
            ("cash", fact(self.cash.as_ref())),
            ("cars", fact(self.cars.as_ref())),
            ("licences", fact(self.licences.as_ref())),
            ("registration", fact(self.registration.as_ref())),
            ("documents", fact(self.documents.as_ref())),
            ("borders", fact(self.borders.as_ref())),
            ("special", fact(self.special.as_ref())),
            ("authority", fact(Some(&self.authority))),
        ]
        .into_iter()
        .filter_map(|(key, fact)| Some((key, fact?)))
    }
}

/// `other-countries.toml`: what messages mention that is not a country of the zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "guichet other countries")]
pub struct OtherCountries {
    /// Words by ISO code, for countries outside the zone.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub mentions: BTreeMap<CountryCode, Vec<String>>,
    /// Words for France.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub home: BTreeMap<CountryCode, Vec<String>>,
    /// Words for the European Union.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub union: BTreeMap<CountryCode, Vec<String>>,
}
