//! The search for a classifier's weights: L-BFGS (Liu and Nocedal 1989) on columns of classes.
//!
//! Minimises `Σ ln Σ exp zᵢ − zᵢ,y + |W|² / 2C` with `z = A W`. The weights are a combination `W = Aᵀ α` of the texts
//! (representer theorem), so the search runs on `α` (texts × classes) under the inner product of `A Aᵀ`: the same steps
//! as on `W`, at a fraction of its size, and a line search that costs no product with `A`.
//!
//! Classes lie in blocks of sixteen columns, so that one feature of one block is one line of the cache and each line is
//! worked on with the widest instructions that the processor has (by the pulp crate).

#![expect(
    clippy::inline_always,
    reason = "what is handed to Arch::dispatch is compiled for the processor at hand only as far as it is inlined"
)]

use pulp::Arch;
use rayon::prelude::*;

use super::features::{Vector, narrow};

/// Columns worked on together.
pub(super) const LANES: usize = 16;

/// Numbers of the classes of one block, for one text or feature.
pub(super) type Lanes = [f32; LANES];

/// Inverse strength of the penalty on large weights.
const C: f64 = 20.0;

/// The intercept's square times the number of texts. Were it one for each text, it alone would bend the loss more than all
/// features do, and the search would take small steps for its sake.
const INTERCEPT: f32 = 150.0;

/// Steps of the search; the error on unseen questions no longer changes after so many.
const MOST_STEPS: usize = 20;

/// Steps of a search that starts where one on more texts ended.
const STEPS_FROM_NEARBY: usize = 10;

/// The search ends when a step would lower the loss by less than this share of it.
const FLAT: f64 = 1e-4;

/// Earlier steps that the search remembers.
const MEMORY: usize = 3;

/// Rows that a core works on at once.
const PIECE: usize = 2048;

/// How many blocks so many classes take.
pub(super) const fn blocks(classes: usize) -> usize {
    classes.div_ceil(LANES)
}

/// `to += factor · what`, lane by lane.
#[inline(always)]
pub(super) fn add_lanes(to: &mut Lanes, factor: f32, what: &Lanes) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}

/// The texts to learn from, with their classes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'a> {
    /// Their vectors. Features from `shared` on are of one text each.
    pub vectors: &'a [Vector],
    /// Their classes, below `classes`.
    pub of: &'a [usize],
    /// How many features several texts have.
    pub shared: usize,
    /// How many classes there are.
    pub classes: usize,
}

impl Texts<'_> {
    /// The value of the feature that every text has.
    pub(super) fn intercept(&self) -> f32 {
        (INTERCEPT / self.vectors.len().max(1) as f32)
            .sqrt()
            .min(1.0)
    }

    /// The features of a text that it shares with others.
    fn shared_part(&self, text: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let vector = &self.vectors[text];
        let end = vector
            .ids
            .partition_point(|&id| (id as usize) < self.shared);
        vector.ids[..end]
            .iter()
            .map(|&id| id as usize)
            .zip(vector.values[..end].iter().copied())
    }

    /// One block of `A Aᵀ what`; what and the result by text.
    #[inline(always)]
    fn image_of_block(&self, what: &[Lanes], own: &[f32], image: &mut [Lanes]) {
        let mut weights = vec![[0.0; LANES]; self.shared];
        let mut intercept = [0.0; LANES];
        let every = self.intercept();
        for (text, row) in what.iter().enumerate() {
            add_lanes(&mut intercept, every, row);
            for (feature, value) in self.shared_part(text) {
                add_lanes(&mut weights[feature], value, row);
            }
        }
        for (text, out) in image.iter_mut().enumerate() {
            let mut sum = [0.0; LANES];
            add_lanes(&mut sum, every, &intercept);
            add_lanes(&mut sum, own[text], &what[text]);
            for (feature, value) in self.shared_part(text) {
                add_lanes(&mut sum, value, &weights[feature]);
            }
            *out = sum;
        }
    }
}

/// The multipliers `α` of the texts, block by block, by text; the search's result.
///
/// It may start from multipliers that were found for more texts: those of the texts at hand are near where they end, so that
/// a few steps suffice.
pub(super) fn multipliers(texts: Texts<'_>, start: Option<Vec<Lanes>>) -> Vec<Lanes> {
    let steps = if start.is_some() {
        STEPS_FROM_NEARBY
    } else {
        MOST_STEPS
    };
    let mut search = Search::new(texts, start);
    for _ in 0..steps {
        if !search.step() {
            break;
        }
    }
    search.alpha
}

