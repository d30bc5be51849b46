//! The filters there are, as data: their names, what they ask for in words, and their choices.
//!
//! In: a query and what was imported. Out: words and choices; [`choose`] writes a choice into a query.

use leadscore::{
    layout::Source,
    plot::{money, percent, range_words, thousands},
    score::Tier,
    session::{Query, SortColumn, Status},
};
use leptos::prelude::*;

use crate::state::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    Tier,
    City,
    Source,
    Zip,
    Lists,
    Status,
    Contact,
    Exported,
    Method,
    /// One of [`RANGES`].
    Range(usize),
}

/// Shown whether they filter or not.
pub const PINNED: [Filter; 3] = [Filter::Tier, Filter::City, Filter::Source];

/// The others, in the order of the menu.
pub const OTHERS: [Filter; 15] = [
    Filter::Status,
    Filter::Range(0),
    Filter::Range(1),
    Filter::Range(2),
    Filter::Range(3),
    Filter::Range(4),
    Filter::Range(5),
    Filter::Range(6),
    Filter::Range(7),
    Filter::Range(8),
    Filter::Zip,
    Filter::Lists,
    Filter::Method,
    Filter::Contact,
    Filter::Exported,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Days,
    Points,
    Dollars,
    Percent,
}

/// A number that can be asked for by range.
pub struct RangeFilter {
    pub column: SortColumn,
    pub name: &'static str,
    pub unit: Unit,
    pub step: u32,
    /// Ranges at one press, with their words.
    pub presets: &'static [(&'static str, Option<f64>, Option<f64>)],
}

use SortColumn as By;

const DAYS: &[(&str, Option<f64>, Option<f64>)] = &[
    ("next 7 days", Some(0.0), Some(7.0)),
    ("next 14 days", Some(0.0), Some(14.0)),
    ("next 30 days", Some(0.0), Some(30.0)),
    ("still to come", Some(0.0), None),
    ("passed", None, Some(-1.0)),
];
const SHARES: &[(&str, Option<f64>, Option<f64>)] =
    &[("50 % or more", Some(50.0), None), ("80 % or more", Some(80.0), None), ("under water", None, Some(0.0))];
const GAINS: &[(&str, Option<f64>, Option<f64>)] = &[("a profit", Some(0.01), None), ("a loss", None, Some(-0.01))];

pub const RANGES: [RangeFilter; 9] = [
    range(By::DaysToSale, "Days to sale", Unit::Days, 1, DAYS),
    range(By::Score, "Score", Unit::Points, 1, &[]),
    range(By::EquityPercent, "Equity share", Unit::Percent, 5, SHARES),
    range(By::Equity, "Equity", Unit::Dollars, 5_000, &[]),
    range(By::MarketValue, "Market value", Unit::Dollars, 10_000, &[]),
    range(By::Arv, "ARV", Unit::Dollars, 10_000, &[]),
    range(By::MaxOffer, "Max offer", Unit::Dollars, 5_000, &[]),
    range(By::Profit, "Profit", Unit::Dollars, 5_000, GAINS),
    range(By::Roi, "Return", Unit::Percent, 5, &[]),
];

const fn range(
    column: SortColumn,
    name: &'static str,
    unit: Unit,
    step: u32,
    presets: &'static [(&'static str, Option<f64>, Option<f64>)],
) -> RangeFilter {
    RangeFilter { column, name, unit, step, presets }
}

impl Filter {
    pub fn name(self) -> &'static str {
        match self {
            Self::Tier => "Tier",
            Self::City => "City",
            Self::Source => "Source",
            Self::Zip => "ZIP code",
            Self::Lists => "Lists",
            Self::Status => "Status",
            Self::Contact => "Do not contact",
            Self::Exported => "Exported",
            Self::Method => "ARV method",
            Self::Range(at) => RANGES[at].name,
        }
    }

    /// What the query asks for by this filter; None when nothing.
    pub fn words(self, query: &Query) -> Option<String> {
        match self {
            Self::Tier => {
                let letters = query.tiers.iter().map(|tier| tier.letter()).collect::<Vec<_>>();
                (!letters.is_empty()).then(|| format!("Tier {}", letters.join(", ")))
            }
            Self::Range(at) => RANGES[at].words(query),
            _ => {
                let chosen: Vec<String> = chosen(self, query);
                match chosen.as_slice() {
                    [] => None,
                    [one] => Some(one.clone()),
                    [one, rest @ ..] => Some(format!("{one} +{}", rest.len())),
                }
            }
        }
    }

    /// Asks for nothing by this filter any more.
    pub fn clear(self, query: &mut Query) {
        match self {
            Self::Tier => query.tiers.clear(),
            Self::City => query.cities.clear(),
            Self::Source => query.sources.clear(),
            Self::Zip => query.zips.clear(),
            Self::Lists => query.lists_at_least = 0,
            Self::Status => query.statuses.clear(),
            Self::Contact => query.do_not_contact = None,
            Self::Exported => query.exported = None,
            Self::Method => query.arv_by_model = None,
            Self::Range(at) => query.set_range(RANGES[at].column, None, None),
        }
    }

    /// Whether one choice excludes the others.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Lists | Self::Contact | Self::Exported | Self::Method)
    }
}

impl RangeFilter {
    fn words(&self, query: &Query) -> Option<String> {
        let range = query.range(self.column)?;
        let preset = self.presets.iter().find(|(_, from, to)| (range.from, range.to) == (*from, *to));
        let words = match preset {
            Some((words, ..)) => (*words).to_owned(),
            None => range_words(range.from, range.to, |value| self.unit.words(value))?,
        };
        Some(format!("{}: {words}", self.name))
    }
}

