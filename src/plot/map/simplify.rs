//! How much each corner of a line matters.
//!
//! As Douglas and Peucker do it, once for all scales: the answer for a corner is the largest tolerance at which it is
//! still kept. To draw at a scale, take the corners whose answer is above the size of a pixel.

/// By corner: how far the line would be off without it, never more than for the corners that it hangs on. The ends are
/// always kept.
pub fn significances(line: &[(f64, f64)]) -> Vec<f64> {
    let mut found = vec![f64::INFINITY; line.len()];
    let mut spans = vec![(0, line.len().saturating_sub(1), f64::INFINITY)];
    while let Some((from, to, limit)) = spans.pop() {
        let inner = (from + 1..to).map(|at| (at, distance(line[at], line[from], line[to])));
        let Some((at, far)) = inner.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))) else { continue };
        let far = far.min(limit);
        found[at] = far;
        spans.push((from, at, far));
        spans.push((at, to, far));
    }
    found
}

/// From a place to the nearest place of an edge.
pub(super) fn distance(place: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = ((place.0 - from.0) * dx + (place.1 - from.1) * dy) / length;
    let along = if length > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(place.0 - from.0 - along * dx, place.1 - from.1 - along * dy)
}
