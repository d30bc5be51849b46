//! What is known of a trained model as cards: how good it is and against what, where it fails, what it leans on, and
//! what it must not be used for.
//!
//! In: the report of a training. Out: [`Sheet`]s. Figures of a report are of rows that the model has not seen.

use super::sheet::{Axis, BarRow, Bars, Block, Chart, Series, Sheet, SheetTable, Style, Verdict};
use crate::{
    feature::label,
    learn::{
        FeatureWeight, NOISE,
        arv::{ArvReport, BigMiss},
        lead::LeadReport,
    },
    plot::{capitalized, date_words, money, percent, thousands},
};

/// Features with a bar of their own.
const WEIGHTS: usize = 14;

/// The cards of an ARV model.
pub(super) fn of_arv(report: &ArvReport) -> Vec<Sheet> {
    let mut sheets = vec![arv_card(report)];
    sheets.extend(ratio_study(report));
    sheets.push(coverage(report));
    sheets.extend(baselines(report));
    sheets.extend(weights(&report.weights, "How far the estimates fall off without each feature"));
    sheets.extend(misses(&report.misses));
    sheets
}

/// The cards of a lead model.
pub(super) fn of_lead(report: &LeadReport) -> Vec<Sheet> {
    let mut sheets = vec![lead_card(report)];
    sheets.extend(gains(report));
    sheets.extend(reliability(report));
    sheets.extend(capacities(report));
    sheets.extend(weights(&report.weights, "How far the ranking (ROC-AUC) falls off without each feature"));
    sheets
}

fn sheet(name: &str, title: &str, verdict: Option<Verdict>, note: impl Into<String>, blocks: Vec<Block>) -> Sheet {
    Sheet { name: name.to_owned(), title: title.to_owned(), verdict, note: note.into(), blocks }
}

fn count(number: usize) -> String {
    thousands(number as u64)
}

fn fact(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// What the model is, in a few lines, with its limits.
fn arv_card(report: &ArvReport) -> Sheet {
    let found = &report.diagnostics;
    let target =
        if report.target == "sale_price" { "what houses were sold for" } else { "the appraiser's market value" };
    let mut facts = vec![
        fact("Learned", target),
        fact("As of", date_words(&report.as_of)),
        fact("Houses learned from", count(report.train_rows)),
        fact("Houses set aside to test on", count(report.test_rows)),
        fact(
            "Values",
            format!("{} to {}, median {}", money(found.min_value), money(found.max_value), money(found.median_value)),
        ),
        fact("Features", format!("{}, {} cells missing and left so", found.total_features, count(found.null_count))),
    ];
    facts.extend(report.range_width.map(|width| fact("Width of a range, median", percent(width * 100.0, 0))));
    let mut limits = vec![
        Block::Words(
            "It estimates what a house like those it learned from is worth, in the condition that these were in. It has \
             not seen this house, and is no appraisal."
                .to_owned(),
        ),
        Block::Words(
            "It does not answer for houses without size and age, in ZIP codes it has not learned from, or beyond the sizes \
             it has seen: there a rule of thumb stands in, and says so."
                .to_owned(),
        ),
    ];
    if report.target != "sale_price" {
        limits.push(Block::Words(
            "It learned from appraisals, not from sales: where the appraiser is off, so is the model.".to_owned(),
        ));
    }
    limits.extend(left_out(&report.excluded, &report.refused, &report.allowed_leaky));
    let mut blocks = vec![Block::Facts(facts)];
    blocks.append(&mut limits);
    sheet("card", "What it is", None, "", blocks)
}

fn lead_card(report: &LeadReport) -> Sheet {
    let found = &report.diagnostics;
    let facts = vec![
        fact("A good lead is", report.label_words),
        fact("As of", date_words(&report.as_of)),
        fact("Leads learned from", count(report.train_rows)),
        fact(
            "Leads set aside to test on",
            format!("{}, {} of them good", count(report.test_rows), count(report.test_positives)),
        ),
        fact(
            "Good ones among all",
            format!(
                "{} of {} ({})",
                count(found.tier_a_count),
                count(found.total_rows),
                percent(found.positive_rate * 100.0, 1)
            ),
        ),
        fact("Features", format!("{}, {} cells missing and left so", found.total_features, count(found.null_count))),
        fact("Calibration", calibration_words(report.calibration)),
    ];
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(report.warnings.iter().map(|warning| Block::Warning(format!("{}.", capitalized(warning)))));
    let limits = match report.badges.is_empty() {
        false => {
            "Its labels are made from the rule score, so it imitates the rules: high figures say that it does so well, not \
             that it knows who sells."
        }
        true => "It learned from outcomes of calls: whom nobody called, it knows nothing of.",
    };
    blocks.push(Block::Words(limits.to_owned()));
    blocks.push(Block::Words("It looks at the house and its lists, never at who the owner is.".to_owned()));
    blocks.extend(left_out(&report.excluded, &report.refused, &report.allowed_leaky));
    sheet("card", "What it is", None, "", blocks)
}

fn calibration_words(name: &str) -> &'static str {
    match name {
        "logistic" => "a logistic curve",
        "isotonic" => "steps (isotonic)",
        _ => "none: too few good leads",
    }
}

