//! An explanation as a screen shows it: steps that add up to the number above them, in words and units.
//!
//! In: an [`ExplainedLead`](super::ExplainedLead). Out: a [`Why`]. Amounts are rounded as one would say them; the last
//! step takes up what that leaves over, so that the sum is exact.

use serde::{Deserialize, Serialize};

use super::{Comparable, ExplainedArv, ExplainedChance, ExplainedEstimate, ExplainedLead};
use crate::{
    feature::{house::Unit, unit},
    learn::{Cell, Contribution},
    plot,
};

/// Why the models say what they say of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    pub lead: u32,
    /// None where no model speaks for the house.
    pub arv: Option<WhyArv>,
    /// None without a lead model.
    pub chance: Option<WhyChance>,
}

/// From what any house is worth to the estimate for this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhyArv {
    pub version: String,
    /// What the model learned, from how much, and when.
    pub learned: String,
    /// How often its ranges held when tested.
    pub trust: String,
    pub steps: Vec<Step>,
    pub comparables: Vec<Comparable>,
}

/// From the chance of any lead to that of this one, and what it does to the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhyChance {
    pub version: String,
    /// Such as "imitates the rule score".
    pub badges: Vec<String>,
    /// What a good lead is.
    pub good_lead: String,
    pub steps: Vec<Step>,
    /// How the chance enters the score.
    pub blend: String,
    /// Why it does not.
    pub rule_stays: Option<String>,
}

/// One line of a sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    pub label: String,
    /// The value of the feature with its unit; empty where there is none.
    pub value: String,
    /// What the line adds, or stands at.
    pub amount: String,
    /// Where it begins and ends on the way from the base to the answer.
    pub from: f64,
    pub to: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    Base,
    Part,
    /// All features that have no line of their own.
    Others,
    Total,
}

/// Features with a line of their own.
const SHOWN: usize = 7;
/// US dollars: what single amounts are rounded to, above and below a limit.
const DOLLARS: (f64, f64, f64) = (50_000.0, 100.0, 10.0);
/// Chances are shown to a tenth of a percent.
const CHANCE_STEP: f64 = 0.001;

impl Why {
    pub fn of(explained: ExplainedLead) -> Self {
        let rule = explained.rule.score;
        Self {
            lead: explained.lead,
            chance: explained.lead_model.map(|chance| {
                let why = explained.lead_fallback_reason;
                WhyChance::of(chance, why, rule)
            }),
            arv: WhyArv::of(explained.arv),
        }
    }
}

impl WhyArv {
    fn of(arv: ExplainedArv) -> Option<Self> {
        let (limit, large, small) = DOLLARS;
        let step = if arv.estimate >= limit { large } else { small };
        let ExplainedEstimate { version, learner, target, as_of, rows, level, coverage, explanation, comparables } =
            arv.model?;
        let signed = |dollars: f64| match plot::money(dollars) {
            money if dollars >= 0.5 => format!("+{money}"),
            money => money,
        };
        let words = SumWords {
            base: "Any house of the lists",
            total: "Estimate",
            plain: &plot::money,
            signed: &signed,
            size: &|part| part.worth,
        };
        let learner = match learner.as_str() {
            "forest" => "A forest, learned".to_owned(),
            "boost" => "Boosted trees, learned".to_owned(),
            "stack" => "Forest and boosted trees, learned".to_owned(),
            library => format!("Trees from {library}, held against"),
        };
        let target = if target == "sale_price" { "sale prices" } else { "the appraiser's market values" };
        Some(Self {
            version,
            learned: format!(
                "{learner} {target} of {} houses as of {}",
                plot::thousands(u64::from(rows)),
                plot::date_words(&as_of)
            ),
            trust: format!(
                "Ranges made to hold {} of values held {} on houses it had not seen",
                plot::percent(level * 100.0, 0),
                plot::percent(coverage * 100.0, 1)
            ),
            // The estimate stands above in whole dollars.
            steps: steps(&explanation.contributions, explanation.base, arv.estimate.round(), step, &words),
            comparables,
        })
    }
}

