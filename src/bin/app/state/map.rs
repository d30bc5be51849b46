//! The map: where the leads are, the window on them, and what the hand does there.

use std::{rc::Rc, sync::Arc};

use leadscore::{
    plot::map::{CLASSES, Camera, PointSet, Shapes, Shown},
    session::{LeadRow, MapReport},
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

#[derive(Clone, Copy)]
pub struct MapState {
    /// What is said of the points; None until the first have come.
    pub report: RwSignal<Option<Arc<MapReport>>>,
    pub points: StoredValue<Rc<PointSet>, LocalStorage>,
    /// Raised when other points or another outline are to be drawn.
    pub edition: RwSignal<u32>,
    pub is_waiting: RwSignal<bool>,
    /// Raised when the system changes its colours; whether somebody listens for that.
    pub colours: RwSignal<u32>,
    pub is_watching: StoredValue<bool>,
    pub fault: RwSignal<Option<String>>,
    pub camera: RwSignal<Option<Camera>>,
    /// Width and height of the window on the map, pixels.
    pub size: StoredValue<(f64, f64)>,
    pub shown: RwSignal<Shown>,
    pub tool: RwSignal<Tool>,
    /// The line under way, or that of the leads picked, in feet of the map.
    pub drawn: RwSignal<Vec<(f64, f64)>>,
    /// The leads inside the line.
    pub picked: RwSignal<Option<Arc<Vec<u32>>>>,
    /// The point under the pointer or next to the crosshair, by its place among the points.
    pub aimed: RwSignal<Option<usize>>,
    /// Its lead, when it has come.
    pub card: RwSignal<Option<Arc<LeadRow>>>,
    /// Whether the keyboard has the map: a crosshair in its middle.
    pub is_crossed: RwSignal<bool>,
    /// Words beside the nearest points, by lead.
    pub labels: RwSignal<Arc<Vec<(u32, String)>>>,
    pub label_timer: StoredValue<Option<TimeoutHandle>>,
    pub outline: StoredValue<Option<Rc<Shapes>>, LocalStorage>,
    pub outlined: RwSignal<Outlined>,
    /// The feature of the outline under the pointer.
    pub feature: RwSignal<Option<String>>,
}

/// What a drag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Move,
    Rectangle,
    Lasso,
}

/// The person's own file beneath the points.
#[derive(Clone, Debug, PartialEq)]
pub enum Outlined {
    Nothing,
    Reading {
        name: String,
        share: f64,
    },
    Shown {
        name: String,
        features: u32,
        /// Features without a place.
        empty: u32,
        /// Whether it lies where no lead is.
        is_elsewhere: bool,
    },
    Failed {
        name: String,
        reason: String,
    },
}

impl MapState {
    pub fn new() -> Self {
        Self {
            report: RwSignal::new(None),
            points: StoredValue::new_local(Rc::default()),
            edition: RwSignal::new(0),
            is_waiting: RwSignal::new(false),
            colours: RwSignal::new(0),
            is_watching: StoredValue::new(false),
            fault: RwSignal::new(None),
            camera: RwSignal::new(None),
            size: StoredValue::new((0.0, 0.0)),
            shown: RwSignal::new([true; CLASSES]),
            tool: RwSignal::new(Tool::Move),
            drawn: RwSignal::new(Vec::new()),
            picked: RwSignal::new(None),
            aimed: RwSignal::new(None),
            card: RwSignal::new(None),
            is_crossed: RwSignal::new(false),
            labels: RwSignal::new(Arc::default()),
            label_timer: StoredValue::new(None),
            outline: StoredValue::new_local(None),
            outlined: RwSignal::new(Outlined::Nothing),
            feature: RwSignal::new(None),
        }
    }

    /// Where a point is in the window; tracked by the camera.
    pub fn place_of(self, point: usize) -> Option<(f64, f64)> {
        let camera = self.camera.get()?;
        self.points.with_value(|points| {
            let (x, y) = (*points.x.get(point)?, *points.y.get(point)?);
            Some(camera.to_window(f64::from(x), f64::from(y)))
        })
    }
}
