//! A configuration, as far as it matters where it is null and where it is unknown.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use tf_provider::AttributePath;

/// A value, as far as it matters where it is null and where it is unknown. A configuration may
/// be large, so objects are plain lists, and read without another copy.
#[derive(Debug)]
pub(crate) enum Configured {
    Null,
    /// Not known yet.
    Unknown,
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
    /// A primitive value.
    Other,
}

impl<'de> Deserialize<'de> for Configured {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

/// Methods that read a primitive value.
macro_rules! primitives {
    ($($method:ident($of:ty)),*) => {
        $(fn $method<E>(self, _: $of) -> Result<Configured, E> {
            Ok(Configured::Other)
        })*
    };
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Configured;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of Terraform")
    }

    primitives!(
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_f64(f64),
        visit_str(&str),
        visit_bytes(&[u8])
    );

    fn visit_unit<E>(self) -> Result<Configured, E> {
        Ok(Configured::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Configured, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Configured::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Configured, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = values.next_entry()? {
            object.push(entry);
        }
        Ok(Configured::Object(object))
    }

    /// An extension of msgpack: Terraform has none but unknown values.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, extension: D) -> Result<Configured, D::Error> {
        IgnoredAny::deserialize(extension).map(|_| Configured::Unknown)
    }
}

impl Configured {
    /// Each element of a list or a map, with its path.
    pub(crate) fn each(&self, path: &AttributePath, mut visit: impl FnMut(&Self, &AttributePath)) {
        match self {
            Self::List(values) => {
                (0_i64..).zip(values).for_each(|(index, value)| visit(value, &path.clone().index(index)));
            }
            Self::Object(values) => {
                values.iter().for_each(|(key, value)| visit(value, &path.clone().key(key.clone())));
            }
            Self::Null | Self::Unknown | Self::Other => {}
        }
    }

    /// Whether it, or a value in it, is not known yet.
    pub(crate) fn has_unknown(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::List(values) => values.iter().any(Self::has_unknown),
            Self::Object(values) => values.iter().any(|(_, value)| value.has_unknown()),
            Self::Null | Self::Other => false,
        }
    }
}
