//! Typed settings in layers: `config/default.toml` inside the program, then `config/local.toml` or
//! the file named by `--config`, then `GUICHET__SECTION__KEY` in the environment, then the command
//! line.

mod discord;
mod operation;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use config::{Config, Environment, File, FileFormat};
use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::Deserialize;
use thiserror::Error;

pub use discord::{DISCORD, DiscordSettings};
pub use operation::{LogFormat, LogSettings, OperationSettings};

use crate::language::Language;

const DEFAULTS: &str = include_str!("../config/default.toml");
const LOCAL_FILE: &str = "config/local.toml";
const PREFIX: &str = "GUICHET__";
/// What is shown in place of a secret.
const MASK: &str = "********";

/// All settings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the FAQ comes from.
    pub faq: FaqSettings,
    /// Where cases are kept.
    pub database: DatabaseSettings,
    /// When an answer is given.
    pub matching: MatchingSettings,
    /// What is remembered between messages.
    pub conversation: ConversationSettings,
    /// The attaché's queue.
    pub queue: QueueSettings,
    /// The terminal as a channel.
    pub terminal: TerminalSettings,
    /// Discord as a channel.
    pub discord: DiscordSettings,
    /// How long things are kept.
    pub privacy: PrivacySettings,
    /// What the operator sees of the counter.
    pub operation: OperationSettings,
    /// What is logged, and how.
    pub log: LogSettings,
}

/// `[faq]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqSettings {
    /// The folder of the files; empty, `./faq` or the one inside the program.
    pub directory: String,
    /// Seconds between looks at the files; 0, never.
    pub reload_seconds: u64,
}

/// `[database]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// The database's address.
    pub url: String,
    /// A file that holds it.
    pub url_file: String,
    /// Seconds for which another process that writes is waited for.
    pub patience_seconds: u64,
}

/// `[matching]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchingSettings {
    /// Share of given answers that shall be right.
    pub target_precision: f64,
    /// Share of questions that no entry answers.
    pub out_of_scope_share: f64,
    /// How many entries are offered at most.
    pub choices: usize,
    /// The folder that keeps trained models; empty, none.
    pub cache_folder: PathBuf,
}

/// `[conversation]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationSettings {
    /// Minutes after which a conversation is forgotten.
    pub memory_minutes: i64,
    /// Longest message in characters.
    pub longest_message: usize,
}

/// `[queue]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueSettings {
    /// Who acts by `guichet queue`.
    pub operator: String,
    /// IANA name of the zone in which times are shown.
    pub time_zone: String,
    /// The language of what is posted for the attaché and everybody on the queue.
    pub language: Language,
    /// How long a case may wait for the attaché before its desk is reminded; zero, for ever.
    pub remind_after: SignedDuration,
    /// The hour of the morning digest; empty, none.
    pub digest_at: String,
}

impl QueueSettings {
    /// The hour of the morning digest, if there is one.
    #[must_use]
    pub fn digest_at(&self) -> Option<Time> {
        Time::strptime("%H:%M", &self.digest_at).ok()
    }

    /// How long a case may wait before its desk is reminded, if it is at all.
    #[must_use]
    pub fn remind_after(&self) -> Option<SignedDuration> {
        Some(self.remind_after).filter(SignedDuration::is_positive)
    }
}

/// `[terminal]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalSettings {
    /// The file with the terminal's identity.
    pub identity_file: PathBuf,
    /// When to use colours.
    pub color: Color,
}

/// When the terminal is drawn in colours and bold type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// When the output is a terminal and `NO_COLOR` is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `[privacy]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacySettings {
    /// Days for which a closed case is kept whole.
    pub retain_days: i64,
}

