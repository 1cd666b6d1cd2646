//! The classifier: multinomial logistic regression on sparse vectors.
//!
//! Minimises `Σ wᵢ · (ln Σ exp zᵢ − zᵢ,y) + |W|² / 2C` with `z = A W` by L-BFGS (Liu and Nocedal 1989). The weights
//! are a combination `W = Aᵀ α` of the examples (representer theorem), so the search runs on `α` (examples × classes)
//! under the inner product of `A Aᵀ`: the same steps as on `W`, at a fraction of its size, and a line search that costs
//! no product with `A`.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::features::{Vector, narrow};

/// Inverse strength of the penalty on large weights.
const C: f64 = 100.0;

/// Steps of the search; the error on unseen questions no longer changes after twenty.
const MOST_STEPS: usize = 24;

/// Earlier steps that the search remembers.
const MEMORY: usize = 6;

/// Classes whose columns one thread works on at a time: their part of the weights stays in its cache.
const COLUMNS: usize = 32;

/// A vector and the class it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Example<'a> {
    /// The text's vector.
    pub vector: &'a Vector,
    /// Its class.
    pub class: usize,
    /// How much it counts; 1 for an ordinary one.
    pub weight: f32,
}

/// Trained weights.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Classifier {
    classes: usize,
    /// By feature, then by class.
    weights: Vec<f32>,
}

impl Classifier {
    /// Trains on `examples`, whose vectors have features below `features` and classes below `classes`.
    #[must_use]
    pub fn train(examples: &[Example<'_>], features: usize, classes: usize) -> Self {
        let mut search = Search::new(examples, features, classes);
        for _ in 0..MOST_STEPS {
            if !search.step() {
                break;
            }
        }
        Self {
            classes,
            weights: weights(examples, &search.alpha, features, classes),
        }
    }

    /// The weights of one feature, by class.
    #[must_use]
    pub fn row(&self, feature: u32) -> &[f32] {
        let start = feature as usize * self.classes;
        &self.weights[start..start + self.classes]
    }

    /// Scores of a vector, by class, written into `scores`.
    pub fn score(&self, vector: &Vector, scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.classes, 0.0);
        for (feature, value) in vector.iter() {
            for (score, weight) in scores.iter_mut().zip(self.row(feature)) {
                *score += value * weight;
            }
        }
    }
}

/// Probabilities of scores, in place.
pub fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - highest).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// `Aᵀ alpha`, by feature, then by class.
fn weights(examples: &[Example<'_>], alpha: &[f32], features: usize, classes: usize) -> Vec<f32> {
    let mut weights = vec![0.0; features * classes];
    for (example, alpha) in examples.iter().zip(alpha.chunks_exact(classes)) {
        for (feature, value) in example.vector.iter() {
            let start = feature as usize * classes;
            for (weight, alpha) in weights[start..start + classes].iter_mut().zip(alpha) {
                *weight += value * alpha;
            }
        }
    }
    weights
}

/// A point or direction with its image under `A Aᵀ`; both examples × classes.
#[derive(Debug, Clone)]
struct Pair {
    of: Vec<f32>,
    image: Vec<f32>,
}

impl Pair {
    fn dot(&self, other: &Self) -> f64 {
        product(&self.of, &other.image)
    }

    fn add(&mut self, factor: f64, other: &Self) {
        add(&mut self.of, factor, &other.of);
        add(&mut self.image, factor, &other.image);
    }

    fn scale(&mut self, factor: f64) {
        let factor = narrow(factor);
        self.of.iter_mut().for_each(|value| *value *= factor);
        self.image.iter_mut().for_each(|value| *value *= factor);
    }
}

fn product(one: &[f32], other: &[f32]) -> f64 {
    one.chunks(1024)
        .zip(other.chunks(1024))
        .map(|(one, other)| {
            let sum: f32 = one.iter().zip(other).map(|(a, b)| a * b).sum();
            f64::from(sum)
        })
        .sum()
}

fn add(to: &mut [f32], factor: f64, what: &[f32]) {
    let factor = narrow(factor);
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}

/// Where the search stands.
struct Search<'a> {
    examples: &'a [Example<'a>],
    features: usize,
    classes: usize,
    alpha: Vec<f32>,
    /// Scores of the examples: the image of `alpha`.
    scores: Vec<f32>,
    loss: f64,
    gradient: Pair,
    /// Steps and changes of the gradient, the oldest first.
    memory: Vec<(Pair, Pair)>,
}

