//! Decisive scores, put in order once -> what any thresholds would make of the leads, by a few dozen comparisons.
//!
//! A million leads are cut into tiers anew while a threshold is dragged, once a frame: counting them one by one would
//! take longer than a frame has. So counts come from binary searches, and sums from sums of the first n.

use serde::{Deserialize, Serialize};

use super::{Profile, Scores, Thresholds, Tier, TierRow};
use crate::lead::round_decimal;

const TIERS: usize = Tier::ALL.len();

/// Scored leads by falling decisive score.
#[derive(Debug)]
pub struct Ladder {
    /// Of the leads that thresholds may move, before rounding.
    exact: Vec<f64>,
    /// The sum of the first n of these as shown, in units of `1 / scale`: whole numbers where scores are rounded.
    sums: Vec<f64>,
    scale: f64,
    decimals: Option<u8>,
    /// Leads whose tier does not hang on the thresholds, because they fail the guardrail.
    held: [Held; TIERS],
    histogram: Vec<u32>,
    groups: Vec<Group>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Held {
    count: u32,
    sum: f64,
    range: Option<(f64, f64)>,
}

/// The leads that had a certain tier before.
#[derive(Clone, Debug, Default)]
struct Group {
    exact: Vec<f64>,
    held: [u32; TIERS],
}

/// Where a tier begins that is to hold so many leads, together with those above it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    pub threshold: f64,
    /// How many leads were asked for.
    pub wanted: u32,
    /// How many there are from the threshold up.
    pub got: u32,
    /// Leads that share the score at which the count asked for would end, so that they come in together or not at all;
    /// 0 where the count fits.
    pub tied: u32,
    /// The score that they share.
    pub tied_score: Option<f64>,
}

/// No threshold has more decimals than this; closer scores count as equal.
const MOST_DECIMALS: i32 = 6;

impl Ladder {
    /// Of scores by a profile; `groups` says for each lead to which group of [`Ladder::churn`] it belongs, if any.
    pub fn of(scores: &Scores, profile: &Profile, groups: usize, group_of: impl Fn(u32) -> Option<usize>) -> Self {
        let mut ladder = Self {
            exact: Vec::with_capacity(scores.ranking().len()),
            sums: Vec::new(),
            scale: profile.decimals.map_or(1.0, |digits| libm::pow(10.0, f64::from(digits))),
            decimals: profile.decimals,
            held: [Held::default(); TIERS],
            histogram: vec![0; 100],
            groups: vec![Group::default(); groups],
        };
        for &lead in scores.ranking() {
            let exact = scores.exact(lead as usize, profile);
            let shown = ladder.shown(exact);
            let units = ladder.units(shown);
            ladder.histogram[(shown as usize).min(99)] += 1;
            let group = group_of(lead).filter(|group| *group < groups);
            if scores.get(lead as usize).passes_guardrail {
                ladder.exact.push(exact);
                if let Some(group) = group {
                    ladder.groups[group].exact.push(exact);
                }
            } else {
                // The thresholds do not matter here.
                let tier = scores.tier(lead as usize, profile.tiers, profile) as usize;
                let held = &mut ladder.held[tier];
                held.count += 1;
                held.sum += units;
                held.range = Some(held.range.map_or((shown, shown), |(low, high)| (low.min(shown), high.max(shown))));
                if let Some(group) = group {
                    ladder.groups[group].held[tier] += 1;
                }
            }
        }
        sort(&mut ladder.exact);
        ladder.groups.iter_mut().for_each(|group| sort(&mut group.exact));
        ladder.sums.reserve(ladder.exact.len() + 1);
        let mut sum = 0.0;
        ladder.sums.push(sum);
        for i in 0..ladder.exact.len() {
            sum += ladder.units(ladder.shown(ladder.exact[i]));
            ladder.sums.push(sum);
        }
        ladder
    }

    fn shown(&self, exact: f64) -> f64 {
        self.decimals.map_or(exact, |digits| round_decimal(exact, digits))
    }

    /// A score as shown, in units of `1 / scale`.
    fn units(&self, shown: f64) -> f64 {
        if self.decimals.is_some() { (shown * self.scale).round() } else { shown }
    }

    /// How many scored leads there are.
    pub fn leads(&self) -> u32 {
        self.exact.len() as u32 + self.held.iter().map(|held| held.count).sum::<u32>()
    }

    /// The leads of each tier, A to D. Scores are the decisive ones, as shown.
    pub fn tiers(&self, thresholds: Thresholds) -> Vec<TierRow> {
        let ends = ends(&self.exact, thresholds);
        let all = f64::from(self.leads().max(1));
        let row = |tier: Tier| {
            let held = &self.held[tier as usize];
            let (start, end) = (ends[tier as usize], ends[tier as usize + 1]);
            let count = (end - start) as u32 + held.count;
            let moved = (start < end).then(|| (self.shown(self.exact[end - 1]), self.shown(self.exact[start])));
            let range = match (moved, held.range) {
                (Some((low, high)), Some((a, b))) => Some((low.min(a), high.max(b))),
                (one, other) => one.or(other),
            };
            let sum = (self.sums[end] - self.sums[start] + held.sum) / self.scale;
            TierRow {
                tier,
                count,
                percent: f64::from(count) / all * 100.0,
                mean: (count > 0).then(|| sum / f64::from(count)),
                min: range.map(|(low, _)| low),
                max: range.map(|(_, high)| high),
            }
        };
        Tier::ALL.into_iter().map(row).collect()
    }

