//! How far off the model in training is, tree after tree.

use leadscore::{
    learn::arv::ArvLearner,
    plot::{Scale, money, percent},
    registry::ModelName,
};
use leptos::prelude::*;

use crate::state::{Training, use_app};

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 64.0;

#[component]
pub fn Curve() -> impl IntoView {
    let app = use_app();
    let kind = Memo::new(move |_| match app.models.training.get() {
        Training::Running(run) => Some(run.model),
        _ => None,
    });
    // What is told of a forest are dollars on houses that its trees have not drawn; of boosting, shares or chances on the
    // rows that it learns from.
    let is_forest = move || {
        kind.get() == Some(ModelName::Arv) && app.models.arv.with(|recipe| recipe.learner == ArvLearner::Forest)
    };
    let words = move || match (is_forest(), kind.get()) {
        (true, _) => "Error on houses that the trees so far have not seen",
        (false, Some(ModelName::Arv)) => "Error on the houses it learns from; tested on others at the end",
        _ => "Error of the chances on the leads it learns from; tested on others at the end",
    };
    let written = move |error: f64| if is_forest() { money(error) } else { percent(error * 100.0, 1) };
    let points = move || {
        app.models.curve.with(|curve| {
            let most = curve.iter().map(|(_, error)| *error).fold(0.0, f64::max);
            let (first, last) = (curve.first().map_or(0.0, |(x, _)| *x), curve.last().map_or(1.0, |(x, _)| *x));
            let (across, up) =
                (Scale::new((first, last), (2.0, WIDTH - 2.0)), Scale::new((0.0, most), (HEIGHT - 2.0, 4.0)));
            let point = |(x, y): &(f64, f64)| format!("{:.1},{:.1}", across.at(*x), up.at(*y));
            curve.iter().map(point).collect::<Vec<_>>().join(" ")
        })
    };
    let ends = Memo::new(move |_| app.models.curve.with(|curve| Some((curve.first()?.1, curve.last()?.1))));
    let spoken = move || ends.get().map(|(from, to)| format!("{}: from {} to {}", words(), written(from), written(to)));
    view! {
        <Show when=move || ends.get().is_some()>
            <figure class="curve" data-testid="train-curve">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=spoken>
                    <polyline class="curve__line" points=points />
                </svg>
                <figcaption class="note">
                    <span>{words}</span>
                    <b>{move || ends.get().map(|(_, to)| written(to))}</b>
                </figcaption>
            </figure>
        </Show>
    }
}