impl<'a> Search<'a> {
    fn new(examples: &'a [Example<'a>], features: usize, classes: usize) -> Self {
        let size = examples.len() * classes;
        let mut search = Self {
            examples,
            features,
            classes,
            alpha: vec![0.0; size],
            scores: vec![0.0; size],
            loss: 0.0,
            gradient: Pair {
                of: Vec::new(),
                image: Vec::new(),
            },
            memory: Vec::new(),
        };
        search.loss = search.loss_at(&search.alpha, &search.scores);
        search.gradient = search.gradient_here();
        search
    }

    /// One step; `false` when there is nowhere lower to go.
    fn step(&mut self) -> bool {
        let mut direction = self.direction();
        let mut slope = direction.dot(&self.gradient);
        if slope >= 0.0 {
            self.memory.clear();
            direction = self.gradient.clone();
            direction.scale(-1.0);
            slope = direction.dot(&self.gradient);
        }
        if slope.abs() < 1e-6 * (1.0 + self.loss.abs()) {
            return false;
        }
        let mut length = 1.0;
        for _ in 0..20 {
            let mut alpha = self.alpha.clone();
            let mut scores = self.scores.clone();
            add(&mut alpha, length, &direction.of);
            add(&mut scores, length, &direction.image);
            let loss = self.loss_at(&alpha, &scores);
            if loss <= self.loss + 1e-4 * length * slope {
                self.alpha = alpha;
                self.scores = scores;
                self.loss = loss;
                let gradient = self.gradient_here();
                let mut change = gradient.clone();
                change.add(-1.0, &self.gradient);
                direction.scale(length);
                if direction.dot(&change) > 0.0 {
                    if self.memory.len() == MEMORY {
                        self.memory.remove(0);
                    }
                    self.memory.push((direction, change));
                }
                self.gradient = gradient;
                return true;
            }
            length *= 0.5;
        }
        false
    }

    /// The two-loop recursion of L-BFGS: minus the gradient, bent by what the last steps taught of the curvature.
    fn direction(&self) -> Pair {
        let mut direction = self.gradient.clone();
        let mut factors = Vec::with_capacity(self.memory.len());
        for (step, change) in self.memory.iter().rev() {
            let factor = step.dot(&direction) / step.dot(change);
            direction.add(-factor, change);
            factors.push(factor);
        }
        if let Some((step, change)) = self.memory.last() {
            direction.scale(step.dot(change) / change.dot(change));
        }
        for ((step, change), factor) in self.memory.iter().zip(factors.into_iter().rev()) {
            let back = change.dot(&direction) / step.dot(change);
            direction.add(factor - back, step);
        }
        direction.scale(-1.0);
        direction
    }

    fn loss_at(&self, alpha: &[f32], scores: &[f32]) -> f64 {
        let fit: f64 = self
            .examples
            .par_iter()
            .zip(scores.par_chunks_exact(self.classes))
            .map(|(example, scores)| {
                let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let sum: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
                f64::from(example.weight * (highest + sum.ln() - scores[example.class]))
            })
            .sum();
        fit + product(alpha, scores) / (2.0 * C)
    }

    fn gradient_here(&self) -> Pair {
        let mut gradient = self.scores.clone();
        gradient
            .par_chunks_exact_mut(self.classes)
            .zip(self.examples)
            .for_each(|(row, example)| {
                softmax(row);
                row[example.class] -= 1.0;
                for value in row.iter_mut() {
                    *value *= example.weight;
                }
            });
        add(&mut gradient, 1.0 / C, &self.alpha);
        let image = self.image(&gradient);
        Pair {
            of: gradient,
            image,
        }
    }

    /// `A Aᵀ what`.
    fn image(&self, what: &[f32]) -> Vec<f32> {
        let classes = self.classes;
        let parts: Vec<(usize, Vec<f32>)> = (0..classes)
            .step_by(COLUMNS)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|first| {
                let width = COLUMNS.min(classes - first);
                (first, self.image_of_columns(what, first, width))
            })
            .collect();
        let mut image = vec![0.0; what.len()];
        for (first, part) in parts {
            let width = COLUMNS.min(classes - first);
            for (row, part) in image
                .chunks_exact_mut(classes)
                .zip(part.chunks_exact(width))
            {
                row[first..first + width].copy_from_slice(part);
            }
        }
        image
    }

    fn image_of_columns(&self, what: &[f32], first: usize, width: usize) -> Vec<f32> {
        let mut weights = vec![0.0_f32; self.features * width];
        for (example, row) in self.examples.iter().zip(what.chunks_exact(self.classes)) {
            let row = &row[first..first + width];
            for (feature, value) in example.vector.iter() {
                let start = feature as usize * width;
                for (weight, what) in weights[start..start + width].iter_mut().zip(row) {
                    *weight += value * what;
                }
            }
        }
        let mut image = vec![0.0_f32; self.examples.len() * width];
        for (example, out) in self.examples.iter().zip(image.chunks_exact_mut(width)) {
            for (feature, value) in example.vector.iter() {
                let start = feature as usize * width;
                for (out, weight) in out.iter_mut().zip(&weights[start..start + width]) {
                    *out += value * weight;
                }
            }
        }
        image
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(features: &[u32]) -> Vector {
        Vector {
            ids: features.to_vec(),
            values: vec![1.0; features.len()],
        }
    }

    fn probabilities(classifier: &Classifier, features: &[u32]) -> Vec<f32> {
        let mut scores = Vec::new();
        classifier.score(&vector(features), &mut scores);
        softmax(&mut scores);
        scores
    }

    #[test]
    fn classes_are_told_apart_by_their_own_features() {
        let vectors = [vector(&[0, 1]), vector(&[0, 2]), vector(&[0, 3])];
        let examples: Vec<_> = vectors
            .iter()
            .enumerate()
            .map(|(class, vector)| Example {
                vector,
                class,
                weight: 1.0,
            })
            .collect();
        let classifier = Classifier::train(&examples, 4, 3);
        for class in 0..3_u32 {
            let found = probabilities(&classifier, &[0, class + 1]);
            assert!(found[class as usize] > 0.9, "{found:?}");
        }
        let nothing_known = probabilities(&classifier, &[]);
        assert!(nothing_known.iter().all(|p| (p - 1.0 / 3.0).abs() < 1e-6));
    }

    #[test]
    fn the_search_ends_where_the_gradient_is_flat() {
        let vectors: Vec<_> = (0..40_u32).map(|n| vector(&[n % 7, 7 + n % 5])).collect();
        let examples: Vec<_> = vectors
            .iter()
            .zip(0..)
            .map(|(vector, n)| Example {
                vector,
                class: n % 3,
                weight: 1.0,
            })
            .collect();
        let mut search = Search::new(&examples, 12, 3);
        let start = search.gradient.dot(&search.gradient);
        let mut loss = search.loss;
        for _ in 0..200 {
            if !search.step() {
                break;
            }
            assert!(search.loss <= loss);
            loss = search.loss;
        }
        assert!(search.gradient.dot(&search.gradient) < 1e-3 * start);
    }

    #[test]
    fn an_example_with_more_weight_pulls_more() {
        let vectors = [vector(&[0]), vector(&[0])];
        let examples = [
            Example {
                vector: &vectors[0],
                class: 0,
                weight: 3.0,
            },
            Example {
                vector: &vectors[1],
                class: 1,
                weight: 1.0,
            },
        ];
        let found = probabilities(&Classifier::train(&examples, 1, 2), &[0]);
        assert!((found[0] - 0.75).abs() < 0.02, "{found:?}");
    }
}
