//! Files as map programs write them, and what is not such a file.

use super::*;
use crate::plot::map::ShapeKind;

fn outline(text: &str) -> Result<Outline, OutlineProblem> {
    read_outline(text.as_bytes())
}

fn feature(geometry: &str, properties: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

const SQUARE: &str = "[[-81.4,28.5],[-81.3,28.5],[-81.3,28.6],[-81.4,28.6],[-81.4,28.5]]";

#[test]
fn areas_lines_and_points_are_read_with_their_names() {
    let text = collection(&[
        feature(&format!(r#"{{"type":"Polygon","coordinates":[{SQUARE}]}}"#), r#"{"id":7,"NAME":"Winter Park"}"#),
        feature(
            &format!(r#"{{"coordinates":[[{SQUARE}],[{SQUARE},{SQUARE}]],"type":"MultiPolygon"}}"#),
            r#"{"note":"first text","ZCTA5CE20":32801}"#,
        ),
        feature(r#"{"type":"LineString","coordinates":[[-81.4,28.5,12.0],[-81.3,28.6,13]]}"#, "null"),
        feature(r#"{"type":"MultiPoint","coordinates":[[-81.4,28.5],[-81.39,28.5]]}"#, r#"{"title":"Wells"}"#),
        feature("null", r#"{"name":"nowhere"}"#),
    ]);
    let Outline { shapes, empty } = outline(&text).expect("it is sound");
    assert_eq!((shapes.head.features, shapes.head.parts, empty), (4, 7, 1));
    let names: Vec<_> = (0..4).map(|feature| shapes.name(feature)).collect();
    assert_eq!(names, [Some("Winter Park".to_owned()), Some("32801".to_owned()), None, Some("Wells".to_owned())]);
    let kinds: Vec<_> = (0..7).map(|part| shapes.kind(part)).collect();
    let (ring, line, point) = (ShapeKind::Ring, ShapeKind::Line, ShapeKind::Point);
    assert_eq!(kinds, [ring, ring, ring, ring, line, point, point]);
    // The first place of the file is the centre.
    let (east, north) = shapes.head.projection.feet(-81.3, 28.6);
    assert_eq!(shapes.line(0, 0.0).nth(2), Some((f64::from(east as f32), f64::from(north as f32))));
    assert_eq!(shapes.feature_at(east / 2.0, north / 2.0, 0.0), Some(0));
}

#[test]
fn a_bare_geometry_and_a_lone_feature_are_files_too() {
    let geometry = format!(r#"{{"type":"Polygon","coordinates":[{SQUARE}]}}"#);
    for text in [
        geometry.clone(),
        feature(&geometry, "{}"),
        format!(r#"{{"geometries":[{geometry}],"type":"GeometryCollection"}}"#),
        format!("\u{feff}\n{geometry}"),
    ] {
        assert_eq!(outline(&text).map(|outline| outline.shapes.head.features), Ok(1), "{text}");
    }
}

#[test]
fn the_columns_travel_as_bytes() {
    let text = feature(&format!(r#"{{"type":"Polygon","coordinates":[{SQUARE}]}}"#), r#"{"name":"Ocoee"}"#);
    let shapes = outline(&text).expect("it is sound").shapes;
    // Five corners of three numbers, a part of four and its start, end and owner, a feature's end and name.
    assert_eq!(shapes.to_bytes().len(), 5 * 12 + 4 * 4 + 2 * 4 + 4 + 4 + 5);
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let words = |text: &str| outline(text).expect_err("it cannot be drawn").to_string();
    let line = |coordinates: &str| format!(r#"{{"type":"LineString","coordinates":{coordinates}}}"#);
    for (text, part) in [
        ("", "nothing to draw"),
        ("<kml></kml>", "XML, perhaps KML or GPX"),
        ("PK\u{3}\u{4}rest", "ZIP archive"),
        ("parcel,city\n1,2\n", "line 1, column 1"),
        (r#"{"type":"FeatureCollection","features":[{"type":"Feat"#, "ends in the middle"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "nothing to draw"),
        (r#"{"type":"Topology","objects":{},"arcs":[]}"#, "TopoJSON"),
        (r#"{"features":[{"attributes":{},"geometry":{"rings":[[[1,2]]]}}]}"#, "Esri JSON"),
        (r#"{"type":"Circle"}"#, "`Circle` is no type of GeoJSON"),
        (&line("[[532104.5,1530221.25],[532105,1530221]]"), "found 532104.5, 1530221.25"),
        (&line("[[-81.4],[-81.3]]"), "a single number"),
        (
            r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2236"}},"features":[]}"#,
            "EPSG::2236",
        ),
    ] {
        let words = words(text);
        assert!(words.contains(part), "{text}: {words}");
    }
    let sound = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[]}"#;
    assert_eq!(outline(sound), Err(OutlineProblem::Empty));
}

#[test]
fn a_file_that_breaks_anywhere_breaks_nothing() {
    let text = collection(&[feature(&format!(r#"{{"type":"Polygon","coordinates":[{SQUARE}]}}"#), r#"{"name":"A"}"#)]);
    for end in 0..text.len() {
        assert!(outline(&text[..end]).is_err(), "{end}");
    }
}
