use proptest::prelude::*;

use super::{ContributionMethod::*, *};
use crate::{
    lanes::Inline,
    tree::{Combine, Draft, Feature, FeatureKind, Link, MatrixColumn, Precision, Rule, Values},
};

const NUMBERS: usize = 4;
const LEVELS: u32 = 5;

/// `n3` takes 0 for missing.
fn number(name: String) -> Feature {
    let zero_is_missing = name == "n3";
    Feature { name, kind: FeatureKind::Number { zero_is_missing } }
}

/// Four numbers and a category.
fn features() -> Vec<Feature> {
    let levels = (0..LEVELS).map(|level| format!("level {level}")).collect();
    let category = Feature { name: "c".into(), kind: FeatureKind::Categories { levels } };
    (0..NUMBERS).map(|i| number(format!("n{i}"))).chain([category]).collect()
}

/// One split or leaf, drawn; which leaf is split next, on what, how the cover parts.
#[derive(Clone, Debug)]
struct Growth {
    leaf: usize,
    feature: usize,
    threshold: f64,
    set: u8,
    flags: (bool, bool),
    part: f64,
    values: (f64, f64),
}

fn growth() -> impl Strategy<Value = Growth> {
    let numbers = (0..NUMBERS + 1, prop::sample::select(vec![-1.0, -0.5, 0.0, 0.5, 1.0]), 1..31_u8);
    let parts = prop_oneof![6 => 0.01..0.99_f64, 1 => Just(0.0), 1 => Just(1.0)];
    (0..64_usize, numbers, any::<(bool, bool)>(), parts, (-5.0..5.0_f64, -5.0..5.0_f64)).prop_map(
        |(leaf, (feature, threshold, set), flags, part, values)| Growth {
            leaf,
            feature,
            threshold,
            set,
            flags,
            part,
            values,
        },
    )
}

fn grow(ensemble: &mut Ensemble, output: u32, growths: &[Growth]) {
    let mut drafts = vec![Draft::Leaf { value: 1.5, cover: 1000.0 }];
    for growth in growths {
        let leaves: Vec<usize> = (0..drafts.len()).filter(|i| matches!(drafts[*i], Draft::Leaf { .. })).collect();
        let parent = leaves[growth.leaf % leaves.len()];
        let Draft::Leaf { cover, .. } = drafts[parent] else { unreachable!() };
        let part = if cover > 0.0 { growth.part } else { 0.5 };
        let rule = match growth.feature {
            NUMBERS => {
                let set = ensemble.push_set((0..LEVELS).filter(|level| growth.set >> level & 1 == 1));
                if growth.flags.1 { Rule::In(set) } else { Rule::NotIn(set) }
            }
            _ => Rule::AtMost(growth.threshold),
        };
        let left = drafts.len() as u32;
        let missing_left = growth.flags.0;
        let feature = growth.feature as u32;
        drafts[parent] = Draft::Split { feature, rule, missing_left, left, right: left + 1, gain: 1.0, cover };
        // A leaf of no rows stands under a node of some; it is not split further, as no learner would.
        let cover = cover.max(1.0);
        drafts.push(Draft::Leaf { value: growth.values.0, cover: cover * part });
        drafts.push(Draft::Leaf { value: growth.values.1, cover: cover * (1.0 - part) });
    }
    ensemble.push_tree(output, &drafts).unwrap();
}

fn ensembles() -> impl Strategy<Value = Ensemble> {
    let trees = prop::collection::vec((0..2_u32, prop::collection::vec(growth(), 0..12)), 0..4);
    (trees, any::<bool>()).prop_map(|(trees, is_mean)| {
        let combine = if is_mean { Combine::Mean } else { Combine::Sum };
        let mut ensemble = Ensemble::new(features(), vec![0.25, -3.0], combine, Link::Identity, Precision::Double);
        trees.iter().for_each(|(output, growths)| grow(&mut ensemble, *output, growths));
        ensemble
    })
}

fn matrices() -> impl Strategy<Value = Matrix> {
    let number = || prop::sample::select(vec![-1.5, -0.75, -0.25, 0.0, 0.25, 0.75, 1.5, f64::NAN]);
    let row = (prop::array::uniform4(number()), prop::option::of(0..LEVELS));
    prop::collection::vec(row, 1..12).prop_map(|rows| {
        let column = |i: usize| MatrixColumn {
            name: format!("n{i}"),
            values: Values::Double(rows.iter().map(|row| row.0[i]).collect()),
        };
        let levels = (0..LEVELS).map(|level| format!("level {level}")).collect();
        let codes = rows.iter().map(|row| row.1.unwrap_or(crate::tree::MISSING_CODE)).collect();
        let category = MatrixColumn { name: "c".into(), values: Values::Categories { codes, levels } };
        Matrix::new((0..NUMBERS).map(column).chain([category]).collect()).unwrap()
    })
}

