//! The name of an ensemble: equal for equal ensembles, on every machine.
//!
//! In: an ensemble. Out: the SHA-256 of its parts, each in a fixed order and as little-endian bytes. Nothing else goes
//! in: no date, no thread count, no address.

use super::ensemble::{Combine, Ensemble, FeatureKind, Link, Precision};
use sha2::{Digest as _, Sha256};

impl Ensemble {
    /// 64 lower-case hexadecimal digits.
    pub fn digest(&self) -> String {
        let mut parts = Parts(Sha256::new());
        parts.features(self);
        parts.link(self);
        parts.numbers(&self.base);
        parts.count(self.trees.len());
        for tree in &self.trees {
            parts.words(&[tree.start, tree.end, tree.output]);
        }
        let nodes = &self.nodes;
        parts.words(&nodes.feature);
        parts.numbers(&nodes.value);
        parts.words(&nodes.set);
        parts.bytes(&nodes.flags);
        parts.words(&nodes.left);
        parts.numbers(&nodes.gain);
        parts.numbers(&nodes.cover);
        parts.words(&self.set_starts);
        self.set_words.iter().for_each(|word| parts.0.update(word.to_le_bytes()));
        parts.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A digest under way. Whatever can vary in length is told with its length, so no two ensembles read the same.
struct Parts(Sha256);

impl Parts {
    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.update(bytes);
    }

    fn words(&mut self, words: &[u32]) {
        self.count(words.len());
        words.iter().for_each(|word| self.0.update(word.to_le_bytes()));
    }

    fn number(&mut self, number: f64) {
        // There are many NaNs, and which one a processor makes is not settled.
        let number = if number.is_nan() { f64::NAN } else { number };
        self.0.update(number.to_bits().to_le_bytes());
    }

    fn numbers(&mut self, numbers: &[f64]) {
        self.count(numbers.len());
        numbers.iter().for_each(|number| self.number(*number));
    }

    fn features(&mut self, ensemble: &Ensemble) {
        self.count(ensemble.features.len());
        for feature in &ensemble.features {
            self.bytes(feature.name.as_bytes());
            match &feature.kind {
                FeatureKind::Number { zero_is_missing } => self.bytes(&[0, u8::from(*zero_is_missing)]),
                FeatureKind::Categories { levels } => {
                    self.bytes(&[1]);
                    self.count(levels.len());
                    levels.iter().for_each(|level| self.bytes(level.as_bytes()));
                }
            }
        }
    }

    fn link(&mut self, ensemble: &Ensemble) {
        let combine = match ensemble.combine {
            Combine::Sum => 0,
            Combine::Mean => 1,
        };
        let (link, slope) = match ensemble.link {
            Link::Identity => (0, 1.0),
            Link::Logistic { slope } => (1, slope),
            Link::Exp => (2, 1.0),
            Link::Softmax => (3, 1.0),
            Link::ArgMax => (4, 1.0),
            Link::SignedSquare => (5, 1.0),
            Link::LogOnePlusExp => (6, 1.0),
            Link::Step => (7, 1.0),
            Link::Probit => (8, 1.0),
            Link::Ascending => (9, 1.0),
            Link::Increments => (10, 1.0),
        };
        let precision = match ensemble.precision {
            Precision::Single => 0,
            Precision::Double => 1,
        };
        self.bytes(&[combine, link, precision]);
        self.number(slope);
    }
}

#[cfg(test)]
mod tests {
    use super::super::ensemble::{Draft, Feature, Rule};
    use super::*;

    fn stump(threshold: f64, left: f64) -> Ensemble {
        let feature = Feature { name: "lot_acres".to_owned(), kind: FeatureKind::Number { zero_is_missing: false } };
        let mut ensemble = Ensemble::new(vec![feature], vec![0.5], Combine::Sum, Link::Identity, Precision::Double);
        let leaf = |value| Draft::Leaf { value, cover: 1.0 };
        let rule = Rule::AtMost(threshold);
        let root = Draft::Split { feature: 0, rule, missing_left: true, left: 1, right: 2, gain: 1.0, cover: 2.0 };
        ensemble.push_tree(0, &[root, leaf(left), leaf(2.0)]).expect("a sound tree");
        ensemble
    }

    #[test]
    fn a_digest_changes_with_any_part() {
        let of = |ensemble: &Ensemble| ensemble.digest();
        let plain = stump(1.0, -1.0);
        assert_eq!(of(&plain), of(&stump(1.0, -1.0)));
        let mut renamed = plain.clone();
        renamed.features[0].name.push('!');
        let mut linked = plain.clone();
        linked.link = Link::Logistic { slope: 1.0 };
        for other in [stump(1.0 + f64::EPSILON, -1.0), stump(1.0, 1.0), renamed, linked] {
            assert_ne!(of(&plain), of(&other));
        }
    }
}