/// A point or direction with its image under `A Aᵀ`.
#[derive(Debug, Clone)]
struct Pair {
    of: Vec<Lanes>,
    image: Vec<Lanes>,
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
        for values in [&mut self.of, &mut self.image] {
            values
                .as_flattened_mut()
                .par_chunks_mut(PIECE * LANES)
                .for_each(|piece| piece.iter_mut().for_each(|value| *value *= factor));
        }
    }
}

/// The scalar product. The pieces are added up in their order, so that it does not depend on which core was quicker.
fn product(one: &[Lanes], other: &[Lanes]) -> f64 {
    let pieces: Vec<f64> = one
        .par_chunks(PIECE)
        .zip(other.par_chunks(PIECE))
        .map(|(one, other)| Arch::new().dispatch(|| product_of_piece(one, other)))
        .collect();
    pieces.iter().sum()
}

#[inline(always)]
fn product_of_piece(one: &[Lanes], other: &[Lanes]) -> f64 {
    one.chunks(64)
        .zip(other.chunks(64))
        .map(|(one, other)| {
            let mut sum = [0.0; LANES];
            for (one, other) in one.iter().zip(other) {
                for lane in 0..LANES {
                    sum[lane] += one[lane] * other[lane];
                }
            }
            sum.iter().copied().map(f64::from).sum::<f64>()
        })
        .sum()
}

fn add(to: &mut [Lanes], factor: f64, what: &[Lanes]) {
    let factor = narrow(factor);
    to.par_chunks_mut(PIECE)
        .zip(what.par_chunks(PIECE))
        .for_each(|(to, what)| {
            Arch::new().dispatch(|| {
                for (to, what) in to.iter_mut().zip(what) {
                    add_lanes(to, factor, what);
                }
            });
        });
}

/// Where the search stands.
struct Search<'a> {
    texts: Texts<'a>,
    /// By text: the squares of the features that no other text has, which only the text itself sees.
    own: Vec<f32>,
    alpha: Vec<Lanes>,
    /// Scores of the texts: the image of `alpha`.
    scores: Vec<Lanes>,
    loss: f64,
    gradient: Pair,
    /// Steps and changes of the gradient, the oldest first.
    memory: Vec<(Pair, Pair)>,
}

