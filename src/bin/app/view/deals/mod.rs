//! Which deals pay: figures of all, the best one by one with what to offer, and the assumptions behind.

mod assumptions;
mod card;
mod fields;
mod figures;
mod ladder;

pub use ladder::ladder_table;

use leadscore::{
    plot::thousands,
    session::{DealList, DealOrder},
};
use leptos::prelude::*;

use self::{assumptions::Assumptions, card::deal_card, figures::Figures};
use super::{no_leads::NoLeads, tiers::ProfilePicker};
use crate::{
    actions,
    kit::{EmptyState, Icon},
    state::{MOST_DEALS, use_app},
};

#[component]
pub fn DealsPage() -> impl IntoView {
    let app = use_app();
    let has_leads = Memo::new(move |_| app.data.has_leads());
    view! {
        <Show when=move || has_leads.get() fallback=|| {
            view! {
                <NoLeads
                    icon=Icon::Deals
                    title="No deals yet"
                    text="Drop county files anywhere on this page to see which leads leave a profit, and at which price."
                />
            }
        }>
            <Deals />
        </Show>
    }
}

#[component]
fn Deals() -> impl IntoView {
    let app = use_app();
    actions::show_deals(app);
    let list = app.deals.list;
    let basis = move || format!("What each house leaves at its price. Profile {}.", app.profile.words());
    view! {
        <div class="page deals" aria-busy=move || app.deals.is_waiting.get().to_string()>
            <header class="page-head">
                <div>
                    <h1>"Deals"</h1>
                    <p class="page-head__basis">{basis}</p>
                </div>
                <ProfilePicker label="Profile" />
            </header>
            <Show when=move || list.with(Option::is_some) fallback=bones>
                <Figures />
            </Show>
            <div class="deals__parts">
                <section class="deals__list" aria-labelledby="deals-title">
                    <div class="deals__bar">
                        <h2 class="panel__title" id="deals-title">"Best deals"</h2>
                        <Order />
                    </div>
                    {move || list.with(|list| list.as_ref().map(|list| cards(list)))}
                </section>
                <Assumptions />
            </div>
        </div>
    }
}

fn bones() -> impl IntoView {
    view! { <div class="figures" aria-hidden="true"><i class="bone bone--block"></i></div> }
}

#[component]
fn Order() -> impl IntoView {
    let app = use_app();
    let query = app.deals.query;
    let way = move |order: DealOrder, words: &'static str| {
        view! {
            <label class="way">
                <input
                    type="radio"
                    name="deal-order"
                    prop:checked=move || query.with(|query| query.order == order)
                    on:change=move |_| actions::query_deals(app, |query| query.order = order)
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="ways">
            <legend class="visually-hidden">"Order of the deals"</legend>
            {way(DealOrder::Profit, "By profit")}
            {way(DealOrder::Return, "By return")}
        </fieldset>
        <label class="check deals__clear">
            <input
                type="checkbox"
                prop:checked=move || query.with(|query| query.only_clear)
                on:change=move |event| {
                    let is_on = event_target_checked(&event);
                    actions::query_deals(app, |query| query.only_clear = is_on);
                }
            />
            <span class="check__label">"Only where the price clears the rule"</span>
        </label>
    }
}

fn cards(list: &DealList) -> AnyView {
    let app = use_app();
    if list.rows.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Deals
                title="No price clears the rule"
                text="Show all deals, or change the assumptions and see which ones come within reach."
            >
                <button class="button" on:click=move |_| actions::query_deals(app, |query| query.only_clear = false)>
                    "Show all deals"
                </button>
            </EmptyState>
        }
        .into_any();
    }
    let shown = list.rows.len() as u32;
    let said = format!("{} of {} deals", thousands(shown.into()), thousands(list.listed.into()));
    let has_more = shown < list.listed && shown < MOST_DEALS;
    view! {
        <ol class="deals__cards" data-testid="deal-list">{list.rows.iter().map(deal_card).collect_view()}</ol>
        <p class="deals__more">
            <span class="note">{said}</span>
            {has_more
                .then(|| view! { <button class="button" on:click=move |_| actions::more_deals(app)>"Show more"</button> })}
            <button class="button" on:click=move |_| actions::all_deals_as_leads(app)>
                "All leads in this order"
            </button>
        </p>
    }
    .into_any()
}