impl Unit {
    fn words(self, value: f64) -> String {
        match self {
            Self::Dollars => money(value),
            Self::Percent => percent(value, if value.fract() == 0.0 { 0 } else { 1 }),
            Self::Days if value == 1.0 => "1 day".to_owned(),
            Self::Days => format!("{value} days").replace('-', "−"),
            Self::Points => value.to_string(),
        }
    }

    /// What stands beside a field.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Dollars => "$",
            Self::Percent => "%",
            Self::Days => "days",
            Self::Points => "points",
        }
    }
}

/// A choice of a filter: its words, how many leads it has of all, whether it is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub words: String,
    pub note: String,
}

const YES_NO: [(Filter, &str, &str); 3] = [
    (Filter::Contact, "Only do not contact", "Without do not contact"),
    (Filter::Exported, "Exported before", "Not exported yet"),
    (Filter::Method, "ARV by a model", "ARV by a rule of thumb"),
];
const MOST_LISTS: u32 = 3;

fn lists_words(count: u32) -> String {
    if count == 1 { "On 1 list or more".to_owned() } else { format!("On {count} lists or more") }
}

/// The choices of a filter among what was imported; tracked.
pub fn choices(app: App, filter: Filter) -> Vec<Choice> {
    let plain = |words: &str| Choice { words: words.to_owned(), note: String::new() };
    let counted = |(words, count): (String, u32)| Choice { words, note: thousands(u64::from(count)) };
    let report = |read: fn(&leadscore::session::ImportReport) -> Vec<(String, u32)>| {
        app.data.set.with(|set| set.as_ref().map(|set| read(&set.report)).unwrap_or_default())
    };
    match filter {
        Filter::Tier => {
            let count = |tier: Tier| {
                app.data.tally.with(|tally| {
                    let row = tally.as_ref().and_then(|tally| tally.tiers.iter().find(|row| row.tier == tier));
                    row.map_or(0, |row| row.count)
                })
            };
            Tier::ALL.into_iter().map(|tier| counted((format!("Tier {}", tier.letter()), count(tier)))).collect()
        }
        Filter::City => report(|report| report.cities.clone()).into_iter().map(counted).collect(),
        Filter::Zip => report(|report| report.zips.clone()).into_iter().map(counted).collect(),
        Filter::Source => {
            let named = |(source, count): &(Source, u32)| (source.label().to_owned(), *count);
            app.data
                .set
                .with(|set| set.iter().flat_map(|set| set.report.sources.iter().map(named)).map(counted).collect())
        }
        Filter::Status => Status::ALL.iter().map(|status| plain(status.label())).collect(),
        Filter::Lists => (1..=MOST_LISTS).map(|count| plain(&lists_words(count))).collect(),
        Filter::Contact | Filter::Exported | Filter::Method => {
            let of = YES_NO.iter().filter(|(known, ..)| *known == filter);
            of.flat_map(|(_, yes, no)| [plain(yes), plain(no)]).collect()
        }
        Filter::Range(_) => Vec::new(),
    }
}

/// The words of what is chosen.
pub fn chosen(filter: Filter, query: &Query) -> Vec<String> {
    let yes_no = |is: Option<bool>| {
        let words = YES_NO.iter().find(|(known, ..)| *known == filter);
        words.zip(is).map(|((_, yes, no), is)| (if is { *yes } else { *no }).to_owned()).into_iter().collect()
    };
    match filter {
        Filter::Tier => query.tiers.iter().map(|tier| format!("Tier {}", tier.letter())).collect(),
        Filter::City => query.cities.clone(),
        Filter::Zip => query.zips.clone(),
        Filter::Source => query.sources.iter().map(|source| source.label().to_owned()).collect(),
        Filter::Status => query.statuses.iter().map(|status| status.label().to_owned()).collect(),
        Filter::Lists if query.lists_at_least > 0 => vec![lists_words(query.lists_at_least)],
        Filter::Contact => yes_no(query.do_not_contact),
        Filter::Exported => yes_no(query.exported),
        Filter::Method => yes_no(query.arv_by_model),
        Filter::Lists | Filter::Range(_) => Vec::new(),
    }
}

/// Chooses by its words, or takes the choice back.
pub fn choose(filter: Filter, query: &mut Query, words: &str, is_on: bool) {
    let yes = || YES_NO.iter().any(|(known, yes, _)| *known == filter && *yes == words);
    match filter {
        Filter::Tier => {
            let tier = Tier::ALL.into_iter().find(|tier| words.ends_with(tier.letter()));
            toggle(&mut query.tiers, tier, is_on);
            query.tiers.sort();
        }
        Filter::City => toggle(&mut query.cities, Some(words.to_owned()), is_on),
        Filter::Zip => toggle(&mut query.zips, Some(words.to_owned()), is_on),
        Filter::Source => {
            let source = Source::ALL.into_iter().find(|source| source.label() == words);
            toggle(&mut query.sources, source, is_on);
        }
        Filter::Status => {
            let status = Status::ALL.into_iter().find(|status| status.label() == words);
            toggle(&mut query.statuses, status, is_on);
            query.statuses.sort();
        }
        Filter::Lists => {
            let count = (1..=MOST_LISTS).find(|count| lists_words(*count) == words);
            query.lists_at_least = count.filter(|_| is_on).unwrap_or(0);
        }
        Filter::Contact => query.do_not_contact = is_on.then(yes),
        Filter::Exported => query.exported = is_on.then(yes),
        Filter::Method => query.arv_by_model = is_on.then(yes),
        Filter::Range(_) => {}
    }
}

fn toggle<T: PartialEq>(list: &mut Vec<T>, value: Option<T>, is_on: bool) {
    let Some(value) = value else { return };
    list.retain(|kept| *kept != value);
    if is_on {
        list.push(value);
    }
}
