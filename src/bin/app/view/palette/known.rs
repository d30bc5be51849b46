//! What the palette offers: pages, things to do, views; leads come from the worker.
//!
//! In: what was typed, and what there is. Out: the choices that fit, in groups.

use leadscore::{
    plot::{money, score},
    registry::ModelName,
    session::{LeadRow, shipped_views},
};
use leptos::prelude::*;

use crate::{actions::Command, kit::Icon, route::Route, state::App, view::leads_address};

/// A line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub group: &'static str,
    pub words: String,
    pub note: String,
    pub icon: Icon,
    pub command: Command,
}

/// The lines that fit what was typed: every word begins a word of the line, or lies in it; tracked.
pub fn offers(app: App) -> Vec<Offer> {
    let typed = app.palette.text.get().trim().to_lowercase();
    let has_leads = app.data.has_leads();
    let mut all = pages(app);
    all.extend(doings(app, has_leads));
    if has_leads {
        all.extend(views(app));
    }
    let mut fitting: Vec<(u32, Offer)> =
        all.into_iter().filter_map(|offer| Some((fit(&offer, &typed)?, offer))).collect();
    // Within a group the better fit first; groups stay together.
    let groups = ["Go to", "Do", "Views"];
    let group = |offer: &Offer| groups.iter().position(|group| *group == offer.group);
    fitting.sort_by_key(|(fit, offer)| (group(offer), *fit));
    let mut offers: Vec<Offer> = fitting.into_iter().map(|(_, offer)| offer).collect();
    if !typed.is_empty() {
        app.palette.found.with(|found| offers.extend(found.iter().map(lead)));
    }
    offers
}

/// How well a line fits, the best 0; None when it does not.
fn fit(offer: &Offer, typed: &str) -> Option<u32> {
    let line = offer.words.to_lowercase();
    let mut worst = 0;
    for word in typed.split_whitespace() {
        worst = worst.max(match line.find(word)? {
            0 => 0,
            _ if line.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word)) => 1,
            _ => 2,
        });
    }
    Some(worst)
}

fn offer(
    group: &'static str,
    words: impl Into<String>,
    note: impl Into<String>,
    icon: Icon,
    command: Command,
) -> Offer {
    Offer { group, words: words.into(), note: note.into(), icon, command }
}

fn pages(app: App) -> Vec<Offer> {
    let here = app.screen.route.get();
    let others = Route::PAGES.into_iter().filter(|page| !here.is_same_page(*page) || here.open_lead().is_some());
    others
        .map(|page| {
            let note = format!("g {}", page.key());
            offer("Go to", page.name(), note, crate::view::page_icon(page), Command::Go(page))
        })
        .collect()
}

fn doings(app: App, has_leads: bool) -> Vec<Offer> {
    let mut all = vec![
        offer("Do", "Import county files", "", Icon::Import, Command::Go(Route::Import)),
        offer("Do", "Load the demo county", "", Icon::File, Command::Demo),
        offer("Do", "Change the theme", "", Icon::Moon, Command::Theme),
        offer("Do", "Show the keyboard help", "?", Icon::Leads, Command::Keys),
    ];
    if has_leads {
        let is_filtered = app.table.query.with(|query| query.is_filtered());
        all.push(offer("Do", "Export the leads shown", "e", Icon::Download, Command::Export));
        all.push(offer("Do", "Select all leads shown", "", Icon::Select, Command::SelectAll));
        all.push(offer("Do", "Train the ARV model", "", Icon::Models, Command::Train(ModelName::Arv)));
        all.push(offer("Do", "Train the lead model", "", Icon::Models, Command::Train(ModelName::Lead)));
        if is_filtered {
            all.push(offer("Do", "Clear the filters", "", Icon::Close, Command::ClearFilters));
        }
        if is_filtered || app.table.query.with(|query| !query.sorts.is_empty()) {
            all.push(offer("Do", "Save this view", "", Icon::Bookmark, Command::SaveView));
        }
    }
    all
}

fn views(app: App) -> Vec<Offer> {
    let names = app.table.views.get().into_iter().chain(shipped_views()).map(|view| view.name);
    names.map(|name| offer("Views", name.clone(), "", Icon::Bookmark, Command::View(name))).collect()
}

fn lead(row: &LeadRow) -> Offer {
    let place = [row.city.as_deref(), row.zip.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let words = format!("{}, {place}", leads_address(row));
    let note = format!("{} · {} · offer {}", row.tier.letter(), score(row.score), money(row.max_offer));
    offer("Leads", words, note, Icon::Search, Command::Open(row.lead))
}
