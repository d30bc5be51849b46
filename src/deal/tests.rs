use proptest::prelude::*;

use super::*;
use crate::{
    layout::ImportMode,
    lead::{Leads, round_decimal, tests::read},
    score::{DealAssumptions, Profile, Recommendation, score},
};

fn assumptions() -> DealAssumptions {
    Profile::shipped("guide-full").unwrap().deal
}

fn lead_deal<R>(files: &[&str], see: impl FnOnce(&DealInput<'_>, &Deal<'_>) -> R) -> R {
    let leads: Leads = read(files, ImportMode::Smart).leads;
    let profile = Profile::shipped("guide-full").unwrap();
    let input = input(leads.get(0), &score(leads.get(0), &profile), &profile);
    see(&input, &analyze(&input, &profile.deal))
}

const FORECLOSURE: &str =
    "parcel_number,situs_city,property_type,default_amount,opening_bid\n1234567890,ORLANDO,Condominium,100000,";

#[test]
fn the_price_is_the_bid_else_the_judgment_else_a_share_of_arv() {
    lead_deal(&[&format!("{FORECLOSURE}50000\n")], |_, deal| {
        assert_eq!((deal.acquisition, deal.acquisition_usd), (Acquisition::OpeningBid, 50_000.0));
    });
    // A bid of 0 is no bid.
    lead_deal(&[&format!("{FORECLOSURE}0\n")], |_, deal| {
        assert_eq!((deal.acquisition, deal.acquisition_usd), (Acquisition::Judgment, 70_000.0));
    });
    lead_deal(&["parcel_number,total_mkt\n1234567890,200000\n"], |_, deal| {
        assert_eq!((deal.acquisition, deal.acquisition_usd), (Acquisition::ShareOfArv, 120_000.0));
    });
}

#[test]
fn the_appraisers_value_stands_for_arv_where_there_is_one() {
    let record = "parcel_number,total_mkt\n1234567890,321000\n";
    lead_deal(&[&format!("{FORECLOSURE}\n"), record], |_, deal| {
        assert_eq!((deal.arv.estimate_usd, deal.arv.basis), (321_000.0, ArvBasis::Appraised));
        assert!(deal.arv.low_usd < 321_000.0 && 321_000.0 < deal.arv.high_usd);
    });
    // Without it the city counts, in any case, and a use that begins like a known one.
    lead_deal(&[&format!("{FORECLOSURE}\n")], |_, deal| {
        assert_eq!(deal.arv.basis, ArvBasis::CityAverage);
        assert_eq!(deal.arv.estimate_usd, round_decimal(250_000.0 * 1.15 * 0.85, 2));
    });
}

#[test]
fn names_must_match_letter_by_letter_only_in_the_reference() {
    let of = |city, property_use, exact_names| {
        let input =
            DealInput { city: Some(city), property_use: Some(property_use), exact_names, ..DealInput::default() };
        arv_of(&input, &assumptions().arv).estimate_usd
    };
    assert_eq!(of("Winter Park", "Condo", true), 350_000.0 * 0.85);
    assert_eq!(of("WINTER PARK", "CONDOMINIUM", false), 350_000.0 * 0.85);
    assert_eq!(of("WINTER PARK", "Condo", true), 200_000.0 * 0.85);
    assert_eq!(of("Winter Park", "CONDOMINIUM", true), 350_000.0);
    assert_eq!(of("Nowhere", "Ünbekannt", false), 200_000.0);
}

#[test]
fn repairs_step_up_with_distress() {
    let repairs = assumptions().repairs;
    let of = |distress_score, has_foreclosure, has_tax_sale| {
        let input = DealInput { distress_score, has_foreclosure, has_tax_sale, ..DealInput::default() };
        let repair = repair_of(&input, &repairs);
        (repair.cost_usd, repair.level.to_owned())
    };
    assert_eq!(of(0.0, false, false), (15_000.0, "cosmetic".to_owned()));
    assert_eq!(of(19.99, false, false).0, 15_000.0);
    assert_eq!(of(20.0, false, false), (30_000.0, "moderate".to_owned()));
    assert_eq!(of(40.0, true, false), (57_500.0, "significant".to_owned()));
    assert_eq!(of(79.0, false, true), (82_500.0, "major".to_owned()));
    assert_eq!(of(100.0, true, true), (126_500.0, "extensive".to_owned()));
}

