//! One lead for the screen: as a line of the table, and with everything about it.

use super::{
    Entry, Session,
    display::{days_to_sale, equity, facts_of, lists_in_distress, owed, title_case},
    report::{ArvDetail, ComponentScore, DealDetail, FileReport, LeadDetail, LeadRow, ReasonText, SourceFacts},
    timeline,
};
use crate::{
    deal::{Acquisition, ArvBasis, Deal, rungs},
    layout::{Field, Source},
    lead::{Lead, address::standardize},
    plot::percent_brief,
    score::{DealAssumptions, counted_bonuses, counted_rules, reason_words, rule_words},
};

pub fn row(session: &Session, index: u32) -> LeadRow {
    let lead = session.leads().get(index as usize);
    let score = session.scores().get(index as usize);
    let deal = session.deal(index);
    let entry = session.entry(index);
    let mut reasons: Vec<ReasonText> = Vec::new();
    for code in session.scores().reason_codes(index as usize, session.profile()) {
        let text = reason_words(code, lead, session.as_of());
        if !reasons.iter().any(|reason| reason.text == text) {
            reasons.push(ReasonText { code: code.to_owned(), text });
        }
    }
    LeadRow {
        lead: index,
        rank: session.rank_of(index),
        tier: session.tier(index),
        score: session.scores().shown(index as usize),
        rule_score: score.total,
        chance: session.chance(index),
        parcel_id: lead.parcel_id().to_owned(),
        address: lead.situs_address().map(title_case),
        city: lead.city().map(title_case),
        zip: lead.zip().map(str::to_owned),
        arv: deal.arv.estimate_usd,
        arv_low: deal.arv.low_usd,
        arv_high: deal.arv.high_usd,
        arv_by_model: deal.arv.basis == ArvBasis::Model,
        max_offer: deal.max_offer_usd,
        profit: deal.potential_profit_usd,
        roi_percent: deal.roi_percent,
        market_value: lead.market_value(),
        owed: owed(lead),
        lists: lists_in_distress(lead),
        equity: equity(lead),
        days_to_sale: days_to_sale(lead, session.as_of()),
        sources: lead.sources().collect(),
        reasons,
        recommendation: deal.recommendation.code().to_owned(),
        phone: None,
        status: entry.map(Entry::status).unwrap_or_default(),
        do_not_contact: entry.is_some_and(Entry::do_not_contact),
        exported: entry.is_some_and(|entry| entry.exported().is_some()),
    }
}

pub fn detail(session: &Session, index: u32, files: &[FileReport]) -> LeadDetail {
    let lead = session.leads().get(index as usize);
    let score = session.scores().get(index as usize);
    let deal = session.deal(index);
    LeadDetail {
        row: row(session, index),
        parcel_id_original: lead.parcel_id().to_owned(),
        latitude: lead.latitude(),
        longitude: lead.longitude(),
        components: components(session, lead),
        total: score.exact_total,
        thresholds: session.thresholds,
        arv: ArvDetail {
            estimate: deal.arv.estimate_usd,
            low: deal.arv.low_usd,
            high: deal.arv.high_usd,
            confidence: session.shown_confidence(&deal),
            method: deal.arv.method().to_owned(),
            basis: deal.arv.basis.words().to_owned(),
            fallback_reason: session.fallback_reason(index).map(str::to_owned),
        },
        deal: deal_detail(&deal, &session.profile().deal),
        sources: sources(lead, session, files),
        conflicts: conflicts(lead, session),
        entry: session.entry(index).cloned().unwrap_or_default(),
        timeline: timeline::of(session, index),
    }
}

fn components(session: &Session, lead: Lead<'_>) -> Vec<ComponentScore> {
    let score = session.scores().get(lead.index());
    let component = |(i, component): (usize, &crate::score::Component)| ComponentScore {
        name: component.name.clone(),
        points: score.components[i],
        weight: component.weight,
        contribution: score.components[i] * component.weight,
        rules: (component.start != 0.0)
            .then(|| ("Every lead starts with".to_owned(), component.start))
            .into_iter()
            .chain(
                counted_rules(lead, session.profile(), i)
                    .iter()
                    .map(|rule| (rule_words(rule, lead, session.as_of()), rule.points)),
            )
            .collect(),
    };
    let mut components: Vec<ComponentScore> = session.profile().components.iter().enumerate().map(component).collect();
    for (words, points) in counted_bonuses(lead, session.profile(), session.as_of()) {
        components.push(ComponentScore {
            name: "Bonus".to_owned(),
            points,
            weight: 1.0,
            contribution: points,
            rules: vec![(words, points)],
        });
    }
    components
}

