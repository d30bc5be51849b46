//! A page that has nothing to show yet, and says what to do.

use leptos::prelude::*;

use super::{Icon, IconView};

#[component]
pub fn EmptyState(icon: Icon, title: &'static str, #[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <section class="empty">
            <span class="empty__icon"><IconView icon /></span>
            <h2 class="empty__title">{title}</h2>
            <p class="empty__text">{text}</p>
            <div class="empty__actions">{children()}</div>
        </section>
    }
}
