//! The geometry of the map against plain reckoning.

use proptest::prelude::*;

use super::*;

const ALL: Shown = [true; CLASSES];

fn set_of(places: &[(f32, f32, u8)]) -> PointSet {
    let numbered: Vec<(u32, f32, f32, u8)> =
        places.iter().enumerate().map(|(id, &(x, y, class))| (id as u32, x, y, class)).collect();
    let frame = Bounds::of(places.iter().map(|&(x, y, _)| (f64::from(x), f64::from(y))));
    PointSet::new(&numbered, &frame)
}

fn places() -> impl Strategy<Value = Vec<(f32, f32, u8)>> {
    prop::collection::vec((-50_000.0..50_000.0_f32, -30_000.0..30_000.0_f32, 0..4_u8), 1..300)
}

fn line() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((-50_000.0..50_000.0_f64, -30_000.0..30_000.0_f64), 3..40)
}

#[test]
fn a_degree_of_latitude_and_of_longitude_have_their_lengths() {
    // Orlando: a degree of longitude is 69.172 miles on the equator's sphere, times the cosine of the latitude.
    let map = Projection::new(-81.38, 28.54);
    let (x, _) = map.feet(-80.38, 28.54);
    assert!((x / FEET_PER_MILE - 69.172 * libm::cos(28.54_f64.to_radians())).abs() < 0.01, "{x}");
    // Mercator draws a tenth of a degree northwards by the same scale, within what the latitude changes.
    let (_, y) = map.feet(-81.38, 28.64);
    assert!((y / FEET_PER_MILE - 6.917).abs() < 0.01, "{y}");
    assert!((map.stretch(0.0) - 1.0).abs() < 1e-12);
    assert!(map.stretch(y) < 1.0);
}

#[test]
fn a_place_comes_back_and_maps_lie_on_each_other() {
    let (here, there) = (Projection::new(-81.38, 28.54), Projection::new(-80.0, 27.0));
    for (longitude, latitude) in [(-81.38, 28.54), (-82.9, 27.1), (-79.0, 30.0)] {
        let (x, y) = here.feet(longitude, latitude);
        let (back_longitude, back_latitude) = here.degrees(x, y);
        assert!((back_longitude - longitude).abs() < 1e-9 && (back_latitude - latitude).abs() < 1e-9);
        let (moved_x, moved_y) = here.onto(&there).at(x, y);
        let (other_x, other_y) = there.feet(longitude, latitude);
        assert!((moved_x - other_x).abs() < 1e-3 && (moved_y - other_y).abs() < 1e-3);
        let (again_x, again_y) = here.onto(&there).back(moved_x, moved_y);
        assert!((again_x - x).abs() < 1e-3 && (again_y - y).abs() < 1e-3);
    }
}

#[test]
fn what_is_zoomed_at_stays_under_the_finger() {
    let bounds = Bounds { left: -1_000.0, bottom: -500.0, right: 1_000.0, top: 500.0 };
    let camera = Camera::fit(&bounds, 800.0, 600.0, 20.0);
    assert_eq!(camera.to_window(-1_000.0, 0.0), (20.0, 300.0));
    let place = camera.to_map(123.0, 456.0);
    let closer = camera.zoomed(123.0, 456.0, 2.5);
    let (px, py) = closer.to_window(place.0, place.1);
    assert!((px - 123.0).abs() < 1e-9 && (py - 456.0).abs() < 1e-9);
    // The map cannot be lost: however far one drags and zooms out, it stays in the window.
    let lost = closer.dragged(1e7, -1e7).zoomed(0.0, 0.0, 1e-9).held(&bounds);
    assert!(bounds.holds(lost.x, lost.y) && lost.bounds().width() < 10.0 * bounds.width());
    assert!(camera.zoomed(0.0, 0.0, 1e9).is_closest());
}

#[test]
fn a_picture_moves_with_the_map() {
    let camera = Camera { x: 0.0, y: 0.0, px_per_foot: 0.5, width: 400.0, height: 200.0 };
    let now = camera.dragged(30.0, 10.0);
    assert_eq!(camera.placed_in(&now), (1.0, 30.0, 10.0));
    let (scale, left, top) = camera.placed_in(&camera.zoomed(0.0, 0.0, 2.0));
    assert!((scale - 2.0).abs() < 1e-12 && left.abs() < 1e-9 && top.abs() < 1e-9);
}

#[test]
fn scale_bars_have_round_lengths() {
    let lengths = [1.0, 1.99, 2.0, 4.7, 5.0, 9.99, 10.0, 730.0, 0.37].map(round_length);
    assert_eq!(lengths, [1.0, 1.0, 2.0, 2.0, 5.0, 5.0, 10.0, 500.0, 0.2]);
    assert_eq!(round_length(0.0), 0.0);
}

#[test]
fn labels_do_not_cover_each_other() {
    let label = |left| Labelled { left, top: 0.0, width: 10.0, height: 10.0 };
    assert_eq!(labels_that_fit(&[label(0.0), label(5.0), label(10.0)]), [true, false, true]);
}

#[test]
fn corners_that_bend_little_matter_little() {
    let kept = significances(&[(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 10.0)]);
    assert_eq!(kept[0], f64::INFINITY);
    assert!(kept[1] < 0.2 && kept[2] > 5.0, "{kept:?}");
    assert!(significances(&[]).is_empty());
}

