//! One tree of a forest, grown by one thread, node by node.
//!
//! A node looks at a few columns only, drawn for it, so its histograms are counted anew and never subtracted. A large
//! node counts several columns in one walk over its rows; a small one remembers which bins it touched and searches
//! those alone, so that a node of ten rows costs ten bins and not 256. From a size on that fits the processor's cache, a
//! node copies the lines of its rows and all nodes below it read the copy: far down, rows lie far apart in the matrix.

use super::{
    bins::{Bins, Scale as ColumnScale},
    cuts::Cuts,
    fixed::{Scale, Sum},
    groups::Counts,
    grow::{GrownNode, split_node},
    lines::{Drawn, Lines, WALK, count, count_and_mark, gather, part_by_cells, part_by_lines},
    params::ForestParams,
    random::{Purpose, Random},
    sampling::Columns,
    split::{Bounds, Node, Rules, Search, Split},
};

/// Nodes of fewer rows are searched by the bins they touch.
const SMALL_NODE: usize = 1024;

/// Nodes whose lines take at most so many bytes copy them.
const COPIED_BYTES: usize = 256 << 10;

/// What the rows of a forest teach: each row's target less the mean, and its weight.
pub(super) struct Sample<'a> {
    target: &'a [f64],
    mean: f64,
    weights: Option<&'a WholeWeights>,
    scale: Scale,
    /// Of each row, drawn once with weight 1.
    sums: Vec<Sum>,
}

/// Weights in whole units.
pub(super) struct WholeWeights {
    pub exact: Vec<f64>,
    pub units: Vec<u32>,
    pub unit: f64,
}

impl<'a> Sample<'a> {
    pub fn new(target: &'a [f64], mean: f64, weights: Option<&'a WholeWeights>) -> Self {
        let largest = target.iter().map(|y| (y - mean).abs()).fold(0.0, f64::max) as f32;
        let scale = match weights {
            None => Scale::counted(target.len(), largest),
            Some(WholeWeights { units, unit, .. }) => {
                let most = units.iter().copied().max().unwrap_or(1);
                Scale::weighted(target.len() as f64 * f64::from(most), largest, *unit)
            }
        };
        let sums = target.iter().map(|y| scale.sum((mean - y) as f32)).collect();
        Self { target, mean, weights, scale, sums }
    }

    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    fn units(&self, row: usize) -> u32 {
        self.weights.map_or(1, |weights| weights.units[row])
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights.exact[row])
    }

    fn draws(&self, drawn: &Drawn) -> u32 {
        self.scale.units(drawn.sum) / self.units(drawn.row as usize).max(1)
    }
}

/// A tree with the values of its nodes, and what it says of the rows that it did not draw.
pub(super) struct WoodTree {
    pub nodes: Vec<GrownNode>,
    pub values: Vec<f64>,
    pub out_of_bag: Vec<(u32, f64)>,
}

/// Grows the trees of one forest.
pub(super) struct Wood<'a> {
    bins: &'a Bins,
    lines: &'a Lines,
    params: &'a ForestParams,
    sample: &'a Sample<'a>,
    rules: Rules,
}

/// A node that waits to be split: its rows lie side by side, and so do those that only come along.
struct Waiting {
    node: usize,
    depth: u32,
    start: usize,
    end: usize,
    others: (usize, usize),
    bounds: Bounds,
    path: Vec<u32>,
    /// Whether its rows' lines are those of the copy.
    is_copied: bool,
    best: Option<Split>,
}

/// What a tree works with.
struct Bench {
    rows: Vec<Drawn>,
    others: Vec<Drawn>,
    spare: Vec<Drawn>,
    columns: Vec<u32>,
    counts: Vec<Counts>,
    /// The lines of the rows of one node and all below it.
    copy: Lines,
    /// Which bins a small node touched.
    marks: [u8; 256],
    /// The sums of the bins touched, and which bins these are.
    sums: Vec<Sum>,
    bins: Vec<u8>,
    cuts: Cuts,
}

