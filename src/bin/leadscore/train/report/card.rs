//! The model card: what a model is for, what it is not for, and how it was made (Mitchell et al. 2019).

use maud::{Markup, html};
use serde_json::Value;

use super::{Part, parts};

/// What the section of the model says of its use.
pub struct Purpose {
    pub is_for: String,
    pub is_not_for: String,
    pub limits: Vec<String>,
    pub how: String,
}

pub fn card(caption: &str, purpose: &Purpose, part: &Part<'_>) -> Markup {
    html! {
        div class="pair pair--text" {
            div { h4 { "For" } p { (purpose.is_for) } }
            div { h4 { "Not for" } p { (purpose.is_not_for) } }
        }
        h4 { "Limits" }
        ul { @for limit in &purpose.limits { li { (limit) } } }
        h4 { "How it was made" }
        p { (purpose.how) " Equal data, seed and parameters give an equal digest on any computer and in any browser." }
        (parts::wordy_table(caption, &["What", "Which"], &facts(part)))
        h4 { "Make it again" }
        pre tabindex="0" { code { (part.again) } }
        @if part.version.is_some() {
            p { "The digest must be the same again. To prove the file itself:" }
            pre tabindex="0" { code { (part.verify) } }
        }
    }
}

/// Names and what the registry has under them.
fn facts(part: &Part<'_>) -> Vec<parts::Row> {
    let Some(version) = part.version else { return Vec::new() };
    let mut facts = vec![
        ("File".to_owned(), version.file.clone()),
        ("State".to_owned(), version.state.word().to_owned()),
        ("Digest of the model".to_owned(), version.digest.to_string()),
    ];
    if let Some(digest) = version.data_digest {
        facts.push(("Digest of the data".to_owned(), digest.to_string()));
    }
    facts.push(("Program".to_owned(), concat!("leadscore ", env!("CARGO_PKG_VERSION")).to_owned()));
    flatten("", &version.parameters, &mut facts);
    facts.into_iter().map(|(name, value)| vec![html! { (name) }, html! { code { (value) } }]).collect()
}

/// Parameters as lines: `sale_rules.price_floor_usd`.
fn flatten(above: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
                flatten(&name, field, lines);
            }
        }
        Value::Null => {}
        Value::Array(items) if items.is_empty() => lines.push((above.to_owned(), "none".to_owned())),
        Value::String(text) => lines.push((above.to_owned(), text.clone())),
        other => lines.push((above.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_become_lines() {
        let mut lines = Vec::new();
        flatten("", &serde_json::json!({"seed": 42, "rules": {"floor": 1.5}, "allow": [], "none": null}), &mut lines);
        let mut lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name}={value}")).collect();
        lines.sort();
        assert_eq!(lines, ["allow=none", "rules.floor=1.5", "seed=42"]);
    }
}
