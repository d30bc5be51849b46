//! The same leads by another profile, and what that moves.
//!
//! In: a [`Profile`], thresholds, or how many leads each tier is to hold. Out: a session scored anew and its [`Tally`],
//! which says what has moved against the profile last saved. What models have said stays until they are asked again.

use serde::{Deserialize, Serialize};

use super::{Session, Tally, display::title_case, view};
use crate::{
    lanes::Lanes,
    layout::Source,
    lead::Leads,
    learn::{Judgements, LeadJudgement, Standing},
    score::{Chances, Cut, Ladder, Profile, Scores, Thresholds, Tier, TierRow},
};

/// What the leads were under the profile last saved, to tell changes against.
pub(super) struct Before {
    profile: Profile,
    tiers: Vec<TierRow>,
    /// By lead; None for one that the profile leaves out.
    tier_of: Vec<Option<Tier>>,
    shown: Vec<f64>,
    ranks: Vec<u32>,
}

/// Who moved most, and how many did.
#[derive(Default)]
pub(super) struct Movement {
    leads: u32,
    up: Vec<u32>,
    down: Vec<u32>,
}

/// What has moved since the profile was saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moves {
    /// The tier table as it was.
    pub saved: Vec<TierRow>,
    /// `churn[i][j]` leads went from tier i to tier j.
    pub churn: Vec<[u32; 4]>,
    /// Leads with another score.
    pub rescored: u32,
    /// Those whose score rose most, and fell most.
    pub up: Vec<Mover>,
    pub down: Vec<Mover>,
}

/// A lead whose score has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mover {
    pub lead: u32,
    /// Its address, or in its place the parcel.
    pub place: String,
    pub score_before: f64,
    pub score: f64,
    pub rank_before: u32,
    pub rank: u32,
    pub tier_before: Tier,
    pub tier: Tier,
}

/// How many leads the tiers are to hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Places {
    /// A, then B, then C, in leads.
    Counts([u32; 3]),
    /// The same in percent of all scored leads.
    Percents([f64; 3]),
}

/// What the filters offer, where another profile scores other leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lists {
    pub leads: u32,
    pub unscored: u32,
    pub cities: Vec<(String, u32)>,
    pub zips: Vec<(String, u32)>,
    pub sources: Vec<(Source, u32)>,
}

/// Leads named on either side of what moved.
const MOVERS: usize = 5;
/// The groups of a ladder: leads by their tier before.
const GROUPS: usize = Tier::ALL.len();

impl Before {
    fn of(scores: &Scores, profile: &Profile, leads: usize) -> Self {
        let tiers = Ladder::of(scores, profile, 0, |_| None).tiers(profile.tiers);
        let is_scored = |lead: usize| scores.rank_of(lead) > 0;
        let tier = |lead: usize| is_scored(lead).then(|| scores.tier(lead, profile.tiers, profile));
        Self {
            profile: profile.clone(),
            tiers,
            tier_of: (0..leads).map(tier).collect(),
            shown: (0..leads).map(|lead| scores.shown(lead)).collect(),
            ranks: (0..leads).map(|lead| scores.rank_of(lead)).collect(),
        }
    }
}

/// Scores by a profile, moved by a lead model where one is in charge.
pub(super) fn scores_by(leads: &Leads, profile: &Profile, judgements: &Judgements, lanes: &dyn Lanes) -> Scores {
    moved_by(Scores::of(leads, profile, lanes), profile, judgements)
}

pub(super) fn moved_by(scores: Scores, profile: &Profile, judgements: &Judgements) -> Scores {
    match &judgements.lead {
        Some(LeadJudgement { chances, base_rate, standing: Standing::InCharge { .. }, .. }) => {
            scores.blended(&Chances { by_lead: chances.clone(), base_rate: *base_rate }, profile)
        }
        _ => scores.by_rule(),
    }
}

impl Session {
    /// Takes the profile in use as the one saved: changes are told against it from now on.
    #[must_use]
    pub fn saved(mut self) -> Self {
        self.before = Some(Before::of(&self.scores, &self.profile, self.leads.len()));
        self.compared()
    }