#[test]
fn a_density_counts_and_shows_the_best_class() {
    let set = set_of(&[(5.0, -5.0, 3), (6.0, -6.0, 1), (505.0, -5.0, 2), (9_000.0, -5.0, 0)]);
    let camera = Camera { x: 0.0, y: 0.0, px_per_foot: 0.1, width: 300.0, height: 300.0 };
    let mut density = Density::new(camera, 3.0);
    density.add(&set, 0..set.len(), ALL);
    assert_eq!((density.columns(), density.rows()), (100, 100));
    let found: Vec<(u32, u8)> = (0..100)
        .flat_map(|row| (0..100).map(move |column| (column, row)))
        .filter_map(|(c, r)| density.cell(c, r))
        .collect();
    assert_eq!(found, [(2, 1), (1, 2)]);
    let picture = density.picture(&[[1; 3], [2; 3], [3; 3], [4; 3]]);
    assert_eq!(picture.chunks(4).filter(|pixel| pixel[3] > 0).map(|pixel| pixel[0]).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let set = set_of(&[(0.0, 0.0, 0), (100.0, 100.0, 1)]);
    let build = |ids: Vec<u32>, classes: Vec<u8>| {
        PointSet::of_columns(set.x.clone(), set.y.clone(), ids, set.starts().to_vec(), classes, set.grid())
    };
    assert_eq!(build(set.ids.clone(), set.classes.clone()), Some(set.clone()));
    assert_eq!(build(vec![1], set.classes.clone()), None);
    assert_eq!(build(set.ids.clone(), vec![0, 9]), None);
}

fn donut() -> Shapes {
    let rings: [&[(f32, f32)]; 2] = [
        &[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)],
        &[(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0), (40.0, 40.0)],
    ];
    let head = ShapesHead {
        projection: Projection::default(),
        bounds: Bounds { left: 0.0, bottom: 0.0, right: 100.0, top: 100.0 },
        corners: 10,
        parts: 2,
        features: 1,
    };
    let places: Vec<f32> = rings.into_iter().flatten().flat_map(|&(x, y)| [x, y]).collect();
    let boxes = vec![0.0, 0.0, 100.0, 100.0, 40.0, 40.0, 60.0, 60.0];
    let names = (vec![11], b"Winter Park".to_vec());
    Shapes::of_columns(head, places, vec![f32::INFINITY; 10], vec![0, 5, 10], vec![0, 0], boxes, names)
        .expect("it fits")
}

#[test]
fn a_hole_is_not_part_of_its_area() {
    let shapes = donut();
    assert_eq!(shapes.feature_at(10.0, 10.0, 1.0), Some(0));
    assert_eq!(shapes.feature_at(50.0, 50.0, 1.0), None);
    assert_eq!(shapes.feature_at(150.0, 50.0, 1.0), None);
    assert_eq!(shapes.line(0, 1.0).count(), 5);
    assert_eq!(shapes.name(0).as_deref(), Some("Winter Park"));
}

proptest! {
    #[test]
    fn a_window_holds_what_lies_in_it(places in places(), x in -60_000.0..60_000.0_f64, y in -40_000.0..40_000.0_f64, half in 1.0..40_000.0_f64) {
        let set = set_of(&places);
        let bounds = Bounds { left: x, bottom: y, right: x, top: y }.grown(half);
        let mut found: Vec<u32> = set.within(&bounds, ALL).map(|at| set.ids[at]).collect();
        found.sort_unstable();
        let is_in = |(x, y, _): &(f32, f32, u8)| bounds.holds(f64::from(*x), f64::from(*y));
        let plain: Vec<u32> = places.iter().enumerate().filter(|(_, p)| is_in(p)).map(|(id, _)| id as u32).collect();
        prop_assert_eq!(found, plain);
    }

    #[test]
    fn the_nearest_is_the_nearest(places in places(), x in -60_000.0..60_000.0_f64, y in -40_000.0..40_000.0_f64) {
        let set = set_of(&places);
        let shown = [true, false, true, true];
        let square = |side: f64| side * side;
        let far = |&(px, py, _): &(f32, f32, u8)| square(f64::from(px) - x) + square(f64::from(py) - y);
        let plain = places.iter().filter(|p| shown[usize::from(p.2)]).map(far).filter(|far| *far <= 8_000.0 * 8_000.0);
        let found = set.nearest(x, y, 8_000.0, shown).map(|at| far(&(set.x[at], set.y[at], 0)));
        prop_assert_eq!(found, plain.min_by(f64::total_cmp));
    }

    #[test]
    fn a_lasso_holds_what_its_line_winds_around(places in places(), line in line()) {
        let set = set_of(&places);
        let lasso = Lasso::new(&line, 0.0).expect("the corners are apart");
        let corners = lasso.corners();
        let winds = |x: f64, y: f64| {
            let edges = corners.iter().zip(corners.iter().cycle().skip(1));
            edges.filter(|((ax, ay), (bx, by))| (*ay > y) != (*by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay)).count() % 2 == 1
        };
        let plain: Vec<u32> = places
            .iter()
            .enumerate()
            .filter(|(_, p)| winds(f64::from(p.0), f64::from(p.1)))
            .map(|(id, _)| id as u32)
            .collect();
        prop_assert_eq!(set.ids_inside(&lasso, ALL), plain);
    }

    #[test]
    fn every_place_in_the_window_is_counted_once(places in places()) {
        let set = set_of(&places);
        let bounds = Bounds::of(places.iter().map(|p| (f64::from(p.0), f64::from(p.1))));
        let camera = Camera::fit(&bounds, 640.0, 480.0, 4.0);
        let mut density = Density::new(camera, 2.0);
        set.runs(&camera.bounds()).into_iter().for_each(|run| density.add(&set, run, ALL));
        let cells = (0..density.rows()).flat_map(|row| (0..density.columns()).map(move |column| (column, row)));
        let total: u32 = cells.filter_map(|(column, row)| density.cell(column, row)).map(|(count, _)| count).sum();
        prop_assert_eq!(total as usize, places.len());
    }
}