impl<'a> Search<'a> {
    fn new(texts: Texts<'a>, start: Option<Vec<Lanes>>) -> Self {
        let size = texts.vectors.len() * blocks(texts.classes);
        let own: Vec<f32> = texts
            .vectors
            .iter()
            .map(|vector| {
                let first = vector
                    .ids
                    .partition_point(|&id| (id as usize) < texts.shared);
                vector.values[first..]
                    .iter()
                    .map(|value| value * value)
                    .sum()
            })
            .collect();
        let alpha = start.unwrap_or_else(|| vec![[0.0; LANES]; size]);
        let mut search = Self {
            texts,
            own,
            alpha: Vec::new(),
            scores: Vec::new(),
            loss: 0.0,
            gradient: Pair {
                of: Vec::new(),
                image: Vec::new(),
            },
            memory: Vec::new(),
        };
        let start = search.with_image(alpha);
        (search.alpha, search.scores) = (start.of, start.image);
        let (loss, of) = search.loss_at(&search.alpha, &search.scores);
        search.loss = loss;
        search.gradient = search.with_image(of);
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
        if slope.abs() < FLAT * self.loss.abs() {
            return false;
        }
        let mut length = 1.0;
        for _ in 0..20 {
            let mut alpha = self.alpha.clone();
            let mut scores = self.scores.clone();
            add(&mut alpha, length, &direction.of);
            add(&mut scores, length, &direction.image);
            let (loss, gradient) = self.loss_at(&alpha, &scores);
            if loss <= self.loss + 1e-4 * length * slope {
                self.alpha = alpha;
                self.scores = scores;
                self.loss = loss;
                let gradient = self.with_image(gradient);
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

    /// The loss, and its gradient in `α` under the inner product of `A Aᵀ`.
    fn loss_at(&self, alpha: &[Lanes], scores: &[Lanes]) -> (f64, Vec<Lanes>) {
        let (texts, classes) = (self.texts.vectors.len(), self.texts.classes);
        let mut sums = vec![0.0; texts];
        sums.par_chunks_mut(PIECE)
            .enumerate()
            .for_each(|(at, sums)| {
                Arch::new().dispatch(|| log_sums(scores, texts, classes, at * PIECE, sums));
            });
        let mut fit = 0.0;
        let mut gradient = vec![[0.0; LANES]; scores.len()];
        gradient
            .par_chunks_exact_mut(texts.max(1))
            .enumerate()
            .for_each(|(block, gradient)| {
                let of_block = block * texts..(block + 1) * texts;
                let lanes = (classes - block * LANES).min(LANES);
                let (scores, alpha) = (&scores[of_block.clone()], &alpha[of_block]);
                Arch::new().dispatch(|| gradient_of_block(scores, alpha, &sums, lanes, gradient));
            });
        for (text, &class) in self.texts.of.iter().enumerate() {
            let at = class / LANES * texts + text;
            fit += f64::from(sums[text] - scores[at][class % LANES]);
            gradient[at][class % LANES] -= 1.0;
        }
        (fit + product(alpha, scores) / (2.0 * C), gradient)
    }

    fn with_image(&self, of: Vec<Lanes>) -> Pair {
        let texts = self.texts.vectors.len();
        let mut image = vec![[0.0; LANES]; of.len()];
        image
            .par_chunks_exact_mut(texts.max(1))
            .zip(of.par_chunks_exact(texts.max(1)))
            .for_each(|(image, of)| {
                Arch::new().dispatch(|| self.texts.image_of_block(of, &self.own, image));
            });
        Pair { of, image }
    }
}

/// The logarithms of the sums of the exponentials of the scores of texts, from the text `first` on.
#[inline(always)]
fn log_sums(scores: &[Lanes], texts: usize, classes: usize, first: usize, sums: &mut [f32]) {
    let mut row = vec![[0.0; LANES]; blocks(classes)];
    for (at, sum) in sums.iter_mut().enumerate() {
        for (block, lanes) in row.iter_mut().enumerate() {
            *lanes = scores[block * texts + first + at];
        }
        let row = &mut row.as_flattened_mut()[..classes];
        let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for score in row.iter_mut() {
            *score = exp(*score - highest);
        }
        *sum = highest + row.iter().sum::<f32>().ln();
    }
}

/// One block of the gradient, but for the classes of the texts: probabilities, and what shrinks the weights. Lanes beyond the
/// last class stay at zero.
#[inline(always)]
fn gradient_of_block(
    scores: &[Lanes],
    alpha: &[Lanes],
    sums: &[f32],
    lanes: usize,
    gradient: &mut [Lanes],
) {
    let shrink = narrow(1.0 / C);
    let texts = scores.iter().zip(alpha).zip(sums).zip(gradient);
    for (((scores, alpha), sum), gradient) in texts {
        for lane in 0..LANES {
            gradient[lane] = exp(scores[lane] - sum) + shrink * alpha[lane];
        }
        gradient[lanes..].fill(0.0);
    }
}

/// The exponential of a number that is hardly above zero, within five millionths of its value: a power of two put together
/// from its bits, times a polynomial for what is left (Cody and Waite 1980). Without a branch, so that many are computed
/// at once.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// `1.5 · 2²³`: adding it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.max(-87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = (x - whole * 0.693_359_4) - whole * -2.121_944_4e-4;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    let polynomial = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5 + rest * (0.166_666_67 + rest * (0.041_666_67 + rest * 0.008_333_6))));
    power * polynomial
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_within_five_millionths() {
        for step in 0..60_000_u16 {
            let x = -f32::from(step) / 1000.0;
            let (found, expected) = (f64::from(exp(x)), f64::from(x).exp());
            assert!(
                (found / expected - 1.0).abs() < 5e-6,
                "{x}: {found} {expected}"
            );
        }
        assert!(exp(-1e9) < 1e-37);
    }

    #[test]
    fn the_search_ends_where_the_gradient_is_flat() {
        let vectors: Vec<_> = (0..40_u32)
            .map(|n| Vector {
                ids: vec![n % 7, 7 + n % 5],
                values: vec![1.0; 2],
            })
            .collect();
        let of: Vec<usize> = (0..40).map(|n| n % 3).collect();
        let mut search = Search::new(
            Texts {
                vectors: &vectors,
                of: &of,
                shared: 12,
                classes: 3,
            },
            None,
        );
        let start = search.gradient.dot(&search.gradient);
        let mut loss = search.loss;
        for _ in 0..200 {
            if !search.step() {
                break;
            }
            assert!(search.loss <= loss);
            loss = search.loss;
        }
        assert!(search.gradient.dot(&search.gradient) < 1e-2 * start);
    }
}
