//! What the numbers on the screen mean, in a sentence or two each.

/// A number or a word that a newcomer may ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    Score,
    Arv,
    MaxOffer,
    Profit,
    Roi,
    MarketValue,
}

impl Term {
    /// Title and explanation.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Score => (
                "Score",
                "0 to 100: the weighted sum of distress, value, location and urgency under the profile in use, moved by a \
                 lead model where one is in charge.",
            ),
            Self::Arv => (
                "ARV, after-repair value",
                "What the house should sell for once it is repaired: a trained model's estimate where one is in use and knows \
                 such houses, else a rule of thumb from the market value. The detail says which.",
            ),
            Self::MaxOffer => (
                "Max offer",
                "The most to pay under the 70 % rule: 70 % of the ARV less the repairs. The share can be changed on Deals.",
            ),
            Self::Profit => {
                ("Profit", "ARV less the price to acquire, repairs, holding, and selling and closing costs.")
            }
            Self::Roi => ("Return (ROI)", "Profit divided by all that is spent, in percent."),
            Self::MarketValue => ("Market value", "The appraiser's market value on the property record, unrepaired."),
        }
    }
}
