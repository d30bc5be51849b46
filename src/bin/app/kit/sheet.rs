//! Cards of checks and reports, drawn from data: words, facts, bars, tables, charts. What they are about is not known
//! here.

use leadscore::{
    plot::Scale,
    session::{Bars, Block, Chart, Series, Sheet, SheetTable, Style, Verdict},
};
use leptos::prelude::*;

use super::{Icon, IconView};
use crate::route::Route;

/// The drawing's own units.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 240.0;
/// Room for the words at the axes.
const LEFT: f64 = 46.0;
const BELOW: f64 = 36.0;

/// A card; `tools` stand in its corner.
pub fn sheet_card(sheet: &Sheet, tools: Option<AnyView>) -> AnyView {
    let title = sheet.title.clone();
    view! {
        <section class="panel sheet" aria-label=sheet.title.clone() data-sheet=sheet.name.clone()>
            <header class="sheet__head">
                <h2 class="sheet__title">{title}</h2>
                {sheet.verdict.as_ref().map(verdict)}
                {tools.map(|tools| view! { <span class="sheet__tools">{tools}</span> })}
            </header>
            {(!sheet.note.is_empty()).then(|| view! { <p class="sheet__note">{sheet.note.clone()}</p> })}
            {blocks(&sheet.blocks)}
        </section>
    }
    .into_any()
}

fn verdict(verdict: &Verdict) -> AnyView {
    let icon = if verdict.is_good { Icon::Check } else { Icon::Warning };
    view! {
        <span class="judged" class:judged--good=verdict.is_good>
            <IconView icon />
            {verdict.words.clone()}
        </span>
    }
    .into_any()
}

fn blocks(blocks: &[Block]) -> AnyView {
    blocks.iter().map(block).collect_view().into_any()
}

fn block(found: &Block) -> AnyView {
    match found {
        Block::Words(words) => view! { <p class="sheet__words">{words.clone()}</p> }.into_any(),
        Block::Warning(words) => {
            view! { <p class="hint"><IconView icon=Icon::Warning /><span>{words.clone()}</span></p> }.into_any()
        }
        Block::Facts(facts) => {
            let pair = |(name, value): &(String, String)| {
                view! { <div class="pair"><dt>{name.clone()}</dt><dd>{value.clone()}</dd></div> }
            };
            view! { <dl class="sheet__facts">{facts.iter().map(pair).collect_view()}</dl> }.into_any()
        }
        Block::Bars(bars) => bars_view(bars),
        Block::Table(table) => table_view(table),
        Block::Chart(chart) => chart_view(chart),
        Block::Leads(leads) => {
            let link = |(lead, words): &(u32, String)| {
                let address = Route::Leads { open: Some(*lead) }.fragment();
                view! { <li><a class="link" href=address>{words.clone()}</a></li> }
            };
            view! { <ul class="sheet__leads">{leads.iter().map(link).collect_view()}</ul> }.into_any()
        }
        Block::Fold { title, blocks: inner } => view! {
            <details class="fold">
                <summary><IconView icon=Icon::Chevron /><span class="fold__title">{title.clone()}</span></summary>
                <div class="fold__body fold__scroll" tabindex="0" role="group" aria-label=title.clone()>
                    {blocks(inner)}
                </div>
            </details>
        }
        .into_any(),
    }
}

fn bars_view(bars: &Bars) -> AnyView {
    let row = |bar: &leadscore::session::BarRow| {
        let width = format!("{:.2}%", bar.share * 100.0);
        view! {
            <li class="bar-row" class:bar-row--low=bar.is_low>
                <span class="bar-row__label">{bar.label.clone()}</span>
                <span class="bar-row__text">{bar.text.clone()}</span>
                <span class="bar-row__track" aria-hidden="true">
                    <span class="bar-row__fill" style:width=width></span>
                </span>
            </li>
        }
    };
    view! {
        <div class="bars">
            <h3 class="bars__caption">{bars.caption.clone()}</h3>
            <ul>{bars.rows.iter().map(row).collect_view()}</ul>
        </div>
    }
    .into_any()
}

