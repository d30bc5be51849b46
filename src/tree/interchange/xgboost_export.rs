//! An ensemble becomes XGBoost's JSON, readable by XGBoost 1.7 and later.
//!
//! XGBoost keeps f32: leaves are rounded, and a threshold becomes the least f32 above all that go left, so that `x < t`
//! divides f32 values exactly as `x <= t` did. (An ensemble that reads doubles may send a double that lies within f32
//! rounding of a threshold the other way there: XGBoost rounds it first.) A base that the objective's scale cannot say
//! exactly becomes trees of one leaf in a first round. Category sets are kept; the names of levels are not, their codes
//! count.

use super::{InterchangeProblem, ModelFormat};
use crate::tree::{Ensemble, FeatureKind, Link, Rule, Tree};
use std::fmt::Write;

/// # Errors
/// The part of the ensemble that XGBoost has no word for.
pub fn export_xgboost_json(ensemble: &Ensemble) -> Result<Vec<u8>, InterchangeProblem> {
    let objective = objective_of(ensemble)?;
    // A logistic margin scaled by a slope is a margin of scaled leaves.
    let slope = if let Link::Logistic { slope } = ensemble.link() { slope } else { 1.0 };
    let outputs = ensemble.outputs();
    let base: Vec<f64> = ensemble.base().iter().map(|base| base * slope).collect();
    let is_base_said = base.iter().all(|b| *b == base[0]) && matches!(objective.neutral_base, Some(0.0));
    let base_score = if is_base_said { base[0] } else { objective.neutral_base.unwrap_or(objective.base_of_margin_0) };

    // Trees in rounds, one for each output; an output that has fewer gets empty ones.
    let mut rounds_of: Vec<Vec<Planted>> = vec![Vec::new(); outputs];
    if !is_base_said && base.iter().any(|base| *base != 0.0) {
        rounds_of.iter_mut().zip(&base).for_each(|(rounds, base)| rounds.push(Planted::Leaf(*base)));
    }
    for tree in ensemble.trees() {
        rounds_of[tree.output as usize].push(Planted::Tree(*tree, slope * ensemble.share(tree.output)));
    }
    let rounds = rounds_of.iter().map(Vec::len).max().unwrap_or(0);
    let mut trees = Vec::with_capacity(rounds * outputs);
    for round in 0..rounds {
        for of_output in &rounds_of {
            let planted = of_output.get(round).copied().unwrap_or(Planted::Leaf(0.0));
            trees.push(planted.columns(ensemble)?.json(trees.len(), ensemble.features().len())?);
        }
    }

    let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(",");
    let features = ensemble.features();
    let names = if ensemble.has_names() {
        list(&mut features.iter().map(|feature| quoted(&feature.name)))
    } else {
        String::new()
    };
    let kind = |kind: &FeatureKind| match kind {
        FeatureKind::Number { .. } => "\"float\"".to_owned(),
        FeatureKind::Categories { .. } => "\"c\"".to_owned(),
    };
    let kinds = list(&mut features.iter().map(|feature| kind(&feature.kind)));
    let tree_info = list(&mut (0..trees.len()).map(|tree| (tree % outputs).to_string()));
    let round_starts = list(&mut (0..=rounds).map(|round| (round * outputs).to_string()));
    let (classes, targets) = if objective.is_classes { (outputs, 1) } else { (0, outputs) };
    let base_score = single(base_score, "a base that is not a finite f32")?;
    let json = format!(
        r#"{{"learner":{{"attributes":{{}},"feature_names":[{names}],"feature_types":[{kinds}],"gradient_booster":{{"model":{{"gbtree_model_param":{{"num_parallel_tree":"1","num_trees":"{count}"}},"iteration_indptr":[{round_starts}],"tree_info":[{tree_info}],"trees":[{trees}]}},"name":"gbtree"}},"learner_model_param":{{"base_score":"{base_score:e}","boost_from_average":"1","num_class":"{classes}","num_feature":"{feature_count}","num_target":"{targets}"}},"objective":{{"name":"{name}",{parameters}}}}},"version":[2,1,0]}}"#,
        count = trees.len(),
        trees = trees.join(","),
        feature_count = features.len(),
        name = objective.name,
        parameters = objective.parameters(outputs),
    );
    Ok(json.into_bytes())
}

fn cannot_hold(what: impl Into<String>) -> InterchangeProblem {
    InterchangeProblem::CannotHold { format: ModelFormat::XgboostJson, what: what.into() }
}

