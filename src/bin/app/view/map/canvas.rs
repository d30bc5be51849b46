//! The canvas, the hand and the keys on it. It paints when something has changed and not otherwise.

use leptos::{
    ev::{KeyboardEvent, PointerEvent, WheelEvent},
    html,
    prelude::*,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::ResizeObserver;

use super::paint::Painter;
use crate::{
    actions::{self, Aim},
    state::{App, Tool, use_app},
};

/// Where the keyboard goes for the map.
pub const MAP_ID: &str = "lead-map";

/// A press that moves less is a click, pixels.
const CLICK_PX: f64 = 4.0;
/// How far from the pointer a lead is still meant, pixels: a finger hides more than a mouse.
const MOUSE_REACH: f64 = 12.0;
const FINGER_REACH: f64 = 26.0;
/// A press of an arrow key moves so far, pixels; with shift four times.
const KEY_PX: f64 = 40.0;
const KEY_ZOOM: f64 = 1.5;

/// The fingers on the map.
#[derive(Clone, Debug, Default)]
struct Hand {
    pointers: Vec<(i32, f64, f64)>,
    /// The way of the first finger since it came down, pixels.
    moved: f64,
    is_drawing: bool,
    was_pinch: bool,
}

#[component]
pub fn MapCanvas() -> impl IntoView {
    let app = use_app();
    let frame = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let painter = StoredValue::new_local(None::<Painter>);
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            actions::map_measured(app, f64::from(frame.client_width()), f64::from(frame.client_height()));
        }
    };
    canvas.on_load(move |canvas| painter.set_value(Painter::new(canvas.unchecked_into())));
    frame.on_load(move |frame| {
        let on_resize = Closure::<dyn FnMut()>::new(measure);
        if let Ok(watching) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            watching.observe(&frame);
            observer.set_value(Some((watching, on_resize)));
        }
        request_animation_frame(measure);
    });
    on_cleanup(move || {
        if let Some(Some((watching, _))) = observer.try_update_value(Option::take) {
            watching.disconnect();
        }
    });
    paint_when_needed(app, painter);

    let hand = StoredValue::new(Hand::default());
    let label = move || {
        let words = app.map.report.with(|report| report.as_ref().map(|report| report.on_map));
        format!("Map of {} leads", leadscore::plot::thousands(u64::from(words.unwrap_or(0))))
    };
    view! {
        <div
            class="map__canvas"
            class:map__canvas--draw=move || app.map.tool.get() != Tool::Move
            class:map__canvas--hit=move || app.map.aimed.get().is_some()
            id=MAP_ID
            role="application"
            tabindex="0"
            aria-label=label
            aria-describedby="map-keys"
            node_ref=frame
            on:pointerdown=move |event| pointer_down(app, hand, &event)
            on:pointermove=move |event| pointer_moved(app, hand, &event)
            on:pointerup=move |event| pointer_up(app, hand, &event)
            on:pointercancel=move |event| pointer_gone(hand, &event)
            on:pointerleave=move |_| {
                if !app.map.is_crossed.get_untracked() {
                    actions::aim_map(app, Aim::Nothing);
                }
            }
            on:dblclick=move |event| {
                let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
                actions::zoom_map(app, Some(at), 2.0);
            }
            on:wheel=move |event| wheel(app, &event)
            on:keydown=move |event| key(app, &event)
            on:focus=move |_| {
                if frame.get_untracked().is_some_and(|frame| frame.matches(":focus-visible").unwrap_or(false)) {
                    actions::aim_map(app, Aim::Middle);
                }
            }
            on:blur=move |_| actions::aim_map(app, Aim::Nothing)
        >
            <canvas node_ref=canvas></canvas>
            <p id="map-keys" class="visually-hidden">
                "Arrow keys move the map under a crosshair, plus and minus zoom, 0 shows all, Enter opens the lead next to \
                 the crosshair, s selects all leads in view. The table below says the same in numbers."
            </p>
        </div>
    }
}

/// Asks for a frame whenever something that is drawn has changed, and for another one while work is left.
fn paint_when_needed(app: App, painter: StoredValue<Option<Painter>, LocalStorage>) {
    let is_due = StoredValue::new(false);
    Effect::new(move |_| {
        app.screen.theme.track();
        app.map.colours.track();
        painter.update_value(|painter| {
            if let Some(painter) = painter {
                painter.forget_colours();
            }
        });
    });
    Effect::new(move |_| {
        let map = app.map;
        map.edition.track();
        map.camera.track();
        map.shown.track();
        map.drawn.track();
        map.aimed.track();
        map.is_crossed.track();
        map.labels.track();
        app.screen.theme.track();
        app.map.colours.track();
        due(app, painter, is_due);
    });
}

fn due(app: App, painter: StoredValue<Option<Painter>, LocalStorage>, is_due: StoredValue<bool>) {
    if is_due.get_value() {
        return;
    }
    is_due.set_value(true);
    request_animation_frame(move || {
        // The page may be closed by now.
        if is_due.try_set_value(false).is_some() {
            return;
        }
        let is_unfinished = painter.try_update_value(|painter| painter.as_mut().is_some_and(|p| p.paint(app)));
        if is_unfinished == Some(true) {
            due(app, painter, is_due);
        }
    });
}

