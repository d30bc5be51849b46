//! The page around the models: head, style, title, what comes first, and the foot.

use leadscore::{plot, registry::ModelName};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Made, Part, parts};

/// Colours, sizes and type are the app's own.
const TOKENS: &str = include_str!("../../../../../www/css/00-tokens.css");
const STYLE: &str = include_str!("page.css");
/// Nothing may be fetched or run, whatever the name of a column holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

pub fn page(made: &Made<'_>, of_models: &[Part<'_>], body: &Markup) -> Markup {
    let program = concat!("leadscore ", env!("CARGO_PKG_VERSION"));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(program);
                title { "Leadscore: training " (made.run.timestamp) }
                style { (PreEscaped(TOKENS)) (PreEscaped(STYLE)) }
            }
            body {
                header class="top" {
                    p class="brand" { "Leadscore" span class="note" { " · training report" } }
                    h1 { (headline(of_models)) }
                    p class="facts" {
                        span { "Version " b { (made.run.timestamp) } }
                        span { "As of " b { (plot::date_words(&made.as_of.to_string())) } }
                        span { "Program " b { (program) } }
                        span { "Seed " b { (made.seed) } }
                    }
                    @if of_models.len() > 1 {
                        nav aria-label="Models" {
                            @for part in of_models {
                                @let model = part.told.name();
                                a href=(format!("#{}", model.word())) { (model_words(model)) }
                                (parts::badges(&part.badges()))
                            }
                        }
                    } @else {
                        @for part in of_models { (parts::badges(&part.badges())) }
                    }
                }
                main { (body) }
                footer {
                    p { "Made by " (program) " on the computer that trained. The file holds no parcel ids, owners' names or street "
                        "addresses, and loads nothing from anywhere." }
                }
            }
        }
    }
}

fn headline(of_models: &[Part<'_>]) -> String {
    let learned = |part: &Part<'_>| match part.told.name() {
        ModelName::Arv => "what houses are worth",
        ModelName::Lead => "whom to call",
    };
    let learned: Vec<&str> = of_models.iter().map(learned).collect();
    match learned.as_slice() {
        [] => "No model could be trained".to_owned(),
        [one] => format!("A model of {one}"),
        learned => format!("Models of {}", learned.join(" and ")),
    }
}

/// The model's name for people.
pub fn model_words(model: ModelName) -> &'static str {
    match model {
        ModelName::Arv => "After-repair value (ARV)",
        ModelName::Lead => "Leads",
    }
}

/// In place of the model's section.
pub fn not_trained(model: ModelName, why: &str) -> Markup {
    html! {
        section class="model" aria-labelledby=(model.word()) {
            h2 id=(model.word()) { (model_words(model)) }
            p class="notice notice--bad" { strong { "Not trained. " } (plot::capitalized(why)) }
        }
    }
}
