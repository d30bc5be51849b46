//! The profile that scores the leads: as it is, as it was saved, and those that the person has.

use std::sync::Arc;

use leadscore::{
    score::{Cut, Profile},
    session::Places,
};
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct ProfileState {
    /// With every edit.
    pub in_use: RwSignal<Arc<Profile>>,
    /// As it was last saved or shipped: what edits are told against.
    pub saved: RwSignal<Arc<Profile>>,
    /// Those that the person has saved, in the order of their titles.
    pub kept: RwSignal<Vec<Arc<Profile>>>,
    /// What the engine has been asked to score by and has not answered; and whether it was as saved.
    pub asked: StoredValue<Option<(Arc<Profile>, bool)>>,
    /// The steps back, the last at the end.
    pub history: RwSignal<Vec<Arc<Profile>>>,
    /// The place that was edited last: typing in one field is one step.
    pub last_place: StoredValue<String>,
    pub cutting: RwSignal<Cutting>,
    /// Where the counts or shares asked for have ended; None while thresholds are set by hand.
    pub cuts: RwSignal<Option<[Cut; 3]>>,
}

/// How thresholds are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cutting {
    pub by: CutBy,
    /// Percent of all leads in A, B and C.
    pub percents: [f64; 3],
    /// Calls a week, and for how many weeks A, B and C last.
    pub calls: f64,
    pub weeks: [f64; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutBy {
    Threshold,
    Percent,
    Capacity,
}

impl ProfileState {
    pub fn new() -> Self {
        let shipped = Arc::new(shipped(DEFAULT_PROFILE));
        Self {
            in_use: RwSignal::new(Arc::clone(&shipped)),
            saved: RwSignal::new(shipped),
            kept: RwSignal::new(Vec::new()),
            asked: StoredValue::new(None),
            history: RwSignal::new(Vec::new()),
            last_place: StoredValue::new(String::new()),
            cutting: RwSignal::new(Cutting {
                by: CutBy::Threshold,
                percents: [5.0, 15.0, 30.0],
                calls: 60.0,
                weeks: [1.0, 3.0, 8.0],
            }),
            cuts: RwSignal::new(None),
        }
    }

    /// Whether it differs from what was saved; tracked.
    pub fn is_edited(self) -> bool {
        self.in_use.with(|in_use| self.saved.with(|saved| in_use != saved))
    }

    pub fn is_as_saved(self) -> bool {
        untrack(|| !self.is_edited())
    }

    /// Its title; tracked.
    pub fn words(self) -> String {
        let title = self.in_use.with(|profile| profile.title.clone());
        if self.is_edited() { format!("{title}, edited") } else { title }
    }

    /// Whether a part of it differs from what was saved; tracked when read.
    pub fn differs<T: PartialEq>(self, read: impl Fn(&Profile) -> T + Send + Sync + 'static) -> Signal<bool> {
        Signal::derive(move || self.in_use.with(|profile| read(profile)) != self.saved.with(|profile| read(profile)))
    }

    /// A number of the profile; tracked.
    pub fn number(self, read: impl Fn(&Profile) -> f64 + Send + Sync + 'static) -> Signal<f64> {
        Signal::derive(move || self.in_use.with(|profile| read(profile)))
    }
}

impl Cutting {
    /// What the engine is to find thresholds for; None where they are set by hand.
    pub fn places(&self) -> Option<Places> {
        match self.by {
            CutBy::Threshold => None,
            CutBy::Percent => Some(Places::Percents(self.percents)),
            CutBy::Capacity => Some(Places::Counts(self.weeks.map(|weeks| (weeks * self.calls).round() as u32))),
        }
    }
}

/// What leads are scored by until somebody chooses otherwise.
pub const DEFAULT_PROFILE: &str = "guide-full";

/// A shipped profile; the default one where there is none of that name.
pub fn shipped(name: &str) -> Profile {
    // proof: the bytes are part of the program, and a test of the library reads each of them.
    Profile::shipped(name).or_else(|_| Profile::shipped(DEFAULT_PROFILE)).expect("the shipped profiles can be read")
}
