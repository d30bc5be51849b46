//! A profile -> TOML text, as a person would write it.
//!
//! Serde names every field once, so that nothing can be forgotten; what it names is laid out here: plain values first,
//! short lists of short tables in one block, everything else under a head of its own. Reading the text gives the same
//! profile, number for number; a test holds that for all that are shipped.

use std::fmt;

use serde::{Serialize, Serializer, ser};

/// Why something cannot be written; no profile comes to that.
#[derive(Debug)]
pub(super) struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

pub(super) fn write<T: Serialize>(value: &T) -> Result<String, Unwritable> {
    let Value::Table(fields) = value.serialize(Noting)? else { return Err(Unwritable("not a table".to_owned())) };
    let mut text = String::new();
    write_table("", &fields, &mut text);
    Ok(text)
}

/// What TOML can say.
enum Value {
    /// A number, a word in quotes, true or false: as it is written.
    Plain(String),
    List(Vec<Value>),
    Table(Vec<(&'static str, Value)>),
    /// A field without a value is left out.
    Absent,
}

impl Value {
    fn text(text: &str) -> Self {
        let mut written = String::from('"');
        for c in text.chars() {
            match c {
                '"' => written.push_str("\\\""),
                '\\' => written.push_str("\\\\"),
                '\n' => written.push_str("\\n"),
                '\t' => written.push_str("\\t"),
                c if c.is_control() => written.push_str(&format!("\\u{:04X}", c as u32)),
                c => written.push(c),
            }
        }
        written.push('"');
        Self::Plain(written)
    }

    /// Shortest decimals: they read as the same number.
    fn number(number: f64) -> Self {
        let size = number.abs();
        let is_plain = size == 0.0 || (1e-5..1e15).contains(&size);
        Self::Plain(if is_plain { number.to_string() } else { format!("{number:e}") })
    }

    /// Whether it fits behind a name: no tables within tables.
    fn is_short(&self) -> bool {
        match self {
            Self::Plain(_) | Self::Absent => true,
            Self::List(items) => items.iter().all(|item| match item {
                Self::Table(fields) => fields.iter().all(|(_, value)| matches!(value, Self::Plain(_) | Self::Absent)),
                other => matches!(other, Self::Plain(_)),
            }),
            Self::Table(_) => false,
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Plain(text) => out.push_str(text),
            Self::Absent => {}
            Self::List(items) => {
                let is_block = items.len() > 1 && items.iter().any(|item| matches!(item, Self::Table(_)));
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    match (is_block, i) {
                        (true, _) => out.push_str("\n  "),
                        (false, 0) => {}
                        (false, _) => out.push_str(", "),
                    }
                    item.write(out);
                    if is_block {
                        out.push(',');
                    }
                }
                out.push_str(if is_block { "\n]" } else { "]" });
            }
            Self::Table(fields) => {
                let fields = fields.iter().filter(|(_, value)| !matches!(value, Self::Absent));
                out.push_str("{ ");
                for (i, (name, value)) in fields.enumerate() {
                    out.push_str(if i == 0 { "" } else { ", " });
                    out.push_str(name);
                    out.push_str(" = ");
                    value.write(out);
                }
                out.push_str(" }");
            }
        }
    }
}

fn write_table(path: &str, fields: &[(&'static str, Value)], out: &mut String) {
    // A small table inside another stays in its line.
    let is_line = |value: &Value| match value {
        Value::Table(fields) => !path.is_empty() && fields.iter().all(|(_, field)| matches!(field, Value::Plain(_))),
        Value::Absent => false,
        other => other.is_short(),
    };
    for (name, value) in fields.iter().filter(|(_, value)| is_line(value)) {
        out.push_str(&format!("{name} = "));
        value.write(out);
        out.push('\n');
    }
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, value) in fields.iter().filter(|(_, value)| !is_line(value)) {
        let path = join(name);
        match value {
            Value::Table(fields) => {
                out.push_str(&format!("\n[{path}]\n"));
                write_table(&path, fields, out);
            }
            Value::List(items) => {
                for item in items {
                    if let Value::Table(fields) = item {
                        out.push_str(&format!("\n[[{path}]]\n"));
                        write_table(&path, fields, out);
                    }
                }
            }
            Value::Plain(_) | Value::Absent => {}
        }
    }
}

/// Turns what serde says into a [`Value`].
struct Noting;

type Noted = Result<Value, Unwritable>;

fn refuse<T>(what: &str) -> Result<T, Unwritable> {
    Err(Unwritable(format!("{what} cannot be written in a profile")))
}

/// Numbers of every kind, as they print.
macro_rules! whole_numbers {
    ($($method:ident $kind:ty),*) => {
        $(fn $method(self, number: $kind) -> Noted {
            Ok(Value::Plain(number.to_string()))
        })*
    };
}

impl Serializer for Noting {
    type Ok = Value;
    type Error = Unwritable;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = ser::Impossible<Value, Unwritable>;
    type SerializeTupleVariant = ser::Impossible<Value, Unwritable>;
    type SerializeMap = ser::Impossible<Value, Unwritable>;
    type SerializeStruct = Table;
    type SerializeStructVariant = ser::Impossible<Value, Unwritable>;

    whole_numbers!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_u8 u8, serialize_u16 u16,
        serialize_u32 u32, serialize_u64 u64, serialize_bool bool
    );

    fn serialize_f32(self, number: f32) -> Noted {
        Ok(Value::number(f64::from(number)))
    }

    fn serialize_f64(self, number: f64) -> Noted {
        Ok(Value::number(number))
    }

    fn serialize_char(self, c: char) -> Noted {
        Ok(Value::text(c.encode_utf8(&mut [0; 4])))
    }

    fn serialize_str(self, text: &str) -> Noted {
        Ok(Value::text(text))
    }

    fn serialize_bytes(self, _: &[u8]) -> Noted {
        refuse("bytes")
    }

    fn serialize_none(self) -> Noted {
        Ok(Value::Absent)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Noted {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Noted {
        Ok(Value::Absent)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Noted {
        Ok(Value::Absent)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Noted {
        Ok(Value::text(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Noted {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Noted {
        refuse("a variant with a value")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unwritable> {
        refuse("a tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        refuse("a variant with values")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unwritable> {
        refuse("a map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Table, Unwritable> {
        Ok(Table(Vec::new()))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        refuse("a variant with fields")
    }
}

struct List(Vec<Value>);

impl ser::SerializeSeq for List {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.0.push(value.serialize(Noting)?);
        Ok(())
    }

    fn end(self) -> Noted {
        Ok(Value::List(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Noted {
        ser::SerializeSeq::end(self)
    }
}

struct Table(Vec<(&'static str, Value)>);

impl ser::SerializeStruct for Table {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unwritable> {
        self.0.push((name, value.serialize(Noting)?));
        Ok(())
    }

    fn end(self) -> Noted {
        Ok(Value::Table(self.0))
    }
}
