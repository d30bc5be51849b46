//! What this browser keeps, and for how long.

use leptos::prelude::*;

use super::no_leads::NoLeads;
use crate::kit::Icon;

#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <NoLeads
            icon=Icon::Settings
            title="Nothing is kept yet"
            text="Drop county files anywhere on this page first."
        />
    }
}
