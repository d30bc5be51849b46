//! What the sections of both models share: badges, tables, what was left out, what features are worth.

use leadscore::{
    learn::{Estimate, FeatureWeight, NOISE, PartialDependence},
    plot,
};
use maud::{Markup, html};

use super::{
    chart::{self, ChartWords},
    words,
};

/// The cells of a row, its name first.
pub type Row = Vec<Markup>;

/// What must stand beside every figure.
pub fn badges(badges: &[String]) -> Markup {
    html! {
        @if !badges.is_empty() {
            p class="badges" { @for badge in badges { strong class="badge" { (plot::capitalized(badge)) } } }
        }
    }
}

/// A part of a section under its own heading.
pub fn block(id: &str, title: &str, body: &Markup) -> Markup {
    html! { section class="block" aria-labelledby=(id) { h3 id=(id) { (title) } (body) } }
}

/// A chart with what is to be read in it.
pub fn figure(chart: &Markup, caption: &Markup) -> Markup {
    html! { figure { (chart) figcaption { (caption) } } }
}

/// A table of numbers. It scrolls by itself where the screen is narrow.
pub fn table(caption: &str, head: &[&str], rows: &[Row]) -> Markup {
    table_of("scroll", caption, head, rows)
}

/// A table of words, whose cells may break into lines.
pub fn wordy_table(caption: &str, head: &[&str], rows: &[Row]) -> Markup {
    table_of("scroll scroll--wordy", caption, head, rows)
}

