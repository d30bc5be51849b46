//! A filter as a chip: its value, a button to take it away, and a panel to change it.

use leptos::prelude::*;

use super::known::{Choice, Filter, RANGES, RangeFilter, choices, choose, chosen};
use crate::{
    actions, browser,
    kit::{CheckField, Icon, IconView, Menu},
    state::use_app,
};

/// Choices listed before one has to type.
const MOST_LISTED: usize = 60;
/// From so many on, they can be searched.
const MANY: usize = 10;

/// `open`: its panel; `on_gone`: the chip was taken away.
#[component]
pub fn FilterChip(filter: Filter, open: RwSignal<bool>, on_gone: Callback<()>) -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| app.table.query.with(|query| filter.words(query)));
    let label = Signal::derive(move || words.get().unwrap_or_else(|| filter.name().to_owned()));
    let is_active = Signal::derive(move || words.with(Option::is_some));
    let on_remove = Callback::new(move |()| {
        actions::change_query(app, |query| filter.clear(query));
        on_gone.run(());
        browser::focus_id(super::ADD_FILTER_ID);
    });
    view! {
        <Menu label is_active title=filter.name() open on_remove>
            {move || match filter {
                Filter::Range(at) => view! { <RangeFields range=&RANGES[at] /> }.into_any(),
                _ if filter.is_single() => view! { <OneOf filter /> }.into_any(),
                _ => view! { <SomeOf filter /> }.into_any(),
            }}
        </Menu>
    }
}

/// Any of some choices; many can be searched.
#[component]
fn SomeOf(filter: Filter) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| choices(app, filter));
    let on = Memo::new(move |_| app.table.query.with(|query| chosen(filter, query)));
    // What is typed to find a choice lives and dies with this panel.
    let wanted = RwSignal::new(String::new());
    let listed = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_ascii_lowercase();
        let fits = |choice: &&Choice| choice.words.to_ascii_lowercase().contains(&wanted);
        all.with(|all| all.iter().filter(fits).take(MOST_LISTED).cloned().collect::<Vec<_>>())
    });
    let find = format!("Find a {}", filter.name().to_ascii_lowercase().replace("zip", "ZIP"));
    let choice = move |Choice { words, note }: Choice| {
        let (asked, changed) = (words.clone(), words.clone());
        view! {
            <CheckField
                label=words
                note
                is_checked=Signal::derive(move || on.with(|on| on.contains(&asked)))
                on_change=move |is_on| {
                    actions::change_query(app, |query| choose(filter, query, &changed, is_on));
                }
            />
        }
    };
    view! {
        <Show when=move || all.with(|all| all.len() > MANY)>
            <input
                class="field__input menu__find"
                type="search"
                placeholder=find.clone()
                aria-label=find.clone()
                prop:value=wanted
                on:input=move |event| wanted.set(event_target_value(&event))
            />
        </Show>
        <div class="menu__list">
            {move || {
                let listed = listed.get();
                if listed.is_empty() {
                    view! { <p class="menu__none">"Nothing of that name."</p> }.into_any()
                } else {
                    listed.into_iter().map(choice).collect_view().into_any()
                }
            }}
        </div>
    }
}

/// One of some choices, or none.
#[component]
fn OneOf(filter: Filter) -> impl IntoView {
    let app = use_app();
    let on = Memo::new(move |_| app.table.query.with(|query| chosen(filter, query).pop()));
    let choice = move |Choice { words, .. }: Choice| {
        let (asked, changed) = (words.clone(), words.clone());
        let is_on = Memo::new(move |_| on.with(|on| on.as_ref() == Some(&asked)));
        view! {
            <button
                class="choice"
                aria-pressed=move || is_on.get().to_string()
                on:click=move |_| {
                    let becomes = !is_on.get_untracked();
                    actions::change_query(app, |query| choose(filter, query, &changed, becomes));
                }
            >
                <span>{words}</span>
                <Show when=move || is_on.get()><IconView icon=Icon::Check /></Show>
            </button>
        }
    };
    choices(app, filter).into_iter().map(choice).collect_view()
}

/// A range: two fields, and ranges at one press.
#[component]
fn RangeFields(range: &'static RangeFilter) -> impl IntoView {
    let app = use_app();
    let RangeFilter { column, unit, step, presets, .. } = *range;
    let ends = move || app.table.query.with(|query| query.range(column).map_or((None, None), |r| (r.from, r.to)));
    let words = |end: Option<f64>| end.map_or_else(String::new, |value| value.to_string());
    let (from, to) = untrack(ends);
    // What stands in the fields; a number half written is not yet one.
    let (from, to) = (RwSignal::new(words(from)), RwSignal::new(words(to)));
    let number = |text: RwSignal<String>| text.get_untracked().trim().parse::<f64>().ok().filter(|v| v.is_finite());
    let typed = move || {
        let (from, to) = (number(from), number(to));
        actions::change_query_soon(app, move |query| query.set_range(column, from, to));
    };
    let field = move |name: &'static str, text: RwSignal<String>| {
        view! {
            <label class="field">
                <span class="field__label">{name}</span>
                <span class="range-fields__field">
                    <input
                        class="field__input"
                        type="number"
                        inputmode="decimal"
                        step=step.to_string()
                        placeholder="any"
                        prop:value=text
                        on:input=move |event| {
                            text.set(event_target_value(&event));
                            typed();
                        }
                    />
                    <span class="range-fields__unit">{unit.sign()}</span>
                </span>
            </label>
        }
    };
    let is_reversed = move || app.table.query.with(|query| query.range(column).is_some_and(|r| r.is_reversed()));
    let preset = move |&(name, least, most): &'static (&'static str, Option<f64>, Option<f64>)| {
        let is_on = move || ends() == (least, most);
        view! {
            <button
                class="choice"
                aria-pressed=move || is_on().to_string()
                on:click=move |_| {
                    from.set(words(least));
                    to.set(words(most));
                    actions::change_query(app, |query| query.set_range(column, least, most));
                }
            >
                <span class="choice__word">{name}</span>
            </button>
        }
    };
    view! {
        <div class="range-fields">{field("From", from)} {field("To", to)}</div>
        <p class="hint range-fields__hint" role="status">
            {move || is_reversed().then_some("From is above To: nothing lies between.")}
        </p>
        {presets.iter().map(preset).collect_view()}
    }
}
