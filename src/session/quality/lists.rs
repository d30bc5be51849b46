//! The lists themselves: rows, columns, joins, conflicts, places, dates.

use std::collections::BTreeMap;

use crate::{
    layout::{Field, Source},
    lead::Conflict,
    plot::{percent, thousands},
    problem::ProblemKind,
    session::{
        FileReport, Session,
        import::join_rates,
        sheet::{BarRow, Bars, Block, Sheet, SheetTable, Verdict},
    },
};

/// A list whose rows are rejected more often was probably exported badly.
const MOST_REJECTED: f64 = 0.01;
/// A list of which fewer rows are found in the appraiser's roll was probably joined by another form of the parcel id.
const LEAST_JOINED: f64 = 0.6;
/// A column that scores, deals or models lean on, filled less often, is worth a better export.
const LEAST_FILLED: f64 = 0.6;
/// Less leaves holes in the map and in what is known of the neighbourhood.
const LEAST_PLACED: f64 = 0.8;
const EXAMPLES: usize = 8;

fn count(number: usize) -> String {
    thousands(number as u64)
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Every row is accounted for: read = kept + merged + rejected.
pub fn rows(files: &[FileReport]) -> Sheet {
    let head = ["File", "Read", "Kept", "Merged", "Rejected"];
    let mut table = SheetTable::new("Rows of each file: read = kept + merged + rejected", &head);
    let mut reasons = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let numbers = [file.read, file.kept, file.merged, file.rejected];
        table.rows.push(std::iter::once(file.name.clone()).chain(numbers.map(thousands)).collect());
        let is_bad = file.error.is_some() || share(file.rejected as f64, file.read as f64) > MOST_REJECTED;
        table.marked.extend(is_bad.then_some(place as u32));
        reasons.extend(file.error.iter().map(|error| Block::Warning(format!("{}: {error}", file.name))));
    }
    let (read, rejected): (u64, u64) =
        files.iter().fold((0, 0), |(read, rejected), file| (read + file.read, rejected + file.rejected));
    let is_good = table.marked.is_empty();
    let mut blocks = vec![Block::Table(table)];
    blocks.append(&mut reasons);
    let mut by_reason = SheetTable::new("What was found, and how often", &["What", "Where", "How often"]);
    for file in files {
        for problem in &file.problems {
            by_reason.rows.push(vec![problem.reason.clone(), file.name.clone(), thousands(problem.count)]);
        }
    }
    if !by_reason.rows.is_empty() {
        let title = format!("Reasons ({})", by_reason.rows.len());
        blocks.push(Block::Fold { title, blocks: vec![Block::Table(by_reason)] });
    }
    let note = match rejected {
        0 => format!("{} rows read, none lost.", thousands(read)),
        _ => format!(
            "{} of {} rows rejected ({}).",
            thousands(rejected),
            thousands(read),
            percent(share(rejected as f64, read as f64) * 100.0, 2)
        ),
    };
    Sheet { name: "rows".to_owned(), title: "Rows".to_owned(), verdict: Verdict::of(is_good), note, blocks }
}

/// How many parcels of one list are found in another.
pub fn joins(session: &Session) -> Sheet {
    let rates = join_rates(session.leads());
    let mut low = 0;
    let bar = |rate: &crate::session::JoinRate| {
        let found = share(f64::from(rate.matched), f64::from(rate.total));
        let counts = format!("{} of {}", count(rate.matched as usize), count(rate.total as usize));
        let label = format!("{} in {}", rate.from.plural(), rate.to.plural().to_lowercase());
        let is_roll = rate.to == Source::PropertyRecord;
        BarRow {
            is_low: is_roll && found < LEAST_JOINED,
            ..BarRow::new(label, found, format!("{} · {counts}", percent(found * 100.0, 1)))
        }
    };
    let rows: Vec<BarRow> = rates.iter().map(bar).collect();
    low += rows.iter().filter(|row| row.is_low).count();
    let (verdict, note) = match (rows.is_empty(), low) {
        (true, _) => (None, "One list alone joins nothing. Add the appraiser's property records.".to_owned()),
        (_, 0) => (Verdict::of(true), "Parcels are found again from list to list.".to_owned()),
        _ => (
            Verdict::of(false),
            "Few parcels of a list are in the property records: is the roll complete, and of the same county?"
                .to_owned(),
        ),
    };
    let blocks = match rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::Bars(Bars { caption: "Parcels of one list found in another".to_owned(), rows })],
    };
    Sheet { name: "joins".to_owned(), title: "Joins".to_owned(), verdict, note, blocks }
}

