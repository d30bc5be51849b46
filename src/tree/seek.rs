//! The best splits of new nodes, in one walk over their histograms.
//!
//! For each group of columns: the smaller child's sums are counted, the larger child's are the parent's less those, and
//! both are searched at once, while the group's sums are in the fastest cache. A group of one family is one job.

use std::sync::Mutex;

use super::{
    bins::{Bins, Scale as ColumnScale},
    cuts::Cuts,
    fixed::{Entry, Format, Scale},
    groups::{Counts, Group, Unpacker},
    grow::{Family, Live, TreeRows},
    split::{Node, Rules, Search, Split},
};
use crate::lanes::Lanes;

/// Rows that one of several jobs counts. Of a node with more, parts are counted apart and added up.
const PIECE: usize = 16_384;

/// Histograms kept for subtraction take at most so much memory; with more columns each node counts its own.
const MOST_KEPT_BYTES: usize = 512 << 20;

/// The sums of every byte of a row, group after group; and of rows, where these must be counted apart.
#[derive(Default)]
pub(super) struct Histogram {
    sums: Vec<Counts>,
    rows: Vec<Counts>,
}

pub(super) struct Seeker<'a> {
    bins: &'a Bins,
    groups: &'a [Group],
    pub rules: Rules,
    lanes: &'a dyn Lanes,
    keeps_histograms: bool,
    /// Histograms to use again.
    pool: Vec<Histogram>,
}

/// One group of one family, ready to be worked on.
struct Section<'s> {
    family: usize,
    group: usize,
    smaller: &'s Live,
    smaller_sums: Part<'s>,
    larger: Option<(&'s Live, Part<'s>)>,
    is_counted: bool,
    found: (Option<Split>, Option<Split>),
}

/// A group's part of a histogram.
#[derive(Default)]
struct Part<'s> {
    sums: &'s mut [Counts],
    rows: &'s mut [Counts],
}

impl Part<'_> {
    fn clear(&mut self) {
        self.sums.iter_mut().chain(&mut *self.rows).for_each(|counts| counts.fill(0));
    }

    fn add(&mut self, other: &Part) {
        combine(self.sums, other.sums, |a, b| *a += b);
        combine(self.rows, other.rows, |a, b| *a += b);
    }

    fn subtract(&mut self, other: &Part) {
        combine(self.sums, other.sums, |a, b| *a -= b);
        combine(self.rows, other.rows, |a, b| *a -= b);
    }
}

fn combine(into: &mut [Counts], from: &[Counts], with: impl Fn(&mut i64, i64)) {
    for (into, from) in into.iter_mut().zip(from) {
        into.iter_mut().zip(from).for_each(|(into, from)| with(into, *from));
    }
}

impl Histogram {
    /// The parts of all groups.
    fn parts(&mut self, groups: &[Group]) -> Vec<Part<'_>> {
        let (mut sums, mut rows) = (self.sums.as_mut_slice(), self.rows.as_mut_slice());
        let part = |group: &Group| {
            let width = group.packs.len();
            let (own, rest) = std::mem::take(&mut sums).split_at_mut(width);
            sums = rest;
            let (own_rows, rest) = {
                let rows = std::mem::take(&mut rows);
                let width = width.min(rows.len());
                rows.split_at_mut(width)
            };
            rows = rest;
            Part { sums: own, rows: own_rows }
        };
        groups.iter().map(part).collect()
    }
}

impl<'a> Seeker<'a> {
    pub fn new(bins: &'a Bins, groups: &'a [Group], rules: Rules, most_leaves: usize, lanes: &'a dyn Lanes) -> Self {
        let bytes = groups.iter().map(|group| group.packs.len()).sum::<usize>() * size_of::<Counts>();
        let keeps_histograms = most_leaves.saturating_mul(bytes) <= MOST_KEPT_BYTES;
        Self { bins, groups, rules, lanes, keeps_histograms, pool: Vec::new() }
    }

    /// Takes a histogram that is needed no more.
    pub fn give_back(&mut self, histogram: Option<Histogram>) {
        self.pool.extend(histogram);
    }