/// What is wrong with the settings; each says where, and what to do.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file named on the command line cannot be read.
    #[error("the settings file {path} cannot be read: {source}. Give another with --config")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key that no setting has.
    #[error("unknown setting `{key}` in {place}{hint}. config/default.toml lists all settings")]
    UnknownKey {
        /// The key, with dots.
        key: String,
        /// The file or the environment variable.
        place: String,
        /// What may have been meant.
        hint: String,
    },
    /// A value of the wrong type, or a file that is no TOML.
    #[error("the settings cannot be read: {0}. config/default.toml shows the form of each setting")]
    Invalid(config::ConfigError),
    /// A value outside its range.
    #[error("`{key}` in {place} is {value}: {expected}")]
    OutOfRange {
        /// The key, with dots.
        key: &'static str,
        /// Where the value comes from.
        place: String,
        /// The value.
        value: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A secret stands in a file that others read.
    #[error(
        "`{key}` in {place} holds a secret: set {variable} in the environment, or name a file with {key}_file"
    )]
    SecretInFile {
        /// The key, with dots.
        key: &'static str,
        /// The file.
        place: String,
        /// The environment variable to use.
        variable: String,
    },
    /// A file that holds a secret cannot be read.
    #[error("the file {path} named by `{key}` cannot be read: {source}")]
    UnreadableSecret {
        /// The key, with dots.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The defaults inside the program.
    Default,
    /// A file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// A flag of the command line.
    CommandLine(&'static str),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::CommandLine(flag) => f.write_str(flag),
        }
    }
}

/// One setting in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The key, with dots.
    pub key: String,
    /// The value; a secret is masked.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// What the command line says about settings.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--config FILE`
    pub config: Option<PathBuf>,
    /// `--faq DIR`
    pub faq: Option<PathBuf>,
    /// `--database URL`
    pub database: Option<String>,
}

/// Settings with the origin of each value.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    origins: BTreeMap<String, Origin>,
    values: BTreeMap<String, String>,
}

impl Loaded {
    /// Every setting in force, in the order of the keys.
    #[must_use]
    pub fn in_force(&self) -> Vec<InForce> {
        self.values
            .iter()
            .map(|(key, value)| InForce {
                key: key.clone(),
                value: match key.as_str() {
                    "database.url" => mask_password(value),
                    "discord.token" if !value.is_empty() => MASK.to_owned(),
                    _ => value.clone(),
                },
                origin: self.origin(key),
            })
            .collect()
    }

    fn origin(&self, key: &str) -> Origin {
        self.origins.get(key).cloned().unwrap_or(Origin::Default)
    }
}

/// Reads the settings from all layers.
///
/// # Errors
///
/// On an unknown key, a wrong type, a value out of range, or a file that cannot be read: always
/// with the file or variable and the key.
pub fn load(overrides: &Overrides) -> Result<Loaded, SettingsError> {
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    load_from(overrides, environment)
}

fn load_from(
    overrides: &Overrides,
    environment: BTreeMap<String, String>,
) -> Result<Loaded, SettingsError> {
    let defaults = flatten_toml(DEFAULTS, "config/default.toml")?;
    let mut origins = BTreeMap::new();
    let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));

    if let Some(path) = local_file(overrides)? {
        let text = std::fs::read_to_string(&path).map_err(|source| SettingsError::Unreadable {
            path: path.clone(),
            source,
        })?;
        let place = path.display().to_string();
        for key in flatten_toml(&text, &place)?.into_keys() {
            require_known(&key, &place, &defaults)?;
            origins.insert(key, Origin::File(path.clone()));
        }
        builder = builder.add_source(File::from(path.as_path()).format(FileFormat::Toml));
    }
    for name in environment.keys() {
        let key = name[PREFIX.len()..].to_lowercase().replace("__", ".");
        require_known(&key, &format!("the environment variable {name}"), &defaults)?;
        origins.insert(key, Origin::Environment(name.clone()));
    }
    builder = builder.add_source(
        Environment::with_prefix("GUICHET")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true)
            .source(Some(environment.into_iter().collect())),
    );
    if let Some(faq) = &overrides.faq {
        origins.insert("faq.directory".to_owned(), Origin::CommandLine("--faq"));
        builder = builder
            .set_override("faq.directory", faq.display().to_string())
            .map_err(SettingsError::Invalid)?;
    }
    if let Some(url) = &overrides.database {
        origins.insert("database.url".to_owned(), Origin::CommandLine("--database"));
        origins.remove("database.url_file");
        builder = builder
            .set_override("database.url", url.as_str())
            .and_then(|builder| builder.set_override("database.url_file", ""))
            .map_err(SettingsError::Invalid)?;
    }
    let config = builder.build().map_err(SettingsError::Invalid)?;
    let values = flatten(config.clone())?;
    let settings: Settings = config.try_deserialize().map_err(SettingsError::Invalid)?;
    let mut loaded = Loaded {
        settings,
        origins,
        values,
    };
    check_ranges(&loaded)?;
    resolve_secrets(&mut loaded)?;
    Ok(loaded)
}

