//! The interface: what the person sees and does.
//!
//! In: the person's hands and the answers of the engine's worker. Out: pages, requests to the worker, saved files. It
//! never parses, merges, scores or sorts: it asks, and shows the answer.
//!
//! - `state` is everything on the screen as signals; `actions` is the only place that changes them.
//! - `bridge` carries requests to the workers and answers back; `program` is what the trainer is started from; `rows` remembers the lead rows near the window,
//!   `selection` which leads are selected, `columns` how the table is made of columns.
//! - `route` reads the address; `browser` is what we need of the browser and Leptos does not give.
//! - `view` holds the pages, `kit` the parts they share.

mod actions;
mod app;
mod bridge;
mod browser;
mod columns;
mod kit;
mod program;
mod route;
mod rows;
mod selection;
mod state;
mod store;
mod view;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
    browser::remove_splash();
}
