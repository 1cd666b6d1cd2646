//! Measures of how well questions find their entries.

use serde::Serialize;

/// One labelled question and what the matcher made of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Place of the first right entry among the candidates, from 0; `None` when none is right.
    pub rank: Option<usize>,
    /// Whether an entry answers the question at all.
    pub in_scope: bool,
    /// The probability given to the first candidate.
    pub probability: f64,
    /// Time taken, in nanoseconds.
    pub nanoseconds: u64,
}

impl Measured {
    /// Whether the first candidate is right.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.in_scope && self.rank == Some(0)
    }
}

/// The figures that `bench` and `eval` print. Shares are 0 to 1; what cannot be told from the questions is absent.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// Number of questions.
    pub questions: usize,
    /// Questions that an entry answers.
    pub in_scope: usize,
    /// Of those, the share whose first candidate is right.
    pub top1: Option<f64>,
    /// The share with a right one among the first three.
    pub top3: Option<f64>,
    /// Mean of one over the place of the first right candidate (mean reciprocal rank).
    pub mrr: Option<f64>,
    /// The probability that a question with an entry gets a higher probability than one without.
    pub auroc: Option<f64>,
    /// The share of all questions answered outright.
    pub coverage_at_target: f64,
    /// The share of those answers that is right.
    pub precision: Option<f64>,
    /// The threshold in force.
    pub threshold: f64,
    /// Mean distance of probabilities from frequencies, in fifteen bins (Naeini et al. 2015).
    pub expected_calibration_error: f64,
}

impl Figures {
    /// Measures outcomes under a threshold.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
    pub fn of(outcomes: &[Measured], threshold: f64) -> Self {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let inside = || outcomes.iter().filter(|one| one.in_scope);
        let in_scope = inside().count();
        let within = |places: usize| {
            let found = inside().filter(|one| one.rank.is_some_and(|rank| rank < places));
            share(found.count(), in_scope)
        };
        let answered = || outcomes.iter().filter(|one| one.probability >= threshold);
        let right = answered().filter(|one| one.is_right()).count();
        let reciprocal: f64 = inside()
            .filter_map(|one| one.rank)
            .map(|rank| 1.0 / (rank + 1) as f64)
            .sum();
        Self {
            questions: outcomes.len(),
            in_scope,
            top1: within(1),
            top3: within(3),
            mrr: (in_scope > 0).then(|| reciprocal / in_scope as f64),
            auroc: auroc(outcomes),
            coverage_at_target: share(answered().count(), outcomes.len()).unwrap_or(0.0),
            precision: share(right, answered().count()),
            threshold,
            expected_calibration_error: calibration_error(outcomes),
        }
    }
}

/// Area under the receiver operating characteristic, by ranks (Mann and Whitney 1947), ties counting half.
fn auroc(outcomes: &[Measured]) -> Option<f64> {
    let mut sorted: Vec<_> = outcomes.iter().collect();
    sorted.sort_by(|one, other| one.probability.total_cmp(&other.probability));
    let (mut below, mut wins, mut inside) = (0.0, 0.0, 0.0);
    for same in sorted.chunk_by(|one, other| one.probability.total_cmp(&other.probability).is_eq())
    {
        let (mut ins, mut outs) = (0.0, 0.0);
        for one in same {
            if one.in_scope {
                ins += 1.0;
            } else {
                outs += 1.0;
            }
        }
        wins += ins * (below + outs / 2.0);
        below += outs;
        inside += ins;
    }
    (inside > 0.0 && below > 0.0).then(|| wins / (inside * below))
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability times fifteen"
)]
fn calibration_error(outcomes: &[Measured]) -> f64 {
    const BINS: usize = 15;
    let mut bins = [(0.0_f64, 0.0_f64); BINS];
    for one in outcomes {
        let at = ((one.probability * BINS as f64) as usize).min(BINS - 1);
        bins[at].0 += one.probability;
        bins[at].1 += f64::from(u8::from(one.is_right()));
    }
    let distance: f64 = bins.iter().map(|(said, seen)| (said - seen).abs()).sum();
    distance / outcomes.len().max(1) as f64
}

/// The value below which a share of the sorted values lies; 0 without values.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index below the length"
)]
pub fn quantile(sorted: &[u64], share: f64) -> u64 {
    let at = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1);
    sorted.get(at).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(rank: Option<usize>, in_scope: bool, probability: f64) -> Measured {
        Measured {
            rank,
            in_scope,
            probability,
            nanoseconds: 0,
        }
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "these shares are exact")]
    fn figures_are_those_counted_by_hand() {
        let outcomes = [
            outcome(Some(0), true, 0.9),
            outcome(Some(2), true, 0.6),
            outcome(None, true, 0.3),
            outcome(Some(0), true, 0.3),
            outcome(None, false, 0.6),
            outcome(None, false, 0.1),
        ];
        let figures = Figures::of(&outcomes, 0.5);
        assert_eq!((figures.questions, figures.in_scope), (6, 4));
        assert_eq!(figures.top1, Some(0.5));
        assert_eq!(figures.top3, Some(0.75));
        assert!((figures.mrr.unwrap() - (1.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-12);
        assert_eq!(figures.coverage_at_target, 0.5);
        assert!((figures.precision.unwrap() - 1.0 / 3.0).abs() < 1e-12);
        // 0.9 beats both; 0.6 ties and beats; 0.3 beats one, twice: 2 + 1.5 + 1 + 1 of 8.
        assert_eq!(figures.auroc, Some(5.5 / 8.0));
    }

    #[test]
    fn what_cannot_be_told_is_absent() {
        let figures = Figures::of(&[], 0.5);
        assert_eq!(
            (figures.top1, figures.auroc, figures.precision),
            (None, None, None)
        );
        let only_inside = Figures::of(&[outcome(Some(0), true, 0.9)], 0.95);
        assert_eq!((only_inside.auroc, only_inside.precision), (None, None));
    }

    #[test]
    fn perfect_confidence_has_no_calibration_error() {
        let right = vec![outcome(Some(0), true, 1.0); 10];
        assert!(calibration_error(&right) < 1e-12);
        let wrong = vec![outcome(None, true, 1.0); 10];
        assert!((calibration_error(&wrong) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn quantiles_are_values_that_were_seen() {
        let sorted: Vec<u64> = (1..=100).collect();
        assert_eq!(quantile(&sorted, 0.5), 50);
        assert_eq!(quantile(&sorted, 0.95), 95);
        assert_eq!(quantile(&sorted, 1.0), 100);
        assert_eq!(quantile(&[], 0.5), 0);
    }
}
