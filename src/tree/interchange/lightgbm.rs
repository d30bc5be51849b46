//! LightGBM's text format, versions v2 to v4: lines of `name=value`, a header, then one block a tree.
//!
//! The trees are read in [`TreeBlock`]. How a missing value goes: the origin reads it as 0 unless the split's kind of
//! missing is NaN, so the side is settled here once per split. A leaf's value is scaled by the learning rate already.

use super::{
    Imported, ModelFormat,
    document::{Document, level_text},
    problem::InterchangeProblem,
};
use crate::tree::{Combine, Draft, Ensemble, Feature, FeatureKind, Link, Precision, Rule};

const FORMAT: ModelFormat = ModelFormat::LightgbmText;

pub(super) fn import(bytes: &[u8]) -> Result<Imported, InterchangeProblem> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| InterchangeProblem::at_byte(FORMAT, error.valid_up_to(), "text that is not UTF-8"))?;
    let parts = Parts::split(text)?;
    let header = &parts.header;
    let version = header.text("version")?;
    if !matches!(version, "v2" | "v3" | "v4") {
        return Err(header.problem(format!("version `{version}` is not known; v2, v3 and v4 are")));
    }
    let names: Vec<&str> = header.text("feature_names")?.split(' ').filter(|name| !name.is_empty()).collect();
    let highest = header.count("max_feature_idx")?;
    if names.len() != highest + 1 {
        let what = format!("names {} features; max_feature_idx says {}", names.len(), highest + 1);
        return Err(header.problem(what));
    }
    if let Some(sizes) = header.optional("tree_sizes") {
        let announced = sizes.split_ascii_whitespace().count();
        if announced != parts.trees.len() {
            return Err(header.problem(format!("announces {announced} trees; the file has {}", parts.trees.len())));
        }
    }
    let outputs = header.count("num_tree_per_iteration")?;
    if outputs == 0 || parts.trees.len() % outputs != 0 {
        return Err(header.problem(format!("{} trees are not whole rounds of {outputs}", parts.trees.len())));
    }
    let trees: Vec<TreeBlock> = parts.trees.iter().map(TreeBlock::read).collect::<Result<_, _>>()?;
    let is_mean = header.has_line("average_output");
    let mut link = link_of(header)?;
    if is_mean && version == "v2" && trees.iter().all(TreeBlock::is_all_shares) {
        // Forests of LightGBM before 2.2 have answers, not margins, in their leaves.
        link = Link::Identity;
    }
    let combine = if is_mean { Combine::Mean } else { Combine::Sum };
    let features = features_of(&names, &parts, &trees)?;
    let mut ensemble = Ensemble::new(features, vec![0.0; outputs], combine, link, Precision::Double);
    for (number, tree) in trees.iter().enumerate() {
        let sets: Vec<u32> = tree.sets()?.iter().map(|words| ensemble.push_set_words(words)).collect();
        ensemble.push_tree((number % outputs) as u32, &tree.drafts(&sets)?)?;
    }
    let round_ends = (1..=trees.len() / outputs).map(|round| (round * outputs) as u32).collect();
    Ok(Imported { ensemble, format: FORMAT, classes: Vec::new(), round_ends })
}

/// What turns margins into predictions: `ConvertOutput` of each objective.
fn link_of(header: &Block) -> Result<Link, InterchangeProblem> {
    let Some(objective) = header.optional("objective") else { return Ok(Link::Identity) };
    let mut words = objective.split_ascii_whitespace();
    let name = words.next().unwrap_or("custom");
    let options: Vec<&str> = words.collect();
    let sigmoid = options.iter().find_map(|option| option.strip_prefix("sigmoid:"));
    let slope = sigmoid.map_or(Some(1.0), |slope| slope.parse::<f64>().ok()).filter(|slope| slope.is_finite());
    let slope = slope.ok_or_else(|| header.problem("the objective's sigmoid is no number"))?;
    Ok(match name {
        "regression" | "regression_l2" | "regression_l1" | "huber" | "fair" | "quantile" | "mape" => {
            if options.contains(&"sqrt") { Link::SignedSquare } else { Link::Identity }
        }
        "poisson" | "gamma" | "tweedie" => Link::Exp,
        "binary" | "multiclassova" => Link::Logistic { slope },
        "cross_entropy" | "xentropy" => Link::Logistic { slope: 1.0 },
        "cross_entropy_lambda" | "xentlambda" => Link::LogOnePlusExp,
        "multiclass" => Link::Softmax,
        "lambdarank" | "rank_xendcg" | "custom" | "none" => Link::Identity,
        other => return Err(header.problem(format!("objective `{other}` is not known"))),
    })
}