    /// Finds the best split of each node. The families' histograms are then their own.
    pub fn search(&mut self, families: &mut [Family], rows: &TreeRows) {
        let mut histograms: Vec<(Histogram, Option<Histogram>)> = families
            .iter_mut()
            .map(|family| (self.room(&rows.scale), family.larger.as_mut().and_then(|larger| larger.histogram.take())))
            .collect();
        let mut sections = self.sections(families, &mut histograms);
        let scribe = Scribe { seeker: self, rows, counts_rows: self.counts_rows(&rows.scale) };
        scribe.count_large_nodes(&mut sections);
        let sections: Vec<Mutex<Section>> = sections.into_iter().map(Mutex::new).collect();
        self.lanes.run(sections.len(), &|number| {
            if let Ok(mut section) = sections[number].lock() {
                scribe.finish(&mut section);
            }
        });
        let found: Vec<_> = sections
            .into_iter()
            .filter_map(|section| section.into_inner().ok())
            .map(|section| (section.family, section.found))
            .collect();
        for (family, (smaller, larger)) in found {
            families[family].smaller.consider(smaller);
            if let Some(node) = &mut families[family].larger {
                node.consider(larger);
            }
        }
        for (family, (smaller, larger)) in families.iter_mut().zip(histograms) {
            if self.keeps_histograms {
                family.smaller.histogram = Some(smaller);
                if let Some(node) = &mut family.larger {
                    node.histogram = larger;
                }
            }
        }
    }

    fn counts_rows(&self, scale: &Scale) -> bool {
        scale.format == Format::Curved && self.rules.min_rows > 1
    }

    /// A histogram to write to, if histograms are kept.
    fn room(&mut self, scale: &Scale) -> Histogram {
        if !self.keeps_histograms {
            return Histogram::default();
        }
        let len = self.groups.iter().map(|group| group.packs.len()).sum();
        let mut histogram = self.pool.pop().unwrap_or_default();
        histogram.sums.resize(len, [0; 256]);
        histogram.rows.resize(if self.counts_rows(scale) { len } else { 0 }, [0; 256]);
        histogram
    }

    fn sections<'s>(
        &self,
        families: &'s [Family],
        histograms: &'s mut [(Histogram, Option<Histogram>)],
    ) -> Vec<Section<'s>> {
        let mut sections = Vec::with_capacity(families.len() * self.groups.len());
        for (number, (family, (smaller, larger))) in families.iter().zip(histograms).enumerate() {
            let none = || self.groups.iter().map(|_| Part::default()).collect::<Vec<_>>();
            let smaller = if self.keeps_histograms { smaller.parts(self.groups) } else { none() };
            let larger = larger.as_mut().map_or_else(none, |larger| larger.parts(self.groups));
            for (group, (smaller_sums, larger_sums)) in smaller.into_iter().zip(larger).enumerate() {
                sections.push(Section {
                    family: number,
                    group,
                    smaller: &family.smaller,
                    smaller_sums,
                    larger: family.larger.as_ref().map(|node| (node, larger_sums)),
                    is_counted: false,
                    found: (None, None),
                });
            }
        }
        sections
    }
}

impl Live {
    fn consider(&mut self, split: Option<Split>) {
        if let Some(split) = split.filter(|split| split.beats(self.best.as_ref())) {
            self.best = Some(split);
        }
    }
}

/// Counts and searches sections of one batch.
struct Scribe<'a> {
    seeker: &'a Seeker<'a>,
    rows: &'a TreeRows<'a>,
    counts_rows: bool,
}

/// Room for one group's histogram on the stack.
struct Room {
    sums: [Counts; 8],
    rows: [Counts; 8],
}

impl Room {
    const EMPTY: Self = Self { sums: [[0; 256]; 8], rows: [[0; 256]; 8] };

    fn part(&mut self, width: usize, counts_rows: bool) -> Part<'_> {
        Part { sums: &mut self.sums[..width], rows: &mut self.rows[..if counts_rows { width } else { 0 }] }
    }
}

