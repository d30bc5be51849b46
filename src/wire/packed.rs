//! A value of many structures as one run of bytes on its way between page and worker.
//!
//! `#[serde(with = "packed")]` on a field. Each structure of a profile would bring reading and writing code of some
//! kilobytes for the messages' own format; postcard's is a fraction of that, and the worker has it for the shipped ones.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Visitor},
    ser::Error as _,
};

pub(super) fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(&postcard::to_allocvec(value).map_err(S::Error::custom)?)
}

pub(super) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_byte_buf(Packed(PhantomData))
}

struct Packed<T>(PhantomData<T>);

impl<T: DeserializeOwned> Visitor<'_> for Packed<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("packed bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<T, E> {
        postcard::from_bytes(bytes).map_err(E::custom)
    }

    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<T, E> {
        self.visit_bytes(&bytes)
    }
}
