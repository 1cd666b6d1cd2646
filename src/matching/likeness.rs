//! How like a question is to each phrasing: an inverted index from features to phrasings.

use serde::{Deserialize, Serialize};

use super::features::{Vector, index};
use crate::flat;

/// The phrasings, by feature.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Likeness {
    /// The class of each phrasing; those of one class stand together.
    #[serde(with = "flat")]
    of: Vec<u32>,
    /// Where the phrasings of each class begin, and where the last end.
    #[serde(with = "flat")]
    classes: Vec<u32>,
    /// Where the places of each feature begin, and where the last end.
    #[serde(with = "flat")]
    starts: Vec<u32>,
    /// Phrasings that have the feature, and its value there.
    #[serde(with = "flat")]
    places: Vec<(u32, f32)>,
}

/// A class's phrasings beside a question, as cosines.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ClassLikeness {
    /// That of the nearest phrasing.
    pub nearest: f32,
    /// The mean over the phrasings.
    pub mean: f32,
}

impl Likeness {
    /// Enters texts given by their vectors, over `features` features, and their classes below `classes`.
    #[must_use]
    pub fn learn(vectors: &[Vector], of: &[usize], features: usize, classes: usize) -> Self {
        let mut order: Vec<usize> = (0..vectors.len()).collect();
        order.sort_by_key(|&text| of[text]);
        let mut starts = vec![0_u32; features + 1];
        for vector in vectors {
            for &id in &vector.ids {
                starts[id as usize + 1] += 1;
            }
        }
        for feature in 0..features {
            starts[feature + 1] += starts[feature];
        }
        let mut next = starts.clone();
        let mut places = vec![(0, 0.0); starts[features] as usize];
        for (place, &text) in order.iter().enumerate() {
            for (id, value) in vectors[text].iter() {
                let next = &mut next[id as usize];
                places[*next as usize] = (index(place), value);
                *next += 1;
            }
        }
        let of: Vec<u32> = order.iter().map(|&text| index(of[text])).collect();
        let classes = (0..=index(classes))
            .map(|class| index(of.partition_point(|&of| of < class)))
            .collect();
        Self {
            of,
            classes,
            starts,
            places,
        }
    }

    /// Whether a class has any phrasing.
    #[must_use]
    pub fn has(&self, class: usize) -> bool {
        self.classes[class] < self.classes[class + 1]
    }

    /// The likeness of a vector to each class.
    #[must_use]
    pub fn of(&self, vector: &Vector) -> Vec<ClassLikeness> {
        let mut cosines = vec![0.0_f32; self.of.len()];
        for (id, value) in vector.iter() {
            let id = id as usize;
            for &(text, other) in
                &self.places[self.starts[id] as usize..self.starts[id + 1] as usize]
            {
                cosines[text as usize] += value * other;
            }
        }
        self.classes
            .windows(2)
            .map(|ends| {
                let cosines = &cosines[ends[0] as usize..ends[1] as usize];
                ClassLikeness {
                    nearest: cosines.iter().copied().fold(0.0, f32::max),
                    mean: cosines.iter().sum::<f32>() / cosines.len().max(1) as f32,
                }
            })
            .collect()
    }

    /// The mean value of a feature over a class's phrasings.
    #[must_use]
    pub fn mean_value(&self, feature: u32, class: usize) -> f32 {
        let (first, last) = (self.classes[class], self.classes[class + 1]);
        let feature = feature as usize;
        let places = &self.places[self.starts[feature] as usize..self.starts[feature + 1] as usize];
        let from = places.partition_point(|place| place.0 < first);
        let sum: f32 = places[from..]
            .iter()
            .take_while(|place| place.0 < last)
            .map(|place| place.1)
            .sum();
        sum / (last - first).max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_as_like_as_its_nearest_phrasing_and_as_its_mean() {
        let vector = |ids: &[u32], values: &[f32]| Vector {
            ids: ids.to_vec(),
            values: values.to_vec(),
        };
        let phrasings = [
            vector(&[0], &[1.0]),
            vector(&[1, 2], &[0.6, 0.8]),
            vector(&[0, 2], &[0.8, 0.6]),
        ];
        let likeness = Likeness::learn(&phrasings, &[1, 0, 1], 3, 3);
        let found = likeness.of(&vector(&[0, 2], &[0.6, 0.8]));
        assert!((found[0].nearest - 0.64).abs() < 1e-6);
        assert!((found[1].nearest - 0.96).abs() < 1e-6);
        assert!((found[1].mean - 0.78).abs() < 1e-6);
        assert_eq!(found[2], ClassLikeness::default());
        assert!(likeness.has(0) && !likeness.has(2));
        assert!((likeness.mean_value(0, 1) - 0.9).abs() < 1e-6);
        assert!(likeness.mean_value(1, 1).abs() < 1e-9);
    }
}
