//! What a page shows of a check or a report, as data: cards of words, facts, bars, tables and charts.
//!
//! In: whoever knows something worth a card. Out: [`Sheet`]s that a screen draws without knowing what they are about.
//! Every chart says in words what it shows.

use serde::{Deserialize, Serialize};

/// A card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// For links and tests.
    pub name: String,
    pub title: String,
    /// None where there is nothing to judge.
    pub verdict: Option<Verdict>,
    /// What it means, in a sentence.
    pub note: String,
    pub blocks: Vec<Block>,
}

/// How something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub is_good: bool,
    /// Such as "Good" or "Look at this".
    pub words: String,
}

impl Verdict {
    pub fn of(is_good: bool) -> Option<Self> {
        let words = if is_good { "Good" } else { "Look at this" };
        Some(Self { is_good, words: words.to_owned() })
    }
}

/// A part of a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    Words(String),
    /// A sentence that must not be overlooked.
    Warning(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    Bars(Bars),
    Table(SheetTable),
    Chart(Chart),
    /// Leads by number, with words.
    Leads(Vec<(u32, String)>),
    /// More, when asked for.
    Fold {
        title: String,
        blocks: Vec<Block>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    pub caption: String,
    pub rows: Vec<BarRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BarRow {
    pub label: String,
    /// Of the whole track, 0 to 1.
    pub share: f64,
    pub text: String,
    /// Falls short of what it should be.
    pub is_low: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetTable {
    pub caption: String,
    /// The first names what a line is about; the others stand over numbers.
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Lines that ask for a look.
    pub marked: Vec<u32>,
}

/// Lines and dots over two axes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What is seen, in a sentence: the chart's text.
    pub caption: String,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    pub label: String,
    pub low: f64,
    pub high: f64,
    pub ticks: Vec<(f64, String)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub name: String,
    pub style: Style,
    pub points: Vec<(f64, f64)>,
    /// The interval of each point, where known.
    pub spans: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    Line,
    /// What one would get without.
    Reference,
    Dots,
    Columns,
}

impl Axis {
    /// From 0 to 1, in percent.
    pub fn of_shares(label: &str) -> Self {
        let ticks = [0, 25, 50, 75, 100].map(|percent| (f64::from(percent) / 100.0, format!("{percent} %")));
        Self { label: label.to_owned(), low: 0.0, high: 1.0, ticks: ticks.to_vec() }
    }
}

impl BarRow {
    pub fn new(label: impl Into<String>, share: f64, text: impl Into<String>) -> Self {
        Self { label: label.into(), share: share.clamp(0.0, 1.0), text: text.into(), is_low: false }
    }
}

impl SheetTable {
    pub fn new(caption: &str, head: &[&str]) -> Self {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Self { caption: caption.to_owned(), head, rows: Vec::new(), marked: Vec::new() }
    }
}