#[test]
fn a_return_without_an_outlay_is_nought() {
    let nothing = return_on(100.0, -50.0, 20.0, 20.0, 10.0, 0.7);
    assert_eq!((nothing.total_investment_usd, nothing.roi_percent), (0.0, 0.0));
}

fn inputs() -> impl Strategy<Value = DealInput<'static>> {
    let scores = prop::array::uniform3(0.0..=100.0_f64);
    let money = || prop::option::of(prop_oneof![Just(0.0), 1.0..2e6_f64]);
    let city = prop::sample::select(vec![None, Some("Orlando"), Some("APOPKA"), Some("Elsewhere")]);
    let lists = prop::array::uniform3(any::<bool>());
    (scores, money(), money(), money(), city, lists).prop_map(|(scores, market, bid, judgment, city, lists)| {
        DealInput {
            model: None,
            city,
            property_use: None,
            market_value_usd: market,
            distress_score: scores[0],
            value_score: scores[1],
            location_score: scores[2],
            has_tax_sale: lists[0],
            has_foreclosure: lists[1],
            opening_bid_usd: bid,
            judgment_usd: judgment,
            exact_names: lists[2],
            given: Given::default(),
        }
    })
}

proptest! {
    #[test]
    fn the_seventy_percent_rule(input in inputs(), rule_share in 0.1..1.0_f64) {
        let assumptions = DealAssumptions { rule_share, ..assumptions() };
        let deal = analyze(&input, &assumptions);
        prop_assert_eq!(deal.max_offer_usd, deal.arv.estimate_usd * rule_share - deal.repair.cost_usd);
        prop_assert_eq!(deal.meets_rule, deal.acquisition_usd <= deal.max_offer_usd);
        prop_assert_eq!(deal.risks().any(|risk| risk == Risk::OverRule), !deal.meets_rule);
    }

    #[test]
    fn the_parts_add_up(input in inputs()) {
        let assumptions = assumptions();
        let deal = analyze(&input, &assumptions);
        let outlay = deal.acquisition_usd + deal.repair.cost_usd + deal.holding_usd + deal.transaction_usd;
        prop_assert!((deal.arv.estimate_usd - outlay - deal.potential_profit_usd).abs() < 0.01);
        prop_assert!((deal.potential_profit_usd / outlay * 100.0 - deal.roi_percent).abs() < 0.01);
        prop_assert!(deal.arv.low_usd <= deal.arv.estimate_usd && deal.arv.estimate_usd <= deal.arv.high_usd);
        prop_assert!(deal.repair.low_usd <= deal.repair.cost_usd && deal.repair.cost_usd <= deal.repair.high_usd);
    }

    #[test]
    fn a_better_price_makes_no_worse_deal(input in inputs(), less in 0.0..1.0_f64) {
        let dear = DealInput { opening_bid_usd: input.opening_bid_usd.filter(|bid| *bid > 0.0).or(Some(9e5)), ..input };
        let cheap = DealInput { opening_bid_usd: dear.opening_bid_usd.map(|bid| (bid * less).max(0.01)), ..input };
        let assumptions = assumptions();
        let (dear, cheap) = (analyze(&dear, &assumptions), analyze(&cheap, &assumptions));
        prop_assert!(cheap.roi_percent >= dear.roi_percent);
        prop_assert!(cheap.recommendation <= dear.recommendation, "{:?} {:?}", cheap.recommendation, dear.recommendation);
        prop_assert!(cheap.roi_percent > 15.0 || cheap.recommendation == Recommendation::Pass);
    }
}