/// Lines that belong together: the header, or a tree.
struct Block<'a> {
    /// The number of its first line.
    line: usize,
    lines: Vec<&'a str>,
}

impl<'a> Block<'a> {
    fn problem(&self, what: impl Into<String>) -> InterchangeProblem {
        let what = what.into();
        match self.lines.first().and_then(|first| first.strip_prefix("Tree=")) {
            Some(tree) => InterchangeProblem::content(format!("line {}, tree {tree}", self.line), what),
            None => InterchangeProblem::content(format!("line {}, the header", self.line), what),
        }
    }

    fn has_line(&self, line: &str) -> bool {
        self.lines.contains(&line)
    }

    fn optional(&self, name: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
    }

    fn text(&self, name: &str) -> Result<&'a str, InterchangeProblem> {
        self.optional(name).ok_or_else(|| self.problem(format!("has no `{name}`")))
    }

    fn count(&self, name: &str) -> Result<usize, InterchangeProblem> {
        let count: Option<u32> = self.text(name)?.trim().parse().ok();
        count.map(|count| count as usize).ok_or_else(|| self.problem(format!("`{name}` must be a whole number")))
    }

    /// A list of exactly so many numbers.
    fn list<T: std::str::FromStr>(&self, name: &str, len: usize) -> Result<Vec<T>, InterchangeProblem> {
        let mut list = Vec::new();
        for word in self.text(name)?.split_ascii_whitespace() {
            match word.parse() {
                Ok(number) => list.push(number),
                Err(_) => return Err(self.problem(format!("`{name}` holds `{word}`, which is no such number"))),
            }
        }
        if list.len() == len {
            return Ok(list);
        }
        Err(self.problem(format!("`{name}` has {} entries where {len} belong", list.len())))
    }

    /// The same of what is not needed to predict: zeros where it is absent.
    fn list_or_zeros(&self, name: &str, len: usize) -> Result<Vec<f64>, InterchangeProblem> {
        match self.optional(name) {
            Some(text) if !text.trim().is_empty() => self.list(name, len),
            _ => Ok(vec![0.0; len]),
        }
    }
}

struct Parts<'a> {
    header: Block<'a>,
    trees: Vec<Block<'a>>,
    /// Columns that the origin was told are categorical.
    told_categorical: Option<&'a str>,
    /// Levels of pandas' categorical columns, as JSON.
    pandas_levels: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Result<Self, InterchangeProblem> {
        let mut header = Block { line: 1, lines: Vec::new() };
        let mut trees: Vec<Block> = Vec::new();
        let mut is_ended = false;
        let mut has_open_parameters = false;
        let (mut told_categorical, mut pandas_levels) = (None, None);
        for (number, line) in text.lines().enumerate() {
            if !is_ended {
                match line {
                    // Before version 2.1 the importances follow at once.
                    "end of trees" | "feature importances:" => is_ended = true,
                    _ if line.starts_with("Tree=") => trees.push(Block { line: number + 1, lines: vec![line] }),
                    _ => trees.last_mut().unwrap_or(&mut header).lines.push(line),
                }
                continue;
            }
            match line {
                "parameters:" => has_open_parameters = true,
                "end of parameters" => has_open_parameters = false,
                _ => {}
            }
            let bracketed = line.strip_prefix("[categorical_feature:").and_then(|rest| rest.strip_suffix(']'));
            told_categorical = told_categorical.or(bracketed.map(str::trim));
            pandas_levels = pandas_levels.or(line.strip_prefix("pandas_categorical:"));
        }
        if !is_ended || has_open_parameters {
            let missing = if is_ended { "end of parameters" } else { "end of trees" };
            let place = format!("line {}", text.lines().count());
            let what = format!("the file stops before its line `{missing}`");
            return Err(InterchangeProblem::Syntax { format: FORMAT, place, what });
        }
        Ok(Self { header, trees, told_categorical, pandas_levels })
    }
}

