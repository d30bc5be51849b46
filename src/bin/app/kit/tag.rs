//! Reasons in a line: the first few as tags, the rest as a count.

use leadscore::session::ReasonText;
use leptos::prelude::*;

#[component]
pub fn Tags(reasons: Vec<ReasonText>, most: usize) -> impl IntoView {
    let rest = reasons.len().saturating_sub(most);
    let all = reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(", ");
    view! {
        <span class="tags" title=all>
            {reasons.into_iter().take(most).map(|reason| view! { <span class="tag">{reason.text}</span> }).collect_view()}
            {(rest > 0).then(|| view! { <span class="tag tag--more">{format!("+{rest}")}</span> })}
        </span>
    }
}