    /// Scores the same leads by another profile and its thresholds. The view is all leads by their new rank; what
    /// models said stays. Where a lead model sees the rule score, it is to be asked again.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile, lanes: &dyn Lanes) -> Self {
        self.scores = scores_by(&self.leads, &profile, &self.judgements, lanes);
        self.view = self.scores.ranking().to_vec();
        self.thresholds = profile.tiers;
        self.profile = profile;
        self.compared()
    }

    /// The same after models have spoken: the profile saved is heard with them too.
    pub(super) fn compared_anew(mut self) -> Self {
        if let Some(before) = self.before.take() {
            let scores = scores_by(&self.leads, &before.profile, &self.judgements, &crate::lanes::Inline);
            self.before = Some(Before::of(&scores, &before.profile, self.leads.len()));
        }
        self.compared()
    }

    /// What follows from the scores, once they are others.
    fn compared(mut self) -> Self {
        self.ladder.take();
        self.movement = self.before.as_ref().map_or_else(Movement::default, |before| movement(before, &self.scores));
        self
    }

    fn ladder(&self) -> &Ladder {
        self.ladder.get_or_init(|| {
            let tier_of = |lead: u32| {
                self.before.as_ref().and_then(|before| before.tier_of[lead as usize]).map(|tier| tier as usize)
            };
            Ladder::of(&self.scores, &self.profile, GROUPS, tier_of)
        })
    }

    /// The tier table with the histogram of the scores.
    pub fn tally(&self) -> Tally {
        let ladder = self.ladder();
        Tally {
            thresholds: self.thresholds,
            default_thresholds: self.profile.tiers,
            tiers: ladder.tiers(self.thresholds),
            histogram: ladder.histogram().to_vec(),
            moves: self.before.as_ref().map(|before| self.moves(before)),
        }
    }

    fn moves(&self, before: &Before) -> Moves {
        let mover = |lead: &u32| {
            let index = *lead as usize;
            let found = self.leads.get(index);
            Mover {
                lead: *lead,
                place: found.situs_address().map_or_else(|| format!("Parcel {}", found.parcel_id()), title_case),
                score_before: before.shown[index],
                score: self.scores.shown(index),
                rank_before: before.ranks[index],
                rank: self.rank_of(*lead),
                tier_before: before.tier_of[index].unwrap_or(Tier::D),
                tier: self.tier(*lead),
            }
        };
        Moves {
            saved: before.tiers.clone(),
            churn: self.ladder().churn(self.thresholds),
            rescored: self.movement.leads,
            up: self.movement.up.iter().map(mover).collect(),
            down: self.movement.down.iter().map(mover).collect(),
        }
    }

    /// Moves the thresholds so that the tiers hold so many leads. Where a score is shared by leads that do not all fit,
    /// none of them comes in.
    pub fn cut(&mut self, places: Places) -> [Cut; 3] {
        let all = f64::from(self.ladder().leads());
        let counts = match places {
            Places::Counts(counts) => counts,
            Places::Percents(percents) => percents.map(|percent| (all * percent / 100.0).round() as u32),
        };
        let mut sum = 0_u32;
        let wanted = counts.map(|count| {
            sum = sum.saturating_add(count);
            sum
        });
        let cuts = self.ladder().cuts(wanted);
        let [a, b, c] = cuts.map(|cut| cut.threshold);
        self.set_thresholds(Thresholds { a, b: b.min(a), c: c.min(b).min(a) });
        cuts
    }

    /// Cities, ZIP codes and lists of the scored leads, with their counts.
    pub fn lists(&self) -> Lists {
        let leads = self.scores.ranking().len();
        Lists {
            leads: leads as u32,
            unscored: (self.leads.len() - leads) as u32,
            cities: view::city_counts(self),
            zips: view::zip_counts(self),
            sources: view::source_counts(self),
        }
    }
}

/// Counts the leads with another score, and finds those that moved most; of equals the first.
fn movement(before: &Before, scores: &Scores) -> Movement {
    let mut movement = Movement::default();
    let (mut up, mut down) = (Vec::<(f64, u32)>::new(), Vec::<(f64, u32)>::new());
    for lead in 0..before.shown.len() {
        if before.ranks[lead] == 0 || scores.rank_of(lead) == 0 {
            continue;
        }
        let by = scores.shown(lead) - before.shown[lead];
        if by != 0.0 {
            movement.leads += 1;
            let side = if by > 0.0 { &mut up } else { &mut down };
            keep_most(side, by.abs(), lead as u32);
        }
    }
    let leads = |side: Vec<(f64, u32)>| side.into_iter().map(|(_, lead)| lead).collect();
    Movement { up: leads(up), down: leads(down), ..movement }
}

