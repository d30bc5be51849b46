//! Which deals pay: leads by profit, what to offer for them, and the assumptions behind.

use leptos::prelude::*;

use super::no_leads::NoLeads;
use crate::kit::Icon;

#[component]
pub fn DealsPage() -> impl IntoView {
    view! {
        <NoLeads
            icon=Icon::Deals
            title="No deals yet"
            text="Drop county files anywhere on this page to see which leads leave a profit, and at which price."
        />
    }
}
