//! An ensemble becomes an ONNX model: one `TreeEnsembleRegressor` (`ai.onnx.ml` 3) and, where answers are not margins,
//! the standard operators that make them.
//!
//! Input `X` is `[rows, columns]`, f32 or, for an ensemble that reads doubles, f64 with thresholds to match; output
//! `prediction` is `[rows, answers]` in f32. A category is given by its code: the format knows no levels. A set of
//! categories becomes a chain of equalities with one true side, which ONNX Runtime takes for a membership.

use super::{
    InterchangeProblem, ModelFormat,
    onnx::{DOUBLE, FLOAT},
    protobuf::Writer,
};
use crate::tree::{Ensemble, FeatureKind, Link, Precision, Rule, Tree};

/// # Errors
/// The part of the ensemble that ONNX has no word for.
pub fn export_onnx(ensemble: &Ensemble) -> Result<Vec<u8>, InterchangeProblem> {
    let tail = tail_of(ensemble.link())?;
    let mut columns = Columns::default();
    for (number, tree) in ensemble.trees().iter().enumerate() {
        columns.push_tree(ensemble, number as i64, *tree)?;
    }
    // An operator without nodes is not valid.
    if ensemble.trees().is_empty() {
        return Err(cannot_hold("a model without trees"));
    }
    let slope = slope_of(ensemble);
    let base: Vec<f32> = ensemble.base().iter().map(|base| single(slope * base)).collect::<Result<_, _>>()?;
    let is_double = ensemble.precision() == Precision::Double;
    let mut model = Writer::default();
    model.integer(1, 8);
    model.text(2, "leadscore");
    model.message(7, |graph| {
        graph.message(1, |node| {
            node.text(1, "X");
            node.text(2, if tail.is_empty() { "prediction" } else { "margin" });
            node.text(3, "trees");
            node.text(4, "TreeEnsembleRegressor");
            node.text(7, "ai.onnx.ml");
            columns.write(node, is_double);
            attribute(node, "n_targets", 2, |a| a.integer(3, ensemble.outputs() as i64));
            attribute(node, "base_values", 6, |a| a.singles(7, &base));
            attribute(node, "aggregate_function", 3, |a| a.text(4, "SUM"));
            attribute(node, "post_transform", 3, |a| a.text(4, "NONE"));
        });
        write_tail(graph, &tail);
        graph.text(2, "leadscore");
        let input_type = if is_double { DOUBLE } else { FLOAT };
        value(graph, 11, "X", input_type, ensemble.features().len());
        value(graph, 12, "prediction", FLOAT, ensemble.answers());
    });
    for (domain, version) in [("", 17), ("ai.onnx.ml", 3)] {
        model.message(8, |opset| {
            opset.text(1, domain);
            opset.integer(2, version);
        });
    }
    Ok(model.bytes)
}

fn cannot_hold(what: impl Into<String>) -> InterchangeProblem {
    InterchangeProblem::CannotHold { format: ModelFormat::Onnx, what: what.into() }
}

fn single(number: f64) -> Result<f32, InterchangeProblem> {
    let single = number as f32;
    if single.is_finite() { Ok(single) } else { Err(cannot_hold("a leaf or base that is not a finite f32")) }
}

/// A logistic margin scaled by a slope is a margin of scaled leaves.
fn slope_of(ensemble: &Ensemble) -> f64 {
    if let Link::Logistic { slope } = ensemble.link() { slope } else { 1.0 }
}

/// Operators behind the trees, the last of which gives the answers.
fn tail_of(link: Link) -> Result<Vec<&'static str>, InterchangeProblem> {
    Ok(match link {
        Link::Identity => vec![],
        Link::Logistic { .. } => vec!["Sigmoid"],
        Link::Exp => vec!["Exp"],
        Link::Softmax => vec!["Softmax"],
        Link::ArgMax => vec!["ArgMax", "Cast"],
        Link::SignedSquare => vec!["Abs", "Mul"],
        Link::LogOnePlusExp => vec!["Softplus"],
        Link::Step => return Err(cannot_hold("answers of 0 or 1 (XGBoost's binary:hinge)")),
        Link::Ascending | Link::Increments => return Err(cannot_hold("answers that must not cross")),
        Link::Probit => return Err(cannot_hold("answers through the normal distribution")),
    })
}

