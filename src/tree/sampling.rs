//! Which rows and columns a tree, a level, a node sees: drawn by the seed alone.

use super::{
    order::nth_largest,
    params::{RowSampling, TreeParams},
    random::{Purpose, Random},
};

/// Draws the columns of one tree.
pub(super) struct Columns<'a> {
    params: &'a TreeParams,
    count: usize,
    tree: u64,
    seed: u64,
    /// Those of the tree; None: all.
    of_tree: Option<Vec<u32>>,
}

impl<'a> Columns<'a> {
    pub fn new(params: &'a TreeParams, count: usize, seed: u64, tree: u64) -> Self {
        let mut columns = Self { params, count, tree, seed, of_tree: None };
        if params.colsample_bytree < 1.0 {
            let mut of_tree = (0..count as u32).collect();
            draw(&mut of_tree, params.colsample_bytree, columns.random(Purpose::ColumnsOfTree));
            columns.of_tree = Some(of_tree);
        }
        columns
    }

    fn random(&self, purpose: Purpose) -> Random {
        Random::new(self.seed, purpose).part(self.tree)
    }

    /// The columns of a node in the order in which they were drawn, and how many of them it asked for: the rest may
    /// stand in where these are of no use. `path` names the columns above it.
    pub fn draw(&self, depth: u32, node: u32, path: &[u32], columns: &mut Vec<u32>) -> usize {
        columns.clear();
        match &self.of_tree {
            Some(of_tree) => columns.extend_from_slice(of_tree),
            None => columns.extend(0..self.count as u32),
        }
        let TreeParams { colsample_bylevel, colsample_bynode, interaction_constraints: groups, .. } = self.params;
        let level = self.random(Purpose::ColumnsOfLevel).part(u64::from(depth));
        draw(columns, *colsample_bylevel, level);
        if !groups.is_empty() && !path.is_empty() {
            let fits = |group: &&Vec<u32>| path.iter().all(|column| group.contains(column));
            let open: Vec<&Vec<u32>> = groups.iter().filter(fits).collect();
            columns.retain(|column| path.contains(column) || open.iter().any(|group| group.contains(column)));
        }
        let wanted = share_of(columns.len(), *colsample_bynode);
        if wanted < columns.len() {
            let random = self.random(Purpose::ColumnsOfNode).part(u64::from(node));
            let count = columns.len();
            random.draw_to_front(columns, count);
        }
        wanted
    }

    /// Which columns a node may use; None: all.
    pub fn mask(&self, depth: u32, node: u32, path: &[u32]) -> Option<Vec<bool>> {
        let TreeParams { colsample_bylevel, colsample_bynode, .. } = *self.params;
        let is_limited = !self.params.interaction_constraints.is_empty() && !path.is_empty();
        if self.of_tree.is_none() && colsample_bylevel >= 1.0 && colsample_bynode >= 1.0 && !is_limited {
            return None;
        }
        let mut columns = Vec::new();
        let wanted = self.draw(depth, node, path, &mut columns);
        let mut mask = vec![false; self.count];
        columns[..wanted].iter().for_each(|column| mask[*column as usize] = true);
        Some(mask)
    }

    /// For the random cuts of a node.
    pub fn cuts_of_node(&self, node: u32) -> Random {
        self.random(Purpose::Threshold).part(u64::from(node))
    }
}

/// How many a share of some columns is: at least one of any.
fn share_of(count: usize, share: f64) -> usize {
    ((count as f64 * share).round().max(1.0) as usize).min(count)
}

/// Keeps a share of the columns.
fn draw(columns: &mut Vec<u32>, share: f64, random: Random) {
    let wanted = share_of(columns.len(), share);
    if wanted < columns.len() {
        random.draw_to_front(columns, wanted);
        columns.truncate(wanted);
    }
}

/// How much each row counts in a tree: 0 for those that it does not learn from, else a factor on its gradient and
/// hessian. None: 1 for all.
pub(super) fn row_factors(
    sampling: RowSampling,
    seed: u64,
    tree: u64,
    gradients: &[f32],
    hessians: &[f32],
) -> Option<Vec<f32>> {
    let random = Random::new(seed, Purpose::Rows).part(tree);
    let rows = gradients.len();
    match sampling {
        RowSampling::All => None,
        RowSampling::Share(share) => {
            let factor = |row| if random.share(row) < share { 1.0 } else { 0.0 };
            Some((0..rows as u64).map(factor).collect())
        }
        RowSampling::OneSide { top, other } => {
            let size = |row: usize| (gradients[row] * hessians.get(row).copied().unwrap_or(1.0)).abs();
            let steepest = ((rows as f64 * top).ceil() as usize).min(rows);
            let sizes: Vec<f32> = (0..rows).map(size).collect();
            let bound = match steepest.checked_sub(1) {
                Some(_) => nth_largest(&sizes, steepest),
                None => f32::INFINITY,
            };
            // The rest is drawn at a rate that makes it `other` of all rows, and stands for all of the rest.
            let rate = other / (1.0 - top).max(f64::MIN_POSITIVE);
            let factor = |row: usize| match size(row) {
                size if size >= bound => 1.0,
                _ if random.share(row as u64) < rate => (1.0 / rate) as f32,
                _ => 0.0,
            };
            Some((0..rows).map(factor).collect())
        }
    }
}
