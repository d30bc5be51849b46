//! What the product's own models are on a small synthetic county, to the last bit: the same natively on any number of
//! threads, in Node and in browsers.

use leadscore::{
    demo::{County, CountyOptions, DemoFile},
    lanes::Lanes,
    learn::{
        arv::{self, ArvRecipe},
        lead::{self, LeadRecipe},
    },
    registry::{arv_artifact, lead_artifact},
    score::Profile,
    session::{FileReader, ImportMode, Imported, Session, import},
    table::Day,
};

/// ARV and lead model of a county of 1,000 parcels.
pub const MODELS: [&str; 2] = [
    "4c3aa8d8d7ff9b00999d61674810c0aa8c85b3ce32e582884a9c04f1ca77ef79",
    "86518566cbe681fadef5dbed96382b48a3ed964c60a25bdd8c1380b7e0257594",
];

/// The digests of both models, trained as the product trains them when nothing is set.
pub fn models(rows: u32, lanes: &dyn Lanes) -> [String; 2] {
    // Sunday, 2026-11-22.
    let as_of = Day(20_779);
    let county = County::new(CountyOptions { rows, seed: 42, as_of });
    let read = DemoFile::ALL.iter().map(|&file| {
        let mut reader = FileReader::new(file.file_name(), ImportMode::Smart);
        reader.push(&county.bytes(file).expect("memory takes all"));
        reader.finish()
    });
    let Imported { leads, sales, outcomes, .. } = import(read.collect(), ImportMode::Smart, lanes);
    let session = Session::new(leads, Profile::shipped("guide-full").expect("a shipped profile"), as_of, lanes);

    let (arv_recipe, lead_recipe) = (ArvRecipe::default(), LeadRecipe::default());
    let rows = session.arv_rows(&sales, &arv_recipe, lanes).expect("houses of known value");
    let trained = arv::train(&rows, &arv_recipe, as_of, lanes, &mut |_| true);
    let trained = trained.expect("data that can be learned from").expect("nobody stopped it");
    let of_arv = arv_artifact(&trained, None).expect("a model that proves itself").digest().to_string();

    let rows = session.lead_rows(&outcomes, &lead_recipe, lanes).expect("leads of tier A");
    let trained = lead::train(&rows, &lead_recipe, as_of, lanes, &mut |_| true);
    let trained = trained.expect("data that can be learned from").expect("nobody stopped it");
    [of_arv, lead_artifact(&trained, None).expect("a model that proves itself").digest().to_string()]
}