fn write_tail(graph: &mut Writer, tail: &[&str]) {
    for (i, op) in tail.iter().enumerate() {
        graph.message(1, |node| {
            let input = if i == 0 { "margin" } else { "step" };
            node.text(1, if *op == "Mul" { "margin" } else { input });
            if *op == "Mul" {
                node.text(1, "step");
            }
            node.text(2, if i + 1 == tail.len() { "prediction" } else { "step" });
            node.text(4, op);
            match *op {
                "ArgMax" | "Softmax" => attribute(node, "axis", 2, |a| a.integer(3, 1)),
                "Cast" => attribute(node, "to", 2, |a| a.integer(3, FLOAT)),
                _ => {}
            }
        });
    }
}

fn attribute(node: &mut Writer, name: &str, kind: i64, fill: impl FnOnce(&mut Writer)) {
    node.message(5, |attribute| {
        attribute.text(1, name);
        fill(attribute);
        attribute.integer(20, kind);
    });
}

/// An input or output of `[rows, columns]`.
fn value(graph: &mut Writer, field: u64, name: &str, element: i64, columns: usize) {
    graph.message(field, |value| {
        value.text(1, name);
        value.message(2, |kind| {
            kind.message(1, |tensor| {
                tensor.integer(1, element);
                tensor.message(2, |shape| {
                    shape.message(1, |rows| rows.text(2, "rows"));
                    shape.message(1, |dimension| dimension.integer(1, columns as i64));
                });
            });
        });
    });
}

/// The operator's attributes: nodes of all trees, then leaves' weights.
#[derive(Default)]
struct Columns {
    tree: Vec<i64>,
    node: Vec<i64>,
    feature: Vec<i64>,
    value: Vec<f64>,
    mode: Vec<&'static str>,
    on_true: Vec<i64>,
    on_false: Vec<i64>,
    missing_is_true: Vec<i64>,
    leaf_tree: Vec<i64>,
    leaf_node: Vec<i64>,
    leaf_output: Vec<i64>,
    leaf_value: Vec<f32>,
}

struct Branch {
    feature: u32,
    mode: &'static str,
    value: f64,
    on_true: i64,
    on_false: i64,
    missing_is_true: bool,
}

impl Columns {
    fn push_tree(&mut self, ensemble: &Ensemble, number: i64, tree: Tree) -> Result<(), InterchangeProblem> {
        let nodes = ensemble.nodes();
        let share = slope_of(ensemble) * ensemble.share(tree.output);
        let is_single = ensemble.precision() == Precision::Single;
        let own = |node: usize| (node - tree.start as usize) as i64;
        // Links of chains come behind the tree's own nodes.
        let mut next = i64::from(tree.end - tree.start);
        let mut chains: Vec<(i64, Branch)> = Vec::new();
        for node in tree.start as usize..tree.end as usize {
            if nodes.is_leaf(node) {
                self.push_leaf(number, own(node), tree.output, single(nodes.leaf_value(node) * share)?);
                continue;
            }
            let feature = nodes.feature(node);
            let (left, right) = nodes.children(node);
            let missing_left = nodes.missing_left(node);
            if let FeatureKind::Number { zero_is_missing: true } = ensemble.features()[feature as usize].kind {
                let name = &ensemble.features()[feature as usize].name;
                return Err(cannot_hold(format!("column `{name}`, which takes 0 for missing")));
            }
            let (set, on_true, on_false, missing_is_true) = match nodes.rule(node) {
                Rule::AtMost(threshold) => {
                    let value = if is_single { greatest_single(threshold) } else { threshold };
                    let (on_true, on_false) = (own(left), own(right));
                    let mode = "BRANCH_LEQ";
                    let missing_is_true = missing_left;
                    self.push(number, own(node), Branch { feature, mode, value, on_true, on_false, missing_is_true });
                    continue;
                }
                Rule::In(set) => (set, own(left), own(right), missing_left),
                Rule::NotIn(set) => (set, own(right), own(left), !missing_left),
            };
            let mut members: Vec<f64> = ensemble.categories(set).map(f64::from).collect();
            if members.is_empty() {
                // No category is this.
                members.push(-1.0);
            }
            let mut at = own(node);
            for (i, value) in members.iter().enumerate() {
                let on_false = if i + 1 == members.len() { on_false } else { next };
                let branch = Branch { feature, mode: "BRANCH_EQ", value: *value, on_true, on_false, missing_is_true };
                if i == 0 {
                    self.push(number, at, branch);
                } else {
                    chains.push((at, branch));
                }
                if i + 1 < members.len() {
                    at = next;
                    next += 1;
                }
            }
        }
        chains.into_iter().for_each(|(node, branch)| self.push(number, node, branch));
        Ok(())
    }