fn table_view(table: &SheetTable) -> AnyView {
    let head = table.head.iter().enumerate().map(|(place, name)| {
        view! { <th scope="col" class:number=place != 0>{name.clone()}</th> }
    });
    let row = |(place, cells): (usize, &Vec<String>)| {
        let is_marked = table.marked.contains(&(place as u32));
        let cells = cells.iter().enumerate().map(|(place, cell)| match place {
            0 => view! {
                <th scope="row">
                    {is_marked.then(|| view! { <IconView icon=Icon::Warning /> })}
                    {cell.clone()}
                </th>
            }
            .into_any(),
            _ => view! { <td class="number">{cell.clone()}</td> }.into_any(),
        });
        view! { <tr class:is-marked=is_marked>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="sheet__scroll" tabindex="0" role="group" aria-label=table.caption.clone()>
            <table class="plain sheet__table">
                <caption class="note">{table.caption.clone()}</caption>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{table.rows.iter().enumerate().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn chart_view(chart: &Chart) -> AnyView {
    let across = Scale::new((chart.x.low, chart.x.high), (LEFT, WIDTH - 8.0));
    let up = Scale::new((chart.y.low, chart.y.high), (HEIGHT - BELOW, 8.0));
    let line = |x1: f64, y1: f64, x2: f64, y2: f64, class: &'static str| {
        let coordinate = |value: f64| format!("{value:.1}");
        view! { <line x1=coordinate(x1) y1=coordinate(y1) x2=coordinate(x2) y2=coordinate(y2) class=class /> }
    };
    let text = |x: f64, y: f64, class: &'static str, words: String| {
        view! { <text x=format!("{x:.1}") y=format!("{y:.1}") class=class>{words}</text> }
    };
    let rows = chart.y.ticks.iter().map(|(value, words)| {
        let y = up.at(*value);
        let grid = line(LEFT, y, WIDTH - 8.0, y, "chart__grid");
        view! { {grid} {text(LEFT - 6.0, y + 3.5, "chart__tick chart__tick--left", words.clone())} }
    });
    let columns = chart
        .x
        .ticks
        .iter()
        .map(|(value, words)| text(across.at(*value), HEIGHT - BELOW + 15.0, "chart__tick", words.clone()));
    let series = chart.series.iter().map(|series| series_view(series, &across, &up, &line));
    let key = chart.series.iter().map(|series| {
        let tone = style_class(series.style);
        view! { <li><i class=format!("chart__key chart__key--{tone}") aria-hidden="true"></i>{series.name.clone()}</li> }
    });
    view! {
        <figure class="chart">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=chart.caption.clone()>
                {rows.collect_view()}
                {columns.collect_view()}
                {text((LEFT + WIDTH) / 2.0, HEIGHT - 4.0, "chart__axis", chart.x.label.clone())}
                {series.collect_view()}
            </svg>
            <figcaption>
                <span class="note">{format!("Up: {}", chart.y.label)}</span>
                <ul class="chart__legend">{key.collect_view()}</ul>
            </figcaption>
        </figure>
    }
    .into_any()
}

fn style_class(style: Style) -> &'static str {
    match style {
        Style::Line => "line",
        Style::Reference => "reference",
        Style::Dots => "dots",
        Style::Columns => "columns",
    }
}

fn series_view<V: IntoView + 'static>(
    series: &Series,
    across: &Scale,
    up: &Scale,
    line: &impl Fn(f64, f64, f64, f64, &'static str) -> V,
) -> AnyView {
    let places = || series.points.iter().map(|(x, y)| (across.at(*x), up.at(*y)));
    match series.style {
        Style::Line | Style::Reference => {
            let points: Vec<String> = places().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            let class = format!("chart__{}", style_class(series.style));
            view! { <polyline class=class points=points.join(" ") /> }.into_any()
        }
        Style::Dots => {
            let spans = series.points.iter().zip(&series.spans);
            let spans = spans.map(|((x, _), (low, high))| {
                let x = across.at(*x);
                line(x, up.at(*low), x, up.at(*high), "chart__span")
            });
            let dots = places().map(|(x, y)| {
                view! { <circle class="chart__dots" cx=format!("{x:.1}") cy=format!("{y:.1}") r="4" /> }
            });
            view! { {spans.collect_view()} {dots.collect_view()} }.into_any()
        }
        Style::Columns => {
            let floor = up.at(up.domain.0);
            let columns = places().map(|(x, y)| line(x, floor, x, y, "chart__columns"));
            columns.collect_view().into_any()
        }
    }
}