fn single(number: f64, what: &str) -> Result<f32, InterchangeProblem> {
    let single = number as f32;
    if single.is_finite() { Ok(single) } else { Err(cannot_hold(what)) }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

struct Objective {
    name: &'static str,
    /// The objective's own parameters, without which XGBoost does not load it.
    parameter: (&'static str, &'static str),
    is_classes: bool,
    /// 0 where a base score is a margin.
    neutral_base: Option<f64>,
    /// The base score that is a margin of 0, elsewhere.
    base_of_margin_0: f64,
}

impl Objective {
    fn parameters(&self, outputs: usize) -> String {
        let (block, entry) = self.parameter;
        if self.is_classes {
            return format!(r#""{block}":{{"num_class":"{outputs}"}}"#);
        }
        format!(r#""{block}":{{{entry}}}"#)
    }
}

/// The objective whose predictions are made of margins as the ensemble's are.
fn objective_of(ensemble: &Ensemble) -> Result<Objective, InterchangeProblem> {
    let regression = ("reg_loss_param", r#""scale_pos_weight":"1""#);
    let margin = |name, parameter, is_classes| Objective {
        name,
        parameter,
        is_classes,
        neutral_base: Some(0.0),
        base_of_margin_0: 0.0,
    };
    let scaled = |name, parameter, base_of_margin_0| Objective {
        name,
        parameter,
        is_classes: false,
        neutral_base: None,
        base_of_margin_0,
    };
    let classes = ("softmax_multiclass_param", "");
    Ok(match ensemble.link() {
        Link::Identity => margin("reg:squarederror", regression, false),
        Link::Step => margin("binary:hinge", ("hinge_param", ""), false),
        Link::Softmax if ensemble.outputs() > 1 => margin("multi:softprob", classes, true),
        Link::ArgMax if ensemble.outputs() > 1 => margin("multi:softmax", classes, true),
        Link::Logistic { .. } => scaled("binary:logistic", regression, 0.5),
        Link::Exp => scaled("count:poisson", ("poisson_regression_param", r#""max_delta_step":"0.7""#), 1.0),
        Link::Softmax | Link::ArgMax => return Err(cannot_hold("a choice among one class")),
        Link::SignedSquare => return Err(cannot_hold("answers that are squares (LightGBM's reg_sqrt)")),
        Link::LogOnePlusExp => return Err(cannot_hold("answers ln(1 + e^x) (LightGBM's cross_entropy_lambda)")),
        Link::Ascending | Link::Increments => return Err(cannot_hold("answers that must not cross")),
        Link::Probit => return Err(cannot_hold("answers through the normal distribution")),
    })
}

/// A tree to write: one of the ensemble with its share, or a single leaf.
#[derive(Clone, Copy)]
enum Planted {
    Tree(Tree, f64),
    Leaf(f64),
}

#[derive(Default)]
struct Columns {
    left: Vec<i64>,
    right: Vec<i64>,
    parent: Vec<i64>,
    feature: Vec<u32>,
    /// Thresholds and leaf values.
    condition: Vec<f32>,
    missing_left: Vec<u8>,
    gain: Vec<f32>,
    cover: Vec<f32>,
    split_type: Vec<u8>,
    /// The node of each set and its categories.
    sets: Vec<(usize, Vec<u32>)>,
}

/// XGBoost's parent of a root.
const NO_PARENT: i64 = 2_147_483_647;

impl Planted {
    fn columns(self, ensemble: &Ensemble) -> Result<Columns, InterchangeProblem> {
        const LEAF: &str = "a leaf that is not a finite f32";
        let mut columns = Columns::default();
        let (tree, share) = match self {
            Self::Tree(tree, share) => (tree, share),
            Self::Leaf(value) => {
                columns.push_leaf(single(value, LEAF)?, 0.0);
                columns.parent.push(NO_PARENT);
                return Ok(columns);
            }
        };
        let nodes = ensemble.nodes();
        columns.parent = vec![NO_PARENT; (tree.end - tree.start) as usize];
        for node in tree.start as usize..tree.end as usize {
            let own = node - tree.start as usize;
            let cover = nodes.cover(node) as f32;
            if nodes.is_leaf(node) {
                columns.push_leaf(single(nodes.leaf_value(node) * share, LEAF)?, cover);
                continue;
            }
            let feature = nodes.feature(node);
            let (left, right) = nodes.children(node);
            let (left, right) = (left - tree.start as usize, right - tree.start as usize);
            for child in [left, right] {
                columns.parent[child] = own as i64;
            }
            // Sides are swapped where the set's categories go left here: in XGBoost they go right.
            let (condition, set, is_swapped) = match nodes.rule(node) {
                Rule::AtMost(threshold) => (least_above(threshold)?, None, false),
                Rule::NotIn(set) => (0.0, Some(set), false),
                Rule::In(set) => (0.0, Some(set), true),
            };
            if let FeatureKind::Number { zero_is_missing: true } = ensemble.features()[feature as usize].kind {
                let name = &ensemble.features()[feature as usize].name;
                return Err(cannot_hold(format!("column `{name}`, which takes 0 for missing")));
            }
            let (left, right) = if is_swapped { (right, left) } else { (left, right) };
            columns.left.push(left as i64);
            columns.right.push(right as i64);
            columns.feature.push(feature);
            columns.condition.push(condition);
            columns.missing_left.push(u8::from(nodes.missing_left(node) != is_swapped));
            columns.gain.push(nodes.gain(node) as f32);
            columns.cover.push(cover);
            columns.split_type.push(u8::from(set.is_some()));
            columns.sets.extend(set.map(|set| (own, ensemble.categories(set).collect())));
        }
        Ok(columns)
    }
}

/// The f32 `t` for which `x < t` holds for the same f32 values as `x <= threshold`.
fn least_above(threshold: f64) -> Result<f32, InterchangeProblem> {
    let nearest = threshold as f32;
    let above = if f64::from(nearest) > threshold { nearest } else { nearest.next_up() };
    if above.is_finite() { Ok(above) } else { Err(cannot_hold("a threshold beyond f32")) }
}

impl Columns {
    fn push_leaf(&mut self, value: f32, cover: f32) {
        self.left.push(-1);
        self.right.push(-1);
        self.feature.push(0);
        self.condition.push(value);
        self.missing_left.push(0);
        self.gain.push(0.0);
        self.cover.push(cover);
        self.split_type.push(0);
    }

    fn json(&self, id: usize, features: usize) -> Result<String, InterchangeProblem> {
        let sizes: Vec<usize> = self.sets.iter().map(|(_, set)| set.len()).collect();
        let starts = sizes.iter().scan(0, |end, size| {
            *end += size;
            Some(*end - size)
        });
        let values: Vec<f32> =
            (self.condition.iter().zip(&self.left)).map(|(value, left)| if *left < 0 { *value } else { 0.0 }).collect();
        let mut json = String::from("{");
        put(&mut json, "base_weights", values.iter().map(exponent));
        put(&mut json, "categories", self.sets.iter().flat_map(|(_, set)| set));
        put(&mut json, "categories_nodes", self.sets.iter().map(|(node, _)| node));
        put(&mut json, "categories_segments", starts);
        put(&mut json, "categories_sizes", &sizes);
        put(&mut json, "default_left", &self.missing_left);
        put(&mut json, "left_children", &self.left);
        put(&mut json, "loss_changes", self.gain.iter().map(exponent));
        put(&mut json, "parents", &self.parent);
        put(&mut json, "right_children", &self.right);
        put(&mut json, "split_conditions", self.condition.iter().map(exponent));
        put(&mut json, "split_indices", &self.feature);
        put(&mut json, "split_type", &self.split_type);
        put(&mut json, "sum_hessian", self.cover.iter().map(exponent));
        let nodes = self.left.len();
        json.push_str(&format!(
            r#""id":{id},"tree_param":{{"num_deleted":"0","num_feature":"{features}","num_nodes":"{nodes}","size_leaf_vector":"1"}}}}"#
        ));
        Ok(json)
    }
}

/// Shortest digits that give the f32 again, with an exponent so that none reads as a whole number.
fn exponent(number: &f32) -> String {
    format!("{:e}", if number.is_finite() { *number } else { 0.0 })
}

fn put<T: std::fmt::Display>(json: &mut String, name: &str, items: impl IntoIterator<Item = T>) {
    // proof: writing to a String never fails, so there is nothing to report.
    let mut write = |text: std::fmt::Arguments| json.write_fmt(text).unwrap_or_default();
    write(format_args!("\"{name}\":["));
    for (i, item) in items.into_iter().enumerate() {
        write(format_args!("{}{item}", if i == 0 { "" } else { "," }));
    }
    write(format_args!("],"));
}