fn local_file(overrides: &Overrides) -> Result<Option<PathBuf>, SettingsError> {
    match &overrides.config {
        Some(path) => match std::fs::metadata(path) {
            Ok(_) => Ok(Some(path.clone())),
            Err(source) => Err(SettingsError::Unreadable {
                path: path.clone(),
                source,
            }),
        },
        None => Ok(Some(PathBuf::from(LOCAL_FILE)).filter(|path| path.is_file())),
    }
}

fn flatten_toml(text: &str, place: &str) -> Result<BTreeMap<String, String>, SettingsError> {
    let config = Config::builder()
        .add_source(File::from_str(text, FileFormat::Toml))
        .build()
        .map_err(|error| match error {
            config::ConfigError::FileParse { cause, .. } => config::ConfigError::FileParse {
                uri: Some(place.to_owned()),
                cause,
            },
            other => other,
        })
        .map_err(SettingsError::Invalid)?;
    flatten(config)
}

/// The keys of a configuration with dots, and their values as text.
fn flatten(config: Config) -> Result<BTreeMap<String, String>, SettingsError> {
    fn walk(prefix: &str, value: &serde_json::Value, flat: &mut BTreeMap<String, String>) {
        match value {
            serde_json::Value::Object(table) => {
                for (name, value) in table {
                    let key = if prefix.is_empty() {
                        name.clone()
                    } else {
                        format!("{prefix}.{name}")
                    };
                    walk(&key, value, flat);
                }
            }
            serde_json::Value::String(text) => {
                flat.insert(prefix.to_owned(), text.clone());
            }
            other => {
                flat.insert(prefix.to_owned(), other.to_string());
            }
        }
    }
    let value: serde_json::Value = config.try_deserialize().map_err(SettingsError::Invalid)?;
    let mut flat = BTreeMap::new();
    walk("", &value, &mut flat);
    Ok(flat)
}

