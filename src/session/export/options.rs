//! What to export, for whom, and what is said of it before it is saved.

use serde::{Deserialize, Serialize};

use super::super::LeadSet;
use crate::score::Tier;

/// Leads that a spreadsheet holds below its header; Excel's limit.
pub const SHEET_ROWS: u32 = 1_048_575;

/// How a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportFormat {
    #[default]
    Csv,
    Xlsx,
    GeoJson,
    Json,
}

impl ExportFormat {
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::GeoJson, Self::Json];

    /// For commands and addresses; also how the file's name ends.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
            Self::Json => "json",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "Excel",
            Self::GeoJson => "GeoJSON",
            Self::Json => "JSON",
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::GeoJson => "application/geo+json",
            Self::Json => "application/json",
        }
    }
}

/// Which columns, under which names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    #[default]
    Full,
    CallList,
    GoHighLevel,
    HubSpot,
    CallTools,
    SkipTrace,
    MailMerge,
}

impl Preset {
    pub const ALL: [Self; 7] = [
        Self::Full,
        Self::CallList,
        Self::GoHighLevel,
        Self::HubSpot,
        Self::CallTools,
        Self::SkipTrace,
        Self::MailMerge,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::CallList => "call-list",
            Self::GoHighLevel => "gohighlevel",
            Self::HubSpot => "hubspot",
            Self::CallTools => "calltools",
            Self::SkipTrace => "skip-trace",
            Self::MailMerge => "mail-merge",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "Everything",
            Self::CallList => "Call list",
            Self::GoHighLevel => "GoHighLevel",
            Self::HubSpot => "HubSpot",
            Self::CallTools => "CallTools",
            Self::SkipTrace => "Skip trace",
            Self::MailMerge => "Mail merge",
        }
    }

    /// Whether it is meant for reaching people.
    pub fn is_for_contacts(self) -> bool {
        !matches!(self, Self::Full)
    }

    /// What it is good for.
    pub fn about(self) -> &'static str {
        match self {
            Self::Full => "Every column: scores, estimates, deal, coordinates.",
            Self::CallList => "To read and to call from: who, where, why, how much.",
            Self::GoHighLevel => "Contacts to import into GoHighLevel, with tags and custom fields.",
            Self::HubSpot => "Contacts to import into HubSpot under its property names.",
            Self::CallTools => "A contact list for CallTools; add the phones of a skip trace first.",
            Self::SkipTrace => "What a skip trace asks for: owner and property address.",
            Self::MailMerge => "Names and addresses for letters.",
        }
    }
}

/// Which leads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Which {
    /// The view, in its order.
    #[default]
    View,
    /// These, by rank.
    Selection(LeadSet),
    /// All of these tiers, by rank.
    Tiers(Vec<Tier>),
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Per {
    #[default]
    Lead,
    /// Each owner once, with the first of his leads.
    Owner,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportOptions {
    pub format: ExportFormat,
    pub preset: Preset,
    pub which: Which,
    pub per: Per,
    /// Leaves out leads that are marked "do not contact".
    pub suppress: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            format: ExportFormat::default(),
            preset: Preset::default(),
            which: Which::default(),
            per: Per::default(),
            suppress: true,
        }
    }
}

/// What an export holds, and what it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportReport {
    pub file_name: String,
    pub rows: u32,
    /// Leads in the rows.
    pub leads: LeadSet,
    /// Left out because they are marked "do not contact".
    pub suppressed: u32,
    /// Left out of GeoJSON for want of coordinates.
    pub unplaced: u32,
    /// Rows without an owner, and without an address.
    pub ownerless: u32,
    pub addressless: u32,
    pub columns: Vec<String>,
    /// The first rows as the file will say them.
    pub preview: Vec<Vec<String>>,
}
