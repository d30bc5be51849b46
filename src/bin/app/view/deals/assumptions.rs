//! What the deals rest on, to change with live effect. It is part of the profile and saved with it.

use leadscore::score::{CityBase, DealAssumptions, Profile};
use leptos::{html, prelude::*};
use web_sys::SubmitEvent;

use super::fields::{Field, GROUPS, Group, LISTS, List};
use crate::{
    actions,
    kit::{Icon, IconView, NumberField},
    state::{App, use_app},
};

#[component]
pub fn Assumptions() -> impl IntoView {
    let app = use_app();
    let is_changed = app.profile.differs(|profile| profile.deal.clone());
    let put_back = move |_| {
        let saved = app.profile.saved.get_untracked();
        actions::edit_profile(app, "put back", |profile| profile.deal = saved.deal.clone());
    };
    let groups = GROUPS.iter().map(|group| group_fields(app, group)).collect_view();
    let lists = LISTS.iter().map(|list| view! { <ListFields list /> }).collect_view();
    view! {
        <section class="panel assumptions" aria-labelledby="assumptions-title">
            <div class="panel__head">
                <h2 class="panel__title" id="assumptions-title">"Assumptions"</h2>
                <button class="button" disabled=move || !is_changed.get() on:click=put_back>
                    <IconView icon=Icon::Reset />
                    "Reset"
                </button>
            </div>
            <p class="note">
                "They count for every lead at once, and are saved with the profile on the "
                <a href="#/tiers">"Tiers page"</a>
                "."
            </p>
            {groups}
            {lists}
        </section>
    }
}

fn group_fields(app: App, group: &'static Group) -> impl IntoView {
    // The first group is what is changed most.
    let is_open = std::ptr::eq(group, &GROUPS[0]);
    let fields = group.fields.iter().map(|field| number(app, field)).collect_view();
    view! {
        <details class="fold" open=is_open>
            <summary><IconView icon=Icon::Chevron /><span class="fold__title">{group.title}</span></summary>
            <div class="fold__body">
                <p class="note">{group.about}</p>
                <div class="fields fields--lines">{fields}</div>
            </div>
        </details>
    }
}

fn number(app: App, field: &'static Field) -> impl IntoView {
    let Field { label, help, unit, place } = *field;
    let read = move |profile: &Profile| *place(&mut profile.deal.clone()) * unit.scale();
    view! {
        <NumberField
            label
            help
            unit=unit.around()
            step=unit.step()
            least=0.0
            value=app.profile.number(read)
            is_changed=app.profile.differs(read)
            on_change=move |value| {
                actions::edit_profile(app, label, |profile| *place(&mut profile.deal) = value / unit.scale());
            }
        />
    }
}

#[component]
fn ListFields(list: &'static List) -> impl IntoView {
    let app = use_app();
    let List { title, about, unit, count, name, place } = *list;
    let is_cities = title == "Average value by city";
    let names = Memo::new(move |_| {
        app.profile.in_use.with(|profile| (0..count(&profile.deal)).map(|i| name(&profile.deal, i)).collect::<Vec<_>>())
    });
    let line = move |(i, name): (usize, String)| {
        let read = move |profile: &Profile| {
            let mut deal: DealAssumptions = profile.deal.clone();
            place(&mut deal, i).map_or(0.0, |number| *number * unit.scale())
        };
        let change = move |value: f64| {
            actions::edit_profile(app, &format!("{title} {i}"), |profile| {
                if let Some(number) = place(&mut profile.deal, i) {
                    *number = value / unit.scale();
                }
            });
        };
        let remove = is_cities.then(|| {
            let label = format!("Remove {name}");
            let take_out = move |_| {
                actions::edit_profile(app, "cities", |profile| {
                    profile.deal.arv.cities.remove(i);
                });
            };
            view! {
                <button class="icon-button" aria-label=label on:click=take_out><IconView icon=Icon::Close /></button>
            }
        });
        view! {
            <div class="fields__line">
                <NumberField
                    label=name
                    unit=unit.around()
                    step=unit.step()
                    least=0.0
                    value=app.profile.number(read)
                    is_changed=app.profile.differs(read)
                    on_change=change
                />
                {remove}
            </div>
        }
    };
    view! {
        <details class="fold">
            <summary><IconView icon=Icon::Chevron /><span class="fold__title">{title}</span></summary>
            <div class="fold__body">
                <p class="note">{about}</p>
                <div class="fields fields--lines">
                    {move || names.get().into_iter().enumerate().map(line).collect_view()}
                </div>
                {is_cities.then(|| view! { <AddCity /> })}
            </div>
        </details>
    }
}

/// A county has cities of its own.
#[component]
fn AddCity() -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let name = input.value().trim().to_owned();
        if name.is_empty() {
            return;
        }
        input.set_value("");
        actions::edit_profile(app, "cities", |profile| {
            let arv = &mut profile.deal.arv;
            if !arv.cities.iter().any(|city| city.name.eq_ignore_ascii_case(&name)) {
                arv.cities.push(CityBase { name, usd: arv.other_city_usd });
            }
        });
    };
    view! {
        <form class="fields__add" on:submit=add>
            <label class="field">
                <span class="field__label">"Another city"</span>
                <input class="field__input" type="text" maxlength="60" autocomplete="off" node_ref=input />
            </label>
            <button class="button" type="submit">"Add"</button>
        </form>
    }
}
