//! Digests of what the library makes of a small synthetic county, and what they are on every machine. The native tests
//! and those in the browser both hold them.

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    feature::{house, market::Market},
    lanes::Inline,
    score::Profile,
    session::{FileReader, ImportMode, Session, csv_file, import},
    table::Day,
    tree::Values,
};

/// Of the county's files.
pub const COUNTY: &str = "e6f4adb8c015f363";

/// Of the scores and deals under each profile.
pub const SCORES: [&str; 3] = ["guide 7f8930839c5c4dce", "guide-full cc6035c96eddc502", "guarded 7cd36c062267b995"];

/// Of the CSV export under the full profile.
pub const EXPORT: &str = "c29b3cc30c0edce0";

/// Of the features of the county's houses, and of what their neighbours fetch.
pub const FEATURES: &str = "1db6b2b4e327a4bf";

fn options() -> CountyOptions {
    // Sunday, 2026-11-22.
    CountyOptions { rows: 200, seed: 42, as_of: Day(20_779) }
}

/// FNV-1a, 64 bits.
pub struct Digest(u64);

impl Digest {
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub fn take(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    }

    pub fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

fn bytes(file: DemoFile) -> Vec<u8> {
    County::new(options()).bytes(file).expect("memory takes all")
}

/// All files of the county, in order.
pub fn county() -> String {
    let mut digest = Digest::new();
    DemoFile::ALL.iter().for_each(|&file| digest.take(&bytes(file)));
    digest.hex()
}

/// The county's leads, scored.
fn session(profile: &str) -> Session {
    let read = DemoFile::LISTS.iter().map(|&file| {
        let mut reader = FileReader::new(file.file_name(), ImportMode::Smart);
        reader.push(&bytes(file));
        reader.finish()
    });
    let imported = import(read.collect(), ImportMode::Smart, &Inline);
    let profile = Profile::shipped(profile).expect("a shipped profile");
    Session::new(imported.leads, profile, options().as_of, &Inline)
}

/// The profiles, each with a digest of its leads.
pub fn scores() -> [String; 3] {
    ["guide", "guide-full", "guarded"].map(|profile| format!("{profile} {}", scores_of(&session(profile))))
}

/// Every lead by rank: its number, its tier, its total and its deal, to the last bit.
fn scores_of(session: &Session) -> String {
    let mut digest = Digest::new();
    for &lead in session.view() {
        let (total, deal) = (session.scores().get(lead as usize).total, session.deal(lead));
        digest.take(&lead.to_le_bytes());
        digest.take(session.tier(lead).letter().as_bytes());
        for number in [total, deal.arv.estimate_usd, deal.max_offer_usd, deal.potential_profit_usd, deal.roi_percent] {
            digest.take(&number.to_bits().to_le_bytes());
        }
    }
    digest.hex()
}

/// The export of the view, byte by byte.
pub fn export() -> String {
    let mut digest = Digest::new();
    digest.take(&csv_file(&session("guide-full")));
    digest.hex()
}

/// All columns of all leads, to the last bit.
pub fn features() -> String {
    let session = session("guide");
    let houses = house::columns(session.leads(), session.as_of(), &Inline);
    let value = houses.columns().iter().find(|column| column.name == "market_usd").expect("a feature");
    let prices: Vec<f64> = (0..houses.rows()).map(|row| value.values.number(row)).collect();
    let fetched = Market::out_of_fold(&houses, &prices, 5, 42);
    let mut digest = Digest::new();
    for column in houses.columns().iter().chain(&fetched).chain(&Market::fit(&houses, &prices, 42).columns(&houses)) {
        digest.take(column.name.as_bytes());
        (0..houses.rows()).for_each(|row| digest.take(&column.values.number(row).to_bits().to_le_bytes()));
        if let Values::Categories { levels, .. } = &column.values {
            levels.iter().for_each(|level| digest.take(level.as_bytes()));
        }
    }
    digest.hex()
}
