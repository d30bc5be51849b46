//! Which leads are selected: one bit each, so that a million weigh no more than a small picture.
//!
//! In: numbers of leads. Out: whether one is selected, how many are, and which.

#[derive(Clone, Debug, Default)]
pub struct Selection {
    bits: Vec<u64>,
    count: u32,
}

impl Selection {
    pub fn has(&self, lead: u32) -> bool {
        self.bits.get(lead as usize / 64).is_some_and(|word| word >> (lead % 64) & 1 == 1)
    }

    pub fn count(&self) -> u32 {
        self.count
    }

    pub fn set(&mut self, lead: u32, is_on: bool) {
        if self.has(lead) == is_on {
            return;
        }
        let word = lead as usize / 64;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] ^= 1 << (lead % 64);
        self.count = if is_on { self.count + 1 } else { self.count - 1 };
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The selected leads, ascending.
    pub fn leads(&self) -> Vec<u32> {
        let mut leads = Vec::with_capacity(self.count as usize);
        for (word, first) in self.bits.iter().zip((0_u32..).step_by(64)) {
            let mut rest = *word;
            while rest != 0 {
                leads.push(first + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        leads
    }
}