fn require_known(
    key: &str,
    place: &str,
    known: &BTreeMap<String, String>,
) -> Result<(), SettingsError> {
    if known.contains_key(key) {
        return Ok(());
    }
    let hint = known
        .keys()
        .map(|name| (strsim::jaro_winkler(key, name), name))
        .filter(|(similarity, _)| *similarity > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"));
    Err(SettingsError::UnknownKey {
        key: key.to_owned(),
        place: place.to_owned(),
        hint,
    })
}

fn check_ranges(loaded: &Loaded) -> Result<(), SettingsError> {
    let settings = &loaded.settings;
    let matching = &settings.matching;
    let mut rules = vec![
        (
            "matching.target_precision",
            (0.5..=0.999).contains(&matching.target_precision),
            "it must be from 0.5 to 0.999",
        ),
        (
            "matching.out_of_scope_share",
            (0.0..=0.9).contains(&matching.out_of_scope_share),
            "it must be from 0 to 0.9",
        ),
        (
            "matching.choices",
            (2..=5).contains(&matching.choices),
            "it must be from 2 to 5",
        ),
        (
            "database.patience_seconds",
            (1..=60).contains(&settings.database.patience_seconds),
            "it must be from 1 to 60",
        ),
        (
            "conversation.memory_minutes",
            (1..=1440).contains(&settings.conversation.memory_minutes),
            "it must be from 1 to 1440",
        ),
        (
            "conversation.longest_message",
            (200..=20_000).contains(&settings.conversation.longest_message),
            "it must be from 200 to 20000",
        ),
        (
            "privacy.retain_days",
            (1..=3650).contains(&settings.privacy.retain_days),
            "it must be from 1 to 3650",
        ),
        (
            "queue.time_zone",
            TimeZone::get(&settings.queue.time_zone).is_ok(),
            "it must be a time zone such as Europe/Belgrade",
        ),
        (
            "queue.remind_after",
            settings.queue.remind_after.is_zero()
                || (SignedDuration::from_mins(5)..=SignedDuration::from_hours(24 * 30))
                    .contains(&settings.queue.remind_after),
            "it must be from 5m to 720h, or 0s for never",
        ),
        (
            "queue.digest_at",
            settings.queue.digest_at.is_empty() || settings.queue.digest_at().is_some(),
            "it must be an hour such as 08:00, or empty for no digest",
        ),
    ];
    rules.extend(settings.discord.rules());
    rules.push(settings.operation.rule());
    for (key, good, expected) in rules {
        if !good {
            return Err(SettingsError::OutOfRange {
                key,
                place: loaded.origin(key).to_string(),
                value: loaded.values.get(key).cloned().unwrap_or_default(),
                expected,
            });
        }
    }
    Ok(())
}

fn resolve_secrets(loaded: &mut Loaded) -> Result<(), SettingsError> {
    let written_in_file = |key: &'static str, variable: &str| match loaded.origins.get(key) {
        Some(Origin::File(path)) => Err(SettingsError::SecretInFile {
            key,
            place: path.display().to_string(),
            variable: variable.to_owned(),
        }),
        _ => Ok(()),
    };
    let database = &loaded.settings.database;
    if mask_password(&database.url) != database.url {
        written_in_file("database.url", "GUICHET__DATABASE__URL")?;
    }
    let discord = &loaded.settings.discord;
    if !discord.token.is_empty() {
        written_in_file("discord.token", "GUICHET__DISCORD__TOKEN")?;
    }
    let url_file = database.url_file.clone();
    let token_file = discord.token_file.clone();
    if let Some(url) = read_secret(loaded, "database.url", "database.url_file", &url_file)? {
        loaded.settings.database.url = url;
    }
    if let Some(token) = read_secret(loaded, "discord.token", "discord.token_file", &token_file)? {
        loaded.settings.discord.token = token;
    }
    Ok(())
}

/// The secret that stands in the file `path`, which the setting `named_by` names; `None` when it names none.
fn read_secret(
    loaded: &mut Loaded,
    key: &'static str,
    named_by: &'static str,
    path: &str,
) -> Result<Option<String>, SettingsError> {
    if path.is_empty() {
        return Ok(None);
    }
    let path = PathBuf::from(path);
    let text =
        std::fs::read_to_string(&path).map_err(|source| SettingsError::UnreadableSecret {
            key: named_by,
            path: path.clone(),
            source,
        })?;
    let secret = text.trim().to_owned();
    loaded.values.insert(key.to_owned(), secret.clone());
    loaded.origins.insert(key.to_owned(), Origin::File(path));
    Ok(Some(secret))
}

/// An address with its password masked.
fn mask_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((user, host)) = rest.rsplit_once('@') else {
        return url.to_owned();
    };
    let user = user.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}:{MASK}@{host}")
}

