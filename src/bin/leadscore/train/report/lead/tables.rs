//! Tables and charts of a lead model.

use leadscore::learn::{Capacity, ReliabilityBin, RocAuc, lead::LeadReport};
use maud::{Markup, html};

use super::{by_lot, imitates};
use crate::train::report::{
    chart::{self, ChartWords},
    parts::{self, Row, figure, table},
    words::{between, count, decimal, share},
};

pub fn data(report: &LeadReport) -> Markup {
    let found = &report.diagnostics;
    let used = [
        ("Learned from", report.train_rows),
        ("Tested on, never learned from", report.test_rows),
        ("Good ones among both", found.tier_a_count),
        ("Good ones among the tested", report.test_positives),
    ];
    html! {
        p { "A good lead is: " b { (report.label_words) } ". That is " (share(found.positive_rate)) " of them. "
            (count(found.total_features)) " columns, " (count(found.numeric_features)) " of them numbers; "
            (count(found.null_count)) " cells are missing and stay so: nothing is filled in." }
        div class="pair" {
            div { (parts::rows_table(&used, &report.excluded, "leads")) }
            div { (parts::columns_refused(&report.refused, &report.allowed_leaky, &[])) }
        }
    }
}

pub fn ranking(report: &LeadReport) -> Markup {
    let row = |name: &str, auc: &RocAuc| -> Row {
        vec![
            html! { (name) },
            html! { (decimal(auc.auc, 3)) },
            html! { (between(auc.interval, |end| decimal(end, 3))) },
            html! { (count(auc.positives)) },
        ]
    };
    let shown = [
        ("Model, cross-validated on training leads", &report.cross_validated),
        ("Rule score, unseen leads", &report.rule),
        ("Rule score, training leads", &report.rule_cross_validated),
    ];
    let rows: Vec<Row> = shown.iter().filter_map(|(name, auc)| Some(row(name, auc.as_ref()?))).collect();
    let caption = format!("On {} unseen leads, {} of them good", count(report.test_rows), count(report.test_positives));
    html! {
        div class="pair" {
            (parts::metrics(&caption, &report.metrics))
            div {
                (table("ROC-AUC beside it", &["Ranking", "ROC-AUC", "95 % interval", "Good ones"], &rows))
                p class="note" { "Intervals of ROC-AUC: DeLong; of the other figures: bootstrap."
                    @if imitates(report) { " The rule score ranks perfectly here by construction: the label is made from it." } }
            }
        }
    }
}

pub fn calling(report: &LeadReport) -> Markup {
    let chart = (!report.gains.is_empty()).then(|| {
        let says = report.capacity.as_ref().map_or_else(String::new, |called| {
            format!(
                "Calling the best {} of {} finds {} of the good ones.",
                called.k,
                count(report.test_rows),
                share(called.recall)
            )
        });
        let words = ChartWords { id: "lead-gains", title: "Good leads found by calls made", says };
        let drawn = chart::gains(&words, &report.gains, report.capacity.as_ref(), report.test_rows);
        figure(&drawn, &html! { "Called from the highest chance down. Grey: calling by lot." })
    });
    let row = |called: &Capacity| -> Row {
        vec![
            html! { (count(called.k)) },
            html! { (decimal(called.positives, 1).trim_end_matches(".0")) },
            html! { (decimal(by_lot(report, called), 1)) },
            html! { (share(called.precision)) },
            html! { (share(called.recall)) },
            html! { (called.lift.map_or("–".to_owned(), |lift| format!("{} ×", decimal(lift, 1)))) },
        ]
    };
    let rows: Vec<Row> = report.capacities.iter().map(row).collect();
    let head = ["Calls", "Good ones", "By lot", "Precision", "Of all good", "Lift"];
    html! {
        div class="pair" {
            @if let Some(chart) = chart { (chart) }
            div {
                (table("What calling the best gives", &head, &rows))
                p class="note" { "Among " (count(report.test_rows)) " unseen leads. Precision: good ones / calls. Lift: how many times as "
                    "many as by lot." }
            }
        }
    }
}

pub fn calibration(report: &LeadReport) -> Markup {
    let says = report.reliability.iter().map(|bin| {
        format!("{} leads given {} on average, {} came true", count(bin.n), share(bin.mean_chance), share(bin.rate))
    });
    let says = says.collect::<Vec<_>>().join("; ");
    let words = ChartWords { id: "lead-reliability", title: "Chances given and what came true", says };
    let row = |bin: &ReliabilityBin| -> Row {
        vec![
            html! { (format!("{:.0}–{:.0}\u{a0}%", bin.from * 100.0, bin.to * 100.0)) },
            html! { (count(bin.n)) },
            html! { (share(bin.mean_chance)) },
            html! { (share(bin.rate)) },
            html! { (between(bin.interval, share)) },
        ]
    };
    let rows: Vec<Row> = report.reliability.iter().map(row).collect();
    let ece = |ece: Option<f64>| ece.map_or("–".to_owned(), |ece| decimal(ece, 4));
    html! {
        p { "Calibration: " (report.calibration) ". Expected calibration error on unseen leads: " (ece(report.ece)) ", without it "
            (ece(report.ece_before)) "." }
        div class="pair" {
            (figure(
                &chart::reliability(&words, &report.reliability),
                &html! { "On the dashed line chances are what comes true. Larger dots: more leads. Bars: 95 % intervals (Wilson)." },
            ))
            (table("By the chance given", &["Chance", "Leads", "Given", "Came true", "95 % interval"], &rows))
        }
    }
}
