//! Why a column may say too much.

use std::fmt;

/// What a column gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leak {
    None,
    /// A part or a function of the appraiser's market value.
    MarketValue,
    /// A part or a function of the rule score, from which the tier follows.
    RuleScore,
    /// Known only after the sale or the call that is to be foretold.
    Later,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "nothing",
            Self::MarketValue => "a part or a function of the appraiser's market value",
            Self::RuleScore => "a part or a function of the rule score",
            Self::Later => "known only after what is to be foretold",
        })
    }
}