fn keep_most(most: &mut Vec<(f64, u32)>, by: f64, lead: u32) {
    if most.len() == MOVERS && most.last().is_some_and(|(least, _)| by <= *least) {
        return;
    }
    let at = most.partition_point(|(other, _)| *other >= by);
    most.insert(at, (by, lead));
    most.truncate(MOVERS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lanes::Inline, layout::ImportMode, lead::tests::read, table::Day};

    const RECORDS: &str = "parcel_number,situs_address,situs_city,situs_zip,total_mkt,total_assd\n\
                           282205885002050,12 Oak St,ORLANDO,32801,250000,100000\n\
                           282205885002051,9 Oak St,Orlando,32801,90000,80000\n\
                           282205885002052,100 Elm Ave,APOPKA,32703,,\n\
                           282205885002053,,,,500000,100000\n";
    const TAX_SALES: &str = "tda_number,sale_date,parcel_id\n\
                             1,12/18/2025,05-22-28-8850-02-051\n\
                             2,10/01/2025,05-22-28-8850-02-053\n";

    fn by(profile: &Profile) -> Session {
        let leads = read(&[RECORDS, TAX_SALES], ImportMode::Smart).leads;
        Session::new(leads, profile.clone(), Day::from_civil(2025, 11, 22).unwrap(), &Inline)
    }

    fn guide() -> Profile {
        Profile::shipped("guide-full").unwrap()
    }

    fn rows(session: &mut Session) -> Vec<crate::session::LeadRow> {
        let rows = session.set_view(&crate::session::Query::default());
        session.rows(0, rows)
    }

    #[test]
    fn another_profile_gives_what_an_import_by_it_gives() {
        for name in Profile::names() {
            let profile = Profile::shipped(name).unwrap();
            let mut moved = by(&guide()).with_profile(profile.clone(), &Inline);
            let mut fresh = by(&profile);
            assert_eq!(rows(&mut moved), rows(&mut fresh), "{name}");
            assert_eq!(moved.tally(), fresh.tally(), "{name}");
            assert_eq!(moved.lists().cities, fresh.lists().cities);
        }
    }

    #[test]
    fn what_moves_is_told_against_the_profile_saved() {
        let session = by(&guide()).saved();
        let moves = session.tally().moves.unwrap();
        assert_eq!((moves.rescored, moves.up.len(), moves.down.len()), (0, 0, 0));
        let saved = session.tally().tiers;

        // No points for a tax sale: those on the list lose, nobody gains.
        let mut poorer = guide();
        poorer.components[0].rules[0].steps[0].points = 0.0;
        let session = session.with_profile(poorer.clone(), &Inline);
        let moves = session.tally().moves.unwrap();
        assert_eq!((moves.rescored, moves.up.len(), moves.down.len()), (2, 0, 2));
        assert!(moves.down.iter().all(|mover| (mover.score_before - mover.score - 14.0).abs() < 1e-9));
        assert_eq!(moves.saved, saved);
        for (from, row) in moves.churn.iter().enumerate() {
            assert_eq!(row.iter().sum::<u32>(), saved[from].count);
        }
        for (to, row) in session.tally().tiers.iter().enumerate() {
            assert_eq!(moves.churn.iter().map(|from| from[to]).sum::<u32>(), row.count);
        }

        // Once saved, nothing has moved.
        let moves = session.with_profile(poorer, &Inline).saved().tally().moves.unwrap();
        assert_eq!((moves.rescored, moves.down.len()), (0, 0));
    }

    #[test]
    fn thresholds_by_count_or_share_are_those_that_hold_so_many() {
        let mut session = by(&guide());
        session.cut(Places::Counts([1, 1, 0]));
        assert_eq!(session.tally().tiers.iter().map(|row| row.count).collect::<Vec<_>>(), [1, 1, 0, 2]);
        let cuts = session.cut(Places::Percents([50.0, 25.0, 25.0]));
        assert_eq!(cuts.map(|cut| cut.got), [2, 3, 4]);
        assert_eq!(session.tally().tiers.iter().map(|row| row.count).collect::<Vec<_>>(), [2, 1, 1, 0]);
    }
}
