//! Which leads: chips for tier, city, source and order, and how many are left.

use leadscore::{
    layout::Source,
    plot::thousands,
    score::Tier,
    session::{Query, SortColumn},
};
use leptos::prelude::*;

use super::columns::{COLUMNS, Column};
use crate::{
    actions,
    kit::{CheckField, Icon, IconView, Menu},
    state::use_app,
};

/// Cities listed before one has to type.
const MOST_CITIES: usize = 60;

#[component]
pub fn Filters() -> impl IntoView {
    let app = use_app();
    let is_filtered = move || {
        app.table.query.with(|query| {
            !(query.tiers.is_empty() && query.cities.is_empty() && query.sources.is_empty() && query.text.is_empty())
        })
    };
    let count = move || {
        let (rows, total) = (u64::from(app.table.rows.get()), u64::from(app.data.lead_count()));
        if rows == total {
            format!("{} leads", thousands(total))
        } else {
            format!("{} of {}", thousands(rows), thousands(total))
        }
    };
    view! {
        <div class="filters">
            <TierMenu />
            <CityMenu />
            <SourceMenu />
            <SortMenu />
            <Show when=is_filtered>
                <button class="button button--quiet" on:click=move |_| actions::clear_filters(app)>
                    <IconView icon=Icon::Close />
                    "Clear"
                </button>
            </Show>
            <span class="filters__count" role="status">{count}</span>
        </div>
    }
}

/// `Tier`, or `Tier A, B` when some are chosen.
fn label_of(name: &str, chosen: &[String]) -> String {
    match chosen {
        [] => name.to_owned(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} +{}", rest.len()),
    }
}

fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T, is_on: bool) {
    list.retain(|kept| *kept != value);
    if is_on {
        list.push(value);
    }
}

#[component]
fn TierMenu() -> impl IntoView {
    let app = use_app();
    let chosen = Memo::new(move |_| app.table.query.with(|query| query.tiers.clone()));
    let label = Signal::derive(move || {
        let letters = chosen.get().into_iter().map(Tier::letter).collect::<Vec<_>>();
        if letters.is_empty() { "Tier".to_owned() } else { format!("Tier {}", letters.join(", ")) }
    });
    let count = move |tier: Tier| {
        app.data.tally.with(|tally| {
            let row = tally.as_ref().and_then(|tally| tally.tiers.iter().find(|row| row.tier == tier));
            thousands(u64::from(row.map_or(0, |row| row.count)))
        })
    };
    view! {
        <Menu label is_active=Signal::derive(move || !chosen.get().is_empty()) title="Tier">
            {Tier::ALL
                .into_iter()
                .map(|tier| {
                    view! {
                        <CheckField
                            label=format!("Tier {}", tier.letter())
                            note=count(tier)
                            is_checked=Signal::derive(move || chosen.with(|tiers| tiers.contains(&tier)))
                            on_change=move |is_on| {
                                actions::change_query(app, |query| {
                                    toggle(&mut query.tiers, tier, is_on);
                                    query.tiers.sort();
                                });
                            }
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
}

#[component]
fn SourceMenu() -> impl IntoView {
    let app = use_app();
    let chosen = Memo::new(move |_| app.table.query.with(|query| query.sources.clone()));
    let label = Signal::derive(move || {
        label_of("Source", &chosen.get().into_iter().map(|source| source.label().to_owned()).collect::<Vec<_>>())
    });
    let sources =
        move || app.data.set.with(|set| set.as_ref().map(|set| set.report.sources.clone()).unwrap_or_default());
    let choice = move |(source, leads): (Source, u32)| {
        view! {
            <CheckField
                label=source.label()
                note=thousands(u64::from(leads))
                is_checked=Signal::derive(move || chosen.with(|sources| sources.contains(&source)))
                on_change=move |is_on| {
                    actions::change_query(app, |query| toggle(&mut query.sources, source, is_on));
                }
            />
        }
    };
    view! {
        <Menu label is_active=Signal::derive(move || !chosen.get().is_empty()) title="Named by">
            {move || sources().into_iter().map(choice).collect_view()}
        </Menu>
    }
}

#[component]
fn CityMenu() -> impl IntoView {
    let app = use_app();
    let chosen = Memo::new(move |_| app.table.query.with(|query| query.cities.clone()));
    let label = Signal::derive(move || label_of("City", &chosen.get()));
    // What is typed to find a city lives and dies with this menu.
    let wanted = RwSignal::new(String::new());
    let count = move || app.data.set.with(|set| set.as_ref().map_or(0, |set| set.report.cities.len()));
    let cities = move || {
        let wanted = wanted.get().trim().to_ascii_lowercase();
        app.data.set.with(|set| {
            let all = set.iter().flat_map(|set| &set.report.cities);
            all.filter(|(city, _)| city.to_ascii_lowercase().contains(&wanted))
                .take(MOST_CITIES)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let choice = move |(city, leads): (String, u32)| {
        let (asked, changed) = (city.clone(), city.clone());
        view! {
            <CheckField
                label=city
                note=thousands(u64::from(leads))
                is_checked=Signal::derive(move || chosen.with(|cities| cities.contains(&asked)))
                on_change=move |is_on| {
                    let city = changed.clone();
                    actions::change_query(app, |query| toggle(&mut query.cities, city, is_on));
                }
            />
        }
    };
    view! {
        <Menu label is_active=Signal::derive(move || !chosen.get().is_empty()) title="City">
            <Show when=move || { count() > 10 }>
                <input
                    class="field__input menu__find"
                    type="search"
                    placeholder="Find a city"
                    aria-label="Find a city"
                    prop:value=wanted
                    on:input=move |event| wanted.set(event_target_value(&event))
                />
            </Show>
            <div class="menu__list">
                {move || {
                    let found = cities();
                    if found.is_empty() {
                        view! { <p class="menu__none">"No such city."</p> }.into_any()
                    } else {
                        found.into_iter().map(choice).collect_view().into_any()
                    }
                }}
            </div>
        </Menu>
    }
}

/// Every order the table knows, also of columns too narrow a window hides.
#[component]
fn SortMenu() -> impl IntoView {
    let app = use_app();
    let sort = Memo::new(move |_| app.table.query.with(|query| query.sort));
    let name = move |column: SortColumn| {
        COLUMNS.iter().find(|known| known.sort == Some(column)).map_or("Rank", |known| known.words)
    };
    let label = Signal::derive(move || {
        let sort = sort.get();
        let arrow = if sort.descending { "↓" } else { "↑" };
        format!("Sort: {} {arrow}", name(sort.column))
    });
    let choice = move |column: &'static Column| {
        let by = column.sort?;
        let is_on = move || sort.get().column == by;
        Some(view! {
            <button
                class="choice"
                aria-pressed=move || is_on().to_string()
                on:click=move |_| actions::sort_by(app, by)
            >
                <span>{column.words}</span>
                <span class="choice__note">
                    {move || match (is_on(), sort.get().descending) {
                        (false, _) => "",
                        (true, true) => "high to low",
                        (true, false) => "low to high",
                    }}
                </span>
            </button>
        })
    };
    let is_active = Signal::derive(move || sort.get() != Query::default().sort);
    view! {
        <Menu label is_active title="Sort by">
            {COLUMNS.iter().map(choice).collect_view()}
        </Menu>
    }
}
