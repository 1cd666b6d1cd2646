//! From evidence to a probability, and from a promised precision to a threshold.

use serde::{Deserialize, Serialize};

/// How many numbers make up the evidence for a first candidate.
pub const EVIDENCE: usize = 14;

/// What speaks for and against the first candidate being right.
pub type Evidence = [f64; EVIDENCE];

/// What the numbers of an [`Evidence`] are, in their order.
pub const EVIDENCE_NAMES: [&str; EVIDENCE] = [
    "log odds of the first candidate",
    "margin to the runner-up",
    "margin to the questions beyond the FAQ",
    "the classifier's score",
    "likeness to the candidate's nearest phrasing",
    "lead of that likeness over the others",
    "share of unknown words",
    "share of corrected words",
    "length (log of words)",
    "its phrasing is the nearest of all",
    "share of the words that the entry uses",
    "share of known characters in a row",
    "share of known pairs of words",
    "lead of its words over the others'",
];

/// One candidate whose truth is known.
#[derive(Debug, Clone, Copy)]
pub struct Observation {
    /// Its evidence.
    pub evidence: Evidence,
    /// Whether it was right.
    pub right: bool,
    /// How much it counts.
    pub weight: f64,
}

/// Logistic regression on standardised evidence: the second stage, which says whether the first candidate is right
/// (stacking; Platt 1999 for one score alone).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    mean: Evidence,
    deviation: Evidence,
    weights: Evidence,
    bias: f64,
}

/// Penalty on the weights, in units of observations: keeps a handful of them from making extreme claims.
const RIDGE: f64 = 1.0;

impl Calibration {
    /// Fits by Newton's method (iteratively reweighted least squares).
    ///
    /// With fewer than two right or two wrong observations it claims nothing: every probability is the share of right
    /// ones, at most one half.
    #[must_use]
    pub fn fit(observations: &[Observation]) -> Self {
        let total: f64 = observations.iter().map(|one| one.weight).sum();
        let rights = observations.iter().filter(|one| one.right).count();
        let mut fitted = Self {
            mean: [0.0; EVIDENCE],
            deviation: [1.0; EVIDENCE],
            weights: [0.0; EVIDENCE],
            bias: 0.0,
        };
        if rights < 2 || observations.len() - rights < 2 || total <= 0.0 {
            return fitted;
        }
        for at in 0..EVIDENCE {
            let mean = observations
                .iter()
                .map(|one| one.weight * one.evidence[at])
                .sum::<f64>()
                / total;
            let variance = observations
                .iter()
                .map(|one| one.weight * (one.evidence[at] - mean).powi(2))
                .sum::<f64>()
                / total;
            fitted.mean[at] = mean;
            fitted.deviation[at] = variance.sqrt().max(1e-9);
        }
        for _ in 0..50 {
            if fitted.newton_step(observations) < 1e-9 {
                break;
            }
        }
        fitted
    }

    /// One step; the size of the change.
    fn newton_step(&mut self, observations: &[Observation]) -> f64 {
        const N: usize = EVIDENCE + 1;
        let mut gradient = [0.0; N];
        let mut curvature = [[0.0; N]; N];
        for one in observations {
            let mut x = [1.0; N];
            x[..EVIDENCE].copy_from_slice(&self.standardised(&one.evidence));
            let p = self.probability(&one.evidence);
            let error = one.weight * (p - f64::from(u8::from(one.right)));
            let bend = (one.weight * p * (1.0 - p)).max(1e-12);
            for i in 0..N {
                gradient[i] += error * x[i];
                for j in 0..=i {
                    curvature[i][j] += bend * x[i] * x[j];
                }
            }
        }
        for i in 0..EVIDENCE {
            gradient[i] += RIDGE * self.weights[i];
            curvature[i][i] += RIDGE;
        }
        curvature[EVIDENCE][EVIDENCE] += 1e-9;
        let step = solve(curvature, gradient);
        let (size, factor) = bounded(&step, 5.0);
        for (weight, change) in self.weights.iter_mut().zip(&step) {
            *weight -= factor * change;
        }
        self.bias -= factor * step[EVIDENCE];
        size
    }

    fn standardised(&self, evidence: &Evidence) -> Evidence {
        std::array::from_fn(|at| {
            ((evidence[at] - self.mean[at]) / self.deviation[at]).clamp(-6.0, 6.0)
        })
    }

