use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::{
    lanes::Inline,
    layout::ImportMode,
    lead::{Leads, tests::read},
    table::Day,
};

fn shipped(name: &str) -> Profile {
    Profile::shipped(name).unwrap()
}

fn leads(files: &[&str]) -> Leads {
    read(files, ImportMode::Smart).leads
}

/// What is said of a profile file: `guide.toml` with `old` replaced by `new`.
fn check_refused(old: &str, new: &str, expected: Expect) {
    let guide = include_str!("profiles/guide.toml");
    assert!(guide.contains(old), "{old}");
    let error = Profile::parse(&guide.replacen(old, new, 1)).unwrap_err().to_string();
    assert!(!error.contains('\n'), "{error}");
    expected.assert_eq(&error);
}

/// The bytes that are shipped are what the texts say. With UPDATE_EXPECT set they are written anew; build again then.
#[test]
fn shipped_bytes_are_what_the_texts_say() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/score/profiles");
    let text = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let hold = |name: &str, bytes: Vec<u8>| {
        let path = folder.join(format!("{name}.bin"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name}.bin is of another text; run with UPDATE_EXPECT=1");
    };
    let deal: DealAssumptions = profile_text::read(&text("deal")).unwrap();
    hold("deal", postcard::to_allocvec(&deal).unwrap());
    for name in Profile::names() {
        hold(name, postcard::to_allocvec(&Profile::parse(&text(name)).unwrap()).unwrap());
    }
}

const COMPONENT: &str = "[[components]]\nname = \"More\"\nweight = 0.1\n\n";

#[test]
fn every_shipped_profile_can_be_used() {
    for name in Profile::names() {
        let profile = shipped(name);
        assert_eq!(profile.name, name);
        let weights: f64 = profile.components.iter().map(|component| component.weight).sum();
        assert!((weights - 1.0).abs() < 1e-12, "{name}: {weights}");
    }
    let Thresholds { a, b, c } = shipped("guide").tiers;
    assert_eq!((a, b, c), (43.0, 35.0, 28.0));
    let Thresholds { a, b, c } = shipped("guarded").tiers;
    assert_eq!((a, b, c), (60.0, 45.0, 32.0));
}

#[test]
fn a_profile_written_reads_as_it_was() {
    let mut profiles: Vec<Profile> = Profile::names().map(shipped).collect();
    let mut odd = shipped("guarded");
    odd.title = "Mum's \"best\" \\ list\n\u{7f} ☂".to_owned();
    odd.leads_of = vec![crate::layout::Source::TaxSale];
    odd.blend = Blend { centre: Centre::BaseRate, weight: 12.5 };
    odd.tier_basis = TierBasis::Adjusted;
    odd.components[0].weight = 0.1 + 0.2;
    odd.components[1].weight = 1e-7;
    odd.components[2].start = 1e21;
    odd.components[3].rules.clear();
    odd.bonuses.clear();
    profiles.push(odd);
    for profile in profiles {
        let text = profile.to_toml().unwrap();
        assert_eq!(Profile::parse(&text).unwrap(), profile, "{text}");
    }
}