/// What a tree expects of a row of which only the features in `known` are known.
fn expectation(ensemble: &Ensemble, node: usize, row: &dyn Fn(u32) -> f64, known: u32) -> f64 {
    let nodes = ensemble.nodes();
    if nodes.is_leaf(node) {
        return nodes.leaf_value(node);
    }
    let feature = nodes.feature(node);
    let below = |child| expectation(ensemble, child, row, known);
    if known >> feature & 1 == 1 {
        return below(ensemble.next(node, row(feature)));
    }
    let (left, right) = nodes.children(node);
    let (left_cover, right_cover) = (nodes.cover(left), nodes.cover(right));
    (left_cover * below(left) + right_cover * below(right)) / (left_cover + right_cover)
}

/// The Shapley value by its definition: the weighted mean effect over all sets of other features.
fn by_definition(ensemble: &Ensemble, output: u32, row: &dyn Fn(u32) -> f64, feature: u32) -> f64 {
    let features = ensemble.features().len() as u32;
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let trees = || ensemble.trees().iter().filter(|tree| tree.output == output);
    let game = |known: u32| trees().map(|t| expectation(ensemble, t.start as usize, row, known)).sum::<f64>();
    let sets = (0..1_u32 << features).filter(|set| set >> feature & 1 == 0);
    let effect = |set: u32| {
        let size = set.count_ones();
        let weight = factorial(size) * factorial(features - size - 1) / factorial(features);
        weight * (game(set | 1 << feature) - game(set))
    };
    ensemble.share(output) * sets.map(effect).sum::<f64>()
}