fn table_of(class: &str, caption: &str, head: &[&str], rows: &[Row]) -> Markup {
    html! {
        div class=(class) role="region" aria-label=(caption) tabindex="0" {
            table {
                caption { (caption) }
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @if let Some((name, cells)) = row.split_first() {
                                th scope="row" { (name) }
                                @for cell in cells { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Figures with what they say and their intervals.
pub fn metrics(caption: &str, estimates: &[Estimate]) -> Markup {
    let row = |estimate: &Estimate| {
        let words = words::words(estimate.name);
        let interval = words::between(estimate.interval, |end| words.value(end));
        let name = html! { (words.name) @if !words.says.is_empty() { span class="says" { (words.says) } } };
        vec![name, html! { (words.value(estimate.value)) }, html! { (interval) }]
    };
    let mut ordered: Vec<&Estimate> = estimates.iter().collect();
    ordered.sort_by_key(|estimate| words::place(estimate.name));
    let rows: Vec<Row> = ordered.into_iter().map(row).collect();
    table(caption, &["Figure", "Value", "95 % interval"], &rows)
}

/// A large figure that comes first.
pub struct Key {
    pub name: &'static str,
    pub value: String,
    pub note: String,
}

pub fn keys(keys: &[Key]) -> Markup {
    html! {
        dl class="keys" {
            @for key in keys { div { dt { (key.name) } dd { (key.value) } dd class="note" { (key.note) } } }
        }
    }
}

/// Whether something holds, by word and sign, not by colour alone.
pub fn verdict(holds: bool) -> Markup {
    match holds {
        true => html! { span class="yes" { "✓ holds" } },
        false => html! { span class="no" { "✗ does not" } },
    }
}

/// Rows used and left out.
pub fn rows_table(used: &[(&str, usize)], excluded: &[(String, usize)], noun: &str) -> Markup {
    let used = used.iter().map(|(name, n)| vec![html! { (name) }, html! { (words::count(*n)) }]);
    let left_out = excluded.iter().map(|(why, n)| vec![html! { "Left out: " (why) }, html! { (words::count(*n)) }]);
    let caption = format!("{} used and left out", plot::capitalized(noun));
    html! {
        (table(&caption, &[&plot::capitalized(noun), "Count"], &used.chain(left_out).collect::<Vec<_>>()))
        @if excluded.is_empty() { p class="note" { "None was left out." } }
    }
}

/// Columns that would have given the answer away, and those that were allowed to.
pub fn columns_refused(refused: &[(String, String)], allowed: &[String], never: &[String]) -> Markup {
    let row = |(column, why): &(String, String)| vec![html! { code { (column) } }, html! { (why) }];
    html! {
        @if !allowed.is_empty() {
            p class="notice notice--bad" {
                strong { "Learned from columns that may give the answer away" } ", because that was asked for: "
                @for (place, column) in allowed.iter().enumerate() { @if place > 0 { ", " } code { (column) } }
                ". The figures may be better than what the model can do where the answer is not known yet."
            }
        }
        @if refused.is_empty() {
            p { "No column was refused: none looked like an id, a part of the answer, or a copy of it." }
        } @else {
            (wordy_table("Columns refused", &["Column", "Evidence"], &refused.iter().map(row).collect::<Vec<_>>()))
        }
        @if !never.is_empty() {
            p class="note" { "Never offered to this model, being parts or functions of what it learns: " (never.join("; ")) "." }
        }
    }
}

/// Features that are shown as bars.
const SHOWN: usize = 12;

/// What each feature is worth: chart, table, and which are worth nothing. `loses` says what the losses are.
pub fn weights(id: &str, weights: &[FeatureWeight], loses: &str, form: impl Fn(f64) -> String + Copy) -> Markup {
    let is_noise = |weight: &&FeatureWeight| weight.feature == NOISE;
    let mut shown: Vec<&FeatureWeight> = weights.iter().filter(|weight| weight.is_above_noise).take(SHOWN).collect();
    let others = weights.iter().filter(|weight| weight.is_above_noise).count() - shown.len();
    shown.extend(weights.iter().filter(is_noise));
    let worthless: Vec<&str> = weights
        .iter()
        .filter(|weight| !weight.is_above_noise && !is_noise(weight))
        .map(|weight| words::feature(&weight.feature))
        .collect();
    let most = shown.first().map_or("none", |first| words::feature(&first.feature));
    let says =
        format!("Bars of what the model loses without each feature, most with: {most}. A table has the numbers.");
    let chart = ChartWords { id, title: "What each feature is worth", says };
    let row = |weight: &&FeatureWeight| {
        vec![
            html! { (words::feature(&weight.feature)) },
            html! { (form(weight.loss)) },
            html! { "± " (form(weight.deviation)) },
            html! { (words::share(weight.gain_share)) },
        ]
    };
    let rows: Vec<Row> = shown.iter().map(row).collect();
    html! {
        p { "A feature is worth what the answers to unseen rows lose when its values are dealt out anew. A column of random "
            "numbers was learned along: what is worth no more than that is worth nothing." }
        div class="pair" {
            (figure(&chart::weights(&chart, &shown, form), &html! { (loses) " Dashed: what random noise is worth." }))
            div {
                (table("Worth of the features", &["Feature", "Loss", "Spread", "Share of gain"], &rows))
                @if others > 0 { p class="note" { (others) " more are worth more than noise, each less than those shown." } }
                @if !worthless.is_empty() {
                    p class="note" { "Worth no more than noise here: " (worthless.join(", ")) "." }
                }
            }
        }
    }
}

/// How answers move with the features that are worth most.
pub fn partials(
    id: &str,
    partials: &[PartialDependence],
    answers: &str,
    form: impl Fn(f64) -> String + Copy,
) -> Markup {
    let range = chart::range_of(partials);
    let drawn = |(place, partial): (usize, &PartialDependence)| {
        let title = words::feature(&partial.feature);
        let (id, says) = (format!("{id}-{place}"), format!("The average {answers} by this feature."));
        chart::partial(&ChartWords { id: &id, title, says }, partial, range, form)
    };
    html! {
        @if let Some(first) = partials.first() {
            h4 { "How answers move" }
            p { "The average " (answers) " of " (words::count(first.rows)) " unseen rows when one feature is set to a value in all of "
                "them and the rest stays. All curves have the same upward scale: a flat one moves little. This is how the model "
                "answers, not what would happen if somebody changed a house." }
            div class="partials" { @for chart in partials.iter().enumerate().map(drawn) { figure { (chart) } } }
        }
    }
}
