//! Snowflakes: 42 bits of milliseconds since 2015, then a number.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The first millisecond of 2015, in milliseconds since 1970.
pub const EPOCH: u64 = 1_420_070_400_000;

/// The id of anything on Discord; JSON carries it as a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    pub fn get(self) -> u64 {
        self.0
    }

    /// The first id of that millisecond since 1970.
    pub fn at(milliseconds: u64) -> Self {
        Self((milliseconds - EPOCH) << 22)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
