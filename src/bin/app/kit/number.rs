//! A number that can be changed, with its unit beside it.
//!
//! What is typed counts at once. The field is written only when its number is another one: `0.` on the way to `0.5` is
//! left alone.

use leptos::{html, prelude::*};

/// `unit` is what stands before and behind the number. With `is_label_hidden` the label is for readers alone.
#[component]
pub fn NumberField(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<f64>,
    #[prop(optional)] unit: (&'static str, &'static str),
    #[prop(default = 1.0)] step: f64,
    #[prop(optional)] least: Option<f64>,
    #[prop(optional)] most: Option<f64>,
    #[prop(optional)] is_label_hidden: bool,
    /// Whether it differs from what was saved.
    #[prop(into, optional)]
    is_changed: Signal<bool>,
    #[prop(optional, into)] test_id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    on_change: impl Fn(f64) + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let number = value.get();
        if let Some(input) = input.get()
            && input.value_as_number() != tidy(number)
        {
            input.set_value(&tidy(number).to_string());
        }
    });
    // A field left empty or half-typed shows the number again.
    let settle = move |_| {
        if let Some(input) = input.get_untracked() {
            input.set_value(&tidy(value.get_untracked()).to_string());
        }
    };
    let change = move |_| {
        if let Some(input) = input.get_untracked() {
            let number = input.value_as_number();
            if number.is_finite() {
                on_change(number.clamp(least.unwrap_or(f64::MIN), most.unwrap_or(f64::MAX)));
            }
        }
    };
    let spoken = match unit {
        ("", "") => label.clone(),
        ("$", _) => format!("{label}, US dollars"),
        ("", "%") => format!("{label}, percent"),
        (_, unit) => format!("{label}, {unit}"),
    };
    let (before, behind) = unit;
    view! {
        <label class="quantity" class:quantity--changed=is_changed title=help>
            <span class="quantity__label" class:visually-hidden=is_label_hidden>{label}</span>
            <span class="quantity__box">
                {(!before.is_empty()).then(|| view! { <span aria-hidden="true">{before}</span> })}
                <input
                    type="number"
                    inputmode="decimal"
                    step=step.to_string()
                    min=least.map(|least| least.to_string())
                    max=most.map(|most| most.to_string())
                    aria-label=spoken
                    data-testid=test_id
                    node_ref=input
                    on:input=change
                    on:change=settle
                />
                {(!behind.is_empty()).then(|| view! { <span aria-hidden="true">{behind}</span> })}
            </span>
        </label>
    }
}

/// Without what floating-point arithmetic leaves behind: 7.000000000000001 as 7.
fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