/// The folder that the FAQ is read from: the one that is set, else `./faq` when it holds a FAQ,
/// else the one inside the program.
#[must_use]
pub fn faq_folder(settings: &FaqSettings) -> Option<PathBuf> {
    if settings.directory.is_empty() {
        let beside = Path::new("faq");
        beside.join("faq.toml").is_file().then(|| beside.to_owned())
    } else {
        Some(PathBuf::from(&settings.directory))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn local(text: &str) -> Result<Loaded, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local.toml");
        std::fs::write(&path, text).unwrap();
        let overrides = Overrides {
            config: Some(path),
            ..Overrides::default()
        };
        load_from(&overrides, BTreeMap::new())
    }

    fn environment(name: &str, value: &str) -> Result<Loaded, SettingsError> {
        let environment = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        load_from(&Overrides::default(), environment)
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        let loaded = local("[matching]\nchoices = 2\n").unwrap();
        assert_eq!(loaded.settings.matching.choices, 2);
        let loaded = environment("GUICHET__MATCHING__CHOICES", "4").unwrap();
        assert_eq!(loaded.settings.matching.choices, 4);
        let shown = loaded.in_force();
        let choices = shown.iter().find(|s| s.key == "matching.choices").unwrap();
        assert_eq!(choices.value, "4");
        assert_eq!(choices.origin.to_string(), "GUICHET__MATCHING__CHOICES");
    }

    proptest! {
        #[test]
        fn any_variable_is_taken_or_refused_with_its_name(
            name in prop_oneof![
                "(MATCHING|QUEUE|DISCORD|DATABASE|LOG)__[A-Z_]{1,20}",
                prop::sample::select(vec![
                    "MATCHING__CHOICES", "QUEUE__REMIND_AFTER", "QUEUE__DIGEST_AT", "QUEUE__TIME_ZONE", "DISCORD__GUILD",
                    "DISCORD__API", "PRIVACY__RETAIN_DAYS", "CONVERSATION__MEMORY_MINUTES", "TERMINAL__COLOR", "DATABASE__URL",
                ]).prop_map(str::to_owned),
                "\\PC{0,20}",
            ],
            value in prop_oneof!["-?[0-9]{1,30}", "[0-9]{1,20}(h|m|s|:[0-9]{2})", "\\PC{0,30}", "(true|false|null|\\[\\]|1e999)"],
        ) {
            let name = format!("{PREFIX}{name}");
            if let Err(error) = environment(&name, &value) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_its_neighbour() {
        let error = local("[matching]\ntarget_precison = 0.9\n")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("unknown setting `matching.target_precison`"),
            "{error}"
        );
        assert!(
            error.contains("local.toml; did you mean `matching.target_precision`?"),
            "{error}"
        );
        let error = environment("GUICHET__QUEUE__COLOUR", "x")
            .unwrap_err()
            .to_string();
        assert!(error.contains("GUICHET__QUEUE__COLOUR"), "{error}");
    }

    #[test]
    fn a_wrong_type_names_the_file_and_the_key() {
        let error = local("[matching]\nchoices = \"many\"\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("matching.choices"), "{error}");
        assert!(error.contains("local.toml"), "{error}");
    }

    #[test]
    fn a_value_out_of_range_says_what_it_must_be() {
        let error = local("[matching]\ntarget_precision = 2.0\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("`matching.target_precision`"), "{error}");
        assert!(error.contains("from 0.5 to 0.999"), "{error}");
        let error = environment("GUICHET__QUEUE__TIME_ZONE", "Mars/Olympus")
            .unwrap_err()
            .to_string();
        assert!(error.contains("Europe/Belgrade"), "{error}");
    }

    #[test]
    fn times_of_the_queue_are_written_as_people_write_them() {
        let loaded =
            local("[queue]\nremind_after = \"90m\"\ndigest_at = \"07:30\"\nlanguage = \"en\"\n");
        let queue = loaded.unwrap().settings.queue;
        assert_eq!(queue.remind_after(), Some(SignedDuration::from_mins(90)));
        assert_eq!(queue.digest_at(), Some(jiff::civil::time(7, 30, 0, 0)));
        assert_eq!(queue.language, Language::English);
        let never = local("[queue]\nremind_after = \"0s\"\ndigest_at = \"\"\n").unwrap();
        assert_eq!(never.settings.queue.remind_after(), None);
        assert_eq!(never.settings.queue.digest_at(), None);
        for (text, expected) in [
            ("remind_after = \"1m\"", "from 5m to 720h"),
            ("remind_after = \"soon\"", "queue.remind_after"),
            ("digest_at = \"morning\"", "an hour such as 08:00"),
        ] {
            let error = local(&format!("[queue]\n{text}\n"))
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_file_that_is_no_toml_or_is_not_there_is_an_error_that_names_it() {
        let error = local("[matching\n").unwrap_err().to_string();
        assert!(error.contains("local.toml"), "{error}");
        let overrides = Overrides {
            config: Some(PathBuf::from("/nowhere/local.toml")),
            ..Overrides::default()
        };
        let error = load_from(&overrides, BTreeMap::new())
            .unwrap_err()
            .to_string();
        assert!(error.contains("/nowhere/local.toml"), "{error}");
    }

    #[test]
    fn a_password_is_refused_in_a_file_and_masked_when_shown() {
        let url = "postgres://guichet:s3cret@db/guichet";
        let error = local(&format!("[database]\nurl = \"{url}\"\n"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("GUICHET__DATABASE__URL") && !error.contains("s3cret"),
            "{error}"
        );
        let loaded = environment("GUICHET__DATABASE__URL", url).unwrap();
        assert_eq!(loaded.settings.database.url, url);
        let all = format!("{:?}", loaded.in_force());
        assert!(!all.contains("s3cret"), "{all}");
    }

    #[test]
    fn a_secret_can_come_from_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("url");
        std::fs::write(&path, "postgres://guichet:s3cret@db/guichet\n").unwrap();
        let loaded = environment("GUICHET__DATABASE__URL_FILE", path.to_str().unwrap()).unwrap();
        assert_eq!(
            loaded.settings.database.url,
            "postgres://guichet:s3cret@db/guichet"
        );
    }

    #[test]
    fn health_and_metrics_are_for_this_machine_alone() {
        let listen = |address: &str| {
            local(&format!("[operation]\nlisten = \"{address}\"\n"))
                .map(|loaded| loaded.settings.operation.listen())
                .map_err(|error| error.to_string())
        };
        assert_eq!(listen(""), Ok(None));
        for address in ["127.0.0.1:9464", "[::1]:0"] {
            assert_eq!(listen(address), Ok(Some(address.parse().unwrap())));
        }
        for address in ["0.0.0.0:9464", "192.0.2.7:9464", "9464", "localhost:9464"] {
            let error = listen(address).unwrap_err();
            assert!(
                error.contains("`operation.listen`") && error.contains("this machine alone"),
                "{error}"
            );
        }
    }

    #[test]
    fn discords_token_stands_in_no_file_that_others_read_and_is_never_shown() {
        let error = local("[discord]\ntoken = \"MTA.s3cret\"\n")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("GUICHET__DISCORD__TOKEN") && !error.contains("s3cret"),
            "{error}"
        );
        let loaded = environment("GUICHET__DISCORD__TOKEN", "MTA.s3cret").unwrap();
        assert!(loaded.settings.discord.is_configured());
        let shown = format!("{:?} {:?}", loaded.in_force(), loaded.settings);
        assert!(!shown.contains("s3cret"), "{shown}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "MTA.s3cret\n").unwrap();
        let loaded = environment("GUICHET__DISCORD__TOKEN_FILE", path.to_str().unwrap()).unwrap();
        assert_eq!(loaded.settings.discord.token, "MTA.s3cret");
    }

    #[test]
    fn the_attaches_room_is_three_ids_or_none_and_never_everyone() {
        let room = |guild: &str, channel: &str, role: &str| {
            local(&format!(
                "[discord]\nguild = \"{guild}\"\nqueue_channel = \"{channel}\"\nattache_role = \"{role}\"\n"
            ))
            .map(|loaded| loaded.settings.discord.queue_room())
            .map_err(|error| error.to_string())
        };
        assert_eq!(room("1", "2", "3"), Ok(Some((1, 2, 3))));
        assert_eq!(room("", "", ""), Ok(None));
        for (guild, channel, role, words) in [
            ("1", "2", "", "set together"),
            ("1", "2", "1", "@everyone"),
            ("Douanes", "2", "3", "developer mode"),
        ] {
            let error = room(guild, channel, role).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