impl WhyChance {
    fn of(found: ExplainedChance, rule_stays: Option<String>, rule: f64) -> Self {
        let plain = |chance: f64| plot::percent(chance * 100.0, 1);
        let signed = |chance: f64| match plain(chance) {
            text if chance >= CHANCE_STEP / 2.0 => format!("+{text}"),
            text => text,
        };
        // A calibration of steps can give the base and the answer the same chance: then margins still say what pulls.
        let moves: f64 = found.explanation.contributions.iter().map(|part| part.worth.abs()).sum();
        let margins: f64 = found.explanation.contributions.iter().map(|part| part.margin.abs()).sum();
        let is_flat = moves < CHANCE_STEP && margins > 0.0;
        let base = match found.rule_start {
            Some(_) => "A lead of this rule score",
            None => "Any lead of the lists",
        };
        let words =
            SumWords { base, total: "Chance", plain: &plain, signed: &signed, size: &|part: &Contribution| part.worth };
        let mut steps =
            steps(&found.explanation.contributions, found.explanation.base, found.chance, CHANCE_STEP, &words);
        if is_flat {
            steps.retain(|step| step.kind == StepKind::Total);
        }
        let sum = format!(
            "{} + ({:.3} − {}) × {} = {}",
            plot::score(rule),
            found.chance,
            centre(found.centre),
            found.weight,
            plot::score(found.adjusted)
        );
        let held = (rule + found.points - found.adjusted).abs() > 0.01;
        let held = if held { ", held within 0 and 100" } else { "" };
        Self {
            version: found.version,
            badges: found.badges,
            good_lead: found.good_lead,
            steps,
            blend: match rule_stays {
                None => format!("Rule score + (chance − {}) × {}: {sum}{held}", centre(found.centre), found.weight),
                Some(_) => format!("It would move the score: {sum}{held}"),
            },
            rule_stays,
        }
    }
}

fn centre(centre: f64) -> String {
    if centre == 0.5 { "0.5".to_owned() } else { format!("{centre:.3}") }
}

/// How a sum is written.
struct SumWords<'a> {
    base: &'a str,
    total: &'a str,
    plain: &'a dyn Fn(f64) -> String,
    signed: &'a dyn Fn(f64) -> String,
    size: &'a dyn Fn(&Contribution) -> f64,
}

/// Base, the largest parts, all others in one, total: every amount but the last two in whole `step`s, all adding up.
fn steps(parts: &[Contribution], base: f64, total: f64, step: f64, words: &SumWords<'_>) -> Vec<Step> {
    let rounded = |amount: f64| (amount / step).round() * step;
    let mut largest: Vec<&Contribution> = parts.iter().collect();
    largest.sort_by(|a, b| (words.size)(b).abs().total_cmp(&(words.size)(a).abs()));
    let shown = largest.iter().take(SHOWN).filter(|part| rounded((words.size)(part)) != 0.0);
    let shown: Vec<&&Contribution> = shown.collect();
    let base = rounded(base);
    let line =
        |kind, label: &str, value, amount, from, to| Step { kind, label: label.to_owned(), value, amount, from, to };
    let mut lines = vec![line(StepKind::Base, words.base, String::new(), (words.plain)(base), 0.0, base)];
    let mut reached = base;
    for part in &shown {
        let amount = rounded((words.size)(part));
        let value = value_words(part);
        lines.push(line(StepKind::Part, &part.label, value, (words.signed)(amount), reached, reached + amount));
        reached += amount;
    }
    let others = parts.len() - shown.len();
    let left = total - reached;
    if others > 0 || left != 0.0 {
        let label = match others {
            0 => "Rounding".to_owned(),
            1 => "1 other feature".to_owned(),
            count => format!("All {count} others"),
        };
        lines.push(line(StepKind::Others, &label, String::new(), (words.signed)(left), reached, total));
    }
    lines.push(line(StepKind::Total, words.total, String::new(), (words.plain)(total), 0.0, total));
    lines
}