impl<'a> Wood<'a> {
    pub fn new(bins: &'a Bins, lines: &'a Lines, params: &'a ForestParams, sample: &'a Sample<'a>) -> Self {
        Self { bins, lines, params, sample, rules: Rules::of(&params.tree) }
    }

    pub fn grow(&self, tree: u64) -> WoodTree {
        let columns = Columns::new(&self.params.tree, self.bins.columns().len(), self.params.seed, tree);
        let mut bench = self.bench(tree);
        let total = bench.rows.iter().map(|drawn| drawn.sum).sum();
        let mut nodes = vec![GrownNode { total, split: None }];
        let mut root = Waiting {
            node: 0,
            depth: 0,
            start: 0,
            end: bench.rows.len(),
            others: (0, bench.others.len()),
            bounds: Bounds::NONE,
            path: Vec::new(),
            is_copied: false,
            best: None,
        };
        let limits_leaves = self.params.tree.max_leaves > 0;
        if limits_leaves {
            root.best = self.best(&root, total, &columns, &mut bench);
        }
        let mut waiting = vec![root];
        let mut values = vec![0.0];
        let mut out_of_bag = Vec::new();
        let max_leaves = match self.params.tree.max_leaves {
            0 => usize::MAX,
            most => most as usize,
        };
        let mut leaves = 1;
        while let Some(mut next) = self.next(&mut waiting) {
            if !limits_leaves {
                // All nodes below it come before any other: the copy serves them all.
                self.copy_lines(&mut next, &mut bench);
                next.best = self.best(&next, nodes[next.node].total, &columns, &mut bench);
            }
            let best = if leaves < max_leaves { next.best } else { None };
            let Some(split) = best else {
                let value = self.leaf_value(&bench.rows[next.start..next.end], next.bounds);
                values[next.node] = value;
                out_of_bag.extend(bench.others[next.others.0..next.others.1].iter().map(|other| (other.row, value)));
                continue;
            };
            leaves += 1;
            let (left, totals) = split_node(&mut nodes, next.node, &split);
            values.extend([0.0; 2]);
            let [mut left_child, mut right_child] = self.children(next, &split, totals, left as usize, &mut bench);
            if limits_leaves {
                left_child.best = self.best(&left_child, totals[0], &columns, &mut bench);
                right_child.best = self.best(&right_child, totals[1], &columns, &mut bench);
            }
            waiting.extend([right_child, left_child]);
        }
        WoodTree { nodes, values, out_of_bag }
    }

    /// The node to split or to close next: the last one, so that its rows are still at hand; where leaves are limited, the
    /// one that gains most.
    fn next(&self, waiting: &mut Vec<Waiting>) -> Option<Waiting> {
        if self.params.tree.max_leaves == 0 {
            return waiting.pop();
        }
        let gain = |waiting: &Waiting| waiting.best.map_or(0.0, |best| best.gain);
        let best = (0..waiting.len()).min_by(|a, b| gain(&waiting[*b]).total_cmp(&gain(&waiting[*a])))?;
        Some(waiting.remove(best))
    }

    fn bench(&self, tree: u64) -> Bench {
        let count = self.bins.rows();
        let mut draws = vec![u32::from(!self.params.bootstrap); count];
        if self.params.bootstrap {
            let random = Random::new(self.params.seed, Purpose::Bootstrap).part(tree);
            (0..count as u64).for_each(|draw| draws[random.below(draw, count as u32) as usize] += 1);
        }
        let drawn = |row: u32| {
            let (draws, units) = (draws[row as usize], self.sample.units(row as usize));
            Drawn { row, place: row, sum: self.sample.sums[row as usize] * Sum::from(draws * units) }
        };
        let learns = |row: &u32| draws[*row as usize] > 0 && self.sample.units(*row as usize) > 0;
        let rows: Vec<Drawn> = (0..count as u32).filter(learns).map(drawn).collect();
        let is_other = |row: &u32| self.params.oob && draws[*row as usize] == 0;
        let others = (0..count as u32).filter(is_other).map(|row| Drawn { row, place: row, sum: 0 }).collect();
        Bench {
            spare: vec![Drawn { row: 0, place: 0, sum: 0 }; count],
            rows,
            others,
            columns: Vec::new(),
            counts: vec![[0; 256]; WALK],
            copy: Lines::default(),
            marks: [0; 256],
            sums: Vec::new(),
            bins: Vec::new(),
            cuts: Cuts::default(),
        }
    }

