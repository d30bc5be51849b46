//! Icons: strokes on a 16 by 16 grid, in the colour of the text. Decoration only: the words stand beside them.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Leads,
    Map,
    Deals,
    Tiers,
    Models,
    Quality,
    Import,
    Settings,
    More,
    Search,
    Close,
    Download,
    Directions,
    Copy,
    Call,
    Text,
    Sun,
    Moon,
    Screen,
    Back,
    Up,
    Down,
    Chevron,
    Warning,
    Check,
    File,
    Reset,
    Hand,
    Rectangle,
    Lasso,
    Minus,
    Fit,
    Outline,
    Add,
    Select,
    Bookmark,
    Edit,
    Delete,
    Stop,
    Sent,
    Command,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Leads => "M2.5 4h1M6 4h7.5M2.5 8h1M6 8h7.5M2.5 12h1M6 12h4.5",
            Self::Map => "M1.8 4.2l4-1.7 4.4 1.7 4-1.7v9.3l-4 1.7-4.4-1.7-4 1.7zM5.8 2.5v9.3M10.2 4.2v9.3",
            Self::Deals => {
                "M8 1.8v12.4M11 4.6C10.4 3.7 9.4 3.3 8 3.3c-1.9 0-3.1.9-3.1 2.3 0 3.2 6.4 1.6 6.4 4.8 0 1.4-1.3 2.3-3.3 2.3-1.5 0-2.7-.5-3.3-1.5"
            }
            Self::Tiers => "M3 13.5V9.5M8 13.5V6M13 13.5V2.5",
            Self::Models => {
                "M8 2.5v3.2M8 5.7L4 9.3M8 5.7l4 3.6M4 9.3v.2M12 9.3v.2M2.8 9.8h2.4v3.4H2.8zM10.8 9.8h2.4v3.4h-2.4z"
            }
            Self::Quality => "M8 1.8l5 1.9v4c0 3-2 5.3-5 6.5-3-1.2-5-3.5-5-6.5v-4zM5.7 8l1.7 1.7L10.5 6.4",
            Self::Settings => "M2.5 4.5h6M12 4.5h1.5M10.2 3v3M2.5 11.5H4M7.5 11.5h6M5.8 10v3",
            Self::More => "M3.2 8h.1M8 8h.1M12.8 8h.1",
            Self::Import => "M8 2v8M4.8 7L8 10.2 11.2 7M2.5 11.5v2h11v-2",
            Self::Search => "M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.4 10.4L14 14",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Download => "M8 2v8M4.8 7L8 10.2 11.2 7M3 13.5h10",
            Self::Directions => "M13.5 2.5L9 13.5 7.2 8.8 2.5 7z",
            Self::Copy => "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
            Self::Call => {
                "M4 2.5l2 .2.8 3-1.4 1.2a8 8 0 003.7 3.7l1.2-1.4 3 .8.2 2c0 .8-.7 1.5-1.5 1.5A9.6 9.6 0 012.5 4c0-.8.7-1.5 1.5-1.5z"
            }
            Self::Text => "M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z",
            Self::Sun => {
                "M8 11a3 3 0 100-6 3 3 0 000 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7"
            }
            Self::Moon => "M13.5 9.6A5.8 5.8 0 016.4 2.5a5.8 5.8 0 107.1 7.1z",
            Self::Screen => "M2 3h12v8H2zM6 13.8h4M8 11v2.8",
            Self::Back => "M9.5 3L4.5 8l5 5",
            Self::Up => "M3.5 10L8 5.5l4.5 4.5",
            Self::Down => "M3.5 6L8 10.5 12.5 6",
            Self::Chevron => "M6 3.5L10.5 8 6 12.5",
            Self::Warning => "M8 2L14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1",
            Self::Check => "M3 8.5l3.2 3.2L13 4.8",
            Self::File => "M4 1.8h5l3.2 3.2v9.2H4zM9 1.8V5h3.2",
            Self::Add => "M8 3.2v9.6M3.2 8h9.6",
            Self::Select => "M2.8 2.8h10.4v10.4H2.8zM5.4 8.2l1.9 1.9 3.4-4",
            Self::Bookmark => "M4.2 2.2h7.6v11.6L8 11l-3.8 2.8z",
            Self::Edit => "M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.4 4.4l2.2 2.2",
            Self::Delete => "M3 4.5h10M6.4 4.5V2.8h3.2v1.7M4.4 4.5l.6 8.7h6l.6-8.7M6.8 7v3.6M9.2 7v3.6",
            Self::Stop => "M8 13.8A5.8 5.8 0 108 2.2a5.8 5.8 0 000 11.6zM3.9 3.9l8.2 8.2",
            Self::Sent => "M13.5 2.5L7 9M13.5 2.5L9.4 13.5 7 9 2.5 6.6z",
            Self::Command => "M2.5 4l3 4-3 4M8 12h5.5",
            Self::Hand => "M8 1.5v13M1.5 8h13M6 3.5l2-2 2 2M6 12.5l2 2 2-2M3.5 6l-2 2 2 2M12.5 6l2 2-2 2",
            Self::Rectangle => {
                "M2.5 2.5h2M7 2.5h2M11.5 2.5h2v2M13.5 7v2M13.5 11.5v2h-2M9 13.5H7M4.5 13.5h-2v-2M2.5 9V7M2.5 4.5v-2"
            }
            Self::Lasso => {
                "M4.6 10.6C2.9 9.8 2 8.6 2 7.2 2 4.6 4.7 2.5 8 2.5s6 2.1 6 4.7-2.7 4.7-6 4.7c-.6 0-1.100-.1-1.600-.2M5.600 10.100a1.300 1.300 0 100 2.600 1.300 1.300 0 000-2.600zM5.200 12.700c0 .8-.5 1.300-1.400 1.800"
            }
            Self::Minus => "M3 8h10",
            Self::Fit => "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.500H10M6 13.500H2.500V10",
            Self::Outline => "M2.500 4.500l4-2 3.500 2.500 3.500-1.500v8.500l-4 2-3.500-2.500-3.500 1.500z",
            Self::Reset => "M3 3v3.5h3.5M3.3 6.4A5.2 5.2 0 118 13.2a5.2 5.2 0 01-4.6-2.8",
        }
    }
}

#[component]
pub fn IconView(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}

/// The mark beside the name: a ranked list. The same as `www/icon.svg`.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo-mark" viewBox="0 0 24 24" aria-hidden="true">
            <linearGradient id="logo-ground" x1="0" y1="0" x2="1" y2="1">
                <stop class="logo-mark__from" offset="0" />
                <stop class="logo-mark__to" offset="1" />
            </linearGradient>
            <rect width="24" height="24" rx="5.5" fill="url(#logo-ground)" />
            <path class="logo-mark__list" d="M6.8 7.8h10.4M6.8 12h6.4M6.8 16.2h3" />
        </svg>
    }
}