/// The value of a feature as people read it, with its unit.
pub fn value_words(contribution: &Contribution) -> String {
    let number = |value: f64| match value.abs() {
        size if size >= 1_000.0 => {
            let sign = if value < 0.0 { "−" } else { "" };
            format!("{sign}{}", plot::thousands(size.round() as u64))
        }
        _ if value == value.trunc() => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    };
    let is_yes_no = unit(&contribution.feature) == Unit::YesNo;
    match (&contribution.value, contribution.unit.as_str()) {
        (None, _) => "not known".to_owned(),
        (Some(Cell::Text(text)), _) => text.clone(),
        (Some(Cell::Number(value)), _) if is_yes_no => if *value > 0.0 { "yes" } else { "no" }.to_owned(),
        // Less would not tell one street from the next.
        (Some(Cell::Number(value)), "°") => format!("{value:.4}°"),
        (Some(Cell::Number(value)), "USD") => plot::money(*value),
        (Some(Cell::Number(value)), "") => number(*value),
        (Some(Cell::Number(value)), unit) => format!("{} {unit}", number(*value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(feature: &str, value: Option<Cell>, worth: f64) -> Contribution {
        let (label, unit) = (crate::feature::label(feature).to_owned(), unit(feature).symbol().to_owned());
        Contribution { feature: feature.to_owned(), label, unit, value, margin: worth, worth }
    }

    fn in_dollars(parts: &[Contribution], base: f64, total: f64) -> Vec<Step> {
        let signed = |dollars: f64| format!("{dollars:+.0}");
        let words = SumWords {
            base: "any",
            total: "all",
            plain: &plot::money,
            signed: &signed,
            size: &|part: &Contribution| part.worth,
        };
        steps(parts, base, total, 100.0, &words)
    }

    #[test]
    fn every_step_begins_where_the_one_before_ended_and_the_last_meets_the_total() {
        let parts: Vec<Contribution> = (0..12)
            .map(|i| part("living_area_sqft", None, f64::from(i * i * 37) * if i % 2 == 0 { 1.0 } else { -1.0 }))
            .collect();
        let sum: f64 = parts.iter().map(|part| part.worth).sum();
        let found = in_dollars(&parts, 212_345.0, (212_345.0 + sum).round());
        let (total, way) = found.split_last().unwrap();
        assert_eq!((total.kind, total.to), (StepKind::Total, (212_345.0 + sum).round()));
        assert_eq!(way[0].to, 212_300.0);
        assert!(way.windows(2).all(|pair| pair[0].to == pair[1].from), "{way:?}");
        assert_eq!(way.last().unwrap().to, total.to);
        assert_eq!(way.last().unwrap().label, "All 5 others");
    }

    #[test]
    fn the_largest_come_first_and_nothing_is_shown_as_nothing() {
        let parts = [part("age_years", Some(Cell::Number(30.0)), 20.0), part("living_area_sqft", None, -9_000.0)];
        let found = in_dollars(&parts, 100_000.0, 91_020.0);
        let labels: Vec<&str> = found.iter().map(|step| step.label.as_str()).collect();
        assert_eq!(labels, ["any", crate::feature::label("living_area_sqft"), "1 other feature", "all"]);
        assert_eq!(found[2].amount, "+20");
    }

    #[test]
    fn values_have_units() {
        let words = |feature, value| value_words(&part(feature, value, 1.0));
        assert_eq!(words("living_area_sqft", Some(Cell::Number(1_520.4))), "1,520 sq ft");
        assert_eq!(words("age_years", Some(Cell::Number(12.0))), "12 years");
        assert_eq!(words("market_zip_usd", Some(Cell::Number(250_000.0))), "$250,000");
        assert_eq!(words("city", Some(Cell::Text("OCOEE".to_owned()))), "OCOEE");
        assert_eq!(words("age_years", None), "not known");
    }
}
