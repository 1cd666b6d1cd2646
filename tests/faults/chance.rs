//! Random moments that can be had again.

use std::cell::Cell;
use std::fmt;
use std::time::Duration;

/// Kills of a run that nobody has asked to be longer.
const KILLS: u64 = 12;

/// The seed when none is given.
const SEED: u64 = 1;

/// What a run does.
pub struct Plan {
    pub seed: u64,
    pub kills: u64,
}

impl Plan {
    /// As `GUICHET_FAULTS_SEED` and `GUICHET_FAULTS_KILLS` say.
    pub fn from_environment() -> Self {
        let number = |name: &str, usual| {
            std::env::var(name).map_or(usual, |text| {
                text.parse()
                    .unwrap_or_else(|_| panic!("{name} is a number, not {text:?}"))
            })
        };
        Self {
            seed: number("GUICHET_FAULTS_SEED", SEED),
            kills: number("GUICHET_FAULTS_KILLS", KILLS),
        }
    }

    /// Random numbers for one part of the run; each part has its own, so that they do not depend on the order in which the
    /// parts happen to run.
    pub fn chance(&self, part: u64) -> Chance {
        Chance(Cell::new(
            self.seed.wrapping_mul(0x9E37_79B9).wrapping_add(part),
        ))
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}", self.seed)
    }
}

/// Random numbers from a seed: splitmix64 (Steele, Lea and Flood, 2014).
pub struct Chance(Cell<u64>);

impl Chance {
    fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0, and smaller than `end`.
    pub fn below(&self, end: u64) -> u64 {
        self.next() % end
    }

    /// Lets a random time pass that is shorter than `end`.
    pub async fn pass(&self, end: Duration) {
        let micros = u64::try_from(end.as_micros()).unwrap().max(1);
        tokio::time::sleep(Duration::from_micros(self.below(micros))).await;
    }
}