/// Rows and columns that the model has not learned from.
fn left_out(excluded: &[(String, usize)], refused: &[(String, String)], allowed: &[String]) -> Option<Block> {
    let rows = excluded.iter().map(|(reason, rows)| Block::Words(format!("{} rows {reason}", count(*rows))));
    let columns = refused.iter().map(|(column, why)| Block::Words(format!("Column {column}: {why}")));
    let allowed = allowed
        .iter()
        .map(|column| Block::Warning(format!("Column {column} was allowed though it may give the answer away.")));
    let blocks: Vec<Block> = allowed.chain(rows).chain(columns).collect();
    (!blocks.is_empty()).then(|| Block::Fold { title: format!("Not learned from ({})", blocks.len()), blocks })
}

/// Level, spread and evenness beside what the assessors' standard accepts.
fn ratio_study(report: &ArvReport) -> Option<Sheet> {
    if report.findings.is_empty() {
        return None;
    }
    let head = ["Figure", "Found", "95 % interval", "Accepted", ""];
    let mut table = SheetTable::new("Estimate by value, against the ranges of the IAAO standard", &head);
    let digits = |name: &str| if name == "COD" { 1 } else { 3 };
    for (place, finding) in report.findings.iter().enumerate() {
        let number = |value: f64| format!("{value:.0$}", digits(finding.name)).replace('-', "−");
        let interval = finding.interval.map(|i| format!("{} to {}", number(i.low), number(i.high)));
        table.rows.push(vec![
            capitalized(finding.name),
            number(finding.value),
            interval.unwrap_or_else(|| "–".to_owned()),
            format!("{} to {}", number(finding.accepted.low), number(finding.accepted.high)),
            if finding.holds { "holds" } else { "outside" }.to_owned(),
        ]);
        table.marked.extend((!finding.holds).then_some(place as u32));
    }
    let is_good = table.marked.is_empty();
    let note = match is_good {
        true => "Level, spread and evenness are within what assessors accept.".to_owned(),
        false => {
            format!("{} of {} figures lie outside of what assessors accept.", table.marked.len(), table.rows.len())
        }
    };
    let mut blocks = vec![Block::Table(table)];
    let mut places = SheetTable::new(
        "By ZIP code, each house by a model that has not seen it",
        &["ZIP", "Houses", "Median ratio", "COD"],
    );
    for (place, study) in &report.by_place {
        let cod = study.cod.map_or_else(|| "–".to_owned(), |cod| format!("{cod:.1}"));
        places.rows.push(vec![place.clone(), count(study.n), format!("{:.3}", study.median), cod]);
    }
    if !places.rows.is_empty() {
        blocks.push(Block::Fold {
            title: format!("By ZIP code ({})", places.rows.len()),
            blocks: vec![Block::Table(places)],
        });
    }
    Some(sheet("ratio-study", "Ratio study", Verdict::of(is_good), note, blocks))
}

/// How often ranges held, for cheap and for dear houses.
fn coverage(report: &ArvReport) -> Sheet {
    let coverage = &report.coverage;
    let names = ["Cheapest fifth", "Second", "Middle", "Fourth", "Dearest fifth"];
    let bar = |label: &str, held: &crate::learn::Covered| BarRow {
        is_low: held.interval.high < coverage.level,
        ..BarRow::new(
            label,
            held.share,
            format!(
                "{} ({} to {})",
                percent(held.share * 100.0, 1),
                percent(held.interval.low * 100.0, 0),
                percent(held.interval.high * 100.0, 0)
            ),
        )
    };
    let mut rows = vec![bar("All houses", &coverage.all)];
    rows.extend(names.iter().zip(&coverage.quintiles).map(|(name, held)| bar(name, held)));
    let is_good = !rows.iter().any(|row| row.is_low);
    let level = percent(coverage.level * 100.0, 0);
    let note = match is_good {
        true => format!("Made to hold {level} of values, and held that often, cheap houses and dear ones alike."),
        false => format!("Made to hold {level} of values; where marked they held clearly fewer."),
    };
    let caption =
        format!("Share of {} tested values within their range, with 95 % intervals", count(coverage.all.rows));
    sheet("coverage", "Ranges", Verdict::of(is_good), note, vec![Block::Bars(Bars { caption, rows })])
}