    fn push(&mut self, tree: i64, node: i64, branch: Branch) {
        self.tree.push(tree);
        self.node.push(node);
        self.feature.push(i64::from(branch.feature));
        self.value.push(branch.value);
        self.mode.push(branch.mode);
        self.on_true.push(branch.on_true);
        self.on_false.push(branch.on_false);
        self.missing_is_true.push(i64::from(branch.missing_is_true));
    }

    fn push_leaf(&mut self, tree: i64, node: i64, output: u32, value: f32) {
        let (on_true, on_false, missing_is_true) = (0, 0, false);
        self.push(tree, node, Branch { feature: 0, mode: "LEAF", value: 0.0, on_true, on_false, missing_is_true });
        self.leaf_tree.push(tree);
        self.leaf_node.push(node);
        self.leaf_output.push(i64::from(output));
        self.leaf_value.push(value);
    }

    fn write(&self, node: &mut Writer, is_double: bool) {
        let integers = [
            ("nodes_treeids", &self.tree),
            ("nodes_nodeids", &self.node),
            ("nodes_featureids", &self.feature),
            ("nodes_truenodeids", &self.on_true),
            ("nodes_falsenodeids", &self.on_false),
            ("nodes_missing_value_tracks_true", &self.missing_is_true),
            ("target_treeids", &self.leaf_tree),
            ("target_nodeids", &self.leaf_node),
            ("target_ids", &self.leaf_output),
        ];
        for (name, values) in integers {
            attribute(node, name, 7, |a| a.integers(8, values));
        }
        attribute(node, "nodes_modes", 8, |a| self.mode.iter().for_each(|mode| a.text(9, mode)));
        if is_double {
            doubles(node, "nodes_values_as_tensor", &self.value);
            let weights: Vec<f64> = self.leaf_value.iter().map(|value| f64::from(*value)).collect();
            doubles(node, "target_weights_as_tensor", &weights);
        } else {
            let values: Vec<f32> = self.value.iter().map(|value| *value as f32).collect();
            attribute(node, "nodes_values", 6, |a| a.singles(7, &values));
            attribute(node, "target_weights", 6, |a| a.singles(7, &self.leaf_value));
        }
    }
}

fn doubles(node: &mut Writer, name: &str, values: &[f64]) {
    attribute(node, name, 4, |attribute| {
        attribute.message(5, |tensor| {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            tensor.integer(1, values.len() as i64);
            tensor.integer(2, DOUBLE);
            tensor.text(8, name);
            tensor.data(9, &bytes);
        });
    });
}

/// The greatest f32 that is at most this.
fn greatest_single(threshold: f64) -> f64 {
    let nearest = threshold as f32;
    f64::from(if f64::from(nearest) > threshold { nearest.next_down() } else { nearest })
}
