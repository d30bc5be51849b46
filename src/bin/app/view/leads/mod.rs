//! The call list: tier cards, filters, the table, on a phone cards.

mod bulk;
mod card;
mod cells;
mod columns;
mod columns_menu;
mod filters;
mod head;
mod heads;
mod preview;
mod row;
mod sort_menu;
mod table;
mod tier_cards;
mod views_menu;

pub use columns::address;
pub use table::LEAD_TABLE_ID;
pub use views_menu::NamingDialog;

use leptos::{html, prelude::*};

use self::{bulk::BulkBar, filters::Filters, head::LeadsHead, table::LeadTable, tier_cards::TierCards};
use super::{
    import::{ImportProgress, ReportSummary},
    no_leads::NoLeads,
};
use crate::{
    actions,
    kit::{Icon, SearchField},
    state::{Import, use_app},
};

#[component]
pub fn LeadsPage() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    let is_importing = Memo::new(move |_| app.data.import.with(|import| matches!(import, Import::Running(_))));
    view! {
        {move || {
            if is_importing.get() {
                view! { <div class="page page--middle"><ImportProgress /></div> }.into_any()
            } else if has_leads.get() {
                view! { <CallList /> }.into_any()
            } else {
                view! {
                    <NoLeads
                        icon=Icon::Leads
                        title="No leads yet"
                        text="Drop county files anywhere on this page, or look around in a made-up county first."
                    />
                }.into_any()
            }
        }}
    }
}

#[component]
fn CallList() -> impl IntoView {
    let app = use_app();
    // On a phone the whole page scrolls, elsewhere the table alone.
    let page = NodeRef::<html::Div>::new();
    view! {
        <div class="page leads" node_ref=page on:scroll=move |_| actions::table_scrolled(app)>
            <LeadsHead />
            <ReportSummary />
            <TierCards />
            <div class="leads__bar">
                <Show when=move || app.screen.is_narrow.get()>
                    <SearchField />
                </Show>
                <Filters />
            </div>
            <LeadTable page />
        </div>
        <BulkBar />
    }
}
