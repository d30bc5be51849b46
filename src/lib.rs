//! Leadscore turns the CSV lists that a real-estate wholesaler holds into a ranked call list with reasons.
//!
//! One library, two shells: the app in the browser (`src/bin/app` with its engine in `src/bin/worker.rs`) and the native
//! binary (`src/bin/leadscore`). Everything that decides a number is in here and compiles unchanged for both; a result
//! that differs between them is a defect.
//!
//! # The way of the data
//!
//! ```text
//! bytes ──table──> Table ──layout──> Rows ──lead──> Leads ──score──> Scores ──deal──> Deal ──session──> view, file
//! bytes ──table──> Table ──feature──> Matrix ──learn, tree──> Ensemble ──registry──> bytes of a model file
//! ```
//!
//! Forward only: a module uses those that `tests/it/tidy.rs` names before it, never those after it. [`problem`] and
//! [`lanes`] serve all. [`tree`] grows forests and boosted trees and explains their answers; it knows no tables.
//! [`feature`] makes its matrices of tables, [`learn`] says what to learn and how well it was learned, [`registry`]
//! turns models into the bytes of files that prove themselves. [`demo`] makes input, [`plot`] is geometry for the
//! screen, [`wire`] is what app and worker say to each other.
//!
//! # What holds everywhere
//!
//! - No clock, no file, no thread of its own, no network, no log. Today's date and threads come from outside.
//! - Every row is accounted for: read = kept + rejected + merged, and every rejection has a place and a reason.
//! - The same input gives the same bytes, natively and in the browser, at any number of threads.
//! - What is not known is absent; it is never 0.
//!
//! # In twelve lines
//!
//! ```
//! use leadscore::{lanes::Inline, score::Profile, session::{self, FileReader, ImportMode, Session}, table::Day};
//!
//! let mut file = FileReader::new("tax_sales.csv", ImportMode::Smart);
//! file.push(b"tda_number,sale_date,parcel_id\n2026-1,12/18/2026,29-22-28-8850-02-050\n");
//! let imported = session::import(vec![file.finish()], ImportMode::Smart, &Inline);
//!
//! let profile = Profile::shipped("guide-full")?;
//! let today = Day::parse("2026-11-22").ok_or("no date")?;
//! let session = Session::new(imported.leads, profile, today, &Inline);
//! let best = &session.rows(0, 1)[0];
//! assert_eq!((best.rank, best.score), (1, 30.0));
//! assert_eq!(best.reasons[0].text, "Tax sale in 26 days");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod deal;
pub mod demo;
pub mod feature;
pub mod lanes;
pub mod layout;
pub mod lead;
pub mod learn;
pub mod plot;
pub mod problem;
mod random;
pub mod registry;
pub mod score;
pub mod session;
pub mod table;
pub mod tree;
#[cfg(feature = "worker")]
pub mod web;
pub mod wire;
