//! All deals in four figures.

use leadscore::{
    plot::{capitalized, money, percent, thousands},
    session::DealList,
};
use leptos::prelude::*;

use crate::{
    kit::{Explained, Term},
    state::use_app,
};

#[component]
pub fn Figures() -> impl IntoView {
    let app = use_app();
    let rule = app.profile.number(|profile| profile.deal.rule_share * 100.0);
    let of = move |read: fn(&DealList) -> String| {
        app.deals.list.with(|list| list.as_ref().map_or_else(String::new, |list| read(list)))
    };
    let advice = move || {
        app.deals.list.with(|list| {
            let words = list.as_ref()?.recommended.iter().map(|(say, count)| {
                format!("{} {}", capitalized(&say.code().replace('_', " ")), thousands(u64::from(*count)))
            });
            Some(words.collect::<Vec<_>>().join(" · "))
        })
    };
    view! {
        <dl class="figures" data-testid="deal-figures">
            <div>
                <dt>{move || format!("Clear the {} rule", leadscore::plot::percent_brief(rule.get()))}</dt>
                <dd>
                    <b class="figure">{move || of(|list| thousands(u64::from(list.clear)))}</b>
                    <small>{move || of(|list| format!("of {} leads", thousands(u64::from(list.leads))))}</small>
                </dd>
            </div>
            <div>
                <dt>"Profit in these together"</dt>
                <dd>
                    <b class="figure">{move || of(|list| money(list.clear_profit))}</b>
                    <small>"if each is bought at its price"</small>
                </dd>
            </div>
            <div>
                <dt>"Median " <Explained term=Term::Roi words="return" /> " of all leads"</dt>
                <dd>
                    <b class="figure">
                        {move || of(|list| list.median_roi_percent.map_or_else(|| "–".to_owned(), |roi| percent(roi, 1)))}
                    </b>
                    <small>{move || of(|list| format!("{} would lose money", thousands(u64::from(list.losing))))}</small>
                </dd>
            </div>
            <div>
                <dt>"Recommended"</dt>
                <dd><span class="figures__advice">{advice}</span></dd>
            </div>
        </dl>
    }
}