    /// For each group, how many of its leads the thresholds put into A, B, C and D.
    pub fn churn(&self, thresholds: Thresholds) -> Vec<[u32; TIERS]> {
        let of = |group: &Group| {
            let ends = ends(&group.exact, thresholds);
            std::array::from_fn(|tier| (ends[tier + 1] - ends[tier]) as u32 + group.held[tier])
        };
        self.groups.iter().map(of).collect()
    }

    /// How many scored leads have a decisive score in `[i, i + 1)`, for i in 0..100; 100 counts into the last.
    pub fn histogram(&self) -> &[u32] {
        &self.histogram
    }

    /// Where tiers begin that hold at most so many leads, each count with those above it.
    pub fn cuts(&self, wanted: [u32; 3]) -> [Cut; 3] {
        wanted.map(|wanted| self.cut(wanted))
    }

    fn cut(&self, wanted: u32) -> Cut {
        let all = self.exact.len();
        let at = (wanted as usize).min(all);
        let cut = |end: usize, tied: usize| {
            let high = if end == 0 { f64::INFINITY } else { self.exact[end - 1] };
            let low = if end == all { high - 1.0 } else { self.exact[end] };
            Cut {
                threshold: plainest(low, high).unwrap_or(high).clamp(0.0, 100.0),
                wanted,
                got: end as u32,
                tied: tied as u32,
                tied_score: (tied > 0).then(|| self.shown(self.exact[at])),
            }
        };
        if at == 0 && all > 0 {
            // Nobody; unless the best have 100, which no threshold is above.
            let best = self.exact.partition_point(|score| *score >= 100.0);
            return Cut {
                threshold: plainest(self.exact[0], f64::INFINITY).unwrap_or(100.0).min(100.0),
                ..cut(best, 0)
            };
        }
        if all == 0 {
            return Cut { threshold: 100.0, wanted, got: 0, tied: 0, tied_score: None };
        }
        if at == all || !self.is_tied(at) {
            return cut(at, 0);
        }
        let first = (1..at).rev().find(|place| !self.is_tied(*place)).unwrap_or(0);
        let last = (at..all).find(|place| !self.is_tied(*place)).unwrap_or(all);
        // The best share one score: they are taken together, since a tier with nobody in it would help nobody.
        cut(if first == 0 { last } else { first }, last - first)
    }

    /// Whether no threshold parts the lead at a place from the one above it.
    fn is_tied(&self, place: usize) -> bool {
        plainest(self.exact[place], self.exact[place - 1]).is_none()
    }
}

fn sort(scores: &mut [f64]) {
    scores.sort_unstable_by(|a, b| b.total_cmp(a));
}

/// Where each tier begins and ends among falling scores.
fn ends(exact: &[f64], Thresholds { a, b, c }: Thresholds) -> [usize; TIERS + 1] {
    let from = |threshold: f64| exact.partition_point(|score| *score >= threshold);
    // Every lead has one tier, the best that it reaches, in whatever order the thresholds are.
    let (a, b, c) = (from(a), from(b), from(c));
    [0, a, b.max(a), c.max(b).max(a), exact.len()]
}

/// The number of fewest decimals that is over `low` and at most `high`.
fn plainest(low: f64, high: f64) -> Option<f64> {
    (0..=MOST_DECIMALS).find_map(|digits| {
        let power = libm::pow(10.0, f64::from(digits));
        let found =
            if high.is_finite() { (high * power).floor() / power } else { (low * power).floor() / power + 1.0 / power };
        (found > low && found <= high).then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(scores: &[f64]) -> Ladder {
        let mut exact = scores.to_vec();
        sort(&mut exact);
        let sums = std::iter::once(0.0)
            .chain(exact.iter().scan(0.0, |sum, score| {
                *sum += score;
                Some(*sum)
            }))
            .collect();
        Ladder {
            exact,
            sums,
            scale: 1.0,
            decimals: None,
            held: [Held::default(); TIERS],
            histogram: Vec::new(),
            groups: Vec::new(),
        }
    }

    fn check_cut(scores: &[f64], wanted: u32, threshold: f64, got: u32, tied: u32) {
        let cut = ladder(scores).cut(wanted);
        assert_eq!((cut.threshold, cut.got, cut.tied), (threshold, got, tied), "{wanted} of {scores:?}");
        assert_eq!(
            scores.iter().filter(|score| **score >= cut.threshold).count() as u32,
            got,
            "{wanted} of {scores:?}"
        );
    }

    #[test]
    fn a_cut_takes_as_many_as_fit_at_the_plainest_threshold() {
        let scores = [61.2, 55.37, 55.12, 43.0, 20.0];
        check_cut(&scores, 1, 61.0, 1, 0);
        check_cut(&scores, 2, 55.3, 2, 0);
        check_cut(&scores, 3, 55.0, 3, 0);
        check_cut(&scores, 5, 20.0, 5, 0);
        check_cut(&scores, 500, 20.0, 5, 0);
        check_cut(&scores, 0, 62.0, 0, 0);
        check_cut(&[], 3, 100.0, 0, 0);
    }

    #[test]
    fn leads_of_one_score_come_in_together_or_not_at_all() {
        let scores = [70.0, 50.5, 50.5, 50.5, 50.500_000_000_1, 30.0];
        check_cut(&scores, 1, 70.0, 1, 0);
        check_cut(&scores, 3, 70.0, 1, 4);
        check_cut(&scores, 5, 50.0, 5, 0);
        assert_eq!(ladder(&scores).cut(3).tied_score, Some(50.5));
        // All that are best share one score.
        check_cut(&[50.5, 50.5, 50.5, 10.0], 2, 50.0, 3, 3);
        check_cut(&[100.0, 100.0, 10.0], 0, 100.0, 2, 0);
    }
}
