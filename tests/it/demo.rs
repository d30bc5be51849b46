//! The synthetic county: the same on every machine, fit to be imported, and with something to find in it.

use std::collections::{BTreeMap, BTreeSet};

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    lanes::Inline,
    score::Profile,
    session::{FileReader, ImportMode, Session, import},
    table::Day,
};

/// Sunday, 2026-11-22.
const AS_OF: Day = Day(20_779);

fn county(rows: u32, seed: u64) -> County {
    County::new(CountyOptions { rows, seed, as_of: AS_OF })
}

fn bytes(county: &County, file: DemoFile) -> Vec<u8> {
    county.bytes(file).expect("memory takes all")
}

type Row = BTreeMap<String, String>;

fn rows(county: &County, file: DemoFile) -> Vec<Row> {
    csv::Reader::from_reader(bytes(county, file).as_slice()).deserialize().map(|row| row.expect("a CSV row")).collect()
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

fn days(rows: &[Row], column: &str) -> Vec<Day> {
    rows.iter().filter(|row| !row[column].is_empty()).map(|row| Day::parse(&row[column]).expect("a date")).collect()
}

/// `SS-TT-RR-ssss-bb-lll` in the appraiser's order, `RRTTSSssssbblll`.
fn swapped(tax_collectors: &str) -> String {
    let parts: Vec<&str> = tax_collectors.split('-').collect();
    assert_eq!(parts.len(), 6, "{tax_collectors}");
    [parts[2], parts[1], parts[0], parts[3], parts[4], parts[5]].concat()
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    sum / count
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let (x, y) = (mean(pairs.iter().map(|pair| pair.0)), mean(pairs.iter().map(|pair| pair.1)));
    let sum = |term: fn(f64, f64) -> f64| pairs.iter().map(|pair| term(pair.0 - x, pair.1 - y)).sum::<f64>();
    sum(|dx, dy| dx * dy) / (sum(|dx, _| dx * dx) * sum(|_, dy| dy * dy)).sqrt()
}

/// FNV-1a over the files in order, 64 bits. The browser's tests pin the same number.
#[test]
fn bytes_are_pinned() {
    let county = county(200, 42);
    let all = DemoFile::ALL.iter().flat_map(|&file| bytes(&county, file));
    let digest =
        all.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    assert_eq!(format!("{digest:016x}"), "e6f4adb8c015f363");
}

#[test]
fn seed_decides() {
    for file in DemoFile::ALL {
        assert_eq!(bytes(&county(500, 42), file), bytes(&county(500, 42), file));
        assert_ne!(bytes(&county(500, 42), file), bytes(&county(500, 43), file));
    }
}

#[test]
fn files_are_well_formed() {
    let county = county(6000, 42);
    for file in DemoFile::ALL {
        let bytes = bytes(&county, file);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().expect("a header").clone();
        assert_eq!(header.iter().collect::<Vec<_>>(), file.columns());
        // The reader refuses rows of another length.
        let records: Vec<_> = reader.records().map(|record| record.expect("a CSV row")).collect();
        assert_eq!(records.len(), county.rows(file) as usize, "{file:?}");
        assert!(bytes.is_ascii() && !bytes.contains(&b'\r'));
    }
}

#[test]
fn tax_sales_join_the_roll_once_their_digits_are_swapped() {
    let county = county(6000, 42);
    let roll = rows(&county, DemoFile::PropertyRecords);
    let ids: BTreeSet<&str> = roll.iter().map(|row| row["parcel_number"].as_str()).collect();
    let tax_sales = rows(&county, DemoFile::TaxSales);
    let joined = tax_sales.iter().filter(|row| ids.contains(swapped(&row["parcel_id"]).as_str())).count();
    assert!(joined * 100 >= tax_sales.len() * 98, "{joined}");
    for row in &tax_sales {
        let id = swapped(&row["parcel_id"]);
        assert_eq!(id.len(), 15);
        let part = |start: usize| id[start..start + 2].parse::<u32>().expect("digits");
        assert!((27..=33).contains(&part(0)) && (20..=24).contains(&part(2)) && (1..=36).contains(&part(4)), "{id}");
        // Section and range may have the same number.
        if part(0) != part(4) {
            assert!(!ids.contains(row["parcel_id"].replace('-', "").as_str()), "joins as it stands: {id}");
        }
    }
    let foreclosures = rows(&county, DemoFile::Foreclosures);
    let joined = foreclosures.iter().filter(|row| ids.contains(row["parcel_number"].as_str())).count();
    assert!(joined * 100 >= foreclosures.len() * 95, "{joined}");
}

#[test]
fn dates_lie_on_the_right_side_of_the_day() {
    let county = county(6000, 42);
    let tax_sales = days(&rows(&county, DemoFile::TaxSales), "sale_date");
    let auctions = days(&rows(&county, DemoFile::Foreclosures), "auction_date");
    for (what, dates) in [("tax sales", tax_sales), ("auctions", auctions)] {
        let ahead = dates.iter().filter(|&&day| day > AS_OF).count();
        assert!(ahead * 2 > dates.len() && ahead * 10 < dates.len() * 9, "{ahead} of {} {what}", dates.len());
    }
    for (file, column) in [
        (DemoFile::Foreclosures, "recording_date"),
        (DemoFile::Foreclosures, "entered_date"),
        (DemoFile::CodeViolations, "casedt"),
        (DemoFile::Sales, "sale_date"),
        (DemoFile::Outcomes, "contacted_date"),
    ] {
        assert!(days(&rows(&county, file), column).iter().all(|&day| day <= AS_OF), "{file:?} {column}");
    }
}

#[test]
fn roll_adds_up() {
    let county = county(6000, 42);
    let roll = rows(&county, DemoFile::PropertyRecords);
    let mut ratios = Vec::new();
    for row in &roll {
        let of = |column: &str| number(row, column).expect("a number");
        if of("total_mkt") < 0.0 {
            continue; // one of the flaws
        }
        assert_eq!(of("land_mkt") + of("bldg_mkt") + of("xfob_mkt"), of("total_mkt"), "{row:?}");
        assert!(of("total_assd") <= of("total_mkt") && of("taxable") + of("total_xmpt") == of("total_assd"), "{row:?}");
        ratios.push(of("total_mkt") / of("total_assd"));
    }
    let share = |low: f64, high: f64| {
        ratios.iter().filter(|&&ratio| low < ratio && ratio <= high).count() as f64 / ratios.len() as f64
    };
    for (low, high) in [(0.99, 1.2), (1.2, 1.5), (1.5, 2.0), (2.0, 4.2)] {
        assert!(share(low, high) > 0.05, "{low} to {high}: {}", share(low, high));
    }
    assert!(share(0.99, 4.2) == 1.0);
    let parcels: BTreeSet<&str> = roll.iter().map(|row| row["parcel_number"].as_str()).collect();
    assert!((1..60).contains(&(roll.len() - parcels.len())), "{} parcels", parcels.len());
    let flaws = roll
        .iter()
        .filter(|row| {
            number(row, "total_mkt").is_none_or(|market| market < 0.0)
                || number(row, "year_built").is_some_and(|year| year > 2100.0)
                || (!row["living_area"].is_empty() && number(row, "living_area").is_none())
                || row["parcel_number"] == "N/A"
        })
        .count();
    assert_eq!(flaws, 4);
}

#[test]
fn prices_follow_the_features() {
    let county = county(6000, 42);
    let roll: BTreeMap<String, Row> =
        rows(&county, DemoFile::PropertyRecords).into_iter().map(|row| (row["parcel_number"].clone(), row)).collect();
    let sold: Vec<(f64, f64, f64)> = rows(&county, DemoFile::Sales)
        .iter()
        .filter(|sale| matches!(sale["qualified_code"].as_str(), "01" | "02"))
        .filter_map(|sale| {
            let home = roll.get(&sale["parcel_number"])?;
            let size = number(home, "living_area").filter(|&size| size > 0.0)?;
            Some((libm::log(number(sale, "sale_price")?), libm::log(size), libm::log(number(home, "total_mkt")?)))
        })
        .collect();
    assert!(sold.len() > 700, "{}", sold.len());
    let by_size = correlation(&sold.iter().map(|sale| (sale.0, sale.1)).collect::<Vec<_>>());
    let by_value = correlation(&sold.iter().map(|sale| (sale.0, sale.2)).collect::<Vec<_>>());
    assert!(by_size > 0.5, "{by_size}");
    assert!(by_value > 0.85 && by_value < 0.99, "{by_value}");
}

#[test]
fn outcomes_follow_distress() {
    let county = county(20_000, 42);
    let mut listed: BTreeSet<String> =
        rows(&county, DemoFile::TaxSales).iter().map(|row| swapped(&row["parcel_id"])).collect();
    listed.extend(rows(&county, DemoFile::Foreclosures).into_iter().map(|row| row["parcel_number"].clone()));
    let outcomes = rows(&county, DemoFile::Outcomes);
    let reached = |is_listed: bool| {
        mean(
            outcomes
                .iter()
                .filter(|row| listed.contains(&row["parcel_number"]) == is_listed)
                .map(|row| f64::from(u8::from(!matches!(row["outcome"].as_str(), "no_answer" | "dead")))),
        )
    };
    assert!(reached(true) > reached(false) + 0.2, "{} {}", reached(true), reached(false));
    let kinds: BTreeSet<&str> = outcomes.iter().map(|row| row["outcome"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["appointment", "closed", "contacted", "contract", "dead", "no_answer"]));
}

/// Most of the violations lie in a small part of the squares of 2,000 feet that have any.
#[test]
fn violations_gather() {
    let county = county(6000, 42);
    let mut squares: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for row in rows(&county, DemoFile::CodeViolations) {
        let (Some(east), Some(north)) = (number(&row, "gpsx"), number(&row, "gpsy")) else { continue };
        assert!((430_000.0..660_000.0).contains(&east) && (1_450_000.0..1_630_000.0).contains(&north), "{row:?}");
        *squares.entry(((east / 2000.0) as i64, (north / 2000.0) as i64)).or_default() += 1;
    }
    let mut counts: Vec<usize> = squares.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let worst: usize = counts.iter().take(counts.len() / 5).sum();
    assert!(worst * 2 > counts.iter().sum(), "{counts:?}");
}

/// Leads of files given by name and bytes, scored.
fn session(files: &[(&str, Vec<u8>)], mode: ImportMode, profile: &str) -> Session {
    let read = files.iter().map(|(name, bytes)| {
        let mut reader = FileReader::new(name, mode);
        reader.push(bytes);
        reader.finish()
    });
    let imported = import(read.collect(), mode, &Inline);
    let faults: Vec<_> = imported.files.iter().filter_map(|file| file.error.as_deref()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    Session::new(imported.leads, Profile::shipped(profile).expect("a shipped profile"), AS_OF, &Inline)
}

#[test]
fn county_fills_every_tier() {
    let county = county(6000, 42);
    let files: Vec<_> = DemoFile::LISTS.iter().map(|&file| (file.file_name(), bytes(&county, file))).collect();
    for profile in ["guide", "guide-full", "guarded"] {
        let tiers = session(&files, ImportMode::Smart, profile).tally().tiers;
        assert!(tiers.iter().all(|tier| tier.count >= 100), "{profile}: {tiers:?}");
    }
}

#[test]
fn guide_186_gives_the_guides_table() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/guide-186");
    let read = |name: &str| std::fs::read(format!("{folder}/{name}")).expect("a file of the test data");
    let files = ["tax_sales.csv", "foreclosures.csv", "property_records.csv"].map(|name| (name, read(name)));
    for mode in [ImportMode::Reference, ImportMode::Smart] {
        let mut table = String::from("tier,count,percent,mean,min,max\n");
        for row in session(&files, mode, "guide").tally().tiers {
            let filled = |value: Option<f64>| value.expect("no tier is empty");
            table.push_str(&format!(
                "{},{},{:.2},{:.2},{:.2},{:.2}\n",
                row.tier.letter(),
                row.count,
                row.percent,
                filled(row.mean),
                filled(row.min),
                filled(row.max)
            ));
        }
        assert_eq!(table.as_bytes(), read("expect.csv"), "{mode:?}\n{table}");
    }
}
