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

/// ARV and lead model of a county of 400 parcels.
pub const MODELS: [&str; 2] = [
    "1c5697704039318db10140f8d0dd202c67ade014dd4376850df448f62ece9214",
    "6dfcbc2758556907697b14bf39fc289919bc5ef04880187c2dd72c7c2b18954c",
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
