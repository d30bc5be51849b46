//! TOML text -> structures, with the place of every fault.
//!
//! The crate `toml` parses; what it parsed is handed to serde here, in one place and in the simplest way. Its own serde
//! reader would be copied for each of a profile's twenty structures: 220 kB in the engine that every visitor downloads.

use std::fmt;

use crate::table::parse_number;
use serde::{
    de::{
        DeserializeOwned, Deserializer, IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What is wrong, and the byte where.
#[derive(Debug)]
pub(super) struct Fault {
    pub message: String,
    pub at: Option<usize>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), at: None }
    }
}

/// Reads a TOML document.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let table = DeTable::parse(text).map_err(|error| {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        Fault { message, at: error.span().map(|span| span.start) }
    })?;
    let at = table.span().start;
    T::deserialize(Node { value: &DeValue::Table(table.into_inner()), at })
}

/// A value of the document and where it stands.
struct Node<'a> {
    value: &'a DeValue<'a>,
    at: usize,
}

impl<'a> From<&'a Spanned<DeValue<'a>>> for Node<'a> {
    fn from(value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { value: value.get_ref(), at: value.span().start }
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Node<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let at = self.at;
        // The innermost value with a fault names its place; those around it leave it alone.
        self.visit(visitor).map_err(|fault| Fault { at: fault.at.or(Some(at)), ..fault })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let name = self.value.as_str().unwrap_or_default().to_owned();
        visitor.visit_enum(name.into_deserializer()).map_err(|fault: Fault| Fault { at: Some(self.at), ..fault })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'a> Node<'a> {
    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let number = |text: &str| text.replace('_', "");
        match self.value {
            DeValue::String(text) => visitor.visit_str(text),
            DeValue::Boolean(value) => visitor.visit_bool(*value),
            DeValue::Integer(integer) => match i64::from_str_radix(&number(integer.as_str()), integer.radix()) {
                Ok(value) => visitor.visit_i64(value),
                Err(error) => Err(serde::de::Error::custom(error)),
            },
            DeValue::Float(float) => match parse_number(&number(float.as_str())) {
                Some(value) => visitor.visit_f64(value),
                None => Err(serde::de::Error::custom("not a finite number")),
            },
            DeValue::Datetime(_) => Err(serde::de::Error::custom("a date is not expected here")),
            DeValue::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Node::from))),
            DeValue::Table(fields) => {
                let fields = fields.iter().map(|(name, value)| (Key::from(name), Node::from(value)));
                visitor.visit_map(MapDeserializer::new(fields))
            }
        }
    }
}

/// The name of a field and where it stands.
struct Key<'a> {
    name: &'a str,
    at: usize,
}

impl<'a> From<&'a Spanned<std::borrow::Cow<'a, str>>> for Key<'a> {
    fn from(name: &'a Spanned<std::borrow::Cow<'a, str>>) -> Self {
        Self { name: name.get_ref(), at: name.span().start }
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Key<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.name).map_err(|fault: Fault| Fault { at: Some(self.at), ..fault })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
