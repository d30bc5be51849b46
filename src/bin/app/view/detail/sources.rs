//! What each list says of the lead, where it stands, and where the lists disagree.

use leadscore::{
    plot::thousands,
    session::{LeadDetail, SourceFacts},
};
use leptos::prelude::*;

use crate::kit::{Icon, IconView};

pub fn sources_section(detail: &LeadDetail) -> impl IntoView + use<> {
    let conflicts = detail.conflicts.clone();
    view! {
        <section class="block" aria-label="Sources">
            <h3>"Sources"</h3>
            {detail.sources.iter().map(source).collect_view()}
            {(!conflicts.is_empty()).then(|| {
                view! {
                    <div class="factors">
                        <h4>"Where they disagree"</h4>
                        <ul>
                            {conflicts
                                .into_iter()
                                .map(|words| view! { <li><IconView icon=Icon::Warning /><span>{words}</span></li> })
                                .collect_view()}
                        </ul>
                    </div>
                }
            })}
        </section>
    }
}

fn source(facts: &SourceFacts) -> impl IntoView + use<> {
    let place = match facts.line {
        0 => facts.file.clone(),
        line => format!("{}, line {}", facts.file, thousands(u64::from(line))),
    };
    let pairs = facts
        .facts
        .iter()
        .cloned()
        .map(|(label, value)| view! { <div class="pair"><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <details class="panel fold">
            <summary>
                <IconView icon=Icon::Chevron />
                <span class="fold__title">{facts.source.label()}</span>
                <span class="note">{place}</span>
            </summary>
            <dl class="fold__body">{pairs}</dl>
        </details>
    }
}
