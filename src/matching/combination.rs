//! The views of a question put together: conditional logit (McFadden 1974), fitted on questions that the views had not
//! learned.

use serde::{Deserialize, Serialize};

use super::calibration::{bounded, solve};

/// How many views there are of a candidate.
pub const VIEWS: usize = 3;

/// What the views are, in their order.
pub const VIEW_NAMES: [&str; VIEWS] = [
    "the classifier's score",
    "likeness to the nearest phrasing",
    "its words under the class's own language",
];

/// What each view says for a candidate.
pub type Views = [f64; VIEWS];

/// The candidates for one question whose truth is known, and which of them is right.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The views of the candidates.
    pub candidates: Vec<Views>,
    /// The place of the right one.
    pub right: usize,
}

/// How much each view counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Combination {
    weights: Views,
}

/// Penalty on the weights' distance from the classifier alone, in units of questions.
const RIDGE: f64 = 1.0;

/// The classifier alone.
const CLASSIFIER: Views = [1.0, 0.0, 0.0];

impl Combination {
    /// Fits by Newton's method. Without questions the classifier decides alone.
    #[must_use]
    pub fn fit(questions: &[Chosen]) -> Self {
        let mut fitted = Self {
            weights: CLASSIFIER,
        };
        for _ in 0..30 {
            if fitted.newton_step(questions) < 1e-6 {
                break;
            }
        }
        fitted
    }

    fn newton_step(&mut self, questions: &[Chosen]) -> f64 {
        let mut gradient = [0.0; VIEWS];
        let mut curvature = [[0.0; VIEWS]; VIEWS];
        for question in questions {
            let scores: Vec<f64> = question
                .candidates
                .iter()
                .map(|views| self.score(views))
                .collect();
            let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = scores.iter().map(|score| (score - highest).exp()).sum();
            let mut mean = [0.0; VIEWS];
            for (views, score) in question.candidates.iter().zip(&scores) {
                let share = (score - highest).exp() / sum;
                for i in 0..VIEWS {
                    mean[i] += share * views[i];
                    for j in 0..=i {
                        curvature[i][j] += share * views[i] * views[j];
                    }
                }
            }
            for i in 0..VIEWS {
                gradient[i] += mean[i] - question.candidates[question.right][i];
                for j in 0..=i {
                    curvature[i][j] -= mean[i] * mean[j];
                }
            }
        }
        for i in 0..VIEWS {
            gradient[i] += RIDGE * (self.weights[i] - CLASSIFIER[i]);
            curvature[i][i] += RIDGE;
        }
        let step = solve(curvature, gradient);
        let (size, factor) = bounded(&step, 2.0);
        for (weight, change) in self.weights.iter_mut().zip(&step) {
            *weight -= factor * change;
        }
        size
    }

    /// The score of a candidate.
    #[must_use]
    pub fn score(&self, views: &Views) -> f64 {
        self.shares(views).iter().sum()
    }

    /// What each view adds to the score.
    #[must_use]
    pub fn shares(&self, views: &Views) -> Views {
        std::array::from_fn(|at| self.weights[at] * views[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_that_knows_better_counts_more() {
        // The second view is right four times of five, the first two times of five.
        let questions: Vec<Chosen> = (0..50)
            .map(|n| {
                let says = |is_right: bool| if is_right { 1.0 } else { -1.0 };
                let right = [says(n % 5 < 2), says(n % 5 != 2), 0.0];
                let wrong = right.map(|view| -view);
                Chosen {
                    candidates: vec![right, wrong],
                    right: 0,
                }
            })
            .collect();
        let fitted = Combination::fit(&questions);
        assert!(fitted.weights[1] > fitted.weights[0].abs(), "{fitted:?}");
        assert!((fitted.score(&[0.0, 1.0, 0.0]) - fitted.weights[1]).abs() < 1e-12);
    }

    #[test]
    fn without_questions_the_classifier_decides_alone() {
        let fitted = Combination::fit(&[]);
        assert!((fitted.score(&[1.5, 9.0, 9.0]) - 1.5).abs() < 1e-12);
    }
}