fn features_of(names: &[&str], parts: &Parts, trees: &[TreeBlock]) -> Result<Vec<Feature>, InterchangeProblem> {
    let infos: Vec<&str> = parts.header.optional("feature_infos").unwrap_or_default().split(' ').collect();
    // A column of categories lists them: `3:1:2`; one of numbers has its range: `[0:8]`.
    let lists_categories = |i: usize| infos.get(i).is_some_and(|info| info.contains(':') && !info.starts_with('['));
    let mut is_category: Vec<bool> = (0..names.len()).map(lists_categories).collect();
    let told: Option<Vec<usize>> =
        parts.told_categorical.map(|told| told.split(',').filter_map(|i| i.trim().parse().ok()).collect());
    let listed: Vec<usize> = (0..names.len()).filter(|i| is_category[*i]).collect();
    for feature in told.iter().flatten() {
        // A constant column has no info.
        if let Some(is_category) = is_category.get_mut(*feature).filter(|_| infos.get(*feature) == Some(&"none")) {
            *is_category = true;
        }
    }
    let mut zero_is_missing = vec![None; names.len()];
    for tree in trees {
        for node in 0..tree.feature.len() {
            let feature = tree.feature[node] as usize;
            let Some(known) = zero_is_missing.get_mut(feature) else {
                return Err(tree
                    .block
                    .problem(format!("node {node} splits on feature {feature}, which does not exist")));
            };
            is_category[feature] |= tree.is_categorical(node);
            if tree.is_categorical(node) {
                continue;
            }
            let here = tree.missing(node) == MissingKind::Zero;
            if *known.get_or_insert(here) != here {
                let what = format!("column `{}` takes 0 for missing in some splits and not in others", names[feature]);
                return Err(tree.block.problem(what));
            }
        }
    }
    let levels = pandas_levels(parts)?;
    let columns_of_levels =
        [told.unwrap_or_default(), listed].into_iter().find(|columns| columns.len() == levels.len());
    let mut levels_of = vec![Vec::new(); names.len()];
    for (column, levels) in columns_of_levels.into_iter().flatten().zip(levels) {
        if let Some(slot) = levels_of.get_mut(column) {
            *slot = levels;
        }
    }
    let feature = |i: usize| {
        let kind = if is_category[i] {
            FeatureKind::Categories { levels: std::mem::take(&mut levels_of[i]) }
        } else {
            FeatureKind::Number { zero_is_missing: zero_is_missing[i].unwrap_or(false) }
        };
        Feature { name: names[i].to_owned(), kind }
    };
    Ok((0..names.len()).map(feature).collect())
}

