//! What one does with a lead: call, text, go there, copy its parcel id.

use leadscore::session::LeadRow;
use leptos::prelude::*;

use super::{Icon, IconView};
use crate::{actions, browser, state::use_app};

/// The buttons of one lead. Call and text are there only when a file gave a phone number.
pub fn lead_actions(row: &LeadRow) -> impl IntoView + use<> {
    let app = use_app();
    let place = [row.address.as_deref(), row.city.as_deref(), row.zip.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    let phone =
        row.phone.clone().map(|phone| phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>());
    let parcel_id = row.parcel_id.clone();
    let reach = phone.clone().map(|phone| {
        view! {
            <a class="button button--main" href=format!("tel:{phone}")>
                <IconView icon=Icon::Call />
                "Call"
            </a>
            <a class="button" href=format!("sms:{phone}")>
                <IconView icon=Icon::Text />
                "Text"
            </a>
        }
    });
    let is_reachable = phone.is_some();
    let directions = row.address.is_some().then(|| {
        view! {
            <a
                class="button"
                href=browser::directions_url(&place)
                target="_blank"
                rel="noreferrer"
                title="Opens this address in Google Maps"
            >
                <IconView icon=Icon::Directions />
                "Directions"
            </a>
        }
    });
    view! {
        <div class="lead-actions" on:click=|event| event.stop_propagation()>
            {reach}
            {directions}
            <button
                class="button"
                class:button--square=is_reachable
                title="Copy the parcel id"
                on:click=move |_| actions::copy_parcel(app, parcel_id.clone())
            >
                <IconView icon=Icon::Copy />
                <span class:visually-hidden=is_reachable>"Copy parcel"</span>
            </button>
        </div>
    }
}
