//! Three ways to say where tiers begin: by score, by share of the leads, by how many can be called.

use leadscore::{
    plot::{score as score_words, thousands},
    score::{Cut, Tier},
    session::Places,
};
use leptos::prelude::*;

use crate::{
    actions::{self, Bound},
    kit::{NumberField, TierBadge},
    state::{App, CutBy, use_app},
};

const WAYS: [(CutBy, &str); 3] =
    [(CutBy::Threshold, "By score"), (CutBy::Percent, "By share"), (CutBy::Capacity, "By calls a week")];

#[component]
pub fn CuttingForm() -> impl IntoView {
    let app = use_app();
    let by = Memo::new(move |_| app.profile.cutting.with(|cutting| cutting.by));
    let ways = WAYS
        .map(|(way, words)| {
            view! {
                <label class="way">
                    <input
                        type="radio"
                        name="cut-by"
                        prop:checked=move || by.get() == way
                        on:change=move |_| actions::change_cutting(app, |cutting| cutting.by = way)
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="cutting">
            <fieldset class="ways">
                <legend class="visually-hidden">"How the tiers are cut"</legend>
                {ways}
            </fieldset>
            <div class="cutting__fields">
                {move || match by.get() {
                    CutBy::Threshold => thresholds(app).into_any(),
                    CutBy::Percent => percents(app).into_any(),
                    CutBy::Capacity => capacity(app).into_any(),
                }}
            </div>
            <p class="note cutting__says" role="status" data-testid="cut-says">{move || said(app)}</p>
        </div>
    }
}

const TIERS: [Tier; 3] = [Tier::A, Tier::B, Tier::C];

fn thresholds(app: App) -> impl IntoView {
    let fields = Bound::ALL.into_iter().zip(TIERS).map(move |(bound, tier)| {
        let value = move || app.tiers.shown(app.data).map_or(0.0, |thresholds| bound.of(thresholds));
        let label = format!("{} from", tier.letter());
        field(
            tier,
            view! {
                <NumberField
                    label
                    value=Signal::derive(value)
                    step=0.5
                    least=0.0
                    most=100.0
                    unit=("", "points")
                    on_change=move |value| actions::set_threshold(app, bound, value)
                />
            },
        )
    });
    fields.collect_view()
}

fn percents(app: App) -> impl IntoView {
    let fields = TIERS.into_iter().enumerate().map(move |(i, tier)| {
        let label = if i == 0 { "Top".to_owned() } else { format!("{}: next", tier.letter()) };
        field(
            tier,
            view! {
                <NumberField
                    label
                    value=Signal::derive(move || app.profile.cutting.with(|cutting| cutting.percents[i]))
                    least=0.0
                    most=100.0
                    unit=("", "%")
                    on_change=move |value| actions::change_cutting(app, |cutting| cutting.percents[i] = value)
                />
            },
        )
    });
    fields.collect_view()
}

fn capacity(app: App) -> impl IntoView {
    let weeks = TIERS.into_iter().enumerate().map(move |(i, tier)| {
        let label = format!("{} lasts", tier.letter());
        field(
            tier,
            view! {
                <NumberField
                    label
                    value=Signal::derive(move || app.profile.cutting.with(|cutting| cutting.weeks[i]))
                    least=0.0
                    most=520.0
                    unit=("", "weeks")
                    on_change=move |value| actions::change_cutting(app, |cutting| cutting.weeks[i] = value)
                />
            },
        )
    });
    view! {
        <NumberField
            label="I can call"
            value=Signal::derive(move || app.profile.cutting.with(|cutting| cutting.calls))
            least=0.0
            most=1_000_000.0
            unit=("", "leads a week")
            test_id="calls-a-week"
            on_change=move |value| actions::change_cutting(app, |cutting| cutting.calls = value)
        />
        {weeks.collect_view()}
    }
}

fn field(tier: Tier, number: impl IntoView) -> impl IntoView {
    view! { <div class="cutting__field"><TierBadge tier />{number}</div> }
}

/// What fits, and which equal scores do not.
fn said(app: App) -> String {
    let Some(cuts) = app.profile.cuts.get() else {
        return match app.profile.cutting.with(|cutting| cutting.places()) {
            None => "A tier holds the leads from its score up.".to_owned(),
            Some(Places::Counts(_) | Places::Percents(_)) => "Counting…".to_owned(),
        };
    };
    let [a, b, c] = cuts;
    let mut parts = Vec::new();
    let mut above = 0;
    for (cut, tier) in [a, b, c].iter().zip(TIERS) {
        parts.push(format!("{} {}", thousands(u64::from(cut.got - above.min(cut.got))), tier.letter()));
        above = cut.got;
    }
    let ties = [a, b, c].iter().zip(TIERS).filter_map(|(cut, tier)| tie(cut, tier)).collect::<Vec<_>>();
    format!("{}. {}", parts.join(", "), ties.join(" ")).trim_end().to_owned()
}

fn tie(cut: &Cut, tier: Tier) -> Option<String> {
    let score = cut.tied_score.map(score_words)?;
    let tied = thousands(u64::from(cut.tied));
    let (letter, wanted) = (tier.letter(), thousands(u64::from(cut.wanted)));
    Some(if cut.got > cut.wanted {
        format!("The best {tied} leads share the score {score}, more than the {wanted} asked for: all are in.")
    } else {
        format!(
            "{tied} leads share the score {score}; they do not all fit under {wanted}, so {letter} ends above them."
        )
    })
}
