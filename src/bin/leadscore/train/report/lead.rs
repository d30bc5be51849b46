//! The section of a lead model.

mod tables;

use leadscore::{
    learn::{
        Capacity,
        lead::{Contest, LeadReport},
    },
    plot,
    registry::ModelName,
};
use maud::{Markup, html};

use super::{
    Part, card, page,
    parts::{self, Key, block},
    tuning,
    words::{between, count, decimal, share},
};

pub fn section(report: &LeadReport, part: &Part<'_>) -> Markup {
    let loses = "What ROC-AUC falls by without the feature.";
    html! {
        section class="model" aria-labelledby="lead" {
            h2 id="lead" { (page::model_words(ModelName::Lead)) }
            (parts::badges(&part.badges()))
            @for warning in &report.warnings {
                p class="notice" { strong { "Mind: " } (warning) "." }
            }
            (parts::keys(&keys(report)))
            div class="prose" { @for sentence in sentences(report) { p { (sentence) } } }
            (block("lead-data", "Data", &tables::data(report)))
            (block("lead-metrics", "How well it ranks", &tables::ranking(report)))
            @if let Some(tuning) = &part.told.tuning { (tuning::section("lead-tuning", tuning)) }
            (block("lead-capacity", "What calling gives", &tables::calling(report)))
            (block("lead-calibration", "Do the chances come true?", &tables::calibration(report)))
            @if let Some(held) = &report.contest { (block("lead-contest", "Model against rule", &contest(held))) }
            (block("lead-importance", "What the model looks at", &html! {
                (parts::weights("lead-weights", &report.weights, loses, |loss| decimal(loss, 4)))
                (parts::partials("lead-partial", &report.partial, "chance", |chance| plot::percent(chance * 100.0, 1)))
            }))
            (block("lead-misses", "Big misses", &html! {
                p { "Single leads are not shown: each is a household in trouble. Where the chances given and what came of them part, "
                    "“Do the chances come true?” shows it by groups." }
            }))
            (block("lead-card", "Model card", &card::card("Leads: what it is made of", &purpose(report), part)))
        }
    }
}

/// Whether the label follows from the rule score.
fn imitates(report: &LeadReport) -> bool {
    report.badges.iter().any(|badge| badge.contains("imitates"))
}

/// Good leads expected among so many drawn by lot from the unseen ones.
fn by_lot(report: &LeadReport, called: &Capacity) -> f64 {
    called.k as f64 * report.test_positives as f64 / report.test_rows.max(1) as f64
}

fn keys(report: &LeadReport) -> Vec<Key> {
    let mut keys = Vec::new();
    if let Some(called) = &report.capacity {
        keys.push(Key {
            name: "Good ones among calls",
            value: format!("{} of {}", decimal(called.positives, 0), count(called.k)),
            note: format!("by lot {}", decimal(by_lot(report, called), 0)),
        });
    }
    if let Some(auc) = report.metrics.iter().find(|estimate| estimate.name == "roc_auc") {
        let note = between(auc.interval, |end| decimal(end, 3));
        keys.push(Key { name: "ROC-AUC", value: decimal(auc.value, 3), note });
    }
    let found = &report.diagnostics;
    let note = format!("of {}, {}", count(found.total_rows), share(found.positive_rate));
    keys.push(Key { name: "Good leads", value: count(found.tier_a_count), note });
    if let Some(ece) = report.ece {
        keys.push(Key { name: "Chances off by", value: share(ece), note: "on average (ECE)".to_owned() });
    }
    keys
}

fn sentences(report: &LeadReport) -> Vec<String> {
    let mut said = Vec::new();
    if imitates(report) {
        said.push(
            "This model imitates the rule score: what it learned to find follows from the rules. Its figures say how well it \
             copies them, not how many calls become deals. Log what comes of calls and train on that to know more than the rules."
                .to_owned(),
        );
    }
    match &report.capacity {
        Some(called) if called.k >= report.test_rows => said.push(format!(
            "Only {} leads were set aside for the test, no more than can be called: they cannot say what choosing among leads \
             is worth.",
            count(report.test_rows)
        )),
        Some(called) => said.push(called_words(report, called)),
        None => {}
    }
    said
}

/// What the calls that can be made would give.
fn called_words(report: &LeadReport, called: &Capacity) -> String {
    let rule = report.rule_capacity.as_ref();
    let rule = rule.map(|rule| format!(" The rule score alone would give {}.", decimal(rule.positives, 0)));
    format!(
        "Of {} leads called, the best by this model, {} would be good ({}) instead of {} by lot. That was counted among {} \
         leads that it had not seen, {} of them good.{}",
        count(called.k),
        decimal(called.positives, 0),
        report.label_words,
        decimal(by_lot(report, called), 0),
        count(report.test_rows),
        count(report.test_positives),
        rule.unwrap_or_default(),
    )
}

fn contest(held: &Contest) -> Markup {
    html! {
        p { (held.words()) "." }
        p class="note" { "Both ranked the same leads, five times over in five parts each. Model less rule: "
            (decimal(held.model_auc - held.rule_auc, 3)) ", 80 % interval " (decimal(held.low, 3)) " to " (decimal(held.high, 3)) "." }
    }
}

fn purpose(report: &LeadReport) -> card::Purpose {
    let mut limits = Vec::new();
    if imitates(report) {
        limits.push(
            "Its label is made by the rules. It can be no better than they are; what they overlook, it does."
                .to_owned(),
        );
    }
    if report.badges.iter().any(|badge| badge.contains("synthetic")) {
        limits.push("Its labels are synthetic: the best tenth by rule score, whatever came of them.".to_owned());
    }
    limits.push(format!(
        "It learned from {} good leads of these lists. Elsewhere its chances may not hold; look at the drift first.",
        count(report.diagnostics.tier_a_count)
    ));
    limits.push(format!(
        "Days to sales and auctions count from {}. Train again each month, or when a fifth more leads have come.",
        plot::date_words(&report.as_of)
    ));
    limits.push("It knows no owner's age, name or family, and must not be used to guess them.".to_owned());
    let learner = match report.learner {
        "forest" => "A random forest",
        "stack" => "A stack of several sets of boosted trees, each leaf by the weight of its set",
        _ => "Boosted trees",
    };
    card::Purpose {
        is_for: "Deciding in which order to call: its chance moves the score of a lead up or down.".to_owned(),
        is_not_for: "Credit, housing or employment decisions, or leaving people out for who they are.".to_owned(),
        limits,
        how: format!(
            "{learner}, from {} leads; {} were set aside for the test. Calibration: {}, cross-fitted.",
            count(report.train_rows),
            count(report.test_rows),
            report.calibration
        ),
    }
}
