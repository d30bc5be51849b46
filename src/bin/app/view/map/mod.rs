//! Where the leads are.

use leptos::prelude::*;

use super::no_leads::NoLeads;
use crate::kit::Icon;

#[component]
pub fn MapPage() -> impl IntoView {
    view! {
        <NoLeads
            icon=Icon::Map
            title="Nothing to show on a map yet"
            text="Drop county files anywhere on this page; leads with coordinates appear here, without any map service."
        />
    }
}