/// The levels of each categorical column of the data frame that the origin learned from, in the columns' order.
fn pandas_levels(parts: &Parts) -> Result<Vec<Vec<String>>, InterchangeProblem> {
    let Some(json) = parts.pandas_levels.map(str::trim).filter(|json| !json.is_empty()) else { return Ok(Vec::new()) };
    let problem = || InterchangeProblem::content("pandas_categorical", "must be a list of lists of levels");
    let document = Document::from_json(json.as_bytes(), FORMAT).map_err(|_| problem())?;
    let levels_of = |column: &Document| match column {
        Document::Numbers(numbers) => {
            Some(numbers.iter().filter_map(|number| level_text(&Document::Number(*number))).collect())
        }
        Document::List(levels) => levels.iter().map(level_text).collect(),
        _ => None,
    };
    match &document {
        Document::Nothing => Ok(Vec::new()),
        Document::Numbers(none) if none.is_empty() => Ok(Vec::new()),
        Document::List(columns) => columns.iter().map(levels_of).collect::<Option<_>>().ok_or_else(problem),
        _ => Err(problem()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MissingKind {
    /// NaN is read as 0.
    Nothing,
    /// NaN and 0 are missing.
    Zero,
    NaN,
}

/// The columns of a tree. Splits and leaves are numbered apart; a child below 0 is leaf -1 - child.
struct TreeBlock<'a> {
    block: &'a Block<'a>,
    feature: Vec<u32>,
    threshold: Vec<f64>,
    decision: Vec<u8>,
    left: Vec<i32>,
    right: Vec<i32>,
    gain: Vec<f64>,
    split_rows: Vec<f64>,
    leaf_value: Vec<f64>,
    leaf_rows: Vec<f64>,
}

impl<'a> TreeBlock<'a> {
    fn read(block: &'a Block<'a>) -> Result<Self, InterchangeProblem> {
        let leaves = block.count("num_leaves")?;
        let splits = leaves.checked_sub(1).ok_or_else(|| block.problem("has no leaf"))?;
        let leaf_value: Vec<f64> = block.list("leaf_value", leaves)?;
        if block.optional("is_linear").is_some_and(|flag| flag.trim() == "1") {
            let features: Vec<u32> = block.list("num_features", leaves)?;
            if features.iter().any(|count| *count > 0) {
                return Err(InterchangeProblem::refused(
                    format!("linear trees ({})", block.problem("its leaves hold regressions")),
                    "train with `linear_tree=false`",
                ));
            }
        }
        if splits == 0 {
            let none = || Vec::new();
            return Ok(Self {
                block,
                feature: Vec::new(),
                threshold: none(),
                decision: Vec::new(),
                left: Vec::new(),
                right: Vec::new(),
                gain: none(),
                split_rows: none(),
                leaf_value,
                leaf_rows: block.list_or_zeros("leaf_count", 1)?,
            });
        }
        Ok(Self {
            block,
            feature: block.list("split_feature", splits)?,
            threshold: block.list("threshold", splits)?,
            decision: block.list("decision_type", splits)?,
            left: block.list("left_child", splits)?,
            right: block.list("right_child", splits)?,
            gain: block.list_or_zeros("split_gain", splits)?,
            split_rows: block.list_or_zeros("internal_count", splits)?,
            leaf_value,
            leaf_rows: block.list_or_zeros("leaf_count", leaves)?,
        })
    }

    fn is_all_shares(&self) -> bool {
        self.leaf_value.iter().all(|value| (0.0..=1.0).contains(value))
    }

    fn is_categorical(&self, node: usize) -> bool {
        self.decision[node] & 1 != 0
    }

    fn missing(&self, node: usize) -> MissingKind {
        match self.decision[node] >> 2 & 3 {
            0 => MissingKind::Nothing,
            1 => MissingKind::Zero,
            _ => MissingKind::NaN,
        }
    }

    /// The tree's category sets, as words of 64 bits.
    fn sets(&self) -> Result<Vec<Vec<u64>>, InterchangeProblem> {
        let sets = self.block.optional("num_cat").map_or(Ok(0), |_| self.block.count("num_cat"))?;
        if sets == 0 {
            return Ok(Vec::new());
        }
        let bounds: Vec<usize> = self.block.list("cat_boundaries", sets.saturating_add(1))?;
        let words: Vec<u32> = self.block.list("cat_threshold", bounds.last().copied().unwrap_or(0))?;
        let wide = |half: &[u32]| u64::from(half[0]) | half.get(1).map_or(0, |high| u64::from(*high) << 32);
        let set = |bounds: &[usize]| Some(words.get(bounds[0]..bounds[1])?.chunks(2).map(wide).collect());
        let all: Option<Vec<Vec<u64>>> = bounds.windows(2).map(set).collect();
        all.ok_or_else(|| self.block.problem("`cat_boundaries` do not rise"))
    }

    /// Splits first, then leaves.
    fn drafts(&self, sets: &[u32]) -> Result<Vec<Draft>, InterchangeProblem> {
        let splits = self.feature.len();
        let child = |child: i32| if child < 0 { splits as u32 + !child as u32 } else { child as u32 };
        let mut drafts = Vec::with_capacity(splits + self.leaf_value.len());
        for node in 0..splits {
            let threshold = self.threshold[node];
            let (rule, missing_left) = if self.is_categorical(node) {
                let set =
                    (threshold >= 0.0 && threshold.fract() == 0.0).then(|| sets.get(threshold as usize)).flatten();
                let set = set.ok_or_else(|| self.block.problem(format!("node {node} has no category set")))?;
                // Whatever is no category of the set goes right, missing ones too.
                (Rule::In(*set), false)
            } else {
                let side = if self.missing(node) == MissingKind::Nothing {
                    0.0 <= threshold
                } else {
                    self.decision[node] & 2 != 0
                };
                (Rule::AtMost(threshold), side)
            };
            drafts.push(Draft::Split {
                feature: self.feature[node],
                rule,
                missing_left,
                left: child(self.left[node]),
                right: child(self.right[node]),
                gain: self.gain[node],
                cover: self.split_rows[node],
            });
        }
        let leaves = self.leaf_value.iter().zip(&self.leaf_rows);
        drafts.extend(leaves.map(|(value, cover)| Draft::Leaf { value: *value, cover: *cover }));
        Ok(drafts)
    }
}
