//! An explanation for people, part by part.

use std::fmt::Write as _;

use leadscore::{
    learn::Contribution,
    plot,
    session::{Comparable, ExplainedArv, ExplainedChance, ExplainedEstimate, ExplainedLead, value_words},
};

use crate::terminal;

/// Contributions in a line of their own; the others stand in one together.
const SHOWN: usize = 10;

pub fn of(explained: &ExplainedLead) -> String {
    [heading(explained), rule(explained), lead_model(explained), arv(&explained.arv)].join("\n\n")
}

fn heading(explained: &ExplainedLead) -> String {
    let place = [explained.address.as_deref(), explained.city.as_deref(), explained.zip.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let rank = match explained.rank {
        0 => "Not ranked: no list that the profile scores names it".to_owned(),
        rank => format!("Rank {}", plot::thousands(u64::from(rank))),
    };
    format!(
        "{}  {}\n{rank}, tier {} by the {} score, score {}",
        explained.parcel_id,
        place.join(", "),
        explained.tier.letter(),
        explained.tier_basis,
        plot::score(explained.score),
    )
}

fn rule(explained: &ExplainedLead) -> String {
    let mut text = format!("Rule score {}", plot::score(explained.rule.score));
    for component in &explained.rule.components {
        let added = plot::signed(component.contribution);
        let points = plot::score(component.points);
        push(&mut text, &format!("{added:>10}  {}: {points} points × {}", component.name, component.weight));
        for (words, points) in &component.rules {
            push(&mut text, &format!("{:>18}  {words}", plot::signed(*points)));
        }
    }
    text
}

fn lead_model(explained: &ExplainedLead) -> String {
    let Some(model) = &explained.lead_model else {
        let why = explained.lead_fallback_reason.as_deref().unwrap_or_default();
        return format!("No lead model moves the score: {why}");
    };
    let badges: String = model.badges.iter().map(|badge| format!(" [{badge}]")).collect();
    let mut text = format!("Lead model {}{badges}: the chance of {} in log-odds", model.version, model.good_lead);
    let base = match model.rule_start {
        Some(_) => "where the trees start: what the rule score says, and what they expect of any lead",
        None => "what the model expects of a lead it knows nothing of",
    };
    let signed = |margin: f64| plot::signed(margin);
    let plain = |margin: f64| plot::signed(margin).trim_start_matches('+').to_owned();
    text.push_str(&sum(
        &model.explanation.contributions,
        model.explanation.base_margin,
        base,
        |c| c.margin,
        plain,
        signed,
    ));
    push(
        &mut text,
        &format!("{:>10}  together: a chance of {}", plain(model.explanation.margin), chance(model.raw_chance)),
    );
    push(&mut text, &moved(explained, model));
    text
}

fn moved(explained: &ExplainedLead, model: &ExplainedChance) -> String {
    let ExplainedChance { centre, weight, points, adjusted, .. } = model;
    let calibrated = match model.calibration.as_str() {
        "none" => format!("Chance {} (nothing to calibrate by)", chance(model.chance)),
        name => format!("Calibrated ({name}): {}", chance(model.chance)),
    };
    let blend = format!(
        "({:.3} − {centre:.3}) × {weight} = {} points, {} → {}",
        model.chance,
        plot::signed(*points),
        plot::score(explained.rule.score),
        plot::score(*adjusted)
    );
    match &explained.lead_fallback_reason {
        None => format!("  {calibrated}; it moves the score: {blend}"),
        Some(why) => format!("  {calibrated}; it would move the score: {blend}\n  It does not: {why}"),
    }
}

fn arv(arv: &ExplainedArv) -> String {
    let range = format!("{}, range {} to {}", plot::money(arv.estimate), plot::money(arv.low), plot::money(arv.high));
    match (&arv.model, &arv.fallback_reason) {
        (Some(model), _) => format!("ARV {range}\n{}", estimate(model)),
        (None, why) => {
            let why = why.as_deref().unwrap_or_default();
            format!("ARV {range}, by rule of thumb ({}), whose error is not measured: {why}", arv.basis)
        }
    }
}

fn estimate(model: &ExplainedEstimate) -> String {
    let mut text = format!(
        "  Ranges made to hold {} of values held {} on houses not learned from\n  Model {}: {} on {} of {} houses as of {}",
        plot::percent(model.level * 100.0, 0),
        plot::percent(model.coverage * 100.0, 1),
        model.version,
        model.learner,
        model.target,
        plot::thousands(u64::from(model.rows)),
        model.as_of,
    );
    let base = "what the model expects of a house it knows nothing of";
    let signed = |dollars: f64| match plot::money(dollars) {
        money if dollars >= 0.5 => format!("+{money}"),
        money => money,
    };
    let explanation = &model.explanation;
    text.push_str(&sum(&explanation.contributions, explanation.base, base, |c| c.worth, plot::money, signed));
    push(&mut text, &format!("{:>10}  together", plot::money(explanation.answer)));
    match model.comparables.is_empty() {
        true => push(&mut text, "\nNo house of the lists shares a leaf with it"),
        false => {
            push(&mut text, "\nMost like it to the model (weight: share of its trees in which both end in one leaf)");
            push(&mut text, &comparables(&model.comparables));
        }
    }
    text
}

/// Base and contributions, one a line; the small ones in one together.
fn sum(
    contributions: &[Contribution],
    base: f64,
    base_words: &str,
    size: impl Fn(&Contribution) -> f64,
    plain: impl Fn(f64) -> String,
    signed: impl Fn(f64) -> String,
) -> String {
    let mut text = String::new();
    push(&mut text, &format!("{:>10}  {base_words}", plain(base)));
    let (shown, rest) = contributions.split_at(SHOWN.min(contributions.len()));
    for contribution in shown {
        push(
            &mut text,
            &format!("{:>10}  {}: {}", signed(size(contribution)), contribution.label, value_words(contribution)),
        );
    }
    if !rest.is_empty() {
        let others: f64 = rest.iter().map(&size).sum();
        push(&mut text, &format!("{:>10}  {} other features", signed(others), rest.len()));
    }
    text
}

fn comparables(comparables: &[Comparable]) -> String {
    let headers = ["Weight", "Parcel", "Address", "ZIP", "Area", "Age", "Market value", "Sold for", "On"];
    let mut table = terminal::table(&headers, &[0, 4, 5, 6, 7]);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let money = |dollars: Option<f64>| dollars.map(plot::money).unwrap_or_default();
    for house in comparables {
        table.add_row([
            format!("{:.2}", house.weight),
            house.parcel_id.clone(),
            text(&house.address),
            text(&house.zip),
            house.living_area_sqft.map(|sqft| plot::thousands(sqft.round() as u64)).unwrap_or_default(),
            house.age_years.map(|years| format!("{years:.0}")).unwrap_or_default(),
            money(house.market_value),
            money(house.sold_for),
            text(&house.sold_on),
        ]);
    }
    table.to_string()
}

fn chance(chance: f64) -> String {
    plot::percent(chance * 100.0, 1)
}

fn push(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _written = write!(text, "\n{line}");
}
