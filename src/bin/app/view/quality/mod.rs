//! How far the lists can be trusted: what is filled in, what joins, what disagrees.

use leptos::prelude::*;

use super::no_leads::NoLeads;
use crate::kit::Icon;

#[component]
pub fn QualityPage() -> impl IntoView {
    view! {
        <NoLeads
            icon=Icon::Quality
            title="Nothing to check yet"
            text="Drop county files anywhere on this page to see what is filled in, what joins and where lists disagree."
        />
    }
}
