//! The first rows as the file will have them.

use leptos::prelude::*;

use crate::state::use_app;

#[component]
pub fn Preview() -> impl IntoView {
    let app = use_app();
    let table = move || {
        let report = app.export.report.get()?;
        let row = |cells: &Vec<String>| {
            let cells = cells.clone();
            view! { <tr>{cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
        };
        let heads = report.columns.clone();
        Some(view! {
            <table>
                <thead>
                    <tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{report.preview.iter().map(row).collect_view()}</tbody>
            </table>
        })
    };
    view! {
        <h3>"The first rows"</h3>
        <div class="export__preview" role="region" aria-label="The first rows" tabindex="0" data-testid="export-preview">
            {table}
        </div>
    }
}
