//! Tables and charts of an ARV model.

use leadscore::{
    feature::house::{FEATURES, Leak},
    learn::{
        Covered, Finding, RatioStudy, RegressionMetrics,
        arv::{ArvReport, Baseline, BigMiss},
    },
    plot,
};
use maud::{Markup, html};

use super::{is_sale, value_words};
use crate::train::report::{
    chart::{self, ChartWords},
    parts::{self, Row, figure, table},
    words::{self, between, count, decimal, share},
};

/// Places in the table: the largest.
const MOST_PLACES: usize = 60;

pub fn data(report: &ArvReport) -> Markup {
    let found = &report.diagnostics;
    let used = [("Learned from", report.train_rows), ("Tested on, never learned from", report.test_rows)];
    let is_part = |leak: Leak| leak == Leak::MarketValue && !is_sale(report);
    let never: Vec<String> = FEATURES
        .iter()
        .filter(|feature| is_part(feature.leak) && !report.allowed_leaky.iter().any(|name| name == feature.name))
        .map(|feature| feature.label.to_lowercase())
        .collect();
    html! {
        p { "What is learned is " code { (report.target) } ", the " (value_words(report)) ": " (plot::money(found.min_value)) " to "
            (plot::money(found.max_value)) ", median " (plot::money(found.median_value)) ". " (count(found.total_features))
            " columns, " (count(found.numeric_features)) " of them numbers, and what the neighbourhood is worth. "
            (count(found.null_count)) " cells are missing and stay so: nothing is filled in." }
        div class="pair" {
            div { (parts::rows_table(&used, &report.excluded, "houses")) }
            div { (parts::columns_refused(&report.refused, &report.allowed_leaky, &never)) }
        }
    }
}

pub fn closeness(report: &ArvReport) -> Markup {
    let value = value_words(report);
    let chart = report.density.as_ref().map(|density| {
        let says = format!("{} unseen houses as a grid. On the diagonal estimate and value are equal.", count(report.test_rows));
        let words = ChartWords { id: "arv-density", title: "Estimates against values", says };
        let caption = html! { "Unseen houses: " (value) " across, estimate up, both growing in proportion. The darker, the more "
            "houses. Line: as much as the value. Dashed: 20 % more and less." };
        figure(&chart::density(&words, density, value, "estimate"), &caption)
    });
    let half = report.cross_validated.mdape.map(|half| plot::percent(half, 1));
    html! {
        div class="pair" {
            div {
                (parts::metrics(&format!("On {} unseen houses", count(report.test_rows)), &report.metrics))
                p class="note" { "Intervals: bootstrap of the unseen houses."
                    @if let Some(half) = half {
                        " A second look: of the " (count(report.train_rows)) " training houses, each estimated by a model that had not "
                        "seen it, the median error is " (half) "."
                    }
                }
            }
            @if let Some(chart) = chart { (chart) }
        }
    }
}

pub fn ratio_study(report: &ArvReport) -> Markup {
    let row = |finding: &Finding| -> Row {
        let form = |value: f64| if finding.name == "COD" { plot::percent(value, 1) } else { decimal(value, 3) };
        let interval = finding.interval.map(|interval| between(interval, form));
        vec![
            html! { (plot::capitalized(finding.name)) },
            html! { (form(finding.value)) @if let Some(interval) = interval { span class="says" { (interval) } } },
            html! { (between(finding.accepted, form)) },
            parts::verdict(finding.holds),
        ]
    };
    let rows: Vec<Row> = report.findings.iter().map(row).collect();
    let outside = report.ratios.below + report.ratios.above;
    let words = ChartWords {
        id: "arv-ratios",
        title: "Ratios of estimate to value",
        says: format!("Histogram of {} ratios from 0.5 to 1.5; good estimates stand near 1.", count(report.test_rows)),
    };
    html! {
        p { "Assessors judge estimates by the ratio estimate / value. The accepted ranges are those of the IAAO Standard on Ratio "
            "Studies. A COD below 5 % would say that the values were known when the estimates were made." }
        div class="pair" {
            @if rows.is_empty() {
                p { "There is no ratio study: not every value is above 0." }
            } @else {
                (table("Ratio study on unseen houses", &["Figure", "Found", "Accepted", "Verdict"], &rows))
            }
            (figure(
                &chart::histogram(&words, &report.ratios, "ratio of estimate to value", "houses"),
                &html! { "One bar for each 0.05; " (count(outside)) " lie further out. Line: as much as the value." },
            ))
        }
        (places(report))
    }
}