/// Where rows about one parcel disagree.
pub fn conflicts(session: &Session) -> Sheet {
    let conflicts = session.leads().conflicts();
    let mut kinds: BTreeMap<(Source, Field), usize> = BTreeMap::new();
    for conflict in conflicts {
        *kinds.entry((conflict.source, conflict.field)).or_default() += 1;
    }
    let mut by_count: Vec<((Source, Field), usize)> = kinds.into_iter().collect();
    by_count.sort_by(|(a, more), (b, most)| most.cmp(more).then(a.cmp(b)));
    let mut table = SheetTable::new("Disagreements by column", &["Column", "List", "How often"]);
    for ((source, field), found) in &by_count {
        table.rows.push(vec![field.label().to_owned(), source.plural().to_owned(), count(*found)]);
    }
    let example = |conflict: &Conflict| {
        let (field, source) = (conflict.field.label(), conflict.source.label().to_lowercase());
        let words = format!("{field} of the {source}: {} used, {} also given", conflict.used, conflict.other);
        (conflict.lead, words)
    };
    // One example of each kind first: ten of the same say no more than one.
    let firsts = by_count.iter().filter_map(|(kind, _)| {
        conflicts.iter().find(|conflict| (conflict.source, conflict.field) == *kind).map(example)
    });
    let examples: Vec<(u32, String)> = firsts.take(EXAMPLES).collect();
    let (is_full, found) = (conflicts.len() >= Conflict::KEPT, count(conflicts.len()));
    let (verdict, note) = match conflicts.is_empty() {
        true => (Verdict::of(true), "No two rows about a parcel contradict each other.".to_owned()),
        false => (
            // The newest dated value is used: a conflict is a fact to know, not a fault to mend.
            Verdict::of(share(conflicts.len() as f64, session.leads().len() as f64) < 0.05),
            format!(
                "{found}{} values disagree between rows about one parcel; the newest is used and the other kept in the \
                 lead's sources.",
                if is_full { " or more" } else { "" }
            ),
        ),
    };
    let blocks = match conflicts.is_empty() {
        true => Vec::new(),
        false => vec![Block::Table(table), Block::Leads(examples)],
    };
    Sheet { name: "conflicts".to_owned(), title: "Conflicts".to_owned(), verdict, note, blocks }
}

