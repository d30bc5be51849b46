//! Columns of exports: what each preset calls them, what stands in them, how they look in a spreadsheet.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    super::{Session, Status, display::title_case},
    Preset,
    owner::{Owner, capitals},
};
use crate::{
    deal::Deal,
    layout::{Field, Source},
    lead::Lead,
    score::{Blended, ScoreColumn, reason_words},
    table::Day,
};

/// What a column says of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Rank,
    Tier,
    ParcelId,
    ParcelNormalized,
    SitusAddress,
    City,
    Zip,
    Latitude,
    Longitude,
    Sources,
    Score(ScoreColumn),
    HeuristicScore,
    Chance,
    AdjustedScore,
    TierBasis,
    ReasonCodes,
    Arv,
    ArvLow,
    ArvHigh,
    ArvCoverage,
    ArvConfidence,
    ArvMethod,
    RepairCost,
    RepairLevel,
    Acquisition,
    MaxOffer,
    Profit,
    Roi,
    MeetsRule,
    Recommendation,
    MarketValue,
    /// For people: capitals set right.
    Street,
    CityName,
    State,
    OwnerName,
    FirstName,
    LastName,
    Company,
    AllOwners,
    Greeting,
    Reasons,
    Tags,
    NextSale,
    ShownScore,
    Status,
    /// How many of the leads exported belong to this owner.
    OwnersLeads,
}

/// How a column looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Text,
    Whole,
    Decimal,
    Degrees,
    Usd,
    /// 12.5 means 12.5 %.
    Percent,
    /// 0.125 means 12.5 %.
    Share,
    Day,
}

impl What {
    pub fn kind(self) -> Kind {
        match self {
            Self::Rank | Self::OwnersLeads => Kind::Whole,
            Self::Latitude | Self::Longitude => Kind::Degrees,
            Self::Score(_) | Self::HeuristicScore | Self::AdjustedScore | Self::ShownScore => Kind::Decimal,
            Self::Chance | Self::ArvCoverage | Self::ArvConfidence => Kind::Share,
            Self::Arv
            | Self::ArvLow
            | Self::ArvHigh
            | Self::RepairCost
            | Self::Acquisition
            | Self::MaxOffer
            | Self::Profit
            | Self::MarketValue => Kind::Usd,
            Self::Roi => Kind::Percent,
            Self::NextSale => Kind::Day,
            _ => Kind::Text,
        }
    }
}

/// A cell of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell<'a> {
    Empty,
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Number(f64),
    /// Days since 1970.
    Day(i32),
}

impl<'a> Cell<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, |text| Self::Text(Cow::Borrowed(text)))
    }

    fn owned(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Owned(text)) }
    }

    fn number(number: Option<f64>) -> Self {
        number.filter(|number| number.is_finite()).map_or(Self::Empty, Self::Number)
    }
}

/// All that the cells of a row are made of.
pub struct Row<'a> {
    pub session: &'a Session,
    pub index: u32,
    pub lead: Lead<'a>,
    pub deal: Deal<'a>,
    pub owners: Vec<Owner>,
    /// Whom the row is for, by place among the owners.
    pub addressee: usize,
    pub owners_leads: u32,
}

impl<'a> Row<'a> {
    fn owner(&self) -> Option<&Owner> {
        self.owners.get(self.addressee)
    }

