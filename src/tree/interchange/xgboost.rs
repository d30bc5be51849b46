//! XGBoost's model document, of JSON or UBJSON alike, becomes an ensemble.
//!
//! The shape is `doc/model.schema` of XGBoost 1.0 to 3.4: `learner` holds the objective, the base score, the features
//! and a booster, which holds the trees as columns. Trees are read in [`super::xgboost_tree`].
//!
//! The base score stands in the file as a prediction, not as a margin, so it is sent back through the objective's link,
//! in f32 as XGBoost does. DART scales each tree by `weight_drop`; XGBoost 3.4 keeps that list under the name `gbtree`.

use super::{
    Imported, ModelFormat,
    document::{Document, Part, level_text, number_text, whole},
    problem::InterchangeProblem,
    xgboost_tree::{self, TreeColumns},
};
use crate::tree::{Combine, Ensemble, Feature, FeatureKind, Link, Precision};

/// Features and outputs that cost no bytes in the file are believed up to here, or up to the file's length.
const MOST_UNNAMED: usize = 65_536;

pub(super) fn import(document: &Document, size: usize, format: ModelFormat) -> Result<Imported, InterchangeProblem> {
    let learner = Part::root(document).get("learner")?;
    let booster = learner.get("gradient_booster")?;
    let (gbtree, weights_at) = match booster.get("name")?.text()? {
        "gbtree" => (booster.clone(), booster.get("model")?),
        "dart" => (booster.get("gbtree")?, booster.clone()),
        "gblinear" => {
            return Err(InterchangeProblem::refused(
                "a linear model (gblinear)",
                "it has no trees; train with booster gbtree or dart",
            ));
        }
        other => return Err(booster.problem(format!("booster `{other}` is not known"))),
    };
    let model = gbtree.get("model")?;
    let parameters = learner.get("learner_model_param")?;
    let objective = learner.get("objective")?.get("name")?.text()?;
    let believed = size.max(MOST_UNNAMED);
    let outputs = outputs_of(&parameters, believed)?;
    let link = match link_of(objective) {
        None => return Err(learner.problem(format!("objective `{objective}` is not known"))),
        Some(Link::Identity) if outputs > 1 && keeps_order(document) => match objective {
            "reg:quantileerror" => Link::Ascending,
            "reg:expectileerror" => Link::Increments,
            _ => Link::Identity,
        },
        Some(link) => link,
    };
    let trees = model.get("trees")?.items()?;
    let columns: Vec<TreeColumns> = trees.iter().map(TreeColumns::read).collect::<Result<_, _>>()?;
    let features = features_of(&learner, &parameters, &model, &columns, believed)?;
    let mut base = base_of(&parameters.get("base_score")?, objective, outputs)?;
    if link == Link::Increments {
        for i in (1..outputs).rev() {
            // The inverse of ln(1 + e^x), of a difference that XGBoost shortens by its smallest step.
            base[i] = f64::from(libm::log(libm::expm1(base[i] - base[i - 1] - 1e-6)) as f32);
        }
    }
    let mut ensemble = Ensemble::new(features, base, Combine::Sum, link, Precision::Single);

    let weights = match weights_at.optional("weight_drop") {
        Some(weights) if !weights.numbers()?.is_empty() => weights.numbers_of(trees.len())?.into_owned(),
        _ => vec![1.0; trees.len()],
    };
    let outputs_of_trees = model.get("tree_info")?.numbers_of(trees.len())?.into_owned();
    // How many trees the ensemble has after each tree of the file: one with a vector in its leaves becomes several.
    let mut ends = Vec::with_capacity(trees.len());
    let mut words = 0;
    for ((columns, weight), output) in columns.iter().zip(weights).zip(outputs_of_trees) {
        let output = whole(output).ok_or_else(|| model.problem("tree_info must hold numbers of outputs"))?;
        xgboost_tree::plant(columns, weight, output, &mut ensemble, &mut words)?;
        ends.push(ensemble.trees().len() as u32);
    }
    let parallel = model.get("gbtree_model_param")?.optional("num_parallel_tree");
    let parallel = parallel.map_or(Ok(1), |parallel| parallel.count())?.max(1);
    let is_vector = columns.first().is_some_and(|columns| columns.leaf_len > 1);
    let per_round = parallel.saturating_mul(if is_vector { 1 } else { outputs });
    let round_ends = round_ends(&model, &ends, per_round)?;

    let mut imported = Imported { ensemble, format, classes: Vec::new(), round_ends };
    let attributes = learner.optional("attributes");
    if let Some(best) = attributes.and_then(|attributes| attributes.optional("best_iteration")) {
        imported.keep_rounds(best.count()?.saturating_add(1));
    }
    Ok(imported)
}