fn pointer_down(app: App, hand: StoredValue<Hand>, event: &PointerEvent) {
    if event.button() != 0 {
        return;
    }
    let (px, py) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
    if let Some(target) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
        // Without it a drag ends at the edge; nothing else is lost.
        drop(target.set_pointer_capture(event.pointer_id()));
    }
    let tool = tool_of(app, event);
    let is_first = hand
        .try_update_value(|hand| {
            hand.pointers.retain(|pointer| pointer.0 != event.pointer_id());
            hand.pointers.push((event.pointer_id(), px, py));
            let is_first = hand.pointers.len() == 1;
            hand.was_pinch = !is_first;
            hand.is_drawing = is_first && tool != Tool::Move;
            hand.moved = if is_first { 0.0 } else { hand.moved };
            is_first
        })
        .unwrap_or(false);
    if app.map.is_crossed.get_untracked() {
        actions::aim_map(app, Aim::Nothing);
    }
    if is_first && tool != Tool::Move {
        actions::pick_tool(app, tool);
        actions::draw_on_map(app, px, py, true);
    }
}

/// With shift, a drag draws a rectangle whatever the tool.
fn tool_of(app: App, event: &PointerEvent) -> Tool {
    match app.map.tool.get_untracked() {
        Tool::Move if event.shift_key() => Tool::Rectangle,
        tool => tool,
    }
}

fn pointer_moved(app: App, hand: StoredValue<Hand>, event: &PointerEvent) {
    let (px, py) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
    let before = hand.get_value();
    let Some(at) = before.pointers.iter().position(|pointer| pointer.0 == event.pointer_id()) else {
        if event.pointer_type() == "mouse" {
            actions::aim_map(app, Aim::At(px, py, MOUSE_REACH));
        }
        return;
    };
    let (_, old_x, old_y) = before.pointers[at];
    let (dx, dy) = (px - old_x, py - old_y);
    hand.update_value(|hand| {
        hand.pointers[at] = (event.pointer_id(), px, py);
        hand.moved += libm::hypot(dx, dy);
    });
    match before.pointers.as_slice() {
        [_] if before.is_drawing => actions::draw_on_map(app, px, py, false),
        [_] if before.moved + libm::hypot(dx, dy) >= CLICK_PX => {
            actions::aim_map(app, Aim::Nothing);
            actions::drag_map(app, dx, dy);
        }
        // The window moves with the middle of both fingers and zooms by their distance.
        [a, b] => {
            let other = if at == 0 { b } else { a };
            let apart = |x: f64, y: f64| libm::hypot(x - other.1, y - other.2);
            let (was, is) = (apart(old_x, old_y), apart(px, py));
            actions::drag_map(app, dx / 2.0, dy / 2.0);
            if was > 1.0 && is > 1.0 {
                actions::zoom_map(app, Some(((px + other.1) / 2.0, (py + other.2) / 2.0)), is / was);
            }
        }
        _ => {}
    }
}

fn pointer_up(app: App, hand: StoredValue<Hand>, event: &PointerEvent) {
    let before = hand.get_value();
    pointer_gone(hand, event);
    if before.pointers.len() != 1 || before.pointers[0].0 != event.pointer_id() {
        return;
    }
    if before.is_drawing {
        actions::end_drawing(app, app.map.tool.get_untracked());
    } else if before.moved < CLICK_PX && !before.was_pinch {
        let (px, py) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let is_mouse = event.pointer_type() == "mouse";
        let aimed = app.map.aimed.get_untracked();
        actions::aim_map(app, Aim::At(px, py, if is_mouse { MOUSE_REACH } else { FINGER_REACH }));
        // A finger sees the card first; a second tap on the same lead opens it.
        if app.map.aimed.get_untracked().is_some() && (is_mouse || aimed == app.map.aimed.get_untracked()) {
            actions::open_aimed(app);
        }
    }
}

fn pointer_gone(hand: StoredValue<Hand>, event: &PointerEvent) {
    hand.update_value(|hand| {
        hand.pointers.retain(|pointer| pointer.0 != event.pointer_id());
        hand.is_drawing = false;
    });
}

fn wheel(app: App, event: &WheelEvent) {
    event.prevent_default();
    // Lines and pages as pixels; a pinch on a touchpad comes as a wheel with ctrl, in small steps.
    let pixels = event.delta_y() * [1.0, 16.0, 400.0][(event.delta_mode() as usize).min(2)];
    let speed = if event.ctrl_key() { 0.01 } else { 0.002 };
    let factor = libm::exp((-pixels * speed).clamp(-1.0, 1.0));
    let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
    actions::zoom_map(app, Some(at), factor);
}

fn key(app: App, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let step = if event.shift_key() { 4.0 * KEY_PX } else { KEY_PX };
    let drag = |dx: f64, dy: f64| {
        if !app.map.is_crossed.get_untracked() {
            actions::aim_map(app, Aim::Middle);
        }
        actions::drag_map(app, dx * step, dy * step);
    };
    match event.key().as_str() {
        "ArrowLeft" => drag(1.0, 0.0),
        "ArrowRight" => drag(-1.0, 0.0),
        "ArrowUp" => drag(0.0, 1.0),
        "ArrowDown" => drag(0.0, -1.0),
        "+" | "=" => actions::zoom_map(app, None, KEY_ZOOM),
        "-" | "_" => actions::zoom_map(app, None, 1.0 / KEY_ZOOM),
        "0" => actions::fit_map(app),
        "s" => actions::pick_in_view(app),
        "Enter" => {
            if !app.map.is_crossed.get_untracked() {
                actions::aim_map(app, Aim::Middle);
            }
            actions::open_aimed(app);
        }
        "Escape" if app.map.picked.with_untracked(Option::is_some) => actions::clear_drawn(app),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