    pub fn cell(&self, what: What) -> Cell<'a> {
        let (session, lead, deal) = (self.session, self.lead, &self.deal);
        let (index, profile) = (self.index, session.profile());
        let blended = || session.scores().blend(index as usize).copied();
        let of_owner = |part: fn(&Owner) -> &String| Cell::owned(self.owner().map(part).cloned().unwrap_or_default());
        match what {
            What::Rank => Cell::Number(f64::from(session.rank_of(index))),
            What::Tier => Cell::text(Some(session.tier(index).letter())),
            What::ParcelId => Cell::text(Some(lead.parcel_id())),
            What::ParcelNormalized => Cell::text(Some(lead.parcel_id_normalized())),
            What::SitusAddress => Cell::text(lead.situs_address()),
            What::City => Cell::text(lead.city()),
            What::Zip => Cell::text(lead.zip()),
            What::Latitude => Cell::number(lead.latitude()),
            What::Longitude => Cell::number(lead.longitude()),
            What::Sources => Cell::owned(joined(lead.sources().map(Source::code))),
            What::Score(column) => Cell::number(session.scores().get(index as usize).column(column, profile)),
            What::HeuristicScore => Cell::Number(session.scores().get(index as usize).total),
            What::Chance => Cell::number(session.chance(index)),
            What::AdjustedScore => Cell::number(blended().map(|blended| blended.shown)),
            What::TierBasis => Cell::text(Some(profile.tier_basis.code())),
            What::ReasonCodes => {
                let model = blended().as_ref().map(Blended::reason);
                Cell::owned(joined(session.scores().get(index as usize).reason_codes(profile).chain(model)))
            }
            What::Arv => Cell::number(Some(deal.arv.estimate_usd)),
            What::ArvLow => Cell::number(Some(deal.arv.low_usd)),
            What::ArvHigh => Cell::number(Some(deal.arv.high_usd)),
            What::ArvCoverage => Cell::number(Session::shown_coverage(deal)),
            What::ArvConfidence => Cell::number(session.shown_confidence(deal)),
            What::ArvMethod => Cell::text(Some(deal.arv.method())),
            What::RepairCost => Cell::number(Some(deal.repair.cost_usd)),
            What::RepairLevel => Cell::owned(deal.repair.level.to_owned()),
            What::Acquisition => Cell::number(Some(deal.acquisition_usd)),
            What::MaxOffer => Cell::number(Some(deal.max_offer_usd)),
            What::Profit => Cell::number(Some(deal.potential_profit_usd)),
            What::Roi => Cell::number(Some(deal.roi_percent)),
            What::MeetsRule => Cell::text(Some(if deal.meets_rule { "true" } else { "false" })),
            What::Recommendation => Cell::text(Some(deal.recommendation.code())),
            What::MarketValue => Cell::number(lead.market_value()),
            What::Street => Cell::owned(lead.situs_address().map(title_case).unwrap_or_default()),
            What::CityName => Cell::owned(lead.city().map(title_case).unwrap_or_default()),
            What::State => {
                let lists = [Source::Foreclosure, Source::PropertyRecord, Source::TaxSale];
                Cell::text(lists.into_iter().find_map(|list| lead.text(list, Field::SitusState)))
            }
            What::OwnerName => Cell::owned(self.owner().map(Owner::full).unwrap_or_default()),
            What::FirstName => of_owner(|owner| &owner.first),
            What::LastName => of_owner(|owner| &owner.last),
            What::Company => of_owner(|owner| &owner.company),
            What::AllOwners => Cell::owned(self.owners.iter().map(Owner::full).collect::<Vec<_>>().join(" & ")),
            What::Greeting => Cell::owned(match self.owner() {
                Some(owner) if owner.company.is_empty() && !owner.first.is_empty() => {
                    // Without the initials behind it.
                    let first = owner.first.split(' ').next().unwrap_or_default();
                    format!("Dear {}", capitals(first))
                }
                _ => "Dear owner".to_owned(),
            }),
            What::Reasons => Cell::owned(self.reasons().join("; ")),
            What::Tags => {
                // Many tools part tags at commas.
                let tier = format!("Tier {}", session.tier(index).letter());
                let lists = lead.sources().filter(|source| *source != Source::PropertyRecord);
                let lists = lists.map(|source| source.code().replace('_', " "));
                Cell::owned([tier].into_iter().chain(lists).collect::<Vec<_>>().join(", "))
            }
            What::NextSale => {
                let days = super::super::display::days_to_sale(lead, session.as_of());
                days.map_or(Cell::Empty, |days| Cell::Day(session.as_of().0.saturating_add(days)))
            }
            What::ShownScore => Cell::Number(session.scores().shown(index as usize)),
            What::Status => {
                let status = session.entry(index).map_or(Status::New, |entry| entry.status());
                Cell::text(Some(status.label()))
            }
            What::OwnersLeads => Cell::Number(f64::from(self.owners_leads)),
        }
    }

    /// In words, what two rules say alike once.
    fn reasons(&self) -> Vec<String> {
        let (session, mut said) = (self.session, Vec::new());
        for code in session.scores().reason_codes(self.index as usize, session.profile()) {
            let words = reason_words(code, self.lead, session.as_of());
            if !said.contains(&words) {
                said.push(words);
            }
        }
        said
    }
}

/// Words with `|` between them.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join("|")
}

/// A day as numbers, for writers.
pub fn day(days: i32) -> Day {
    Day(days)
}

type Columns = &'static [(&'static str, What)];

/// The columns of a preset. No list that is read names a phone, an e-mail or a mailing address, so no preset claims one.
pub fn columns_of(preset: Preset) -> Columns {
    match preset {
        Preset::Full => FULL,
        Preset::CallList => CALL_LIST,
        Preset::GoHighLevel => GO_HIGH_LEVEL,
        Preset::HubSpot => HUB_SPOT,
        Preset::CallTools => CALL_TOOLS,
        Preset::SkipTrace => SKIP_TRACE,
        Preset::MailMerge => MAIL_MERGE,
    }
}

