//! JSON Schemas of the FAQ's TOML files, so that editors complete and check them.

use schemars::{Schema, schema_for};

use super::country::{Country, OtherCountries};
use super::entry::EntrySettings;

/// The schemas by the name of the file that they describe.
#[must_use]
pub fn schemas() -> [(&'static str, Schema); 3] {
    [
        ("entry.toml", schema_for!(EntrySettings)),
        ("countries/*.toml", schema_for!(Country)),
        ("other-countries.toml", schema_for!(OtherCountries)),
    ]
}
