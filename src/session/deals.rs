//! The deals of all leads in figures, the best of them one by one, and the deal of one house under other assumptions.
//!
//! In: a [`DealQuery`] or a [`WhatIf`]. Out: plain data for the screen, in US dollars. Nothing here changes the session.

use serde::{Deserialize, Serialize};

use super::{
    Session,
    detail::{deal_detail, price_basis},
    display::title_case,
    report::DealDetail,
};
use crate::{
    deal::{self, Deal, DealInput, Given, Rung, rungs},
    score::{DealAssumptions, Recommendation, Tier, sortable},
};

/// Which deals, in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealQuery {
    pub order: DealOrder,
    /// Only those whose price clears the rule.
    pub only_clear: bool,
    /// How many at most.
    pub count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DealOrder {
    Profit,
    Return,
}

/// The figures of all deals, and the best ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealList {
    /// Scored leads: each has a deal.
    pub leads: u32,
    /// Those whose price is at or below the max offer.
    pub clear: u32,
    /// The profit of these together.
    pub clear_profit: f64,
    /// Deals that would lose money at their price.
    pub losing: u32,
    /// Of all deals; None without any.
    pub median_roi_percent: Option<f64>,
    /// How often each recommendation is given.
    pub recommended: Vec<(Recommendation, u32)>,
    /// How many deals there are to list, of which `rows` are the first.
    pub listed: u32,
    pub rows: Vec<DealRow>,
}

/// One deal of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealRow {
    pub lead: u32,
    pub rank: u32,
    pub tier: Tier,
    pub score: f64,
    /// Its address, or in its place the parcel.
    pub place: String,
    pub city: Option<String>,
    pub arv: f64,
    pub arv_by_model: bool,
    pub price: f64,
    /// Where the price comes from, in words.
    pub price_basis: String,
    pub repair_cost: f64,
    pub repair_level: String,
    pub max_offer: f64,
    pub meets_rule: bool,
    pub profit: f64,
    pub roi_percent: f64,
    pub ladder: Vec<Rung>,
    pub recommendation: Recommendation,
    pub risks: Vec<String>,
    pub opportunities: Vec<String>,
}

/// What somebody supposes of one house; None leaves what the profile says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WhatIf {
    pub arv_usd: Option<f64>,
    pub repair_usd: Option<f64>,
    pub price_usd: Option<f64>,
    pub holding_usd: Option<f64>,
    pub transaction_share: Option<f64>,
    pub rule_share: Option<f64>,
}

/// The deal under these suppositions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupposedDeal {
    pub arv: f64,
    pub deal: DealDetail,
}

impl Session {
    /// Reckons the deals of all scored leads, and lists the best.
    pub fn deals(&self, query: DealQuery) -> DealList {
        let ranking = self.scores().ranking();
        let mut list = DealList {
            leads: ranking.len() as u32,
            clear: 0,
            clear_profit: 0.0,
            losing: 0,
            median_roi_percent: None,
            recommended: Recommendation::ALL.map(|say| (say, 0)).to_vec(),
            listed: 0,
            rows: Vec::new(),
        };
        let mut returns = Vec::with_capacity(ranking.len());
        // Falling values as rising integers, with the place in the ranking below.
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for (place, &lead) in ranking.iter().enumerate() {
            let deal = self.deal(lead);
            returns.push(deal.roi_percent);
            list.losing += u32::from(deal.potential_profit_usd < 0.0);
            list.recommended[deal.recommendation as usize].1 += 1;
            if deal.meets_rule {
                list.clear += 1;
                list.clear_profit += deal.potential_profit_usd;
            }
            if deal.meets_rule || !query.only_clear {
                let value = match query.order {
                    DealOrder::Profit => deal.potential_profit_usd,
                    DealOrder::Return => deal.roi_percent,
                };
                keys.push((!sortable(value), place as u32));
            }
        }
        list.median_roi_percent = median(&mut returns);
        list.listed = keys.len() as u32;
        let count = (query.count as usize).min(keys.len());
        if count > 0 {
            keys.select_nth_unstable(count - 1);
            keys.truncate(count);
            keys.sort_unstable();
        }
        list.rows = keys.into_iter().map(|(_, place)| self.deal_row(ranking[place as usize])).collect();
        list
    }

    fn deal_row(&self, index: u32) -> DealRow {
        let lead = self.leads().get(index as usize);
        let deal = self.deal(index);
        DealRow {
            lead: index,
            rank: self.rank_of(index),
            tier: self.tier(index),
            score: self.scores().shown(index as usize),
            place: lead.situs_address().map_or_else(|| format!("Parcel {}", lead.parcel_id()), title_case),
            city: lead.city().map(title_case),
            arv: deal.arv.estimate_usd,
            arv_by_model: deal.arv.basis == deal::ArvBasis::Model,
            price: deal.acquisition_usd,
            price_basis: price_basis(&deal, &self.profile().deal),
            repair_cost: deal.repair.cost_usd,
            repair_level: deal.repair.level.to_owned(),
            max_offer: deal.max_offer_usd,
            meets_rule: deal.meets_rule,
            profit: deal.potential_profit_usd,
            roi_percent: deal.roi_percent,
            ladder: rungs(&deal, self.profile().deal.rule_share).to_vec(),
            recommendation: deal.recommendation,
            risks: deal.risks().map(|risk| risk.words().to_owned()).collect(),
            opportunities: deal.opportunities().map(|opportunity| opportunity.words().to_owned()).collect(),
        }
    }