/// Those of the CSV export, in its order.
const FULL: Columns = &[
    ("rank", What::Rank),
    ("tier", What::Tier),
    ("parcel_id", What::ParcelId),
    ("parcel_id_normalized", What::ParcelNormalized),
    ("situs_address", What::SitusAddress),
    ("city", What::City),
    ("zip", What::Zip),
    ("latitude", What::Latitude),
    ("longitude", What::Longitude),
    ("sources", What::Sources),
    ("distress_score", What::Score(ScoreColumn::DistressScore)),
    ("value_score", What::Score(ScoreColumn::ValueScore)),
    ("location_score", What::Score(ScoreColumn::LocationScore)),
    ("urgency_score", What::Score(ScoreColumn::UrgencyScore)),
    ("heuristic_score", What::HeuristicScore),
    ("lead_probability", What::Chance),
    ("adjusted_score", What::AdjustedScore),
    ("tier_basis", What::TierBasis),
    ("reasons", What::ReasonCodes),
    ("arv_estimate", What::Arv),
    ("arv_low", What::ArvLow),
    ("arv_high", What::ArvHigh),
    ("arv_coverage", What::ArvCoverage),
    ("arv_confidence", What::ArvConfidence),
    ("arv_method", What::ArvMethod),
    ("repair_cost", What::RepairCost),
    ("repair_level", What::RepairLevel),
    ("acquisition_price", What::Acquisition),
    ("max_offer", What::MaxOffer),
    ("potential_profit", What::Profit),
    ("roi_percent", What::Roi),
    ("meets_70_rule", What::MeetsRule),
    ("recommendation", What::Recommendation),
    ("market_value", What::MarketValue),
];

const CALL_LIST: Columns = &[
    ("Rank", What::Rank),
    ("Tier", What::Tier),
    ("Score", What::ShownScore),
    ("Owner", What::AllOwners),
    ("Address", What::Street),
    ("City", What::CityName),
    ("ZIP", What::Zip),
    ("Why call", What::Reasons),
    ("Next sale", What::NextSale),
    ("ARV", What::Arv),
    ("Max offer", What::MaxOffer),
    ("Potential profit", What::Profit),
    ("Status", What::Status),
    ("Parcel", What::ParcelId),
];

/// After HighLevel's help, "CSV File Format for Importing Contacts and Opportunities"
/// (help.gohighlevel.com, solution 155000005143): its standard fields by name, tags parted by commas, the rest becomes
/// custom fields when imported.
const GO_HIGH_LEVEL: Columns = &[
    ("First Name", What::FirstName),
    ("Last Name", What::LastName),
    ("Company", What::Company),
    ("Street Address", What::Street),
    ("City", What::CityName),
    ("State", What::State),
    ("Postal Code", What::Zip),
    ("Tags", What::Tags),
    ("Lead Tier", What::Tier),
    ("Lead Score", What::ShownScore),
    ("Reasons", What::Reasons),
    ("ARV", What::Arv),
    ("Max Offer", What::MaxOffer),
    ("Next Sale Date", What::NextSale),
    ("Parcel ID", What::ParcelId),
];

/// After HubSpot's "Set up your import files" (knowledge.hubspot.com) and the names of its default contact properties,
/// which headers are matched with.
const HUB_SPOT: Columns = &[
    ("First name", What::FirstName),
    ("Last name", What::LastName),
    ("Company name", What::Company),
    ("Street address", What::Street),
    ("City", What::CityName),
    ("State/Region", What::State),
    ("Postal code", What::Zip),
    ("Lead tier", What::Tier),
    ("Lead score", What::ShownScore),
    ("Reasons", What::Reasons),
    ("ARV", What::Arv),
    ("Max offer", What::MaxOffer),
    ("Next sale date", What::NextSale),
    ("Parcel ID", What::ParcelId),
];

/// After Call Tools' "Upload Contact Lists, Part 1" (calltools.zendesk.com, article 26839262862228), whose example
/// headers these are; it takes 300,000 contacts a file.
const CALL_TOOLS: Columns = &[
    ("first name", What::FirstName),
    ("last name", What::LastName),
    ("company", What::Company),
    ("address", What::Street),
    ("city", What::CityName),
    ("state", What::State),
    ("zip", What::Zip),
    ("tier", What::Tier),
    ("reasons", What::Reasons),
    ("max offer", What::MaxOffer),
    ("parcel id", What::ParcelId),
];

/// After BatchData's "Understanding Your BatchData Property Skip Trace Results" (help.batchdata.io, article 12856069):
/// the property's address is mandatory, names help, columns of one's own come back unchanged.
const SKIP_TRACE: Columns = &[
    ("First Name", What::FirstName),
    ("Last Name", What::LastName),
    ("Company Name", What::Company),
    ("Property Address", What::Street),
    ("Property City", What::CityName),
    ("Property State", What::State),
    ("Property Zip", What::Zip),
    ("Parcel ID", What::ParcelId),
    ("Lead Tier", What::Tier),
];

/// The letter goes to the house itself: lists give no other address.
const MAIL_MERGE: Columns = &[
    ("Addressee", What::OwnerName),
    ("Greeting", What::Greeting),
    ("Street", What::Street),
    ("City", What::CityName),
    ("State", What::State),
    ("ZIP", What::Zip),
    ("First Name", What::FirstName),
    ("Last Name", What::LastName),
    ("Company", What::Company),
    ("Parcel ID", What::ParcelId),
];

/// Where a row stands for an owner.
pub const OWNERS_LEADS: (&str, What) = ("Leads of this owner", What::OwnersLeads);
