//! Which way goods go.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The way goods go between France (and with it the EU) and a country of the zone, seen from France.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From France or the EU to a country of the zone.
    Export,
    /// From a country of the zone to France or the EU.
    Import,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Export => Self::Import,
            Self::Import => Self::Export,
        }
    }

    /// `export` or `import`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Import => "import",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
