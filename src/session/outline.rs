//! A person's own GeoJSON file as a picture beneath the leads.
//!
//! In: the bytes of a file as they come: parcels, city limits, ZIP codes, roads, in degrees of WGS84. Out: [`Shapes`],
//! in feet around the first place of the file. The file is read once and never held as a whole; what is kept of it is
//! lines and one name per feature. What it is instead of such a file is said in words.

mod gather;
mod geojson;

use std::io::Read;

use thiserror::Error;

use self::gather::Gather;
use crate::plot::map::Shapes;

/// A county has a million or two. Beyond this, a phone's memory is in danger: 12 bytes a corner, for a while twice.
pub const MOST_CORNERS: usize = 8_000_000;

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub shapes: Shapes,
    /// Features without a place.
    pub empty: u32,
}

/// Why a file cannot be drawn.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum OutlineProblem {
    #[error("it is {what}, not GeoJSON; {way_out}")]
    Another { what: &'static str, way_out: &'static str },
    #[error("it ends in the middle, at line {line}: perhaps it was not downloaded whole")]
    CutOff { line: usize },
    #[error("it is not GeoJSON: line {line}, column {column}: {reason}")]
    NotJson { line: usize, column: usize, reason: String },
    #[error("it is JSON, but not GeoJSON: {reason}")]
    NotGeoJson { reason: String },
    #[error(
        "its coordinates are not degrees: found {x}, {y}. It seems to be in feet or metres of a projected map; save it \
         again as WGS84 (EPSG:4326)"
    )]
    Projected { x: f64, y: f64 },
    #[error("it says that its coordinates are {system}; save it again as WGS84 (EPSG:4326)")]
    OtherSystem { system: String },
    #[error("it has nothing to draw: no feature in it has a place")]
    Empty,
    #[error("it has more than {} million corners; cut it to the area you work in", MOST_CORNERS / 1_000_000)]
    TooBig,
    #[error("it could not be read: {0}")]
    Unreadable(String),
}

/// Reads a GeoJSON file to its end.
///
/// # Errors
/// What the file is instead, or what is wrong with it.
pub fn read_outline(mut source: impl Read) -> Result<Outline, OutlineProblem> {
    let start = first_bytes(&mut source)?;
    let start = recognised(&start)?;
    let mut gather = Gather::default();
    let read = geojson::read(start.chain(source), &mut gather);
    // What was found wrong on the way explains more than that the reading stopped there.
    if let Some(problem) = gather.problem.take() {
        return Err(problem);
    }
    read?;
    gather.finish()
}

/// Enough to see what a file is.
fn first_bytes(source: &mut impl Read) -> Result<Vec<u8>, OutlineProblem> {
    let mut start = Vec::new();
    source.take(64).read_to_end(&mut start).map_err(|error| OutlineProblem::Unreadable(error.to_string()))?;
    Ok(start)
}

fn recognised(start: &[u8]) -> Result<&[u8], OutlineProblem> {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let is_begun_by = |mark: &[u8]| text.starts_with(mark);
    let another = |what, way_out| Err(OutlineProblem::Another { what, way_out });
    if is_begun_by(b"PK") {
        return another("a ZIP archive, perhaps a shapefile", "export it as GeoJSON from your map program");
    }
    if is_begun_by(&[0x1f, 0x8b]) {
        return another("a compressed file", "unpack it first");
    }
    if is_begun_by(&[0x00, 0x00, 0x27, 0x0a]) {
        return another("a shapefile", "export it as GeoJSON from your map program");
    }
    if is_begun_by(&[0xff, 0xfe]) || is_begun_by(&[0xfe, 0xff]) {
        return another("text in UTF-16", "save it as UTF-8");
    }
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => another("XML, perhaps KML or GPX", "export it as GeoJSON from your map program"),
        Some(_) => Ok(text),
        None => Err(OutlineProblem::Empty),
    }
}

#[cfg(test)]
mod tests;