    fn copy_lines(&self, waiting: &mut Waiting, bench: &mut Bench) {
        let rows = &mut bench.rows[waiting.start..waiting.end];
        if !waiting.is_copied && rows.len() * self.lines.stride <= COPIED_BYTES {
            bench.copy.copy(self.lines, rows);
            waiting.is_copied = true;
        }
    }

    fn lines_of<'s>(&'s self, waiting: &Waiting, copy: &'s Lines) -> &'s Lines {
        if waiting.is_copied { copy } else { self.lines }
    }

    /// The mean target of a leaf, from the targets themselves.
    fn leaf_value(&self, rows: &[Drawn], bounds: Bounds) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for drawn in rows {
            let row = drawn.row as usize;
            let own = f64::from(self.sample.draws(drawn)) * self.sample.weight(row);
            sum += own * self.sample.target[row];
            weight += own;
        }
        let value = if weight > 0.0 { sum / weight } else { self.sample.mean };
        if bounds == Bounds::NONE {
            return value;
        }
        // Bounds are on the gradient's scale, which begins at the mean.
        self.sample.mean + (value - self.sample.mean).clamp(bounds.low, bounds.high)
    }

    fn children(
        &self,
        parent: Waiting,
        split: &Split,
        totals: [Sum; 2],
        left: usize,
        bench: &mut Bench,
    ) -> [Waiting; 2] {
        let cells = &self.bins.columns()[split.column].cells;
        let route = split.route();
        let (rows, spare) = (&mut bench.rows[parent.start..parent.end], &mut bench.spare);
        let left_rows = match parent.is_copied {
            true => part_by_lines(rows, spare, &route, &bench.copy, split.column),
            false => part_by_cells(rows, spare, &route, cells),
        };
        let middle = parent.start + left_rows;
        let (others, others_end) = parent.others;
        let others_middle = others + part_by_cells(&mut bench.others[others..others_end], spare, &route, cells);
        let [left_bounds, right_bounds] = self.rules.child_bounds(parent.bounds, split, totals, &self.sample.scale);
        let mut path = parent.path;
        if !self.params.tree.interaction_constraints.is_empty() {
            path.push(split.column as u32);
        }
        let depth = parent.depth + 1;
        [
            Waiting {
                node: left,
                depth,
                start: parent.start,
                end: middle,
                others: (others, others_middle),
                bounds: left_bounds,
                path: path.clone(),
                is_copied: parent.is_copied,
                best: None,
            },
            Waiting {
                node: left + 1,
                depth,
                start: middle,
                end: parent.end,
                others: (others_middle, others_end),
                bounds: right_bounds,
                path,
                is_copied: parent.is_copied,
                best: None,
            },
        ]
    }

    /// The best split by the columns drawn for the node. Where none of them can split it, others are tried, as
    /// scikit-learn does.
    fn best(&self, waiting: &Waiting, total: Sum, columns: &Columns, bench: &mut Bench) -> Option<Split> {
        let tree = &self.params.tree;
        let (_, weight) = self.sample.scale.unpack(total);
        let draws = match self.sample.weights {
            None => self.sample.scale.units(total),
            Some(_) => bench.rows[waiting.start..waiting.end].iter().map(|drawn| self.sample.draws(drawn)).sum(),
        };
        let is_deep = tree.max_depth > 0 && waiting.depth >= tree.max_depth;
        if is_deep || weight < 2.0 * self.rules.min_weight || draws < 2 * self.rules.min_rows.max(1) {
            return None;
        }
        let node = Node { total, bounds: waiting.bounds, random: columns.cuts_of_node(waiting.node as u32) };
        let mut drawn = std::mem::take(&mut bench.columns);
        let wanted = columns.draw(waiting.depth, waiting.node as u32, &waiting.path, &mut drawn);
        let mut best = None;
        for chosen in drawn.chunks(wanted.max(1)) {
            best = if waiting.end - waiting.start < SMALL_NODE {
                self.best_of_small(node, waiting, chosen, bench)
            } else {
                self.best_of_large(node, waiting, chosen, bench)
            };
            if best.is_some() {
                break;
            }
        }
        bench.columns = drawn;
        best
    }

    fn best_of_large(&self, node: Node, waiting: &Waiting, columns: &[u32], bench: &mut Bench) -> Option<Split> {
        let Bench { rows, counts, copy, cuts, .. } = bench;
        let (rows, lines) = (&rows[waiting.start..waiting.end], self.lines_of(waiting, copy));
        let mut best: Option<Split> = None;
        for columns in columns.chunks(WALK) {
            let counts = &mut counts[..columns.len()];
            counts.iter_mut().for_each(|counts| counts.fill(0));
            // In pieces: a browser's engine swaps in its optimised code only between calls.
            for rows in rows.chunks(8192) {
                count(lines, rows, columns, counts);
            }
            for (column, counts) in columns.iter().zip(&*counts) {
                let column = *column as usize;
                let sums = &counts[..self.bins.columns()[column].bins()];
                let draws = self.counts_draws().then(|| self.draws(lines, rows, column));
                let draws = draws.as_ref().map(|draws| &draws[..sums.len()]);
                best = self.search(node, column, sums, draws).better(cuts, best);
            }
        }
        best
    }

    fn best_of_small(&self, node: Node, waiting: &Waiting, columns: &[u32], bench: &mut Bench) -> Option<Split> {
        let Bench { rows, counts, copy, marks, sums, bins, cuts, .. } = bench;
        let (rows, lines) = (&rows[waiting.start..waiting.end], self.lines_of(waiting, copy));
        let counts = &mut counts[0];
        counts.fill(0);
        let mut best: Option<Split> = None;
        for column in columns {
            let column = *column as usize;
            count_and_mark(lines, rows, column, counts, marks);
            gather(counts, marks, sums, bins);
            if bins.len() < 2 {
                continue;
            }
            let draws = self.counts_draws().then(|| self.draws(lines, rows, column));
            let draws: Option<Vec<Sum>> = draws.map(|draws| bins.iter().map(|bin| draws[usize::from(*bin)]).collect());
            let found = self.search(node, column, sums, draws.as_deref()).better(cuts, best);
            best = found.map(|split| match split.column == column {
                true => Split { cut: split.cut.renumbered(bins), ..split },
                false => split,
            });
        }
        best
    }

    /// Whether a least number of rows is asked for that the sums of weights do not tell.
    fn counts_draws(&self) -> bool {
        self.sample.weights.is_some() && self.rules.min_rows > 1
    }

    fn draws(&self, lines: &Lines, rows: &[Drawn], column: usize) -> Counts {
        let mut counts = [0; 256];
        for drawn in rows {
            counts[usize::from(lines.line(drawn.place)[column])] += Sum::from(self.sample.draws(drawn));
        }
        counts
    }

    fn search<'s>(&'s self, node: Node, column: usize, sums: &'s [Sum], rows: Option<&'s [Sum]>) -> Search<'s> {
        Search {
            rules: &self.rules,
            scale: &self.sample.scale,
            node,
            column,
            is_categorical: matches!(self.bins.columns()[column].scale, ColumnScale::Categories { .. }),
            sums,
            rows,
        }
    }
}
