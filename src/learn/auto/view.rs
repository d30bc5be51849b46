//! The matrix as learners see it: as it is, or with means of the target in place of categories of many levels.

use crate::{
    lanes::Lanes,
    learn::{category_means::CategoryMeans, folds::Folds},
    tree::{Bins, Matrix, TreeProblem},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ViewName {
    Plain,
    Means,
}

/// Each view as a matrix, and in bins.
pub(super) struct Views<'a> {
    plain: &'a Matrix,
    plain_bins: Bins,
    means: Option<(CategoryMeans, Matrix, Bins)>,
}

/// Few rows fill few bins, and fewer bins are searched sooner.
pub(super) fn max_bin(rows: usize) -> u32 {
    if rows < 5_000 { 63 } else { 255 }
}

impl<'a> Views<'a> {
    pub fn new(matrix: &'a Matrix, target: &[f64], folds: &Folds, lanes: &dyn Lanes) -> Result<Self, TreeProblem> {
        let max_bin = max_bin(matrix.rows());
        let plain_bins = Bins::of(matrix, max_bin, lanes)?;
        let means = match CategoryMeans::learn(matrix, target) {
            Some(means) => {
                let view = means.out_of_fold(matrix, target, folds)?;
                let bins = Bins::of(&view, max_bin, lanes)?;
                Some((means, view, bins))
            }
            None => None,
        };
        Ok(Self { plain: matrix, plain_bins, means })
    }

    pub fn has_means(&self) -> bool {
        self.means.is_some()
    }

    pub fn matrix(&self, name: ViewName) -> &Matrix {
        match (name, &self.means) {
            (ViewName::Means, Some((_, matrix, _))) => matrix,
            _ => self.plain,
        }
    }

    pub fn bins(&self, name: ViewName) -> &Bins {
        match (name, &self.means) {
            (ViewName::Means, Some((.., bins))) => bins,
            _ => &self.plain_bins,
        }
    }

    /// What turns a later matrix into the view; none for the plain one.
    pub fn means_of(&self, name: ViewName) -> Option<CategoryMeans> {
        match name {
            ViewName::Plain => None,
            ViewName::Means => self.means.as_ref().map(|(means, ..)| means.clone()),
        }
    }
}