    /// The probability that the first candidate is right.
    #[must_use]
    pub fn probability(&self, evidence: &Evidence) -> f64 {
        let sum: f64 = self.shares(evidence).iter().sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }

    /// What each number of the evidence adds to the log odds.
    #[must_use]
    pub fn shares(&self, evidence: &Evidence) -> Evidence {
        let standardised = self.standardised(evidence);
        std::array::from_fn(|at| standardised[at] * self.weights[at])
    }
}

/// The length of a step of Newton's method, and the factor that makes it no longer than `longest`: such steps can overshoot
/// where the data are nearly separable.
pub(super) fn bounded(step: &[f64], longest: f64) -> (f64, f64) {
    let size = step
        .iter()
        .map(|change| change * change)
        .sum::<f64>()
        .sqrt();
    let factor = if size > longest { longest / size } else { 1.0 };
    (size, factor)
}

/// Solves `matrix · x = right` for a symmetric positive definite matrix given by its lower half (Cholesky).
pub(super) fn solve<const N: usize>(mut matrix: [[f64; N]; N], right: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            matrix[i][j] = if i == j {
                (matrix[i][i] - sum).max(1e-12).sqrt()
            } else {
                (matrix[i][j] - sum) / matrix[j][j]
            };
        }
    }
    let mut x = right;
    for i in 0..N {
        let sum: f64 = (0..i).map(|k| matrix[i][k] * x[k]).sum();
        x[i] = (x[i] - sum) / matrix[i][i];
    }
    for i in (0..N).rev() {
        let sum: f64 = (i + 1..N).map(|k| matrix[k][i] * x[k]).sum();
        x[i] = (x[i] - sum) / matrix[i][i];
    }
    x
}

/// How sure the threshold's promise is, on the observations it was chosen on.
const ASSURANCE: f64 = 0.9;

/// The lowest threshold from which on answers keep the promise: of the observations at or above it, the share that is
/// right is at least `target`, by the lower Clopper-Pearson bound. Over 1 when no threshold does.
///
/// Weights enter by the effective number of observations `(Σw)² / Σw²` (Kish 1965).
#[must_use]
pub fn threshold(observations: &[(f64, bool, f64)], target: f64) -> f64 {
    let mut sorted: Vec<_> = observations.to_vec();
    sorted.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut all, mut squares, mut right) = (0.0, 0.0, 0.0);
    let mut lowest = f64::INFINITY;
    for (at, &(probability, is_right, weight)) in sorted.iter().enumerate() {
        all += weight;
        squares += weight * weight;
        if is_right {
            right += weight;
        }
        let same_follows = sorted
            .get(at + 1)
            .is_some_and(|next| next.0.total_cmp(&probability).is_eq());
        if !same_follows && lower_bound(right / all, all * all / squares) >= target {
            lowest = probability;
        }
    }
    lowest
}

/// The lower Clopper-Pearson bound of a share seen on `count` observations.
fn lower_bound(share: f64, count: f64) -> f64 {
    let right = share * count;
    if right <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, share);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        // P(at least `right` of `count` | middle) = I_middle(right, count − right + 1)
        if incomplete_beta(right, count - right + 1.0, middle) > 1.0 - ASSURANCE {
            high = middle;
        } else {
            low = middle;
        }
    }
    low
}

/// The regularised incomplete beta function, by its continued fraction (Lentz's method; Abramowitz and Stegun 26.5.8).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges quickly on this side alone.
    if x > (a + 1.0) / (a + b + 2.0) {
        1.0 - beta_fraction(b, a, 1.0 - x)
    } else {
        beta_fraction(a, b, x)
    }
}

#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the formula in Abramowitz and Stegun"
)]
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let front =
        (a * x.ln() + b * (1.0 - x).ln() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp() / a;
    let tiny = 1e-300;
    let keep = |value: f64| if value.abs() < tiny { tiny } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..300_u16 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-12 {
            break;
        }
    }
    front * fraction
}

