//! Sixty seconds for a first visit: a card that walks through the pages and points at what it speaks of.

use leptos::{html, prelude::*};

use crate::{
    actions, browser,
    kit::{Icon, IconView},
    route::Route,
    state::use_app,
};

/// Where the tour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourStop {
    Offered,
    /// At a place of [`TOUR`].
    At(usize),
}

pub struct TourStep {
    pub route: Route,
    /// What it points at; the first match in the page.
    target: &'static str,
    title: &'static str,
    text: &'static str,
}

const LEADS: Route = Route::Leads { open: None };

pub const TOUR: [TourStep; 6] = [
    TourStep {
        route: LEADS,
        target: "[data-testid=lead-table]",
        title: "Whom to call next",
        text: "Every house on your lists, best first. Press a row to see why it stands where it stands; j and k walk on.",
    },
    TourStep {
        route: LEADS,
        target: ".leads__bar",
        title: "Your lists, cut your way",
        text: "Filter by tier, city, value, days to the sale or what came of your calls, and save what you use as a view.",
    },
    TourStep {
        route: Route::Deals,
        target: "h1",
        title: "What to offer",
        text: "After-repair value, repairs and what would be left, with every assumption yours to change.",
    },
    TourStep {
        route: Route::Tiers,
        target: "[data-testid=tier-table]",
        title: "As many as you can call",
        text: "Move the thresholds, or say how many calls you can make a week, and the tiers follow.",
    },
    TourStep {
        route: Route::Models,
        target: "[data-testid=train-arv]",
        title: "Models that learn here",
        text: "Train on your own lists in this browser. Each model shows how good it was on houses it had not seen.",
    },
    TourStep {
        route: Route::Import,
        target: "[data-testid=drop-zone]",
        title: "Now with your files",
        text: "Drop the county's CSV files here. They are read on this device and never leave it.",
    },
];

#[component]
pub fn Tour() -> impl IntoView {
    let app = use_app();
    // The offer stands beside the list that it speaks of, and nowhere in the way.
    let is_shown = move |stop| stop != TourStop::Offered || app.screen.route.get() == LEADS;
    move || app.screen.tour.get().filter(|stop| is_shown(*stop)).map(|stop| view! { <Card stop /> })
}

#[component]
fn Card(stop: TourStop) -> impl IntoView {
    let app = use_app();
    let card = NodeRef::<html::Div>::new();
    let (title, text, place) = match stop {
        TourStop::Offered => ("New here?", "This county is made up. Sixty seconds show what you can do with it.", None),
        TourStop::At(at) => {
            let step = &TOUR[at.min(TOUR.len() - 1)];
            (step.title, step.text, Some(at))
        }
    };
    // An offer leaves the keyboard where it is; each step of a tour asked for is read out.
    card.on_load(move |card| {
        if place.is_some() {
            browser::focus(&card);
        }
    });
    let next = move |_| actions::tour_to(app, place.map_or(0, |at| at + 1));
    let is_last = place.is_some_and(|at| at + 1 == TOUR.len());
    view! {
        {place.map(|at| view! { <Pointer target=TOUR[at.min(TOUR.len() - 1)].target /> })}
        <div
            class="tour"
            class:tour--offer=place.is_none()
            role="dialog"
            aria-labelledby="tour-title"
            aria-describedby="tour-text"
            tabindex="-1"
            node_ref=card
            on:keydown=move |event| if event.key() == "Escape" { event.stop_propagation(); actions::end_tour(app) }
        >
            <div class="tour__head">
                <h2 id="tour-title">{title}</h2>
                {place.map(|at| view! { <span class="note">{format!("{} of {}", at + 1, TOUR.len())}</span> })}
                <button class="icon-button" aria-label="End the tour" on:click=move |_| actions::end_tour(app)>
                    <IconView icon=Icon::Close />
                </button>
            </div>
            <p id="tour-text">{text}</p>
            <div class="tour__actions">
                {match place {
                    None => view! {
                        <button class="button" on:click=move |_| actions::end_tour(app)>"No thanks"</button>
                    }.into_any(),
                    Some(0) => ().into_any(),
                    Some(at) => view! {
                        <button class="button" on:click=move |_| actions::tour_to(app, at - 1)>"Back"</button>
                    }.into_any(),
                }}
                <button class="button button--main" on:click=next>
                    {match place {
                        None => "Show me around",
                        Some(_) if is_last => "Done",
                        Some(_) => "Next",
                    }}
                </button>
            </div>
        </div>
    }
}

/// A ring around what the step speaks of, as soon as its page is drawn.
#[component]
fn Pointer(target: &'static str) -> impl IntoView {
    let place = RwSignal::new(None::<[f64; 4]>);
    browser::after_paint(move || {
        let Some(found) = document().query_selector(target).ok().flatten() else { return };
        found.scroll_into_view_with_bool(true);
        let at = found.get_bounding_client_rect();
        let (wide, high) = browser::window_size();
        let (left, top) = (at.left().max(4.0), at.top().max(4.0));
        // The step may have been left by now.
        place.try_set(Some([left, top, at.right().min(wide - 4.0) - left, at.bottom().min(high - 4.0) - top]));
    });
    let px = move |side: usize| place.get().map_or_else(|| "0".to_owned(), |at| format!("{:.0}px", at[side]));
    view! {
        <Show when=move || place.with(Option::is_some)>
            <div
                class="tour-ring"
                aria-hidden="true"
                style:left=move || px(0)
                style:top=move || px(1)
                style:width=move || px(2)
                style:height=move || px(3)
            ></div>
        </Show>
    }
}
