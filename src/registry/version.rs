//! A version of a model: what it is called, and what the registry knows of it.
//!
//! In: the seconds of a clock, or texts of an index. Out: names that sort by time, and the names of the files.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value};

use super::container::Digest;
use crate::table::Day;

/// The two models that a county list asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelName {
    /// After-repair value, US dollars.
    Arv,
    /// The probability that a lead is worth a call.
    Lead,
}

impl ModelName {
    pub const ALL: [Self; 2] = [Self::Arv, Self::Lead];

    pub fn word(self) -> &'static str {
        match self {
            Self::Arv => "arv",
            Self::Lead => "lead",
        }
    }

    /// The file of a version, such as `arv_model_20251118_020000.lsm`.
    pub fn file(self, version: VersionName) -> String {
        format!("{self}_model_{version}.lsm")
    }

    /// The file that leads to the champion.
    pub fn link(self) -> String {
        format!("{self}_model.lsm")
    }

    /// The model and the version that a file is called by.
    pub fn of_file(file: &str) -> Option<(Self, VersionName)> {
        let (model, version) = file.strip_suffix(".lsm")?.split_once("_model_")?;
        Some((model.parse().ok()?, version.parse().ok()?))
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ModelName {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let named = Self::ALL.into_iter().find(|model| model.word() == word);
        named.ok_or_else(|| format!("`{word}` is no model; choose arv or lead"))
    }
}

/// When a version was trained, to the second, UTC: written `YYYYMMDD_HHMMSS`, which sorts as text as it does in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionName {
    seconds: i64,
}

const DAY_SECONDS: i64 = 86_400;
/// Some days before the end of the year 9999, so that later ones can be named too.
const LATEST_SECONDS: i64 = 253_402_000_000;

impl VersionName {
    /// The name of a moment, in seconds since 1970 UTC.
    pub fn at(seconds: i64) -> Self {
        Self { seconds: seconds.clamp(0, LATEST_SECONDS) }
    }

    /// The name of a second later.
    pub fn next(self) -> Self {
        Self { seconds: self.seconds + 1 }
    }

    /// In seconds since 1970 UTC.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// The day on which it was trained.
    pub fn day(self) -> Day {
        Day((self.seconds / DAY_SECONDS) as i32)
    }
}

impl fmt::Display for VersionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.day().to_civil();
        let second = self.seconds % DAY_SECONDS;
        write!(f, "{year:04}{month:02}{day:02}_{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60)
    }
}

impl FromStr for VersionName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || -> Option<Self> {
            let (date, time) = text.split_once('_')?;
            let is_digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
            if !is_digits(date, 8) || !is_digits(time, 6) {
                return None;
            }
            let number = |digits: &str| digits.parse::<u32>().ok();
            let day = Day::from_civil(number(&date[..4])? as i32, number(&date[4..6])?, number(&date[6..])?)?;
            let (hour, minute, second) = (number(&time[..2])?, number(&time[2..4])?, number(&time[4..])?);
            if hour > 23 || minute > 59 || second > 59 || day < Day(0) {
                return None;
            }
            Some(Self { seconds: i64::from(day.0) * DAY_SECONDS + i64::from(hour * 3600 + minute * 60 + second) })
        };
        read().ok_or_else(|| format!("`{text}` is no version; one looks like 20251118_020000"))
    }
}

impl Serialize for VersionName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VersionName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// What the registry knows of a version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub model: ModelName,
    pub version: VersionName,
    /// Its file's name, in the folder of the index.
    pub file: String,
    /// What its file must prove to be.
    pub digest: Digest,
    /// How well it did when it was trained, by name; null: not known.
    #[serde(default)]
    pub metrics: Value,
    /// Of the data that it was trained on; null: not known.
    #[serde(default)]
    pub data_digest: Option<Digest>,
    /// In the learner's own words; null: not known.
    #[serde(default)]
    pub parameters: Value,
    pub state: State,
    /// What other versions of this program wrote beside it: kept.
    #[serde(flatten)]
    pub further: Map<String, Value>,
}

/// What has become of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Kept, and never used.
    Registered,
    /// Waits to be promoted.
    Challenger,
    /// In use.
    Champion,
    /// Was in use once.
    Deprecated,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Challenger => "challenger",
            Self::Champion => "champion",
            Self::Deprecated => "deprecated",
        }
    }
}
