//! Help that stands where the number stands: a term with a dotted line under it, and what it means in one card.
//!
//! In: a [`Term`] and the words on the screen. Out: a button; pressing it opens the one card of the page beside it.

use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::glossary::Term;
use crate::{
    actions, browser,
    state::{TermAt, use_app},
};

const CARD_ID: &str = "term-card";
/// As wide as the style sheet makes it, with a margin.
const CARD_PX: f64 = 336.0;

/// Words that explain themselves when pressed.
#[component]
pub fn Explained(term: Term, #[prop(into)] words: String) -> impl IntoView {
    let app = use_app();
    let show = move |event: MouseEvent| {
        let Some(button) = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        // A term may stand on something that can be pressed itself.
        event.stop_propagation();
        let place = button.get_bounding_client_rect();
        actions::explain(app, TermAt { term, left: place.left(), top: place.top(), bottom: place.bottom() });
    };
    view! {
        <button class="term" type="button" popovertarget=CARD_ID aria-haspopup="dialog" on:click=show>
            {words}
        </button>
    }
}

/// The card; once in the page.
#[component]
pub fn TermCard() -> impl IntoView {
    let app = use_app();
    let shown = app.screen.term;
    let left = move || {
        let (wide, _) = browser::window_size();
        let x = shown.get().map_or(0.0, |asked| asked.left.min(wide - CARD_PX).max(8.0));
        format!("{x:.0}px")
    };
    // Below the word, or above it in the lower part of the window.
    let sides = move || {
        let (_, high) = browser::window_size();
        match shown.get() {
            Some(asked) if asked.top > high * 0.6 => ("auto".to_owned(), format!("{:.0}px", high - asked.top + 6.0)),
            Some(asked) => (format!("{:.0}px", asked.bottom + 6.0), "auto".to_owned()),
            None => ("0".to_owned(), "auto".to_owned()),
        }
    };
    let words =
        move |read: fn((&'static str, &'static str)) -> &'static str| shown.get().map(|asked| read(asked.term.words()));
    view! {
        <div
            id=CARD_ID
            class="term-card"
            popover="auto"
            role="dialog"
            aria-labelledby="term-title"
            style:left=left
            style:top=move || sides().0
            style:bottom=move || sides().1
        >
            <h2 class="term-card__title" id="term-title">{move || words(|words| words.0)}</h2>
            <p>{move || words(|words| words.1)}</p>
        </div>
    }
}
