//! GeoJSON as it is read: objects in any order of their members, places passed on as they come.
//!
//! After RFC 7946, and the older draft with its `crs`. A collection, a feature and a bare geometry are read by the same
//! code: what an object is, its `type` says, which may stand behind everything else.

use std::{fmt, io::Read};

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, error::Category};

use super::{OutlineProblem, gather::Gather};
use crate::plot::map::ShapeKind;

/// What names a feature, from the best on; case does not matter. Any other text will do where none of these is there.
const NAMES: [&str; 22] = [
    "name",
    "namelsad",
    "label",
    "title",
    "city",
    "city_name",
    "municipality",
    "zip",
    "zipcode",
    "zip_code",
    "zcta5ce20",
    "zcta5ce10",
    "parcel_id",
    "parcelid",
    "parcel",
    "parcelno",
    "pin",
    "apn",
    "folio",
    "situs_address",
    "site_addr",
    "address",
];
/// Longer texts are descriptions.
const MOST_NAME_BYTES: usize = 80;

/// Reads all of `source` into `gather`.
pub fn read(source: impl Read, gather: &mut Gather) -> Result<(), OutlineProblem> {
    let mut json = serde_json::Deserializer::from_reader(source);
    let read = Object { gather, is_root: true }.deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| match error.classify() {
        Category::Eof => OutlineProblem::CutOff { line: error.line() },
        Category::Io => OutlineProblem::Unreadable(error.to_string()),
        Category::Syntax => OutlineProblem::NotJson {
            line: error.line(),
            column: error.column(),
            // It says the place again.
            reason: error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
        },
        Category::Data => OutlineProblem::NotGeoJson { reason: error.to_string() },
    })
}

/// A collection, a feature or a geometry; or null, which is a feature's way to say that it has no place.
struct Object<'g> {
    gather: &'g mut Gather,
    is_root: bool,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.is_root { Err(E::custom("it holds nothing")) } else { Ok(()) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let gather = self.gather;
        let (mut kind, mut name, mut has_features) = (None::<String>, None, false);
        while let Some(member) = members.next_key::<String>()? {
            match member.as_str() {
                "type" => kind = Some(members.next_value()?),
                "features" => {
                    has_features = true;
                    members.next_value_seed(Objects(gather))?;
                }
                "geometries" => members.next_value_seed(Objects(gather))?,
                "geometry" => members.next_value_seed(Object { gather: &mut *gather, is_root: false })?,
                "coordinates" => {
                    let nested = members.next_value_seed(Coordinates(gather))?;
                    if matches!(nested, Nested::Place) {
                        gather.end_line();
                    }
                }
                "properties" => name = members.next_value_seed(Properties)?,
                "crs" if self.is_root => {
                    let crs: Value = members.next_value()?;
                    if let Some(problem) = other_system(&crs) {
                        gather.problem = Some(problem);
                        return Err(A::Error::custom("another coordinate system"));
                    }
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        let kind = kind.as_deref().unwrap_or(if has_features { "FeatureCollection" } else { "" });
        match kind {
            "FeatureCollection" => return Ok(()),
            "Feature" => gather.end_feature(name.as_deref()),
            "Point" | "MultiPoint" => gather.end_geometry(ShapeKind::Point),
            "LineString" | "MultiLineString" => gather.end_geometry(ShapeKind::Line),
            "Polygon" | "MultiPolygon" => gather.end_geometry(ShapeKind::Ring),
            "GeometryCollection" => {}
            "Topology" => {
                return Err(A::Error::custom("it is TopoJSON; convert it to GeoJSON"));
            }
            "" => {
                return Err(A::Error::custom(
                    "an object has no `type`. If it comes from ArcGIS as Esri JSON, ask for the format GeoJSON",
                ));
            }
            other => return Err(A::Error::custom(format!("`{other}` is no type of GeoJSON"))),
        }
        if self.is_root && kind != "Feature" {
            gather.end_feature(None);
        }
        Ok(())
    }
}

/// A list of features or geometries.
struct Objects<'g>(&'g mut Gather);

impl<'de> DeserializeSeed<'de> for Objects<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Objects<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of GeoJSON objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Object { gather: &mut *self.0, is_root: false })?.is_some() {}
        Ok(())
    }
}

/// Coordinates nested as deep as their geometry wants: the innermost lists are places, those around them lines.
struct Coordinates<'g>(&'g mut Gather);

/// What a piece of coordinates is.
enum Nested {
    Number(f64),
    Place,
    /// A line, or lists of lines.
    Lines,
    Nothing,
}

impl<'de> DeserializeSeed<'de> for Coordinates<'_> {
    type Value = Nested;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Nested, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Coordinates<'_> {
    type Value = Nested;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Nested, E> {
        Ok(Nested::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Nested, E> {
        Ok(Nested::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Nested, E> {
        Ok(Nested::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Nested, E> {
        Ok(Nested::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Nested, A::Error> {
        let gather = self.0;
        let (mut numbers, mut count) = ([0.0; 2], 0);
        let mut found = Nested::Nothing;
        while let Some(piece) = list.next_element_seed(Coordinates(gather))? {
            if let Nested::Number(number) = piece {
                if let Some(place) = numbers.get_mut(count) {
                    *place = number;
                }
                count += 1;
            }
            found = piece;
        }
        match found {
            Nested::Number(_) if count < 2 => Err(A::Error::custom("a place has a single number")),
            Nested::Number(_) if gather.place(numbers[0], numbers[1]) => Ok(Nested::Place),
            Nested::Number(_) => Err(A::Error::custom("a place is none")),
            Nested::Place => {
                gather.end_line();
                Ok(Nested::Lines)
            }
            Nested::Lines => Ok(Nested::Lines),
            Nested::Nothing => Ok(Nested::Nothing),
        }
    }
}

/// The best name among the properties of a feature.
struct Properties;

impl<'de> DeserializeSeed<'de> for Properties {
    type Value = Option<String>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Properties {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Option<String>, A::Error> {
        let mut best: Option<(usize, String)> = None;
        while let Some(key) = members.next_key::<String>()? {
            let value: Value = members.next_value()?;
            let known = NAMES.iter().position(|name| name.eq_ignore_ascii_case(&key));
            // A number names something only where its key says so.
            let (rank, text) = match (known, value) {
                (known, Value::String(text)) => (known.unwrap_or(NAMES.len()), text),
                (Some(rank), Value::Number(number)) => (rank, number.to_string()),
                _ => continue,
            };
            let text = text.trim();
            let is_name = !text.is_empty() && text.len() <= MOST_NAME_BYTES;
            if is_name && best.as_ref().is_none_or(|(least, _)| rank < *least) {
                best = Some((rank, text.to_owned()));
            }
        }
        Ok(best.map(|(_, name)| name))
    }
}

/// The old way to name a coordinate system. WGS84 has several names, and NAD83 is the same to within a few feet.
fn other_system(crs: &Value) -> Option<OutlineProblem> {
    let system = crs.pointer("/properties/name")?.as_str()?;
    let is_wgs84 = ["CRS84", "4326", "WGS84", "WGS 84", "4269", "NAD83"]
        .iter()
        .any(|name| system.to_ascii_uppercase().ends_with(name));
    (!is_wgs84).then(|| OutlineProblem::OtherSystem { system: system.to_owned() })
}