fn assert_adds_up(ensemble: &Ensemble, matrix: &Matrix, found: &Contributions) -> Result<(), TestCaseError> {
    let margins = ensemble.margins(matrix, &Inline).unwrap();
    for row in 0..matrix.rows() {
        for output in 0..ensemble.outputs() {
            let sum = found.base[output] + found.of(row, output).iter().sum::<f64>();
            let margin = margins[row * ensemble.outputs() + output];
            prop_assert!((sum - margin).abs() < 1e-9, "row {row}, output {output}: {sum} is not {margin}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn exact_contributions_are_shapley_values(ensemble in ensembles(), matrix in matrices()) {
        let found = ensemble.contributions(&matrix, &Inline, Exact).unwrap();
        prop_assert_eq!(found.rows(), matrix.rows());
        assert_adds_up(&ensemble, &matrix, &found)?;
        let bound = ensemble.bind(&matrix).unwrap();
        for row in 0..matrix.rows() {
            for output in 0..2 {
                for (feature, value) in found.of(row, output).iter().enumerate() {
                    let of_row = |feature| bound.value(row, feature);
                    let truth = by_definition(&ensemble, output as u32, &of_row, feature as u32);
                    prop_assert!((value - truth).abs() < 1e-9, "row {row}, feature {feature}: {value}, not {truth}");
                }
            }
        }
    }

    #[test]
    fn contributions_along_the_path_add_up(ensemble in ensembles(), matrix in matrices()) {
        let found = ensemble.contributions(&matrix, &Inline, Path).unwrap();
        assert_adds_up(&ensemble, &matrix, &found)?;
        let exact = ensemble.contributions(&matrix, &Inline, Exact).unwrap();
        prop_assert_eq!(found.base, exact.base);
    }
}

fn one_tree(features: usize, drafts: &[Draft]) -> Ensemble {
    let features = (0..features).map(|i| number(format!("f{i}"))).collect();
    let mut ensemble = Ensemble::new(features, vec![0.0], Combine::Sum, Link::Identity, Precision::Double);
    ensemble.push_tree(0, drafts).unwrap();
    ensemble
}

/// A chain: each split sends a part of the rows to a leaf and the others on to a split on the next feature.
fn chain(depth: u32, part: f64) -> Ensemble {
    let mut drafts = Vec::new();
    let mut cover = 1.0;
    for level in 0..depth {
        let (left, rule) = (2 * level + 1, Rule::AtMost(0.0));
        drafts.push(Draft::Split { feature: level, rule, missing_left: true, left, right: left + 1, gain: 1.0, cover });
        drafts.push(Draft::Leaf { value: if level % 2 == 0 { 1.0 } else { -1.0 }, cover: cover * part });
        cover *= 1.0 - part;
    }
    drafts.push(Draft::Leaf { value: 3.0, cover });
    one_tree(depth as usize, &drafts)
}

#[test]
fn deep_paths_stay_exact() {
    for depth in [12, 30, 60, 300] {
        for part in [0.001, 0.5, 0.9] {
            let ensemble = chain(depth, part);
            let column = |i: u32| (format!("f{i}"), vec![1.0, if i.is_multiple_of(3) { -1.0 } else { 1.0 }, -1.0]);
            let matrix = Matrix::from_numbers((0..depth).map(column)).unwrap();
            let found = ensemble.contributions(&matrix, &Inline, Exact).unwrap();
            assert_adds_up(&ensemble, &matrix, &found).unwrap();
        }
    }
}

/// In a tree that is an "and" of n like features, all have the same share, known in closed form.
#[test]
fn like_features_share_alike() {
    const DEPTH: u32 = 20;
    let mut drafts = Vec::new();
    let mut cover = f64::from(1 << DEPTH);
    for level in 0..DEPTH {
        let (left, rule) = (2 * level + 1, Rule::AtMost(0.0));
        drafts.push(Draft::Split { feature: level, rule, missing_left: true, left, right: left + 1, gain: 1.0, cover });
        cover /= 2.0;
        drafts.push(Draft::Leaf { value: 0.0, cover });
    }
    drafts.push(Draft::Leaf { value: 1.0, cover });
    let ensemble = one_tree(DEPTH as usize, &drafts);
    let matrix = Matrix::from_numbers((0..DEPTH).map(|i| (format!("f{i}"), vec![1.0]))).unwrap();
    let found = ensemble.contributions(&matrix, &Inline, Exact).unwrap();
    let share = (1.0 - 1.0 / f64::from(1 << DEPTH)) / f64::from(DEPTH);
    for value in found.of(0, 0) {
        assert!((value - share).abs() < 1e-14, "{value} is not {share}");
    }
}

#[test]
fn a_split_without_covers_is_refused_until_rows_give_them() {
    let split = |cover| {
        let rule = Rule::AtMost(0.5);
        Draft::Split { feature: 0, rule, missing_left: false, left: 1, right: 2, gain: 0.0, cover }
    };
    let leaf = |value, cover| Draft::Leaf { value, cover };
    let matrix = Matrix::from_numbers([("f0", vec![0.0, 0.0, 0.0, 1.0])]).unwrap();
    for (left, right) in [(0.0, 0.0), (f64::NAN, 1.0), (-1.0, 2.0), (f64::INFINITY, 1.0)] {
        let ensemble = one_tree(1, &[split(4.0), leaf(1.0, left), leaf(5.0, right)]);
        for method in [Exact, Path] {
            let refused = ensemble.contributions(&matrix, &Inline, method);
            assert_eq!(refused, Err(TreeProblem::Node { tree: 0, node: 0, what: NO_COVER }));
        }
        let counted = ensemble.with_covers_of(&matrix, &Inline).unwrap();
        let found = counted.contributions(&matrix, &Inline, Exact).unwrap();
        assert_eq!((found.base[0], found.of(0, 0), found.of(3, 0)), (2.0, &[-1.0][..], &[3.0][..]));
    }
}

#[test]
fn a_tree_too_deep_is_refused() {
    let ensemble = chain(2000, 0.001);
    let matrix = Matrix::from_numbers((0..2000).map(|i| (format!("f{i}"), vec![1.0]))).unwrap();
    let refused = ensemble.contributions(&matrix, &Inline, Exact);
    assert!(matches!(refused, Err(TreeProblem::Node { tree: 0, node: 0, .. })), "{refused:?}");
    let found = ensemble.contributions(&matrix, &Inline, Path).unwrap();
    assert_adds_up(&ensemble, &matrix, &found).unwrap();
}

#[test]
fn rows_features_and_trees_may_all_be_absent() {
    let none = Ensemble::new(Vec::new(), vec![2.0], Combine::Sum, Link::Identity, Precision::Double);
    let found = none.contributions(&Matrix::default(), &Inline, Exact).unwrap();
    assert_eq!((found.base, found.values.len()), (vec![2.0], 0));
    let matrix = Matrix::from_numbers((0..3).map(|i| (format!("f{i}"), Vec::new()))).unwrap();
    let found = chain(3, 0.5).contributions(&matrix, &Inline, Exact).unwrap();
    assert_eq!(found.rows(), 0);
}

/// The numbers do not depend on which rows go together, nor in which order blocks are done.
#[test]
fn a_row_is_explained_alike_in_any_company() {
    struct Backwards;
    impl Lanes for Backwards {
        fn run(&self, jobs: usize, job: &(dyn Fn(usize) + Sync)) {
            (0..jobs).rev().for_each(job);
        }
    }
    let ensemble = chain(7, 0.3);
    let value = |row: usize, i: usize| ((row * 7 + i * 13) % 11) as f64 - 5.0;
    let column = |i: usize| (format!("f{i}"), (0..700).map(|row| value(row, i)).collect());
    let matrix = Matrix::from_numbers((0..7).map(column)).unwrap();
    let all = ensemble.contributions(&matrix, &Inline, Exact).unwrap();
    assert_eq!(all, ensemble.contributions(&matrix, &Backwards, Exact).unwrap());
    for row in [0, 9, 255, 256, 699] {
        let alone = ensemble.contributions(&matrix.take(&[row]), &Inline, Exact).unwrap();
        assert_eq!(alone.of(0, 0), all.of(row as usize, 0));
    }
}