/// Where the purchase price comes from, in words.
pub fn price_basis(deal: &Deal<'_>, assumptions: &DealAssumptions) -> String {
    let percent = |share: f64| percent_brief(share * 100.0);
    match deal.acquisition {
        Acquisition::Given => "your price".to_owned(),
        Acquisition::OpeningBid => "opening bid".to_owned(),
        Acquisition::Judgment => format!("{} of the amount in default", percent(assumptions.judgment_share)),
        Acquisition::ShareOfArv => format!("no price known: {} of ARV", percent(assumptions.arv_share)),
    }
}

pub fn deal_detail(deal: &Deal<'_>, assumptions: &DealAssumptions) -> DealDetail {
    DealDetail {
        repair_cost: deal.repair.cost_usd,
        repair_level: deal.repair.level.to_owned(),
        acquisition_price: deal.acquisition_usd,
        acquisition_basis: price_basis(deal, assumptions),
        holding_cost: deal.holding_usd,
        transaction_cost: deal.transaction_usd,
        transaction_percent: assumptions.transaction_share * 100.0,
        rule_percent: assumptions.rule_share * 100.0,
        rule_share: deal.arv.estimate_usd * assumptions.rule_share,
        ladder: rungs(deal, assumptions.rule_share).to_vec(),
        max_offer: deal.max_offer_usd,
        potential_profit: deal.potential_profit_usd,
        roi_percent: deal.roi_percent,
        meets_70_rule: deal.meets_rule,
        recommendation: deal.recommendation.code().to_owned(),
        risk_factors: deal
            .risks()
            .map(|r| ReasonText { code: r.code().to_owned(), text: r.words().to_owned() })
            .collect(),
        opportunity_factors: deal
            .opportunities()
            .map(|o| ReasonText { code: o.code().to_owned(), text: o.words().to_owned() })
            .collect(),
    }
}

fn sources(lead: Lead<'_>, session: &Session, files: &[FileReport]) -> Vec<SourceFacts> {
    const VIOLATIONS_SHOWN: usize = 20;
    let mut shown = Vec::new();
    for source in lead.sources() {
        let rows = session.leads().rows().of(source);
        let of_source: Vec<usize> = match source {
            Source::CodeViolation => {
                lead.violation_rows().iter().take(VIOLATIONS_SHOWN).map(|&row| row as usize).collect()
            }
            _ => lead.row(source).into_iter().collect(),
        };
        for row in of_source {
            let (file, line) = rows.place(row);
            shown.push(SourceFacts {
                source,
                file: files.get(file).map(|file| file.name.clone()).unwrap_or_default(),
                line,
                facts: facts_of(rows, row),
            });
        }
    }
    if let (Some(near), false) = (lead.proximity(), lead.has(Source::Enrichment)) {
        let mut facts = vec![
            ("Violations within ¼ mile".to_owned(), near.violations.to_string()),
            ("Of these open".to_owned(), near.open.to_string()),
        ];
        let miles = |label: &str, miles: f64| (label.to_owned(), format!("{miles:.3} mi"));
        facts.extend(near.nearest_miles.map(|m| miles("Nearest", m)));
        facts.extend(near.average_miles.map(|m| miles("On average", m)));
        let types = lead.nearby_types();
        if !types.is_empty() {
            facts.push(("Kinds".to_owned(), types.join(", ")));
        }
        shown.push(SourceFacts { source: Source::Enrichment, file: "worked out here".to_owned(), line: 0, facts });
    }
    shown
}

fn conflicts(lead: Lead<'_>, session: &Session) -> Vec<String> {
    let mut words: Vec<String> = session
        .leads()
        .conflicts()
        .iter()
        .filter(|conflict| conflict.lead as usize == lead.index())
        .map(|c| {
            format!(
                "{} of the {}: `{}` used, `{}` also given",
                c.field.label(),
                c.source.label().to_lowercase(),
                c.used,
                c.other
            )
        })
        .collect();
    let address = |source| lead.text(source, Field::SitusAddress);
    if let (Some(record), Some(clerk)) = (address(Source::PropertyRecord), address(Source::Foreclosure)) {
        let street = |address| {
            let parts = standardize(address, "", "", "");
            (parts.street_number, parts.street_name, parts.street_type)
        };
        if street(record) != street(clerk) {
            words.push(format!("Address: the appraiser's `{record}` used, the foreclosure list says `{clerk}`"));
        }
    }
    words
}
