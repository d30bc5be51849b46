//! ONNX branches become splits of the ensemble.
//!
//! Splits become `x <= t`, their sides swapped where they ask the opposite. `BRANCH_EQ` and its kin become sets of
//! categories where a feature is asked for whole numbers and nothing else; otherwise two splits `x <= the number below
//! t` and `x <= t`, of which the far sides are copies. Branches may be shared, so a tree is unfolded as it is walked; no
//! file may unfold to more than four nodes for each of its bytes.

use super::{
    Imported, InterchangeProblem, ModelFormat,
    onnx::content,
    onnx_trees::{Branch, Mode, Target, Trees},
};
use crate::tree::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision, Rule};
use std::collections::BTreeSet;

/// All category sets together have at most so many words of 64.
const MOST_SET_WORDS: usize = 1 << 23;

impl Trees {
    /// How many features the trees need at least.
    pub fn features(&self) -> usize {
        self.branches.iter().map(|branch| branch.feature as usize + 1).max().unwrap_or(0)
    }

    pub fn kind(&self, feature: usize) -> FeatureKind {
        match self.categorical.contains(&(feature as u32)) {
            true => FeatureKind::Categories { levels: Vec::new() },
            false => FeatureKind::Number { zero_is_missing: false },
        }
    }

    pub fn plant(
        self,
        features: Vec<Feature>,
        link: Link,
        precision: Precision,
        size: usize,
    ) -> Result<Imported, InterchangeProblem> {
        let outputs = self.base.len();
        let mut ensemble = Ensemble::new(features, self.base.clone(), self.combine, link, precision);
        let mut reached = vec![false; self.branches.len()];
        let mut round_ends = Vec::with_capacity(self.roots.len());
        let mut room = Room { drafts: size.saturating_mul(4).saturating_add(4096), words: MOST_SET_WORDS };
        for (number, root) in self.roots.iter().enumerate() {
            let found = self.outputs_below(*root, &mut reached);
            if let Some(stray) = found.iter().find(|output| **output as usize >= outputs) {
                return Err(content(format!("tree {number}"), format!("adds to output {stray} of {outputs}")));
            }
            // A mean counts a tree for every output.
            let all = if self.combine == Combine::Mean { (0..outputs as u32).collect() } else { found };
            for output in all {
                let drafts = self.drafts(number, *root, output, precision, &mut ensemble, &mut room)?;
                ensemble.push_tree(output, &drafts)?;
            }
            round_ends.push(ensemble.trees().len() as u32);
        }
        if let Some(node) = reached.iter().position(|reached| !reached) {
            return Err(content("the trees", format!("split {node} is never reached")));
        }
        Ok(Imported { ensemble, format: ModelFormat::Onnx, classes: self.classes, round_ends })
    }

    /// The outputs that the leaves below a node add to. Marks the branches on the way.
    fn outputs_below(&self, root: Target, reached: &mut [bool]) -> BTreeSet<u32> {
        let mut outputs = BTreeSet::new();
        let mut waiting = vec![root];
        while let Some(target) = waiting.pop() {
            match target {
                Target::Leaf(leaf) => outputs.extend(self.leaves[leaf].iter().map(|(output, _)| output)),
                Target::Branch(at) if !std::mem::replace(&mut reached[at], true) => {
                    waiting.extend([self.branches[at].on_true, self.branches[at].on_false]);
                }
                Target::Branch(_) => {}
            }
        }
        outputs
    }

    fn drafts(
        &self,
        number: usize,
        root: Target,
        output: u32,
        precision: Precision,
        ensemble: &mut Ensemble,
        room: &mut Room,
    ) -> Result<Vec<Draft>, InterchangeProblem> {
        const OPEN: Draft = Draft::Leaf { value: 0.0, cover: 0.0 };
        let mut drafts = vec![OPEN];
        let mut waiting = vec![(0, root)];
        while let Some((place, target)) = waiting.pop() {
            let branch = match target {
                Target::Leaf(leaf) => {
                    let value =
                        self.leaves[leaf].iter().filter(|(to, _)| *to == output).map(|(_, weight)| weight).sum();
                    drafts[place] = Draft::Leaf { value, cover: 0.0 };
                    continue;
                }
                Target::Branch(at) => &self.branches[at],
            };
            let steps = self.steps(branch, precision, ensemble, room)?;
            if drafts.len() + 2 * steps.len() > room.drafts {
                let what = "its nodes lead back to themselves, or unfold to more than the file has room for";
                return Err(content(format!("tree {number}"), what));
            }
            // Each step but the last decides one side and leaves the other to the next.
            let mut place = place;
            for Step { rule, missing_left, left, right } in steps {
                let child = drafts.len();
                drafts.extend([OPEN, OPEN]);
                let (l, r) = (child as u32, child as u32 + 1);
                let (gain, cover) = (0.0, branch.hits);
                drafts[place] =
                    Draft::Split { feature: branch.feature, rule, missing_left, left: l, right: r, gain, cover };
                for (child, target) in [(child, left), (child + 1, right)] {
                    match target {
                        Some(target) => waiting.push((child, target)),
                        None => place = child,
                    }
                }
            }
        }
        room.drafts = room.drafts.saturating_sub(drafts.len());
        Ok(drafts)
    }

