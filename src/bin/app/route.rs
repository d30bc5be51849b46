//! The address: which page is open.
//!
//! In: the fragment of the URL. Out: a [`Route`], and back. A fragment nobody knows is no route.

/// A page, and on the leads page and the map the lead whose detail is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Leads { open: Option<u32> },
    Map { open: Option<u32> },
    Deals,
    Tiers,
    Models,
    Quality,
    Import,
    Settings,
}

impl Route {
    /// Every page, in the order of the navigation.
    pub const PAGES: [Self; 8] = [
        Self::Leads { open: None },
        Self::Map { open: None },
        Self::Deals,
        Self::Tiers,
        Self::Models,
        Self::Quality,
        Self::Import,
        Self::Settings,
    ];

    /// Reads `#/leads`, `#/leads/17`, `#/tiers` and so on.
    pub fn parse(fragment: &str) -> Option<Self> {
        let path = fragment.trim_start_matches('#').trim_start_matches('/').trim_end_matches('/');
        let (page, rest) = path.split_once('/').unwrap_or((path, ""));
        let found = Self::PAGES.into_iter().find(|route| route.slug() == page)?;
        Some(match found {
            Self::Leads { .. } => Self::Leads { open: rest.parse().ok() },
            Self::Map { .. } => Self::Map { open: rest.parse().ok() },
            other => other,
        })
    }

    pub fn fragment(self) -> String {
        match self {
            Self::Leads { open: Some(lead) } | Self::Map { open: Some(lead) } => format!("#/{}/{lead}", self.slug()),
            other => format!("#/{}", other.slug()),
        }
    }

    /// The page without what is open on it.
    pub fn page(self) -> Self {
        match self {
            Self::Leads { .. } => Self::Leads { open: None },
            Self::Map { .. } => Self::Map { open: None },
            other => other,
        }
    }

    /// The same page with a lead open on it, or none; a page that shows no lead leads to the list.
    pub fn with_lead(self, open: Option<u32>) -> Self {
        match self {
            Self::Map { .. } => Self::Map { open },
            _ => Self::Leads { open },
        }
    }

    /// Whether both are the same page, whatever is open on it.
    pub fn is_same_page(self, other: Self) -> bool {
        self.page() == other.page()
    }

    pub fn open_lead(self) -> Option<u32> {
        match self {
            Self::Leads { open } | Self::Map { open } => open,
            _ => None,
        }
    }

    /// Its name in the navigation and in the title of the window.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leads { .. } => "Leads",
            Self::Map { .. } => "Map",
            Self::Deals => "Deals",
            Self::Tiers => "Tiers",
            Self::Models => "Models",
            Self::Quality => "Quality",
            Self::Import => "Import",
            Self::Settings => "Settings",
        }
    }

    /// The key that leads there, after `g`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Leads { .. } => "l",
            Self::Map { .. } => "p",
            Self::Deals => "d",
            Self::Tiers => "t",
            Self::Models => "m",
            Self::Quality => "q",
            Self::Import => "i",
            Self::Settings => "s",
        }
    }

    fn slug(self) -> &'static str {
        match self {
            Self::Leads { .. } => "leads",
            Self::Map { .. } => "map",
            Self::Deals => "deals",
            Self::Tiers => "tiers",
            Self::Models => "models",
            Self::Quality => "quality",
            Self::Import => "import",
            Self::Settings => "settings",
        }
    }
}