#[test]
fn a_profile_is_written_as_people_write_it() {
    let profile = Profile { components: shipped("guide").components[..1].to_vec(), ..shipped("guide") };
    let text = profile.to_toml().unwrap();
    let until_deal = text.split("\n[deal]\n").next().unwrap();
    expect![[r#"
        name = "guide"
        title = "Guide"
        description = "The reference rules on the few fields its scoring script used."
        tier_basis = "rule"
        decimals = 2
        leads_of = ["tax_sale", "foreclosure", "property_record"]
        bonuses = []

        [tiers]
        a = 43
        b = 35
        c = 28

        [blend]
        centre = "half"
        weight = 40

        [[components]]
        name = "Distress"
        column = "distress_score"
        weight = 0.35
        start = 0

        [[components.rules]]
        fact = "tax_sale"
        when = []
        steps = [{ points = 40, reason = "TAX_SALE" }]

        [[components.rules]]
        fact = "foreclosure"
        when = []
        steps = [{ points = 40 }]

        [[components.rules]]
        fact = "default_amount"
        when = []
        steps = [{ over = 100000, points = 10, reason = "HIGH_DEFAULT" }]

        [[components.rules]]
        fact = "auction_date"
        when = []
        steps = [{ points = 5, reason = "AUCTION_DATE" }]
    "#]]
    .assert_eq(until_deal);
}

#[test]
fn profiles_that_mean_something_else_are_refused() {
    check_refused(
        "decimals = 2",
        "decimal_places = 2",
        expect![
            "line 7, column 1: unknown field `decimal_places`, expected one of `name`, `title`, `description`, `tier_basis`, `decimals`, `leads_of`, `tiers`, `guardrail`, `blend`, `components`, `bonuses`, `deal`"
        ],
    );
    check_refused(
        "weight = 0.35",
        "weight = 0.35\nwieght = 1",
        expect![
            "line 20, column 1: unknown field `wieght`, expected one of `name`, `column`, `weight`, `start`, `rules`"
        ],
    );
    check_refused(
        "points = 40, reason = \"TAX_SALE\"",
        "points = 40, at_leats = 5",
        expect![
            "line 23, column 25: unknown field `at_leats`, expected one of `over`, `at_least`, `below`, `at_most`, `points`, `minus`, `floor`, `divide_by`, `times`, `cap`, `reason`"
        ],
    );
    check_refused(
        "fact = \"tax_sale\"",
        "fact = \"taxsale\"",
        expect![
            "line 22, column 8: unknown variant `taxsale`, expected one of `tax_sale`, `foreclosure`, `property_record`, `code_violation`, `sale_date`, `auction_date`, `default_amount`, `opening_bid`, `market_value`, `equity_percent`, `taxes_of_market_percent`, `living_area`, `year_built`, `nearby_violations`, `nearby_open_violations`, `nearest_violation_miles`, `violations`, `open_violations`, `recent_violation`, `code_violation_seed`, `guarded_profit`"
        ],
    );
    let error = Profile::parse("name = \"x\"\ntitle = \"x\"").unwrap_err().to_string();
    assert!(error.contains("missing field `description`"), "{error}");
    check_refused("a = 43.0", "a = forty", expect!["line 12, column 5: invalid boolean, expected `false`"]);
}

#[test]
fn profiles_that_cannot_work_are_refused() {
    check_refused("a = 43.0", "a = 30.0", expect!["the profile is not usable: thresholds must fall: a 30, b 35, c 28"]);
    check_refused("c = 28.0", "c = nan", expect!["line 14, column 5: not a finite number"]);
    check_refused(
        "[[components]]",
        &format!("{COMPONENT}[[components]]"),
        expect!["the profile is not usable: 5 components; there must be 1 to 4"],
    );
    check_refused("weight = 0.35", "weight = inf", expect!["line 19, column 10: not a finite number"]);
    check_refused("points = 40,", "points = inf,", expect!["line 23, column 21: not a finite number"]);
    check_refused(
        "points = 40,",
        "points = 40, divide_by = 0,",
        expect!["the profile is not usable: a step divides by 0"],
    );
    check_refused(
        "\"TAX_SALE\"",
        "\"=cmd, 1\"",
        expect!["the profile is not usable: reason `=cmd, 1` must be a code of letters, digits and underscores"],
    );
    let many = (0..65).map(|i| format!("{{ over = {i}, reason = \"R_{i}\" }}, ")).collect::<String>();
    check_refused(
        "steps = [{ points = 40, reason = \"TAX_SALE\" }]",
        &format!("steps = [{many}]"),
        expect!["the profile is not usable: 74 steps with a reason; at most 64"],
    );
    let error = Profile::shipped("guild").unwrap_err().to_string();
    expect!["no profile is called `guild`; there are guide, guide-full and guarded, or give the path of a .toml file"]
        .assert_eq(&error);
}

const BORDERLINE: [&str; 3] = [
    "tda_number,sale_date,parcel_id\n1,12/18/2025,1234567890\n",
    "parcel_number,total_mkt,living_area\n1234567890,90000,1500\n",
    "parcel_id,nearby_violations,nearby_open_violations,nearest_violation_distance\n1234567890,7,4,0.04\n",
];

#[test]
fn tiers_are_cut_before_rounding() {
    let leads = leads(&BORDERLINE);
    let profile = shipped("guide-full");
    let scored = score(leads.get(0), &profile);
    assert_eq!(scored.components, [43.7, 35.0, 50.0, 48.0]);
    assert_eq!((scored.total, scored.exact_total), (43.0, 42.995000000000005));
    assert_eq!(scored.tier(profile.tiers, &profile), Tier::B);
}

#[test]
fn reasons_come_in_the_order_of_the_rules_and_in_words() {
    let leads = leads(&BORDERLINE);
    let profile = shipped("guide-full");
    let scored = score(leads.get(0), &profile);
    let as_of = Day::from_civil(2025, 11, 22).unwrap();
    let reasons: Vec<String> = scored
        .reason_codes(&profile)
        .map(|code| format!("{code}: {}", reason_words(code, leads.get(0), as_of)))
        .collect();
    expect![[r#"
        [
            "TAX_SALE: Tax sale in 26 days",
            "VIOLATIONS_MODERATE: 7 violations nearby",
            "OPEN_VIOLATIONS: 4 open violations nearby",
            "PRICE_LOW: Low value, $90,000",
            "SIZE_GOOD: 1,500 sq ft",
            "VIOLATION_VERY_CLOSE: A violation 0.04 mi away",
            "TAX_SALE_DATE: Tax sale in 26 days",
        ]
    "#]]
    .assert_debug_eq(&reasons);
    let points: f64 = counted_rules(leads.get(0), &profile, 0).iter().map(|rule| rule.points).sum();
    assert!((points - 43.7).abs() < 1e-9, "the rules of a component add up to it");
}

#[test]
fn sixty_four_reasons_have_room() {
    let guide = include_str!("profiles/guide.toml");
    let many = (0..54).rev().map(|i| format!("{{ over = {i}, points = 1, reason = \"R_{i}\" }}, ")).collect::<String>();
    let rule = format!("[[components.rules]]\nfact = \"year_built\"\nsteps = [{many}]\n");
    let profile = Profile::parse(&format!("{guide}\n{rule}")).unwrap();
    assert_eq!(profile.reasons().count(), Profile::MAX_REASONS);
    let leads = leads(&["parcel_number,total_mkt,year_built\n1234567890,,1950\n"]);
    assert_eq!(score(leads.get(0), &profile).reason_codes(&profile).collect::<Vec<_>>(), ["R_53"]);
}

#[test]
fn what_is_unknown_counts_nothing() {
    let files = [
        "parcel_number,default_amount,auction_date\n1234567890,0,\n",
        "parcel_number,total_mkt,total_assd\n1234567890,0,0\n",
    ];
    let leads = leads(&files);
    let profile = shipped("guide-full");
    let scored = score(leads.get(0), &profile);
    assert_eq!(scored.components, [40.0, 0.0, 50.0, 0.0]);
    assert_eq!(scored.reason_codes(&profile).count(), 0);
    // A parcel that no list of the guide names has no score there.
    let only_near = self::leads(&["parcel_id,nearby_violations\n1234567890,3\n"]);
    let scores = Scores::of(&only_near, &shipped("guide"), &Inline);
    assert!(scores.ranking().is_empty() && scores.rank_of(0) == 0);
    assert_eq!(Scores::of(&only_near, &profile, &Inline).ranking(), [0]);
}

#[test]
fn the_guardrail_keeps_bad_deals_out_of_a_and_b() {
    let profile = shipped("guarded");
    let violations = "parcel_id,nearby_violations,violation_count,open_violations,most_recent_violation\n";
    let rows: String = (1..=9).map(|n| format!("100000000{n},0,{n},{n},2025-01-01\n")).collect();
    let records: String = (1..=9).map(|n| format!("100000000{n},{},1500\n", 80_000 * n)).collect();
    let leads = leads(&[&format!("{violations}{rows}"), &format!("parcel_number,total_mkt,living_area\n{records}")]);
    let mut seen = [0; 2];
    for lead in leads.iter() {
        let scored = score(lead, &profile);
        let tier = scored.tier(profile.tiers, &profile);
        assert!(scored.passes_guardrail || tier >= Tier::C, "{tier:?}");
        assert_eq!(scored.passes_guardrail, profile.guardrail.as_ref().unwrap().judge(lead).is_profitable);
        seen[usize::from(scored.passes_guardrail)] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

/// A list of records and sales with values on both sides of every rule.
fn county() -> impl Strategy<Value = Leads> {
    let row = (0_u32..60, 0_u32..600_000, 0_u32..400_000, 0_u32..3, any::<bool>(), 0_u32..60);
    prop::collection::vec(row, 1..40).prop_map(|rows| {
        let mut records = String::from("parcel_number,total_mkt,total_assd\n");
        let mut foreclosures = String::from("parcel_number,default_amount,auction_date\n");
        let mut near = String::from("parcel_id,nearby_violations,nearby_open_violations\n");
        for (parcel, market, assessed, lists, is_dated, violations) in rows {
            let id = 1_000_000_000 + u64::from(parcel);
            if lists != 1 {
                records.push_str(&format!("{id},{market},{assessed}\n"));
            }
            if lists != 0 {
                foreclosures.push_str(&format!("{id},{assessed},{}\n", if is_dated { "2026-01-01" } else { "" }));
                near.push_str(&format!("{id},{violations},{}\n", violations / 7));
            }
        }
        let filled = |text: &str| text.lines().count() > 1;
        leads(
            &[&records, &foreclosures, &near].map(String::as_str).into_iter().filter(|t| filled(t)).collect::<Vec<_>>(),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ranks_fall_and_are_stable(leads in county(), name in prop::sample::select(Profile::names().collect::<Vec<_>>())) {
        let profile = shipped(name);
        let scores = Scores::of(&leads, &profile, &Inline);
        let total = |lead: u32| scores.get(lead as usize).total;
        for pair in scores.ranking().windows(2) {
            let falls = total(pair[0]) > total(pair[1]);
            prop_assert!(falls || (total(pair[0]) == total(pair[1]) && pair[0] < pair[1]));
        }
        for (place, &lead) in scores.ranking().iter().enumerate() {
            prop_assert_eq!(scores.rank_of(lead as usize), place as u32 + 1);
        }
        let scored = (0..leads.len()).filter(|&lead| scores.get(lead).is_scored).count();
        prop_assert_eq!(scored, scores.ranking().len());
        for score in (0..leads.len()).map(|lead| scores.get(lead)) {
            prop_assert!((0.0..=100.0).contains(&score.exact_total));
            prop_assert!(score.components.iter().all(|points| (0.0..=100.0).contains(points)));
            prop_assert!((score.total - score.exact_total).abs() <= 0.005 + 1e-9);
        }
    }

    #[test]
    fn binary_searches_count_as_one_by_one(
        leads in county(),
        name in prop::sample::select(Profile::names().collect::<Vec<_>>()),
        mut bounds in prop::array::uniform3(0.0..100.0_f64),
        wanted in prop::array::uniform3(0..40_u32),
    ) {
        let profile = shipped(name);
        let scores = Scores::of(&leads, &profile, &Inline);
        let ladder = Ladder::of(&scores, &profile, 2, |lead| Some(lead as usize % 3));
        bounds.sort_by(|a, b| b.total_cmp(a));
        let thresholds = Thresholds { a: bounds[0], b: bounds[1], c: bounds[2] };
        let of_tier = |tier: Tier, group: Option<u32>| {
            let leads = scores.ranking().iter().filter(|lead| group.is_none_or(|group| **lead % 3 == group));
            leads.filter(|lead| scores.tier(**lead as usize, thresholds, &profile) == tier).count() as u32
        };
        for row in ladder.tiers(thresholds) {
            prop_assert_eq!(row.count, of_tier(row.tier, None), "{:?}", row.tier);
        }
        for (group, tiers) in (0..).zip(ladder.churn(thresholds)) {
            prop_assert_eq!(tiers, Tier::ALL.map(|tier| of_tier(tier, Some(group))));
        }
        for cut in ladder.cuts(wanted) {
            let from = scores.ranking().iter().filter(|lead| {
                let score = scores.get(**lead as usize);
                score.passes_guardrail && score.exact_total >= cut.threshold
            });
            prop_assert_eq!(from.count() as u32, cut.got, "{:?}", cut);
            // No threshold is above 100: who has it cannot be left out.
            let is_top = cut.wanted == 0 && cut.threshold == 100.0;
            prop_assert!(cut.got <= cut.wanted || cut.tied == cut.got || is_top, "{:?}", cut);
        }
    }

    #[test]
    fn the_tier_table_counts_every_lead_once(leads in county(), name in prop::sample::select(Profile::names().collect::<Vec<_>>())) {
        let profile = shipped(name);
        let scores = Scores::of(&leads, &profile, &Inline);
        let table = tier_table(&scores, &profile, profile.tiers);
        prop_assert_eq!(table.iter().map(|row| row.tier).collect::<Vec<_>>(), Tier::ALL);
        prop_assert_eq!(table.iter().map(|row| row.count as usize).sum::<usize>(), scores.ranking().len());
        let ladder = Ladder::of(&scores, &profile, 1, |_| Some(0));
        prop_assert_eq!(ladder.histogram().iter().sum::<u32>() as usize, scores.ranking().len());
        for row in &table {
            prop_assert_eq!(row.mean.is_some(), row.count > 0);
            if let (Some(min), Some(mean), Some(max)) = (row.min, row.mean, row.max) {
                prop_assert!(min <= mean + 1e-9 && mean <= max + 1e-9);
            }
        }
        let percent: f64 = table.iter().map(|row| row.percent).sum();
        prop_assert!(scores.ranking().is_empty() || (percent - 100.0).abs() < 1e-9);
    }
}

proptest! {
    #[test]
    fn a_higher_threshold_raises_no_tier(
        exact_total in prop_oneof![0.0..=100.0, prop::sample::select(vec![28.0, 35.0, 43.0])],
        passes_guardrail in any::<bool>(),
        cuts in prop::array::uniform3(0.0..=100.0_f64),
        raises in prop::array::uniform3(0.0..=50.0_f64),
        name in prop::sample::select(vec!["guide", "guarded"]),
    ) {
        let profile = shipped(name);
        let lead = Score { exact_total, passes_guardrail, ..Score::default() };
        let sorted = |mut cuts: [f64; 3]| {
            cuts.sort_by(|a, b| b.total_cmp(a));
            Thresholds { a: cuts[0], b: cuts[1], c: cuts[2] }
        };
        let low = sorted(cuts);
        let high = Thresholds { a: low.a + raises[0], b: low.b + raises[1], c: low.c + raises[2] };
        // Tiers are ordered from A, the best.
        prop_assert!(lead.tier(high, &profile) >= lead.tier(low, &profile));
    }

    #[test]
    fn numbers_sort_by_their_bits(a in any::<f64>(), b in any::<f64>()) {
        prop_assume!(!a.is_nan() && !b.is_nan());
        prop_assert_eq!(a.partial_cmp(&b), Some(sortable(a).cmp(&sortable(b))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_model_moves_a_score_as_the_profile_says(
        leads in county(),
        drawn in prop::collection::vec(0.0..=1.0_f64, 64),
        base_rate in 0.001..=0.999_f64,
        follows_base in any::<bool>(),
        basis in prop::sample::select(vec![TierBasis::Rule, TierBasis::Adjusted]),
    ) {
        let mut profile = shipped("guide-full");
        profile.tier_basis = basis;
        profile.blend.centre = if follows_base { Centre::BaseRate } else { Centre::Half };
        let by_rule = Scores::of(&leads, &profile, &Inline);
        let by_lead: Vec<f64> = (0..leads.len()).map(|lead| drawn[lead % drawn.len()]).collect();
        let centre = if follows_base { base_rate } else { 0.5 };
        let scores = Scores::of(&leads, &profile, &Inline).blended(&Chances { by_lead: by_lead.clone(), base_rate }, &profile);
        for (lead, chance) in by_lead.iter().enumerate() {
            let rule = by_rule.get(lead);
            let expected = (rule.exact_total + (chance - centre) * 40.0).clamp(0.0, 100.0);
            let blended = scores.blend(lead).unwrap();
            prop_assert!((blended.exact - expected).abs() < 1e-12);
            prop_assert!((blended.shown - expected).abs() <= 0.005 + 1e-9);
            prop_assert_eq!(scores.get(lead), rule, "the rule score itself stays");
            let code = if *chance > centre { "ML_BOOST" } else { "ML_CAUTION" };
            prop_assert_eq!(scores.reason_codes(lead, &profile).last(), Some(code));
            let decisive = if basis == TierBasis::Rule { rule.exact_total } else { blended.exact };
            let by_hand = Score { exact_total: decisive, ..*rule }.tier(profile.tiers, &profile);
            prop_assert_eq!(scores.tier(lead, profile.tiers, &profile), by_hand);
        }
        for pair in scores.ranking().windows(2) {
            prop_assert!(scores.shown(pair[0] as usize) >= scores.shown(pair[1] as usize));
        }
    }
}
