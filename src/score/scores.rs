//! Leads -> [`Scores`], by the rules of a profile.

use super::{
    Tier,
    fact::Evidence,
    profile::{Profile, Rule, ScoreColumn, Step, Thresholds},
    reason::rule_words,
};
use crate::{
    lanes::{Lanes, fill},
    lead::{Lead, Leads, round_decimal},
    table::Day,
};

/// The score of one lead.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Points of each component of the profile, as shown.
    pub components: [f64; Profile::MAX_COMPONENTS],
    /// The weighted sum that the tier is decided by.
    pub exact_total: f64,
    /// The same as shown.
    pub total: f64,
    /// Bit n stands for the n-th reason of the profile.
    pub reasons: u64,
    /// False when the profile has a guardrail and the deal does not clear it.
    pub passes_guardrail: bool,
    /// False for a lead that the profile leaves out.
    pub is_scored: bool,
}

impl Score {
    pub fn tier(&self, thresholds: Thresholds, profile: &Profile) -> Tier {
        match &profile.guardrail {
            Some(guardrail) if !self.passes_guardrail => {
                if self.exact_total >= guardrail.unprofitable_c {
                    Tier::C
                } else {
                    Tier::D
                }
            }
            _ if self.exact_total >= thresholds.a => Tier::A,
            _ if self.exact_total >= thresholds.b => Tier::B,
            _ if self.exact_total >= thresholds.c => Tier::C,
            _ => Tier::D,
        }
    }

    /// What a score column of the exports shows; None when no component of the profile belongs there.
    pub fn column(&self, column: ScoreColumn, profile: &Profile) -> Option<f64> {
        let position = profile.components.iter().position(|component| component.column == Some(column))?;
        Some(self.components[position])
    }

    /// Codes of the reasons, in the order of the profile.
    pub fn reason_codes<'a>(&self, profile: &'a Profile) -> impl Iterator<Item = &'a str> + use<'a> {
        let reasons = self.reasons;
        profile.reasons().enumerate().filter(move |(bit, _)| reasons >> bit & 1 == 1).map(|(_, code)| code)
    }
}

/// The scores of all leads, by lead.
#[derive(Debug)]
pub struct Scores {
    scores: Vec<Score>,
    /// Scored leads, best first.
    ranking: Vec<u32>,
    /// Place of each lead in the ranking from 1, or 0.
    ranks: Vec<u32>,
}

impl Scores {
    pub fn of(leads: &Leads, profile: &Profile, lanes: &dyn Lanes) -> Self {
        let mut scores = vec![Score::default(); leads.len()];
        fill(lanes, &mut scores, |i| score(leads.get(i), profile));
        let ranking = rank(&scores);
        let mut ranks = vec![0; scores.len()];
        for (place, &lead) in ranking.iter().enumerate() {
            ranks[lead as usize] = place as u32 + 1;
        }
        Self { scores, ranking, ranks }
    }

    pub fn get(&self, lead: usize) -> &Score {
        &self.scores[lead]
    }

    /// The scored leads by falling total as shown; equal ones in the order of their first appearance.
    pub fn ranking(&self) -> &[u32] {
        &self.ranking
    }

    /// Place of a lead in the ranking, from 1; 0 for a lead that the profile leaves out.
    pub fn rank_of(&self, lead: usize) -> u32 {
        self.ranks[lead]
    }
}

fn rank(scores: &[Score]) -> Vec<u32> {
    // Falling totals as rising integers, with the lead below: one sort of plain numbers, stable by construction.
    let key = |(lead, score): (usize, &Score)| (u128::from(!sortable(score.total)) << 32) | lead as u128;
    let mut keys: Vec<u128> = scores.iter().enumerate().filter(|(_, s)| s.is_scored).map(key).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| key as u32).collect()
}

/// The bits of a number so that they rise with it.
pub(crate) fn sortable(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Scores one lead.
pub fn score(lead: Lead<'_>, profile: &Profile) -> Score {
    let profitability = profile.guardrail.as_ref().map(|guardrail| guardrail.judge(lead));
    let evidence = Evidence { lead, profitability };
    let mut components = [0.0; Profile::MAX_COMPONENTS];
    let mut reasons = 0;
    let mut total = 0.0;
    let mut first_bit = 0;
    for (component, shown) in profile.components.iter().zip(&mut components) {
        let mut points = component.start;
        for rule in &component.rules {
            if let Some((step, fact)) = met(rule, &evidence) {
                let met = &rule.steps[step];
                points += met.points_for(fact);
                if met.reason.is_some() {
                    reasons |= 1 << (first_bit + reason_steps(&rule.steps[..step]));
                }
            }
            first_bit += reason_steps(&rule.steps);
        }
        let points = points.clamp(0.0, 100.0);
        total += points * component.weight;
        *shown = profile.decimals.map_or(points, |digits| round_decimal(points, digits));
    }
    for bonus in &profile.bonuses {
        if evidence.get(bonus.fact).is_some() {
            total += bonus.points;
        }
    }
    let exact_total = total.clamp(0.0, 100.0);
    Score {
        components,
        exact_total,
        total: profile.decimals.map_or(exact_total, |digits| round_decimal(exact_total, digits)),
        reasons,
        passes_guardrail: profitability.is_none_or(|p| p.is_profitable),
        is_scored: profile.leads_of.is_empty() || profile.leads_of.iter().any(|&source| lead.has(source)),
    }
}

fn reason_steps(steps: &[Step]) -> usize {
    steps.iter().filter(|step| step.reason.is_some()).count()
}

/// The step of a rule that a lead meets, with the fact.
fn met(rule: &Rule, evidence: &Evidence<'_>) -> Option<(usize, f64)> {
    let fact = evidence.get(rule.fact)?;
    let step = rule.steps.iter().position(|step| step.is_met(fact))?;
    let holds = rule.when.iter().all(|when| evidence.get(when.fact).is_some_and(|value| value > when.over));
    holds.then_some((step, fact))
}

/// A rule that counted for a lead, for explaining its score.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedRule<'a> {
    pub fact: super::Fact,
    pub value: f64,
    pub points: f64,
    pub reason: Option<&'a str>,
}

/// The rules of a component that counted for a lead.
pub fn counted_rules<'a>(lead: Lead<'_>, profile: &'a Profile, component: usize) -> Vec<CountedRule<'a>> {
    let profitability = profile.guardrail.as_ref().map(|guardrail| guardrail.judge(lead));
    let evidence = Evidence { lead, profitability };
    let rules = profile.components.get(component).map_or(&[][..], |component| &component.rules);
    let counted = rules.iter().filter_map(|rule| {
        let (step, value) = met(rule, &evidence)?;
        let step = &rule.steps[step];
        Some(CountedRule { fact: rule.fact, value, points: step.points_for(value), reason: step.reason.as_deref() })
    });
    counted.collect()
}

/// The bonuses that counted for a lead: what for, and the points.
pub fn counted_bonuses(lead: Lead<'_>, profile: &Profile, as_of: Day) -> Vec<(String, f64)> {
    let evidence = Evidence { lead, profitability: None };
    let counted = profile.bonuses.iter().filter_map(|bonus| {
        let value = evidence.get(bonus.fact)?;
        let rule = CountedRule { fact: bonus.fact, value, points: bonus.points, reason: None };
        Some((rule_words(&rule, lead, as_of), bonus.points))
    });
    counted.collect()
}