/// Plainer ways to an estimate, and the model on the same houses.
fn baselines(report: &ArvReport) -> Option<Sheet> {
    let mut table =
        SheetTable::new("Median error on the same houses", &["A plainer way", "Houses", "Its error", "The model's"]);
    for (place, baseline) in report.baselines.iter().enumerate() {
        let (Some(of_baseline), Some(of_model)) = (baseline.metrics.mdape, baseline.model.mdape) else { continue };
        table.rows.push(vec![
            capitalized(baseline.name),
            count(baseline.rows),
            percent(of_baseline, 1),
            percent(of_model, 1),
        ]);
        table.marked.extend((of_model >= of_baseline).then_some(place as u32));
    }
    if table.rows.is_empty() {
        return None;
    }
    let is_good = table.marked.is_empty();
    let note = if is_good { "The model beats them all." } else { "A plainer way is as good as the model." };
    Some(sheet("baselines", "Against plainer ways", Verdict::of(is_good), note, vec![Block::Table(table)]))
}

/// What the model leans on, beside a column of noise.
fn weights(weights: &[FeatureWeight], caption: &str) -> Option<Sheet> {
    let most = weights.iter().map(|weight| weight.loss).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let bar = |weight: &FeatureWeight| {
        let is_noise = weight.feature == NOISE;
        let name = if is_noise { "A column of noise" } else { label(&weight.feature) };
        let text = format!("{:.4} ± {:.4}", weight.loss, weight.deviation).replace('-', "−");
        BarRow { is_low: is_noise, ..BarRow::new(name, weight.loss / most, text) }
    };
    let mut shown: Vec<&FeatureWeight> = weights.iter().filter(|weight| weight.feature != NOISE).collect();
    shown.sort_by(|a, b| b.loss.total_cmp(&a.loss));
    let above = shown.iter().filter(|weight| weight.is_above_noise).count();
    shown.truncate(WEIGHTS);
    let noise = weights.iter().find(|weight| weight.feature == NOISE);
    let rows = shown.into_iter().chain(noise).map(bar).collect();
    let note = format!("{above} of {} features are worth more than noise.", weights.len().saturating_sub(1));
    Some(sheet(
        "weights",
        "What it leans on",
        None,
        note,
        vec![Block::Bars(Bars { caption: caption.to_owned(), rows })],
    ))
}

/// The estimates that were furthest off. No address: the report may be passed on.
fn misses(misses: &[BigMiss]) -> Option<Sheet> {
    let head = ["ZIP", "Value", "Estimate", "Ratio", "Living area", "Age"];
    let mut table = SheetTable::new("Tested houses whose estimate was furthest off", &head);
    let blank = || "–".to_owned();
    for miss in misses {
        table.rows.push(vec![
            miss.place.clone().unwrap_or_else(blank),
            money(miss.value),
            money(miss.estimate),
            format!("{:.2}", miss.ratio),
            miss.living_area_sqft.map_or_else(blank, |area| format!("{} sq ft", thousands(area.round() as u64))),
            miss.age_years.map_or_else(blank, |age| format!("{age:.0} years")),
        ]);
    }
    let note = "Look here first when an estimate seems wrong: odd houses, or wrong numbers in a list.";
    (!table.rows.is_empty()).then(|| sheet("misses", "Big misses", None, note, vec![Block::Table(table)]))
}

fn gains(report: &LeadReport) -> Option<Sheet> {
    let at = |share: f64| report.gains.iter().rfind(|gain| gain.called <= share + 1e-9).map(|gain| gain.found);
    let (tenth, fifth) = (at(0.1)?, at(0.2)?);
    let points = report.gains.iter().map(|gain| (gain.called, gain.found)).collect();
    let series = |name: &str, style, points| Series { name: name.to_owned(), style, points, spans: Vec::new() };
    let caption = format!(
        "Calling the best tenth finds {} of the good leads, the best fifth {}.",
        percent(tenth * 100.0, 0),
        percent(fifth * 100.0, 0)
    );
    let chart = Chart {
        caption: caption.clone(),
        x: Axis::of_shares("Leads called, best first"),
        y: Axis::of_shares("Good leads found"),
        series: vec![
            series("By chance alone", Style::Reference, vec![(0.0, 0.0), (1.0, 1.0)]),
            series("By the model", Style::Line, points),
        ],
    };
    Some(sheet("gains", "Gains", None, caption, vec![Block::Chart(chart)]))
}

