//! Models of the same columns -> one model, whose margin is the mean of theirs, by weight.
//!
//! So a stack is a model like any other: one list of trees, which a file can hold and contributions can take apart.

use crate::tree::{Combine, Draft, Ensemble, Rule, TreeProblem};

/// The mean of models of one output; of a single model, itself.
///
/// # Errors
/// Trees that do not fit together, which those of one matrix do.
pub(super) fn mean(ensembles: Vec<Ensemble>) -> Result<Ensemble, TreeProblem> {
    let share = 1.0 / ensembles.len().max(1) as f64;
    weighted(ensembles.into_iter().map(|ensemble| (share, ensemble)).collect())
}

/// The mean of models of one output and one link, by weights that add up to 1; of a single model, itself.
///
/// # Errors
/// Trees that do not fit together, which those of one matrix do.
pub(super) fn weighted(mut members: Vec<(f64, Ensemble)>) -> Result<Ensemble, TreeProblem> {
    if members.len() == 1 {
        return Ok(members.remove(0).1);
    }
    let Some((_, first)) = members.first() else { return Err(TreeProblem::NoRows) };
    let base = members.iter().map(|(weight, ensemble)| ensemble.base()[0] * weight).sum();
    let mut merged =
        Ensemble::new(first.features().to_vec(), vec![base], Combine::Sum, first.link(), first.precision());
    for (weight, ensemble) in &members {
        let scale = weight * ensemble.share(0);
        let sets: Vec<u32> = (0..ensemble.sets() as u32).map(|set| merged.push_set_words(ensemble.set(set))).collect();
        for number in 0..ensemble.trees().len() {
            merged.push_tree(0, &drafts(ensemble, number, scale, &sets))?;
        }
    }
    Ok(merged)
}

/// The nodes of a tree, its leaves scaled and its sets renamed.
fn drafts(ensemble: &Ensemble, number: usize, scale: f64, sets: &[u32]) -> Vec<Draft> {
    let (tree, nodes) = (ensemble.trees()[number], ensemble.nodes());
    let start = tree.start as usize;
    let draft = |node: usize| {
        let cover = nodes.cover(node);
        if nodes.is_leaf(node) {
            return Draft::Leaf { value: nodes.leaf_value(node) * scale, cover };
        }
        let (left, right) = nodes.children(node);
        let rule = match nodes.rule(node) {
            Rule::In(set) => Rule::In(sets[set as usize]),
            Rule::NotIn(set) => Rule::NotIn(sets[set as usize]),
            at_most @ Rule::AtMost(_) => at_most,
        };
        Draft::Split {
            feature: nodes.feature(node),
            rule,
            missing_left: nodes.missing_left(node),
            left: (left - start) as u32,
            right: (right - start) as u32,
            gain: nodes.gain(node),
            cover,
        }
    };
    (start..tree.end as usize).map(draft).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lanes::Inline,
        tree::{BoostParams, Labels, Matrix, MatrixColumn, Values, unwatched},
    };

    #[test]
    fn the_merged_model_answers_with_the_mean() {
        let levels: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let codes = (0..300).map(|row| row % 3).collect();
        let area: Vec<f64> = (0..300).map(|row| f64::from(row * 37 % 140)).collect();
        let price: Vec<f64> = area.iter().zip(0..).map(|(area, row)| area * f64::from(1 + row % 3)).collect();
        let matrix = Matrix::new(vec![
            MatrixColumn { name: "area".to_owned(), values: Values::Double(area) },
            MatrixColumn { name: "town".to_owned(), values: Values::Categories { codes, levels } },
        ])
        .unwrap();
        let fit = |n_estimators, max_depth| {
            let mut params = BoostParams { n_estimators, ..BoostParams::default() };
            params.tree.max_depth = max_depth;
            let fitted = params.check().unwrap().fit(&matrix, &Labels::new(&price), &Inline, &mut unwatched);
            fitted.unwrap().unwrap().ensemble
        };
        let parts = vec![fit(10, 3), fit(25, 5)];
        let apart: Vec<Vec<f64>> = parts.iter().map(|part| part.predict(&matrix, &Inline).unwrap()).collect();
        let merged = mean(parts).unwrap();
        assert_eq!(merged.trees().len(), 35);
        for (row, answer) in merged.predict(&matrix, &Inline).unwrap().into_iter().enumerate() {
            let expected = (apart[0][row] + apart[1][row]) / 2.0;
            assert!((answer - expected).abs() < 1e-9 * expected.abs().max(1.0), "{answer} {expected}");
        }
    }
}
