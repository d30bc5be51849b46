//! The frame: top bar, navigation, the page, the lead detail beside or over it, and what listens to the whole window.

use leadscore::session::Which;
use leptos::{ev, prelude::*};
use web_sys::DragEvent;

use crate::{
    actions::{self, Step},
    browser,
    kit::{HelpDialog, NoticeArea, SEARCH_ID, TermCard},
    route::Route,
    state::{App as AppState, Engine},
    view::{
        CommandPalette, DealsPage, DropVeil, EngineDown, ExportDialog, ImportPage, KeepBanner, LeadDetailPanel,
        LeadsPage, MapPage, ModelsPage, NamingDialog, NavBar, QualityPage, Restoring, SettingsPage, TabBar, TiersPage,
        TopBar, Tour, UpdateToast,
    },
};

#[component]
pub fn App() -> impl IntoView {
    let app = AppState::new();
    provide_context(app);
    actions::start_screen(app);
    actions::start_workspace(app);
    actions::start_updates(app);
    actions::start_engine(app);
    listen_to_keys(app);
    listen_to_drops(app);
    window_event_listener(ev::hashchange, move |_| actions::fragment_changed(app));

    let page = Memo::new(move |_| app.screen.route.get().page());
    Effect::new(move |_| document().set_title(&format!("{} · Leadscore", page.get().name())));
    let is_open = Memo::new(move |_| app.screen.route.get().open_lead().is_some());
    let is_covered = move || is_open.get() && app.screen.is_narrow.get();
    view! {
        <a class="skip" href="#main" on:click=|event| { event.prevent_default(); browser::focus_id("main"); }>
            "Skip to the page"
        </a>
        <div class="shell" class:shell--open=is_open>
            <TopBar />
            <Show when=move || !app.screen.is_narrow.get() fallback=TabBar>
                <NavBar />
            </Show>
            <main class="main" id="main" tabindex="-1" inert=is_covered>
                <KeepBanner />
                {move || match page.get() {
                    _ if app.workspace.is_restoring() => view! { <Restoring /> }.into_any(),
                    Route::Leads { .. } => view! { <LeadsPage /> }.into_any(),
                    Route::Map { .. } => view! { <MapPage /> }.into_any(),
                    Route::Deals => view! { <DealsPage /> }.into_any(),
                    Route::Tiers => view! { <TiersPage /> }.into_any(),
                    Route::Models => view! { <ModelsPage /> }.into_any(),
                    Route::Quality => view! { <QualityPage /> }.into_any(),
                    Route::Import => view! { <ImportPage /> }.into_any(),
                    Route::Settings => view! { <SettingsPage /> }.into_any(),
                }}
            </main>
            <Show when=move || is_open.get()>
                <LeadDetailPanel />
            </Show>
        </div>
        <Show when=move || app.screen.is_dragging.get()>
            <DropVeil />
        </Show>
        <Show when=move || matches!(app.engine.phase.get(), Engine::Down(_))>
            <EngineDown />
        </Show>
        <NoticeArea />
        <UpdateToast />
        <TermCard />
        <Tour />
        <HelpDialog />
        <ExportDialog />
        <NamingDialog />
        <CommandPalette />
    }
}

/// Keys that work wherever the person is, except in a field.
fn listen_to_keys(app: AppState) {
    // Whether the key before was `g`.
    let is_going = StoredValue::new(false);
    window_event_listener(ev::keydown, move |event| {
        let is_chord = event.ctrl_key() || event.meta_key();
        if is_chord && !event.alt_key() && !event.shift_key() && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            return actions::open_palette(app, !app.palette.is_open.get_untracked());
        }
        if is_chord || event.alt_key() || event.default_prevented() || app.palette.is_open.get_untracked() {
            return;
        }
        if event.key() == "Escape" {
            if browser::is_typing(&event) {
                browser::focus_id("main");
            } else if app.screen.is_help_open.get_untracked() {
                actions::open_help(app, false);
            } else if app.table.is_previewing.get_untracked() {
                actions::close_preview(app);
            } else if app.screen.route.get_untracked().open_lead().is_some() {
                actions::close_detail(app);
            }
            return;
        }
        if browser::is_typing(&event) || app.screen.is_help_open.get_untracked() || app.export.is_open() {
            return;
        }
        let was_going = is_going.get_value();
        is_going.set_value(event.key() == "g");
        let is_open = app.screen.route.get_untracked().open_lead().is_some();
        let is_on_leads = matches!(app.screen.route.get_untracked(), Route::Leads { .. });
        match event.key().as_str() {
            key if was_going => match Route::PAGES.into_iter().find(|page| page.key() == key) {
                Some(page) => actions::go(app, page),
                None => return,
            },
            "/" => browser::focus_id(SEARCH_ID),
            "?" => actions::open_help(app, true),
            "j" if is_on_leads || is_open => actions::step_detail(app, Step::Next),
            "k" if is_on_leads || is_open => actions::step_detail(app, Step::Previous),
            "x" if is_on_leads => actions::pick_cursor(app),
            " " if is_on_leads && !browser::is_on_control(&event) => actions::toggle_preview(app),
            "e" if app.data.has_leads_now() => actions::open_export(app, Which::View),
            _ => return,
        }
        event.prevent_default();
    });
}

/// The whole window takes files.
fn listen_to_drops(app: AppState) {
    let has_files =
        |event: &DragEvent| event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
    window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            actions::set_dragging(app, true);
        }
    });
    window_event_listener(ev::dragleave, move |event| {
        // Leaving the window, not crossing from one element to the next.
        if event.related_target().is_none() {
            actions::set_dragging(app, false);
        }
    });
    window_event_listener(ev::drop, move |event| {
        if has_files(&event) {
            event.prevent_default();
            actions::set_dragging(app, false);
            let files = event.data_transfer().and_then(|data| data.files());
            actions::import_files(app, browser::files_of(files));
        }
    });
}