fn reliability(report: &LeadReport) -> Option<Sheet> {
    if report.reliability.is_empty() {
        return None;
    }
    let mut table = SheetTable::new(
        "What was said, and what came true",
        &["Chance said", "Leads", "Mean chance", "Came true", "95 % interval"],
    );
    for bin in &report.reliability {
        let percent = |share: f64| percent(share * 100.0, 0);
        table.rows.push(vec![
            format!("{} to {}", percent(bin.from), percent(bin.to)),
            count(bin.n),
            percent(bin.mean_chance),
            percent(bin.rate),
            format!("{} to {}", percent(bin.interval.low), percent(bin.interval.high)),
        ]);
    }
    let off = report.reliability.iter().filter(|bin| !bin.interval.contains(bin.mean_chance)).count();
    let note = match (off, report.ece) {
        (0, _) => "Chances come true as often as they say.".to_owned(),
        (off, Some(ece)) => format!(
            "In {off} of {} groups the chance lies outside of what came true; on average chances are {} off.",
            report.reliability.len(),
            percent(ece * 100.0, 1)
        ),
        (off, None) => {
            format!("In {off} of {} groups the chance lies outside of what came true.", report.reliability.len())
        }
    };
    let chart = Chart {
        caption: note.clone(),
        x: Axis::of_shares("Chance said"),
        y: Axis::of_shares("Came true"),
        series: vec![
            Series {
                name: "Exactly as said".to_owned(),
                style: Style::Reference,
                points: vec![(0.0, 0.0), (1.0, 1.0)],
                spans: Vec::new(),
            },
            Series {
                name: "The model, with 95 % intervals".to_owned(),
                style: Style::Dots,
                points: report.reliability.iter().map(|bin| (bin.mean_chance, bin.rate)).collect(),
                spans: report.reliability.iter().map(|bin| (bin.interval.low, bin.interval.high)).collect(),
            },
        ],
    };
    let fold = Block::Fold { title: "As a table".to_owned(), blocks: vec![Block::Table(table)] };
    Some(sheet("reliability", "Reliability", Verdict::of(off == 0), note, vec![Block::Chart(chart), fold]))
}

fn capacities(report: &LeadReport) -> Option<Sheet> {
    if report.capacities.is_empty() {
        return None;
    }
    let base = report.diagnostics.positive_rate;
    let mut table = SheetTable::new(
        "Calling the best of the tested leads",
        &["Calls", "Good ones", "Of the calls", "Of all good ones", "Lift"],
    );
    for capacity in &report.capacities {
        table.rows.push(vec![
            count(capacity.k),
            format!("{:.0}", capacity.positives),
            percent(capacity.precision * 100.0, 0),
            percent(capacity.recall * 100.0, 0),
            capacity.lift.map_or_else(|| "–".to_owned(), |lift| format!("{lift:.1} ×")),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    if let (Some(model), Some(rule)) = (&report.capacity, &report.rule_capacity) {
        blocks.push(Block::Words(format!(
            "Of the best {} by the model {:.0} are good, by the rule score {:.0}.",
            count(model.k),
            model.positives,
            rule.positives
        )));
    }
    let note = format!("Without any order {} of the calls would find a good lead.", percent(base * 100.0, 1));
    Some(sheet("calls", "What calling brings", None, note, blocks))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FigureUnit {
    Percent,
    Money,
    Number,
}

/// What a figure is called on the screen, and its unit.
pub(super) fn figure_name(name: &str) -> (&str, FigureUnit) {
    use FigureUnit::{Money, Number, Percent};
    match name {
        "mdape" => ("Median error", Percent),
        "within_5" => ("Within 5 %", Percent),
        "within_10" => ("Within 10 %", Percent),
        "within_20" => ("Within 20 %", Percent),
        "mae" => ("Mean error", Money),
        "rmse" => ("Root mean square error", Money),
        "r2" => ("R²", Number),
        "median_ratio" => ("Median ratio", Number),
        "cod" => ("COD", Number),
        "prd" => ("PRD", Number),
        "prb" => ("PRB", Number),
        "roc_auc" => ("ROC-AUC", Number),
        "pr_auc" => ("PR-AUC", Number),
        "log_loss" => ("Log loss", Number),
        "brier" => ("Brier score", Number),
        other => (other, Number),
    }
}
