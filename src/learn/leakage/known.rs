//! Names that give themselves away, as data. Names are equal when their letters and digits are, whatever the case.

use super::Task;
use crate::feature::house::{FEATURES, Leak};

/// Columns that are parts or functions of a target.
struct Family {
    leak: Leak,
    /// The names of such targets.
    targets: &'static [&'static str],
    columns: &'static [&'static str],
}

/// The spellings of counties, of this program's exports and of the reference system.
const FAMILIES: [Family; 2] = [
    Family {
        leak: Leak::MarketValue,
        targets: &["total_mkt", "market_usd", "market_value", "total_market_value", "just_value", "jv", "tot_appr_val"],
        columns: &[
            "land_mkt",
            "bldg_mkt",
            "xfob_mkt",
            "total_mkt",
            "total_assd",
            "total_xmpt",
            "taxable",
            "taxes",
            "equity_percent",
            "tax_rate",
            "land_value",
            "building_value",
            "improvement_value",
            "lnd_val",
            "assessed_value",
            "total_assessed_value",
            "assessed_val",
            "av_sd",
            "av_nsd",
            "jv",
            "jv_hmstd",
            "tv_sd",
            "tv_nsd",
            "taxable_value",
            "market_value",
            "total_market_value",
            "just_value",
            "tot_appr_val",
        ],
    },
    Family {
        leak: Leak::RuleScore,
        targets: &["tier", "tier_a", "is_tier_a", "total_score", "heuristic_score", "adjusted_score", "hybrid_tier"],
        columns: &[
            "tier",
            "tier_a",
            "is_tier_a",
            "rank",
            "total_score",
            "heuristic_score",
            "adjusted_score",
            "distress_score",
            "value_score",
            "location_score",
            "urgency_score",
            "hybrid_score",
            "hybrid_tier",
            "priority_score",
            "logistic_probability",
            "lead_probability",
            "reasons",
        ],
    },
];

/// What people or programs write down about a call or a lead while it is being worked, beside the columns by which such a
/// table is known; none needed where the name leaves no doubt. They give away classes, such as what came of it: to a price
/// the day of closing is no more than the day.
struct Afterwards {
    beside: &'static [&'static str],
    columns: &'static [&'static str],
}

const AFTERWARDS: [Afterwards; 3] = [
    Afterwards {
        beside: &[],
        columns: &[
            "call_duration",
            "call_duration_seconds",
            "talk_time",
            "close_date",
            "closed_date",
            "date_closed",
            "lost_reason",
            "disposition",
            "contacted_date",
        ],
    },
    // The telephone campaigns of banks: how long the call lasted.
    Afterwards { beside: &["contact", "campaign"], columns: &["duration"] },
    // A common program for leads: what its users noted while they worked on a lead, and the scores it keeps up to date.
    Afterwards {
        beside: &["lead_origin", "lead_source"],
        columns: &[
            "tags",
            "lead_quality",
            "lead_profile",
            "last_notable_activity",
            "asymmetrique_activity_index",
            "asymmetrique_profile_index",
            "asymmetrique_activity_score",
            "asymmetrique_profile_score",
        ],
    },
];

/// What a column gives away, when the target is this and the table has all these columns.
pub(super) fn leak(column: &str, target: &str, task: Task, all: &[&str]) -> Option<Leak> {
    let column = key(column);
    let is_column = |names: &[&str]| names.iter().any(|name| key(name) == column);
    let target = key(target);
    let family = FAMILIES.iter().find(|family| family.targets.iter().any(|name| key(name) == target));
    if let Some(family) = family {
        let of_registry = || FEATURES.iter().any(|feature| feature.leak == family.leak && key(feature.name) == column);
        if is_column(family.columns) || of_registry() {
            return Some(family.leak);
        }
    }
    if task == Task::Regression {
        return None;
    }
    let has = |name: &&str| all.iter().any(|other| key(other) == key(name));
    let is_later = |later: &Afterwards| is_column(later.columns) && later.beside.iter().all(has);
    AFTERWARDS.iter().any(is_later).then_some(Leak::Later)
}

fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