/// Which leads can be found on the map and at the door.
pub fn places(session: &Session) -> Sheet {
    let leads = session.leads();
    let all = leads.len() as f64;
    let having = |has: &dyn Fn(crate::lead::Lead<'_>) -> bool| leads.iter().filter(|lead| has(*lead)).count();
    let counted = [
        ("On the map", having(&|lead| lead.latitude().is_some() && lead.longitude().is_some())),
        ("With an address", having(&|lead| lead.situs_address().is_some())),
        ("With a city", having(&|lead| lead.city().is_some())),
        ("With a ZIP code", having(&|lead| lead.zip().is_some())),
    ];
    let bar = |(label, found): (&str, usize)| {
        let found_share = share(found as f64, all);
        let text = format!("{} · {} of {}", percent(found_share * 100.0, 1), count(found), count(leads.len()));
        BarRow { is_low: found_share < LEAST_PLACED, ..BarRow::new(label, found_share, text) }
    };
    let rows = counted.map(bar);
    let is_good = !rows[..2].iter().any(|row| row.is_low);
    let note = match is_good {
        true => "Nearly every lead can be found.",
        false => "Leads without a place are not on the map, and what happens around them is not known.",
    };
    Sheet {
        name: "places".to_owned(),
        title: "Places".to_owned(),
        verdict: Verdict::of(is_good),
        note: note.to_owned(),
        blocks: vec![Block::Bars(Bars { caption: "Leads".to_owned(), rows: rows.to_vec() })],
    }
}

/// Dates that can be true: sales to come, records of the past.
pub fn dates(session: &Session, files: &[FileReport]) -> Sheet {
    let (as_of, rows) = (session.as_of(), session.leads().rows());
    let days = |source: Source, field: Field| {
        let rows = rows.of(source);
        (0..rows.len()).filter_map(move |row| rows.day(field, row).day()).collect::<Vec<_>>()
    };
    let mut facts = Vec::new();
    for (source, field, what) in
        [(Source::TaxSale, Field::SaleDate, "Tax sales"), (Source::Foreclosure, Field::AuctionDate, "Auctions")]
    {
        let days = days(source, field);
        if days.is_empty() {
            continue;
        }
        let coming = days.iter().filter(|day| **day >= as_of).count();
        facts.push((format!("{what} to come"), count(coming)));
        facts.push((format!("{what} already past"), count(days.len() - coming)));
    }
    let (year, _, _) = as_of.to_civil();
    let records = rows.of(Source::PropertyRecord);
    let unbuilt = (0..records.len())
        .filter_map(|row| records.number(Field::YearBuilt, row))
        .filter(|built| *built > f64::from(year))
        .count();
    let late = [
        (Source::Foreclosure, Field::EnteredDate),
        (Source::Foreclosure, Field::RecordingDate),
        (Source::CodeViolation, Field::CaseDate),
    ];
    let late: usize =
        late.iter().map(|(source, field)| days(*source, *field).iter().filter(|day| **day > as_of).count()).sum();
    let not_a_date = ProblemKind::NotADate.words();
    let unread: u64 = files
        .iter()
        .flat_map(|file| &file.problems)
        .filter(|problem| problem.reason.ends_with(not_a_date))
        .map(|problem| problem.count)
        .sum();
    facts.push(("Houses built after this year".to_owned(), count(unbuilt)));
    facts.push(("Records dated after this day".to_owned(), count(late)));
    facts.push(("Dates that could not be read".to_owned(), thousands(unread)));
    let is_stale = facts.first().is_some_and(|(name, coming)| name.ends_with("to come") && coming == "0");
    let is_good = unread == 0 && unbuilt == 0 && late == 0 && !is_stale;
    let note = match (is_good, is_stale) {
        (true, _) => format!("Dates fit the day that leads are scored for, {as_of}."),
        (false, true) => format!("No sale lies after {as_of}: is the list of today, and the date in the import right?"),
        (false, false) => format!("Some dates cannot be true on {as_of}, or could not be read; they are left out."),
    };
    Sheet {
        name: "dates".to_owned(),
        title: "Dates".to_owned(),
        verdict: Verdict::of(is_good),
        note,
        blocks: vec![Block::Facts(facts)],
    }
}

/// Columns that scores, deals or models lean on.
const KEY_COLUMNS: [(Source, Field); 8] = [
    (Source::PropertyRecord, Field::TotalMarketUsd),
    (Source::PropertyRecord, Field::LivingAreaSqft),
    (Source::PropertyRecord, Field::YearBuilt),
    (Source::PropertyRecord, Field::SitusAddress),
    (Source::TaxSale, Field::SaleDate),
    (Source::TaxSale, Field::OpeningBidUsd),
    (Source::Foreclosure, Field::AuctionDate),
    (Source::Foreclosure, Field::DefaultAmountUsd),
];

/// How much of each column is filled, list by list.
pub fn completeness(session: &Session) -> Sheet {
    let mut low: Vec<String> = Vec::new();
    let mut blocks = Vec::new();
    for source in Source::ALL {
        let rows = session.leads().rows().of(source);
        if rows.is_empty() {
            continue;
        }
        let bar = |(field, column): (Field, &crate::table::Column)| {
            let filled = share(column.filled() as f64, rows.len() as f64);
            let is_low = KEY_COLUMNS.contains(&(source, field)) && filled < LEAST_FILLED;
            let text = format!("{} · {}", percent(filled * 100.0, 1), count(column.filled()));
            BarRow { is_low, ..BarRow::new(field.label(), filled, text) }
        };
        let bars: Vec<BarRow> = rows.columns().map(bar).collect();
        low.extend(bars.iter().filter(|row| row.is_low).map(|row| format!("{} ({})", row.label, source.plural())));
        let caption = format!("{}, {} rows", source.plural(), count(rows.len()));
        blocks.push(Block::Bars(Bars { caption, rows: bars }));
    }
    let note = match low.is_empty() {
        true => "The columns that scores, deals and models lean on are well filled.".to_owned(),
        false => format!("Often empty, and leaned on: {}. What is empty stays unknown.", low.join(", ")),
    };
    Sheet {
        name: "completeness".to_owned(),
        title: "Filled in".to_owned(),
        verdict: Verdict::of(low.is_empty()),
        note,
        blocks,
    }
}
