//! The section of an ARV model.

mod tables;

use leadscore::{
    learn::{
        RatioStudy,
        arv::{ArvReport, ArvTarget, Baseline},
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

pub fn section(report: &ArvReport, part: &Part<'_>) -> Markup {
    let error = |loss: f64| decimal(loss * 100.0, 2);
    let money = |answer: f64| format!("${}", plot::money_short(answer));
    let loses = "What the error grows by without the feature, in percent of the value.";
    html! {
        section class="model" aria-labelledby="arv" {
            h2 id="arv" { (page::model_words(ModelName::Arv)) }
            (parts::badges(&part.badges()))
            (parts::keys(&keys(report)))
            div class="prose" { @for sentence in sentences(report) { p { (sentence) } } }
            (block("arv-data", "Data", &tables::data(report)))
            (block("arv-metrics", "How close the estimates are", &tables::closeness(report)))
            @if let Some(tuning) = &part.told.tuning { (tuning::section("arv-tuning", tuning)) }
            (block("arv-ratio", "Ratio study", &tables::ratio_study(report)))
            (block("arv-calibration", "Do the ranges hold?", &tables::coverage(report)))
            (block("arv-baselines", "Against plainer estimates", &tables::baselines(report)))
            (block("arv-importance", "What the model looks at", &html! {
                (parts::weights("arv-weights", &report.weights, loses, error))
                (parts::partials("arv-partial", &report.partial, "estimate", money))
            }))
            (block("arv-misses", "Big misses", &tables::misses(report)))
            (block("arv-card", "Model card", &card::card("ARV: what it is made of", &purpose(report), part)))
        }
    }
}

/// What a value is, for people.
fn value_words(report: &ArvReport) -> &'static str {
    if is_sale(report) { "sale price" } else { "appraiser's market value" }
}

fn is_sale(report: &ArvReport) -> bool {
    report.target == ArvTarget::SalePrice.column()
}

fn found(report: &ArvReport, name: &str) -> Option<f64> {
    report.metrics.iter().find(|estimate| estimate.name == name).map(|estimate| estimate.value)
}

fn keys(report: &ArvReport) -> Vec<Key> {
    let percent = |name, digits| found(report, name).map_or("–".to_owned(), |value| plot::percent(value, digits));
    let held = report.findings.iter().filter(|finding| finding.holds).count();
    let held_of = &report.coverage.all;
    let few = if held_of.is_thin() { format!("of only {} houses, ", count(held_of.rows)) } else { String::new() };
    let asked = format!("{few}made to hold {:.0} %", report.coverage.level * 100.0);
    let of = format!("{held} of {}", report.findings.len());
    vec![
        Key { name: "Median error", value: percent("mdape", 1), note: "half are this close".to_owned() },
        Key { name: "Within 10 %", value: percent("within_10", 0), note: "of the estimates".to_owned() },
        Key { name: "Ranges held", value: share(report.coverage.all.share), note: asked },
        Key { name: "IAAO ratio study", value: of, note: "figures within the ranges".to_owned() },
    ]
}

/// What a reader in a hurry should know.
fn sentences(report: &ArvReport) -> Vec<String> {
    let value = value_words(report);
    let mut said = Vec::new();
    if let (Some(half), Some(tenth)) = (found(report, "mdape"), found(report, "within_10")) {
        said.push(format!(
            "On {} houses that the model had not seen, half of the estimates were within {} of the {value}, and {tenth:.0} \
             in 100 within 10 %.",
            count(report.test_rows),
            plot::percent(half, 1),
        ));
    }
    let (asked, covered) = (report.coverage.level * 100.0, &report.coverage.all);
    let mut ranges = format!(
        "The range beside an estimate is made to hold the {value} of {asked:.0} houses in 100; it held {} ({}).",
        share(covered.share),
        between(covered.interval, share),
    );
    if let Some(width) = report.range_width {
        ranges += &format!(" Half of the ranges are no wider than {} of the estimate.", share(width));
    }
    if covered.is_thin() {
        ranges += &format!(" That rests on only {} houses and may be far off.", count(covered.rows));
    }
    said.push(ranges);
    let rival = |baseline: &Baseline| Some((baseline.name, baseline.metrics.mdape?, baseline.model.mdape?));
    if let Some((name, plain, model)) = report.baselines.iter().filter_map(rival).min_by(|a, b| a.1.total_cmp(&b.1)) {
        let verdict = if model < plain { "The model is closer" } else { "The model is no closer" };
        said.push(format!(
            "{verdict} than the best plain estimate, {name}, on the same houses: half within {} against {}.",
            plot::percent(model, 1),
            plot::percent(plain, 1)
        ));
    }
    let failed: Vec<&str> =
        report.findings.iter().filter(|finding| !finding.holds).map(|finding| finding.name).collect();
    said.push(match (report.findings.is_empty(), failed.as_slice()) {
        (true, _) => "There is no ratio study of these houses.".to_owned(),
        (false, []) => "All figures of the ratio study lie within the ranges of the IAAO standard.".to_owned(),
        (false, failed) => format!("Outside the ranges of the IAAO standard: {}.", failed.join(", ")),
    });
    let is_outside = |(_, study): &&(String, RatioStudy)| study.findings().iter().any(|finding| !finding.holds);
    let (outside, places) = (report.by_place.iter().filter(is_outside).count(), report.by_place.len());
    if places > 0 {
        said.push(format!("Looked at one by one, {outside} of {places} ZIP codes have a figure outside them."));
    }
    said
}

fn purpose(report: &ArvReport) -> card::Purpose {
    let (diagnostics, value) = (&report.diagnostics, value_words(report));
    let mut limits = vec![format!(
        "It speaks for houses worth {} to {} in the places that it has seen, of living areas and ages that it has seen. Of \
         others it gives no estimate; the rules do.",
        plot::money(diagnostics.min_value),
        plot::money(diagnostics.max_value)
    )];
    limits.push(match is_sale(report) {
        true => "It learned sale prices as they were. It cannot know what was repaired before or after a sale.".to_owned(),
        false => "It learned the appraiser's market value. That is not a sale price: it is set once a year for the tax, often \
                  lower than what a repaired house fetches. The figures here say how well the appraiser is foretold."
            .to_owned(),
    });
    limits.push(format!("Values are as of {}. Prices move: train again each month.", plot::date_words(&report.as_of)));
    let misses = (1.0 - report.coverage.level) * 100.0;
    limits.push(format!(
        "About {misses:.0} ranges in 100 miss by design. For the cheapest and the dearest houses see the fifths above."
    ));
    let learner = match report.learner {
        "forest" => "A random forest",
        "boost" => "Boosted trees, on the logarithm of the value unless the parameters say otherwise",
        "stack" => "A stack of several sets of trees on the logarithm of the value, each leaf by the weight of its set",
        other => other,
    };
    card::Purpose {
        is_for: format!(
            "A first estimate of the {value} of a house, with a range: to sort leads and to see whether a deal may pay."
        ),
        is_not_for: "An appraisal, a loan, a tax matter, an offer for a house unseen, or any decision about people."
            .to_owned(),
        limits,
        how: format!(
            "{learner}, from {} houses; {} were set aside for the test.",
            count(report.train_rows),
            count(report.test_rows)
        ),
    }
}
