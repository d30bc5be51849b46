//! Grown trees, which speak of bins, become trees of an ensemble, which speak of values.

use super::{
    bins::{Bins, Scale as ColumnScale},
    ensemble::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision, Rule},
    fixed::Scale,
    grow::GrownNode,
    problem::TreeProblem,
    split::{Cut, Split},
};

/// An ensemble of one output, over the columns of a binned matrix.
pub(super) fn empty_ensemble(bins: &Bins, base: f64, combine: Combine, link: Link) -> Ensemble {
    let feature = |column: &super::bins::BinnedColumn| {
        let kind = match &column.scale {
            ColumnScale::Edges(_) => FeatureKind::Number { zero_is_missing: false },
            ColumnScale::Categories { levels, bin_of_code, .. } => {
                // Only those that occur; the model takes others for missing.
                let known = levels.iter().zip(bin_of_code).filter(|(_, bin)| **bin > 0);
                FeatureKind::Categories { levels: known.map(|(level, _)| level.clone()).collect() }
            }
        };
        Feature { name: column.name.clone(), kind }
    };
    let features = bins.columns().iter().map(feature).collect();
    Ensemble::new(features, vec![base], combine, link, Precision::Double)
}

/// Adds a tree; `values` are those of its nodes.
pub(super) fn plant(
    ensemble: &mut Ensemble,
    bins: &Bins,
    scale: &Scale,
    nodes: &[GrownNode],
    values: &[f64],
) -> Result<(), TreeProblem> {
    let mut drafts = Vec::with_capacity(nodes.len());
    for (node, value) in nodes.iter().zip(values) {
        let (_, cover) = scale.unpack(node.total);
        drafts.push(match &node.split {
            None => Draft::Leaf { value: *value, cover },
            Some((split, left)) => Draft::Split {
                feature: split.column as u32,
                rule: rule(ensemble, bins, split),
                missing_left: split.missing_left,
                left: *left,
                right: left + 1,
                gain: split.gain,
                cover,
            },
        });
    }
    ensemble.push_tree(0, &drafts)
}

fn rule(ensemble: &mut Ensemble, bins: &Bins, split: &Split) -> Rule {
    match (&bins.columns()[split.column].scale, split.cut) {
        // Above the last edge there is one bin more: all numbers go left.
        (ColumnScale::Edges(edges), Cut::AtMost(last)) => {
            Rule::AtMost(edges.get(usize::from(last) - 1).copied().unwrap_or(f64::INFINITY))
        }
        (ColumnScale::Categories { bin_of_code, .. }, Cut::In(set)) => {
            let known = bin_of_code.iter().filter(|bin| **bin > 0);
            let is_in = |bin: u8| set[usize::from(bin) / 64] >> (bin % 64) & 1 == 1;
            let codes: Vec<u32> = (0..).zip(known).filter(|(_, bin)| is_in(**bin)).map(|(code, _)| code).collect();
            Rule::In(ensemble.push_set(codes))
        }
        // A search cuts numbers by AtMost and categories by In.
        (ColumnScale::Edges(_), Cut::In(_)) | (ColumnScale::Categories { .. }, Cut::AtMost(_)) => {
            Rule::AtMost(f64::NAN)
        }
    }
}