    /// The splits that a branch becomes.
    fn steps(
        &self,
        branch: &Branch,
        precision: Precision,
        ensemble: &mut Ensemble,
        room: &mut Room,
    ) -> Result<Vec<Step>, InterchangeProblem> {
        let (mut yes, mut no) = (branch.on_true, branch.on_false);
        let mut missing_is_true = branch.missing_is_true;
        if branch.mode == Mode::Unequal {
            // The opposite of equal, and true of what is missing.
            (yes, no, missing_is_true) = (no, yes, false);
        }
        let below = |value: f64| match precision {
            Precision::Single if f64::from(value as f32) == value => f64::from((value as f32).next_down()),
            // An f32 is never equal to this value.
            Precision::Single => value,
            Precision::Double => value.next_down(),
        };
        let split = |threshold: f64, missing_left: bool, left: Target, right: Target| {
            vec![Step { rule: Rule::AtMost(threshold), missing_left, left: Some(left), right: Some(right) }]
        };
        Ok(match branch.mode {
            Mode::AtMost => split(branch.value, missing_is_true, yes, no),
            Mode::Below => split(below(branch.value), missing_is_true, yes, no),
            Mode::Above => split(branch.value, !missing_is_true, no, yes),
            Mode::AtLeast => split(below(branch.value), !missing_is_true, no, yes),
            Mode::Equal | Mode::Unequal | Mode::Member => {
                let mut members = match branch.mode {
                    Mode::Member => branch.members.clone(),
                    _ => vec![branch.value],
                };
                if branch.mode != Mode::Unequal {
                    no = self.rest_of_chain(branch, &mut members);
                }
                members.sort_by(f64::total_cmp);
                members.dedup();
                if self.categorical.contains(&branch.feature) {
                    let words = members.last().map_or(0, |most| *most as usize / 64 + 1);
                    room.words = room
                        .words
                        .checked_sub(words)
                        .ok_or_else(|| content("the trees", "name categories too high for so many splits"))?;
                    let set = ensemble.push_set(members.iter().map(|member| *member as u32));
                    let rule = Rule::In(set);
                    return Ok(vec![Step { rule, missing_left: missing_is_true, left: Some(yes), right: Some(no) }]);
                }
                let mut steps = Vec::with_capacity(2 * members.len());
                for member in members {
                    // Missing values run through to the last step, or turn off at the first.
                    let (rule, left) = (Rule::AtMost(below(member)), Some(no));
                    steps.push(Step { rule, missing_left: !missing_is_true, left, right: None });
                    let (rule, left) = (Rule::AtMost(member), Some(yes));
                    steps.push(Step { rule, missing_left: missing_is_true, left, right: None });
                }
                match steps.last_mut() {
                    Some(last) => last.right = Some(no),
                    // A member of nothing.
                    None => steps = split(f64::NEG_INFINITY, missing_is_true, yes, no),
                }
                steps
            }
        })
    }

    /// Membership is often written as a chain of equalities with one true side. Gathers their values and returns
    /// where the chain ends.
    fn rest_of_chain(&self, branch: &Branch, members: &mut Vec<f64>) -> Target {
        let mut end = branch.on_false;
        while let Target::Branch(at) = end {
            let next = &self.branches[at];
            let goes_on = next.mode == Mode::Equal
                && (next.feature, next.missing_is_true) == (branch.feature, branch.missing_is_true)
                && next.on_true == branch.on_true
                && members.len() < self.branches.len();
            if !goes_on {
                break;
            }
            members.push(next.value);
            end = next.on_false;
        }
        end
    }
}

/// A split; a side without target is where the next step stands.
struct Step {
    rule: Rule,
    missing_left: bool,
    left: Option<Target>,
    right: Option<Target>,
}

/// What the file may still unfold to.
struct Room {
    drafts: usize,
    words: usize,
}