fn places(report: &ArvReport) -> Markup {
    let mut largest: Vec<&(String, RatioStudy)> = report.by_place.iter().collect();
    largest.sort_by_key(|(_, study)| std::cmp::Reverse(study.n));
    largest.truncate(MOST_PLACES);
    largest.sort_by(|a, b| a.0.cmp(&b.0));
    let row = |(place, study): &&(String, RatioStudy)| -> Row {
        let findings = study.findings();
        let cell = |name: &str, digits| match findings.iter().find(|finding| finding.name == name) {
            Some(finding) => {
                html! { @if !finding.holds { span class="no" { "✗ " } } (decimal(finding.value, digits)) }
            }
            None => html! { "–" },
        };
        vec![
            html! { (place) },
            html! { (count(study.n)) },
            cell("median ratio", 3),
            cell("COD", 1),
            cell("PRD", 3),
            cell("PRB", 3),
            cell("MKI", 3),
        ]
    };
    let rows: Vec<Row> = largest.iter().map(row).collect();
    let head = ["ZIP", "Houses", "Median ratio", "COD, %", "PRD", "PRB", "MKI"];
    html! {
        @if rows.is_empty() {
            p class="note" { "No ZIP code has 30 houses, so there is no study by place." }
        } @else {
            (table("By ZIP code, where it has 30 houses or more", &head, &rows))
            p class="note" { "All houses, each estimated by a model that had not seen it. ✗: outside the accepted range."
                @if report.by_place.len() > MOST_PLACES { " The " (MOST_PLACES) " largest of " (report.by_place.len()) " places." } }
        }
    }
}

pub fn coverage(report: &ArvReport) -> Markup {
    let asked = format!("{:.0} %", report.coverage.level * 100.0);
    let says =
        format!("Share of values within their ranges, of all and by fifths of the value; {asked} was asked for.");
    let chart = ChartWords { id: "arv-coverage", title: "How often ranges held", says };
    let names = ["Lowest fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Highest fifth"];
    let row = |(name, covered): (&str, &Covered)| -> Row {
        vec![
            html! { (name) @if covered.is_thin() { span class="says" { "few: this may be far off" } } },
            html! { (count(covered.rows)) },
            html! { (share(covered.share)) },
            html! { (between(covered.interval, share)) },
        ]
    };
    let shown = std::iter::once(("All", &report.coverage.all)).chain(names.into_iter().zip(&report.coverage.quintiles));
    let rows: Vec<Row> = shown.map(row).collect();
    let is_of_test = report.coverage.all.rows == report.test_rows;
    html! {
        p { "Ranges are made to hold " (asked) " of the values. "
            @if is_of_test { "This is how often they did, on unseen houses." }
            @else { "Few houses were set aside, so this was tried on the training houses, half by half, each estimated by a model "
                "that had not seen it." } }
        @if report.coverage.all.is_thin() {
            p class="notice" { strong { "Few houses. " } "How often ranges held rests on only " (count(report.coverage.all.rows))
                " houses: the true share may be far off (" (between(report.coverage.all.interval, share)) ")." }
        }
        div class="pair" {
            (figure(&chart::coverage(&chart, &report.coverage), &html! { "Dashed: asked for. Bars: 95 % intervals (Wilson)." }))
            (table("Values within their ranges, by value", &["Houses", "Count", "Held", "95 % interval"], &rows))
        }
    }
}

pub fn baselines(report: &ArvReport) -> Markup {
    let form = |name, value: Option<f64>| value.map_or("–".to_owned(), |value| words::words(name).value(value));
    let cell = |name, pick: fn(&RegressionMetrics) -> Option<f64>, baseline: &Baseline| {
        html! { (form(name, pick(&baseline.metrics))) span class="says" { "model " (form(name, pick(&baseline.model))) } }
    };
    let row = |baseline: &Baseline| -> Row {
        vec![
            html! { (plot::capitalized(baseline.name)) },
            html! { (count(baseline.rows)) },
            cell("mdape", |metrics| metrics.mdape, baseline),
            cell("within_10", |metrics| metrics.within_10, baseline),
            cell("mae", |metrics| metrics.mae, baseline),
            cell("r2", |metrics| metrics.r2, baseline),
        ]
    };
    let rows: Vec<Row> = report.baselines.iter().map(row).collect();
    let head = ["Estimate", "Houses", "Median error", "Within 10 %", "Mean error", "R²"];
    html! {
        p { "What simpler ways give for the unseen houses that they have an answer for, and what the model gives for these very "
            "houses." }
        (table("Plainer estimates, and the model on the same houses", &head, &rows))
        @if !is_sale(report) {
            p class="note" { "The assessed value is no baseline here: it follows from the market value that is learned." }
        }
    }
}

pub fn misses(report: &ArvReport) -> Markup {
    let number =
        |value: Option<f64>| value.map_or("–".to_owned(), |value| plot::thousands(value.max(0.0).round() as u64));
    let row = |(place, miss): (usize, &BigMiss)| -> Row {
        vec![
            html! { (place + 1) },
            html! { (plot::money(miss.value)) },
            html! { (plot::money(miss.estimate)) },
            html! { (decimal(miss.ratio, 2)) },
            html! { (miss.place.as_deref().unwrap_or("–")) },
            html! { (number(miss.living_area_sqft)) },
            html! { (number(miss.age_years)) },
        ]
    };
    let rows: Vec<Row> = report.misses.iter().enumerate().map(row).collect();
    let head = ["No.", "Value", "Estimate", "Ratio", "ZIP", "Area, sq ft", "Age, years"];
    html! {
        p { "The unseen houses whose estimates are furthest off: what they are like, not whose they are. “–” is not known, which "
            "is often why." }
        (table("Estimates furthest off", &head, &rows))
    }
}
