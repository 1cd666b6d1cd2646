//! The classifier: multinomial logistic regression on sparse vectors, with an intercept.

use pulp::Arch;
use serde::{Deserialize, Serialize};

use super::descent::{LANES, Lanes, Texts, add_lanes, blocks, multipliers};
use super::features::{Vector, index};
use crate::flat;

/// Trained weights.
///
/// A feature that several texts have carries a row of weights. One that a single text has would carry that text's
/// multipliers times its value, so it only names the text: most features are of this kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Classifier {
    classes: usize,
    intercept: Vec<f32>,
    /// By feature of several texts, then by class, in whole blocks.
    #[serde(with = "flat")]
    weights: Vec<f32>,
    /// By feature of one text, counted from the last shared one: the text and the feature's value in it.
    #[serde(with = "flat")]
    single: Vec<(u32, f32)>,
    /// By text, then by class, in whole blocks.
    #[serde(with = "flat")]
    multipliers: Vec<f32>,
}

/// A classifier trained on more texts, from which the search for the weights may start.
#[derive(Debug, Clone, Copy)]
pub struct Nearby<'a> {
    /// The classifier.
    pub classifier: &'a Classifier,
    /// Where it has the texts at hand.
    pub places: &'a [usize],
}

impl Nearby<'_> {
    /// Its multipliers of the texts at hand, block by block. Those for classes that no text at hand has begin at zero: the
    /// search must learn of them only what the texts at hand tell.
    fn multipliers(&self, of: &[usize], blocks: usize) -> Vec<Lanes> {
        let mut is_there = vec![[0.0; LANES]; blocks];
        for &class in of {
            is_there[class / LANES][class % LANES] = 1.0;
        }
        let (by_text, _) = self.classifier.multipliers.as_chunks::<LANES>();
        let mut by_block = Vec::with_capacity(self.places.len() * blocks);
        for (block, is_there) in is_there.iter().enumerate() {
            by_block.extend(self.places.iter().map(|place| {
                let row = &by_text[place * blocks + block];
                std::array::from_fn(|lane| row[lane] * is_there[lane])
            }));
        }
        by_block
    }
}

impl Classifier {
    /// Trains on texts given by their vectors and their classes below `classes`. Features from `shared` to `features` are
    /// of one text each. The search may start from a classifier that is nearby.
    #[must_use]
    pub fn train(
        vectors: &[Vector],
        of: &[usize],
        (shared, features): (usize, usize),
        classes: usize,
        nearby: Option<&Nearby<'_>>,
    ) -> Self {
        let texts = Texts {
            vectors,
            of,
            shared,
            classes,
        };
        let blocks = blocks(classes);
        let start = nearby.map(|nearby| nearby.multipliers(of, blocks));
        let by_block = multipliers(texts, start);
        let mut by_text = vec![[0.0; LANES]; by_block.len()];
        let mut weights = vec![[0.0; LANES]; shared * blocks];
        let mut intercept = vec![[0.0; LANES]; blocks];
        let mut single = vec![(0, 0.0); features - shared];
        let every = texts.intercept();
        for (text, vector) in vectors.iter().enumerate() {
            let row = &mut by_text[text * blocks..(text + 1) * blocks];
            for (block, lanes) in row.iter_mut().enumerate() {
                *lanes = by_block[block * vectors.len() + text];
                add_lanes(&mut intercept[block], every * every, lanes);
            }
            for (feature, value) in vector.iter() {
                let feature = feature as usize;
                if feature >= shared {
                    single[feature - shared] = (index(text), value);
                    continue;
                }
                let weights = &mut weights[feature * blocks..(feature + 1) * blocks];
                for (weights, lanes) in weights.iter_mut().zip(&*row) {
                    add_lanes(weights, value, lanes);
                }
            }
        }
        Self {
            classes,
            intercept: intercept.into_flattened(),
            weights: weights.into_flattened(),
            single,
            multipliers: by_text.into_flattened(),
        }
    }

