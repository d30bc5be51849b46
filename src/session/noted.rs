//! The journal beside the leads: which entry is of which lead.

use super::{
    Session,
    journal::{Change, Entry, Journal},
};
use crate::lead::Outcome;

/// A journal and, by lead, the place of its entry there.
#[derive(Default)]
pub(super) struct Noted {
    journal: Journal,
    /// Empty while no lead has an entry.
    places: Vec<Option<u32>>,
}

impl Session {
    /// Puts a journal beside the leads in place of the one before. What it knows of other parcels stays in it.
    pub fn set_journal(&mut self, journal: Journal) {
        let place = |lead: u32| journal.place(self.parcel(lead));
        let places = match journal.is_empty() {
            true => Vec::new(),
            false => (0..self.leads.len() as u32).map(place).collect(),
        };
        self.noted = Noted { journal, places };
    }

    pub fn journal(&self) -> &Journal {
        &self.noted.journal
    }

    /// The journal alone, for the leads of the next import.
    pub fn into_journal(self) -> Journal {
        self.noted.journal
    }

    /// What the person did about a lead; None where nothing was ever noted.
    pub fn entry(&self, lead: u32) -> Option<&Entry> {
        self.noted.journal.entry_at((*self.noted.places.get(lead as usize)?)?)
    }

    /// Does a change to leads. The rows of the view stay until the next query. Answers to how many it was done.
    pub fn note(&mut self, leads: &[u32], change: &Change) -> u32 {
        if self.noted.places.is_empty() {
            self.noted.places = vec![None; self.leads.len()];
        }
        let mut done = 0;
        for &lead in leads.iter().filter(|lead| (**lead as usize) < self.leads.len()) {
            let place = self.noted.journal.change(self.leads.get(lead as usize).parcel_id_normalized(), change);
            self.noted.places[lead as usize] = Some(place);
            done += 1;
        }
        done
    }

    fn parcel(&self, lead: u32) -> &str {
        self.leads.get(lead as usize).parcel_id_normalized()
    }

    /// The statuses of the journal as outcomes of calls, to learn from. Those of parcels that no list of this import
    /// names have no lead, as it is with imported outcomes.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        let mut lead_of = vec![None; self.noted.journal.places()];
        for (lead, place) in self.noted.places.iter().enumerate() {
            if let Some(place) = place {
                lead_of[*place as usize] = Some(lead as u32);
            }
        }
        let histories = lead_of
            .into_iter()
            .enumerate()
            .filter_map(|(place, lead)| Some((lead, self.noted.journal.entry_at(place as u32)?.history())));
        histories.flat_map(|(lead, history)| {
            history.iter().filter_map(move |since| {
                let kind = since.status.outcome()?;
                Some(Outcome { lead, day: Some(since.on), kind: Some(kind), place: None })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lanes::Inline,
        lead::{OutcomeKind, Outcomes},
        learn::lead::{LeadLabel, LeadRecipe},
        session::{
            Status,
            tests::{county, session_of},
        },
        table::Day,
    };

    fn contacted(session: &Session) -> Change {
        Change::Status { status: Status::Contacted, on: session.as_of() }
    }

    #[test]
    fn entries_follow_their_parcels_into_the_next_import() {
        let mut session = county();
        assert_eq!(session.note(&[1, 3, 99], &contacted(&session)), 2);
        let parcel = session.leads().get(3).parcel_id_normalized().to_owned();
        assert_eq!(session.lead(3, &[]).unwrap().row.status, Status::Contacted);
        assert!(session.entry(0).is_none());

        let (mut next, _) =
            session_of(&[&format!("parcel_number,situs_address,total_mkt\n777,1 A St,5\n{parcel},2 B St,6\n")]);
        next.set_journal(session.into_journal());
        let found = next.leads().find(&parcel).unwrap().index() as u32;
        assert_eq!(next.entry(found).map(Entry::status), Some(Status::Contacted));
        assert!(next.entry(1 - found).is_none());
        // The other parcel is not of this import, and nothing of it is lost.
        assert_eq!(next.journal().len(), 2);
    }

    #[test]
    fn statuses_are_outcomes() {
        let mut session = county();
        session.note(&[2], &contacted(&session));
        let later = Day(session.as_of().0 + 1);
        session.note(&[2], &Change::Status { status: Status::New, on: later });
        let outcomes: Vec<Outcome> = session.outcomes().collect();
        let kind = Some(OutcomeKind::Contacted);
        assert_eq!(outcomes, [Outcome { lead: Some(2), day: Some(session.as_of()), kind, place: None }]);
    }

    #[test]
    fn a_model_learns_from_the_persons_own_results() {
        let records: String = (0..40).map(|i| format!("100000{i:04},{i} Oak St,{}\n", 100_000 + i * 1000)).collect();
        let (mut session, _) = session_of(&[&format!("parcel_number,situs_address,total_mkt\n{records}")]);
        let recipe = LeadRecipe { label: LeadLabel::Outcome(OutcomeKind::Contract), ..LeadRecipe::default() };
        let rows = |session: &Session| session.lead_rows(&Outcomes::default(), &recipe, &Inline);
        assert!(rows(&session).is_err());
        let on = Day(session.as_of().0 - 3);
        let leads: Vec<u32> = (0..session.leads().len() as u32).filter(|lead| session.rank_of(*lead) > 0).collect();
        session.note(&leads, &Change::Status { status: Status::Dead, on });
        session.note(&leads[..5], &Change::Status { status: Status::Contract, on });
        let rows = rows(&session).unwrap();
        assert_eq!((rows.len(), rows.positives()), (leads.len(), 5));
    }
}