/// The logarithm of the gamma function for positive numbers: Stirling's series after shifting the argument upwards.
fn ln_gamma(x: f64) -> f64 {
    let mut shift = 0.0;
    let mut x = x;
    while x < 12.0 {
        shift -= x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series =
        (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    shift + (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(first: f64) -> Evidence {
        let mut evidence = [0.0; EVIDENCE];
        evidence[0] = first;
        evidence
    }

    #[test]
    fn probabilities_come_out_as_frequencies() {
        let observations: Vec<_> = (0..4000)
            .map(|n| {
                let at = f64::from(n % 40) / 10.0 - 2.0;
                let share = 1.0 / (1.0 + (-2.0 * at).exp());
                Observation {
                    evidence: evidence(at),
                    right: f64::from(n / 40) < share * 100.0,
                    weight: 1.0,
                }
            })
            .collect();
        let fitted = Calibration::fit(&observations);
        for at in [-1.5, 0.0, 0.7, 1.8] {
            let expected = 1.0 / (1.0 + f64::exp(-2.0 * at));
            let found = fitted.probability(&evidence(at));
            assert!((found - expected).abs() < 0.03, "{at}: {found} {expected}");
        }
        let shares: f64 = fitted.shares(&evidence(1.0)).iter().sum();
        let odds = fitted.probability(&evidence(1.0));
        assert!((shares + fitted.bias - (odds / (1.0 - odds)).ln()).abs() < 1e-9);
    }

    #[test]
    fn with_nothing_to_learn_from_nothing_is_claimed() {
        assert!((Calibration::fit(&[]).probability(&evidence(9.0)) - 0.5).abs() < 1e-12);
        let all_right = vec![
            Observation {
                evidence: evidence(1.0),
                right: true,
                weight: 1.0
            };
            50
        ];
        let fitted = Calibration::fit(&all_right);
        assert!(fitted.probability(&evidence(9.0)) <= 0.5);
    }

    #[test]
    fn separable_observations_do_not_blow_up() {
        let observations: Vec<_> = (0..100)
            .map(|n| Observation {
                evidence: evidence(f64::from(n)),
                right: n >= 50,
                weight: 1.0,
            })
            .collect();
        let fitted = Calibration::fit(&observations);
        assert!(fitted.probability(&evidence(99.0)) > 0.95);
        assert!(fitted.probability(&evidence(0.0)) < 0.05);
    }

    #[test]
    fn the_bound_is_that_of_the_tables() {
        // Exact one-sided 90 % bounds: 10 of 10 right gives 0.1^(1/10); 0 of any gives 0.
        assert!((lower_bound(1.0, 10.0) - 0.1_f64.powf(0.1)).abs() < 1e-9);
        assert!((lower_bound(1.0, 100.0) - 0.1_f64.powf(0.01)).abs() < 1e-9);
        assert!(lower_bound(0.0, 20.0).abs() < 1e-12);
        // Symmetric case: I_{1/2}(a, a) = 1/2.
        assert!((incomplete_beta(7.0, 7.0, 0.5) - 0.5).abs() < 1e-12);
        assert!((incomplete_beta(2.0, 3.0, 0.4) - 0.5248).abs() < 1e-9);
    }

    #[test]
    fn both_sides_of_the_fraction_agree_where_they_meet() {
        for a in 1..80_u8 {
            for b in 1..80_u8 {
                let (a, b) = (f64::from(a) * 1.37, f64::from(b) * 0.91);
                let meeting = (a + 1.0) / (a + b + 2.0);
                for x in [meeting.next_down(), meeting, meeting.next_up()] {
                    let sum = incomplete_beta(a, b, x) + incomplete_beta(b, a, 1.0 - x);
                    assert!((sum - 1.0).abs() < 1e-9, "{a} {b} {x}: {sum}");
                }
            }
        }
    }

    #[test]
    fn the_threshold_keeps_the_promise_with_room_to_spare() {
        let observations: Vec<_> = (0..1000)
            .map(|n| (f64::from(n) / 1000.0, n > 400 || n % 2 == 0, 1.0))
            .collect();
        let found = threshold(&observations, 0.95);
        let above: Vec<_> = observations.iter().filter(|one| one.0 >= found).collect();
        let right = above.iter().filter(|one| one.1).count();
        assert!(right * 100 >= above.len() * 95);
        assert!(found > 0.2 && found < 0.4, "{found}");
    }

    #[test]
    fn a_promise_that_cannot_be_kept_gives_no_answer_at_all() {
        assert!(threshold(&[(0.9, true, 1.0), (0.8, true, 1.0)], 0.95) > 1.0);
        assert!(threshold(&[], 0.95) > 1.0);
    }
}