    /// The deal of a lead if things were as somebody supposes; None when there is no such lead.
    pub fn what_if(&self, lead: u32, what_if: &WhatIf) -> Option<SupposedDeal> {
        if lead as usize >= self.leads().len() {
            return None;
        }
        let known = |given: Option<f64>, else_: f64| given.filter(|value| value.is_finite()).unwrap_or(else_);
        let ours = &self.profile().deal;
        let assumptions = DealAssumptions {
            holding_usd: known(what_if.holding_usd, ours.holding_usd),
            transaction_share: known(what_if.transaction_share, ours.transaction_share),
            rule_share: known(what_if.rule_share, ours.rule_share),
            ..ours.clone()
        };
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let given = Given {
            arv_usd: finite(what_if.arv_usd),
            repair_usd: finite(what_if.repair_usd),
            price_usd: finite(what_if.price_usd),
        };
        let deal: Deal<'_> = deal::analyze(&DealInput { given, ..self.deal_input(lead) }, &assumptions);
        Some(SupposedDeal { arv: deal.arv.estimate_usd, deal: deal_detail(&deal, &assumptions) })
    }
}

/// The middle value; of an even number the mean of the two.
fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let is_odd = values.len() % 2 == 1;
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| !is_odd).unwrap_or(*upper);
    Some(lower / 2.0 + *upper / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lanes::Inline, layout::ImportMode, lead::tests::read, score::Profile, table::Day};

    const RECORDS: &str = "parcel_number,situs_address,situs_city,situs_zip,total_mkt,total_assd\n\
                           282205885002050,12 Oak St,ORLANDO,32801,250000,100000\n\
                           282205885002051,9 Oak St,Orlando,32801,90000,80000\n\
                           282205885002053,,,,500000,100000\n";
    const FORECLOSURES: &str = "parcel_number,situs_address,situs_city,situs_zip,default_amount,auction_date\n\
                                282205885002051,9 Oak St,Orlando,32801,200000,2025-11-25\n";

    fn session() -> Session {
        let leads = read(&[RECORDS, FORECLOSURES], ImportMode::Smart).leads;
        let profile = Profile::shipped("guide-full").unwrap();
        Session::new(leads, profile, Day::from_civil(2025, 11, 22).unwrap(), &Inline)
    }

    fn list(order: DealOrder, only_clear: bool, count: u32) -> DealList {
        session().deals(DealQuery { order, only_clear, count })
    }

    #[test]
    fn deals_come_best_first_and_the_figures_are_of_all() {
        let all = list(DealOrder::Profit, false, 10);
        let session = session();
        assert_eq!((all.leads, all.listed, all.rows.len()), (3, 3, 3));
        assert!(all.rows.is_sorted_by(|a, b| a.profit >= b.profit));
        let deals = || (0..3).map(|lead| session.deal(lead));
        assert_eq!(all.clear as usize, deals().filter(|deal| deal.meets_rule).count());
        let clear = deals().filter(|deal| deal.meets_rule).map(|deal| deal.potential_profit_usd).sum::<f64>();
        assert_eq!(all.clear_profit, clear);
        let mut returns: Vec<f64> = deals().map(|deal| deal.roi_percent).collect();
        returns.sort_by(f64::total_cmp);
        assert_eq!(all.median_roi_percent, Some(returns[1]));
        assert_eq!(all.losing, 1);
        assert_eq!(all.recommended.iter().map(|(_, count)| count).sum::<u32>(), 3);

        let clear = list(DealOrder::Return, true, 1);
        assert_eq!((clear.listed, clear.rows.len()), (all.clear, 1));
        assert!(clear.rows[0].meets_rule);
        assert_eq!(clear.rows[0].roi_percent, returns[2]);
        assert_eq!((clear.median_roi_percent, clear.clear_profit), (all.median_roi_percent, all.clear_profit));
    }

    #[test]
    fn the_ladder_ends_at_the_max_offer() {
        for row in list(DealOrder::Profit, false, 10).rows {
            assert_eq!(row.ladder.iter().map(|rung| rung.share).collect::<Vec<_>>(), [0.6, 0.65, 0.7]);
            let last = row.ladder[2];
            assert!((last.offer_usd - row.max_offer).abs() < 0.006, "{row:?}");
            assert_eq!(last.meets_price, row.meets_rule);
            for rung in &row.ladder {
                // A dollar less to pay is a dollar more left.
                assert!((rung.offer_usd + rung.profit_usd - row.price - row.profit).abs() < 0.02, "{row:?}");
            }
        }
    }

    #[test]
    fn suppositions_count_for_one_house_and_change_nothing() {
        let session = session();
        let known = session.what_if(1, &WhatIf::default()).unwrap();
        assert_eq!(known.deal, session.lead(1, &[]).unwrap().deal);
        let what_if = WhatIf {
            arv_usd: Some(300_000.0),
            repair_usd: Some(20_000.0),
            price_usd: Some(100_000.0),
            holding_usd: Some(5_000.0),
            transaction_share: Some(0.1),
            rule_share: Some(0.65),
        };
        let supposed = session.what_if(1, &what_if).unwrap();
        assert_eq!(supposed.arv, 300_000.0);
        assert_eq!(supposed.deal.max_offer, 175_000.0);
        assert_eq!(supposed.deal.potential_profit, 145_000.0);
        assert_eq!((supposed.deal.rule_percent, supposed.deal.meets_70_rule), (65.0, true));
        assert_eq!(supposed.deal.acquisition_basis, "your price");
        assert_eq!(session.what_if(1, &WhatIf::default()).unwrap(), known);
        assert!(session.what_if(99, &what_if).is_none());
    }

    #[test]
    fn the_middle_of_an_even_number_is_between_two() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0]), Some(3.0));
        assert_eq!(median(&mut [9.0, 1.0, 2.0, 4.0]), Some(3.0));
        assert_eq!(median(&mut [9.0, 1.0, 2.0]), Some(2.0));
    }
}
