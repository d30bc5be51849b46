//! Reasons in a line, as many as fit; all of them are in the tooltip and in the lead's detail.

use leadscore::session::ReasonText;
use leptos::prelude::*;

#[component]
pub fn Tags(reasons: Vec<ReasonText>, most: usize) -> impl IntoView {
    let all = reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(", ");
    let tags = reasons.into_iter().take(most).map(|reason| view! { <span class="tag">{reason.text}</span> });
    view! {
        <span class="tags" title=all>
            {tags.collect_view()}
        </span>
    }
}
