//! A tier as letter, shape and colour: each of the three alone tells it.

use leadscore::score::Tier;
use leptos::prelude::*;

/// The class that carries a tier's colour.
pub fn tier_class(tier: Tier) -> &'static str {
    match tier {
        Tier::A => "tier--a",
        Tier::B => "tier--b",
        Tier::C => "tier--c",
        Tier::D => "tier--d",
    }
}

#[component]
pub fn TierBadge(tier: Tier, #[prop(optional)] is_large: bool) -> impl IntoView {
    let class = format!("tier {}{}", tier_class(tier), if is_large { " tier--large" } else { "" });
    let label = format!("Tier {}", tier.letter());
    view! {
        <span class=class role="img" aria-label=label data-testid="tier-badge">
            {tier.letter()}
        </span>
    }
}