/// What turns margins into predictions: `ObjFunction::PredTransform` of each objective.
fn link_of(objective: &str) -> Option<Link> {
    Some(match objective {
        "reg:squarederror"
        | "reg:linear"
        | "reg:squaredlogerror"
        | "reg:absoluteerror"
        | "reg:pseudohubererror"
        | "reg:quantileerror"
        | "reg:expectileerror"
        | "binary:logitraw"
        | "rank:ndcg"
        | "rank:map"
        | "rank:pairwise" => Link::Identity,
        "binary:logistic" | "reg:logistic" => Link::Logistic { slope: 1.0 },
        "binary:hinge" => Link::Step,
        "count:poisson" | "reg:gamma" | "reg:tweedie" | "survival:cox" | "survival:aft" => Link::Exp,
        "multi:softprob" => Link::Softmax,
        "multi:softmax" => Link::ArgMax,
        _ => return None,
    })
}

/// Since version 3.4 several quantiles or expectiles of one target do not cross.
fn keeps_order(document: &Document) -> bool {
    match document.field("version") {
        Some(Document::Numbers(version)) => {
            matches!(version[..], [major, minor, ..] if major > 3.0 || (major == 3.0 && minor >= 4.0))
        }
        _ => false,
    }
}

fn outputs_of(parameters: &Part, believed: usize) -> Result<usize, InterchangeProblem> {
    let count = |name| parameters.optional(name).map_or(Ok(1), |count| count.count());
    let outputs = count("num_class")?.max(count("num_target")?).max(1);
    if outputs > believed {
        return Err(parameters.problem(format!("{outputs} outputs are more than the file has room for")));
    }
    Ok(outputs)
}

/// The base score as margins: one for all outputs or, since XGBoost 3.1, one for each.
fn base_of(base_score: &Part, objective: &str, outputs: usize) -> Result<Vec<f64>, InterchangeProblem> {
    let number_of = |text: &str| text.trim().parse::<f32>().ok();
    let scores: Option<Vec<f32>> = match base_score.value {
        Document::Number(score) => Some(vec![*score as f32]),
        Document::Text(text) => match text.trim().strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
            None => number_of(text).map(|score| vec![score]),
            Some(list) => list.and_then(|list| list.split(',').map(number_of).collect()),
        },
        _ => None,
    };
    let scores = scores.ok_or_else(|| base_score.problem("must be a number or a list of numbers in brackets"))?;
    let margins: Vec<f64> = scores.iter().map(|score| f64::from(margin_of(*score, objective))).collect();
    if margins.iter().any(|margin| !margin.is_finite()) {
        return Err(base_score.problem(format!("no prediction of {objective} can be this")));
    }
    match margins.len() {
        1 => Ok(vec![margins[0]; outputs]),
        len if len == outputs => Ok(margins),
        len => Err(base_score.problem(format!("has {len} entries where {outputs} belong"))),
    }
}

/// `ObjFunction::ProbToMargin`, in f32.
fn margin_of(score: f32, objective: &str) -> f32 {
    match objective {
        "binary:logistic" | "reg:logistic" => -libm::logf(1.0 / score - 1.0),
        _ if link_of(objective) == Some(Link::Exp) => libm::logf(score),
        _ => score,
    }
}