    /// The row of numbers that a feature adds to the scores of the classes, and the factor it comes with.
    fn row(&self, feature: u32) -> (&[Lanes], f32) {
        let blocks = blocks(self.classes);
        let (weights, _) = self.weights.as_chunks();
        let feature = feature as usize;
        let shared = weights.len() / blocks.max(1);
        if feature < shared {
            return (&weights[feature * blocks..(feature + 1) * blocks], 1.0);
        }
        let (text, value) = self.single[feature - shared];
        let (multipliers, _) = self.multipliers.as_chunks();
        let text = text as usize;
        (&multipliers[text * blocks..(text + 1) * blocks], value)
    }

    /// The weights of one feature, by class.
    #[must_use]
    pub fn weights(&self, feature: u32) -> Vec<f32> {
        let (row, factor) = self.row(feature);
        row.as_flattened()[..self.classes]
            .iter()
            .map(|weight| weight * factor)
            .collect()
    }

    /// Scores of a vector, by class.
    #[must_use]
    pub fn scores(&self, vector: &Vector) -> Vec<f32> {
        let mut scores = self.intercept.clone();
        let (lanes, _) = scores.as_chunks_mut();
        Arch::new().dispatch(|| {
            for (feature, value) in vector.iter() {
                let (row, factor) = self.row(feature);
                for (score, weights) in lanes.iter_mut().zip(row) {
                    add_lanes(score, value * factor, weights);
                }
            }
        });
        scores.truncate(self.classes);
        scores
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
        let mut scores = classifier.scores(&vector(features));
        softmax(&mut scores);
        scores
    }

    #[test]
    fn classes_are_told_apart_by_their_own_features() {
        let vectors = [vector(&[0, 1]), vector(&[0, 2]), vector(&[0, 3])];
        let classifier = Classifier::train(&vectors, &[0, 1, 2], (1, 4), 3, None);
        for class in 0..3_u32 {
            let found = probabilities(&classifier, &[0, class + 1]);
            assert!(found[class as usize] > 0.8, "{found:?}");
        }
        let nothing_known = probabilities(&classifier, &[]);
        assert!(nothing_known.iter().all(|p| (p - 1.0 / 3.0).abs() < 1e-3));
    }

    #[test]
    fn it_makes_no_difference_whether_a_feature_of_one_text_is_kept_apart() {
        let vectors = [vector(&[0, 2]), vector(&[0, 1, 3]), vector(&[1, 4])];
        let of = [0, 1, 20];
        let apart = Classifier::train(&vectors, &of, (2, 5), 21, None);
        let together = Classifier::train(&vectors, &of, (5, 5), 21, None);
        for features in [&[0, 2][..], &[1, 3], &[4], &[0, 1, 2, 3, 4]] {
            let (one, other) = (
                apart.scores(&vector(features)),
                together.scores(&vector(features)),
            );
            for (one, other) in one.iter().zip(&other) {
                assert!((one - other).abs() < 1e-3, "{features:?} {one} {other}");
            }
        }
    }

    #[test]
    fn a_search_that_starts_nearby_ends_where_one_from_nothing_ends() {
        let vectors: Vec<Vector> = (0..60).map(|n| vector(&[n % 4, 4 + n % 7])).collect();
        let of: Vec<usize> = (0..60).map(|n| n % 4).collect();
        let whole = Classifier::train(&vectors, &of, (11, 11), 4, None);
        let places: Vec<usize> = (0..45).filter(|n| n % 4 != 3).collect();
        let (part, of): (Vec<Vector>, Vec<usize>) = places
            .iter()
            .map(|&place| (vectors[place].clone(), of[place]))
            .unzip();
        let nearby = Nearby {
            classifier: &whole,
            places: &places,
        };
        let one = Classifier::train(&part, &of, (11, 11), 4, Some(&nearby));
        let other = Classifier::train(&part, &of, (11, 11), 4, None);
        for n in 0..11 {
            let (one, other) = (probabilities(&one, &[n]), probabilities(&other, &[n]));
            for (one, other) in one.iter().zip(&other) {
                assert!((one - other).abs() < 0.05, "{n}: {one} {other}");
            }
        }
    }

    #[test]
    fn a_class_with_more_texts_pulls_more() {
        let vectors = vec![vector(&[0]); 4];
        let found = probabilities(
            &Classifier::train(&vectors, &[0, 0, 0, 1], (1, 1), 2, None),
            &[0],
        );
        assert!((found[0] - 0.75).abs() < 0.02, "{found:?}");
    }
}