impl Scribe<'_> {
    /// Counts the nodes whose rows are more than one job's, in pieces.
    fn count_large_nodes(&self, sections: &mut [Section]) {
        if self.seeker.lanes.width() == 1 {
            return;
        }
        let mut pieces = Vec::new();
        for (place, section) in sections.iter_mut().enumerate() {
            let count = section.smaller.rows.len().div_ceil(PIECE);
            if count > 1 && !section.smaller_sums.sums.is_empty() {
                section.smaller_sums.clear();
                section.is_counted = true;
                pieces.extend((0..count).map(|piece| (place, piece)));
            }
        }
        if pieces.is_empty() {
            return;
        }
        let sections: Vec<Mutex<&mut Section>> = sections.iter_mut().map(Mutex::new).collect();
        self.seeker.lanes.run(pieces.len(), &|number| {
            let (place, piece) = pieces[number];
            let Ok((group, all)) = sections[place].lock().map(|s| (s.group, s.smaller.rows.clone())) else { return };
            let group = &self.seeker.groups[group];
            let start = all.start + piece * PIECE;
            let entries = &self.rows.entries[start..(start + PIECE).min(all.end)];
            let mut room = Room::EMPTY;
            let mut part = room.part(group.packs.len(), self.counts_rows);
            self.count(group, entries, &mut part);
            if let Ok(mut section) = sections[place].lock() {
                section.smaller_sums.add(&part);
            }
        });
    }

    fn count(&self, group: &Group, entries: &[Entry], part: &mut Part) {
        group.count(entries, self.rows.scale.format == Format::Curved, part.sums);
        if self.counts_rows {
            // A row without a gradient, its hessian 1.
            let mut rows = Vec::with_capacity(8192);
            for entries in entries.chunks(8192) {
                rows.clear();
                rows.extend(entries.iter().map(|entry| entry & !u64::from(u32::MAX)));
                group.count(&rows, false, part.rows);
            }
        }
    }

    fn finish(&self, section: &mut Section) {
        let group = &self.seeker.groups[section.group];
        let entries = |node: &Live| &self.rows.entries[node.rows.clone()];
        let width = group.packs.len();
        if section.smaller_sums.sums.is_empty() {
            // Nothing is kept: each child counts for itself, into the same room.
            let mut room = Room::EMPTY;
            let mut part = room.part(width, self.counts_rows);
            self.count(group, entries(section.smaller), &mut part);
            section.found.0 = self.best(group, section.smaller, &part);
            if let Some((larger, _)) = &section.larger {
                part.clear();
                self.count(group, entries(larger), &mut part);
                section.found.1 = self.best(group, larger, &part);
            }
            return;
        }
        if !section.is_counted {
            section.smaller_sums.clear();
            self.count(group, entries(section.smaller), &mut section.smaller_sums);
        }
        section.found.0 = self.best(group, section.smaller, &section.smaller_sums);
        if let Some((larger, sums)) = &mut section.larger {
            sums.subtract(&section.smaller_sums);
            section.found.1 = self.best(group, larger, sums);
        }
    }

    /// The best split of a node by a column of the group.
    fn best(&self, group: &Group, node: &Live, part: &Part) -> Option<Split> {
        let Seeker { bins, rules, .. } = self.seeker;
        let mut best: Option<Split> = None;
        let (mut cuts, mut sums_room, mut rows_room) = (Cuts::default(), Unpacker::EMPTY, Unpacker::EMPTY);
        for (place, pack) in group.packs.iter().enumerate() {
            for (number, member) in pack.members.iter().enumerate() {
                let sums = sums_room.histogram(pack, number, &part.sums[place]);
                let rows = part.rows.get(place).map(|rows| rows_room.histogram(pack, number, rows));
                if node.allowed.as_ref().is_some_and(|allowed| !allowed[member.column]) {
                    continue;
                }
                let search = Search {
                    rules,
                    scale: &self.rows.scale,
                    node: Node { total: node.total, bounds: node.bounds, random: node.random },
                    column: member.column,
                    is_categorical: matches!(bins.columns()[member.column].scale, ColumnScale::Categories { .. }),
                    sums,
                    rows,
                };
                best = search.better(&mut cuts, best);
            }
        }
        best
    }
}