fn features_of(
    learner: &Part,
    parameters: &Part,
    model: &Part,
    trees: &[TreeColumns],
    believed: usize,
) -> Result<Vec<Feature>, InterchangeProblem> {
    let len = parameters.get("num_feature")?.count()?;
    if len > believed {
        return Err(parameters.problem(format!("{len} features are more than the file has room for")));
    }
    let texts = |name: &str| -> Result<Vec<&str>, InterchangeProblem> {
        let Some(list) = learner.optional(name) else { return Ok(Vec::new()) };
        let texts: Vec<&str> = list.items()?.iter().map(|item| item.text()).collect::<Result<_, _>>()?;
        if !texts.is_empty() && texts.len() != len {
            return Err(list.problem(format!("has {} entries where {len} belong", texts.len())));
        }
        Ok(texts)
    };
    let names = texts("feature_names")?;
    let types = texts("feature_types")?;
    let mut levels = levels_of(model, len)?;
    // A model can lack its types; then the splits tell.
    let mut is_category = vec![false; len];
    for feature in trees.iter().flat_map(TreeColumns::categorical_features) {
        if let Some(is_category) = is_category.get_mut(feature as usize) {
            *is_category = true;
        }
    }
    let feature = |i: usize| {
        let kind = if is_category[i] || types.get(i) == Some(&"c") {
            FeatureKind::Categories { levels: std::mem::take(&mut levels[i]) }
        } else {
            FeatureKind::Number { zero_is_missing: false }
        };
        Feature { name: names.get(i).map_or_else(|| format!("f{i}"), |name| (*name).to_owned()), kind }
    };
    Ok((0..len).map(feature).collect())
}

/// The levels of each categorical feature, kept since XGBoost 3.1: texts as bytes end to end with offsets, or numbers.
fn levels_of(model: &Part, features: usize) -> Result<Vec<Vec<String>>, InterchangeProblem> {
    let none = vec![Vec::new(); features];
    let Some(encodings) = model.optional("cats").and_then(|cats| cats.optional("enc")) else { return Ok(none) };
    let encodings = encodings.items()?;
    if encodings.is_empty() {
        return Ok(none);
    }
    if encodings.len() != features {
        return Err(model.problem(format!("cats.enc has {} entries where {features} belong", encodings.len())));
    }
    encodings.iter().map(levels_of_feature).collect()
}

fn levels_of_feature(encoding: &Part) -> Result<Vec<String>, InterchangeProblem> {
    let values = encoding.get("values")?.numbers()?;
    let Some(offsets) = encoding.optional("offsets") else {
        return Ok(values.iter().map(|value| number_text(*value)).collect());
    };
    let bounds = offsets.numbers()?;
    let level = |bounds: &[f64]| {
        let (start, end) = (whole(bounds[0])? as usize, whole(bounds[1])? as usize);
        // Bytes are kept as signed numbers.
        let bytes: Vec<u8> = values.get(start..end)?.iter().map(|byte| *byte as i64 as u8).collect();
        level_text(&Document::Text(String::from_utf8(bytes).ok()?))
    };
    let levels: Option<Vec<String>> = bounds.windows(2).map(level).collect();
    levels.ok_or_else(|| offsets.problem("do not fit the bytes of the levels"))
}

/// How many trees of the ensemble there are after each round, of how many there are after each tree of the file.
fn round_ends(model: &Part, ends: &[u32], per_round: usize) -> Result<Vec<u32>, InterchangeProblem> {
    let Some(starts) = model.optional("iteration_indptr") else {
        return Ok(ends.chunks(per_round).filter_map(|round| round.last().copied()).collect());
    };
    let starts_of_rounds = starts.numbers()?;
    let is_whole = starts_of_rounds.first().is_none_or(|first| *first == 0.0)
        && starts_of_rounds.last().map_or(ends.is_empty(), |last| *last == ends.len() as f64)
        && starts_of_rounds.windows(2).all(|pair| pair[0] < pair[1]);
    let end_of_round = |trees: &f64| (whole(*trees)? as usize).checked_sub(1).and_then(|last| ends.get(last).copied());
    let round_ends: Option<Vec<u32>> = starts_of_rounds.iter().skip(1).map(end_of_round).collect();
    round_ends
        .filter(|_| is_whole)
        .ok_or_else(|| starts.problem(format!("does not divide {} trees into rounds", ends.len())))
}
