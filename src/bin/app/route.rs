//! The address: which page is open.
//!
//! In: the fragment of the URL. Out: a [`Route`], and back. A fragment nobody knows is no route.

/// A page, and on the leads page the lead whose detail is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Leads { open: Option<u32> },
    Tiers,
    Models,
    Import,
}

impl Route {
    /// Reads `#/leads`, `#/leads/17`, `#/tiers`, `#/models`, `#/import`.
    pub fn parse(fragment: &str) -> Option<Self> {
        let path = fragment.trim_start_matches('#').trim_start_matches('/').trim_end_matches('/');
        let (page, rest) = path.split_once('/').unwrap_or((path, ""));
        match page {
            "leads" => Some(Self::Leads { open: rest.parse().ok() }),
            "tiers" => Some(Self::Tiers),
            "models" => Some(Self::Models),
            "import" => Some(Self::Import),
            _ => None,
        }
    }

    pub fn fragment(self) -> String {
        match self {
            Self::Leads { open: Some(lead) } => format!("#/leads/{lead}"),
            Self::Leads { open: None } => "#/leads".to_owned(),
            Self::Tiers => "#/tiers".to_owned(),
            Self::Models => "#/models".to_owned(),
            Self::Import => "#/import".to_owned(),
        }
    }

    /// Whether both are the same page, whatever is open on it.
    pub fn is_same_page(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Leads { .. }, Self::Leads { .. }))
    }

    pub fn open_lead(self) -> Option<u32> {
        match self {
            Self::Leads { open } => open,
            Self::Tiers | Self::Models | Self::Import => None,
        }
    }
}
