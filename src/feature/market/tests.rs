use super::*;

const ROWS: usize = 900;

fn noise(stream: u64, row: usize) -> f64 {
    (scramble(stream.wrapping_mul(1 << 40).wrapping_add(row as u64 + 1)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A county of three towns along a road, dear in the east; every tenth house has no coordinates.
fn county() -> (Matrix, Vec<f64>) {
    let town = |row: usize| row % 3;
    let numbers = |f: &dyn Fn(usize) -> f64| Values::Double((0..ROWS).map(f).collect());
    let placed = |row: usize, value: f64| if row % 10 == 9 { f64::NAN } else { value };
    let codes = (0..ROWS).map(|row| town(row) as u32).collect();
    let levels = ["32801", "32802", "32803"].map(str::to_owned).to_vec();
    let columns = [
        ("zip", Values::Categories { codes, levels }),
        ("latitude", numbers(&|row| placed(row, 28.5 + 0.01 * noise(1, row)))),
        ("longitude", numbers(&|row| placed(row, -81.5 + 0.1 * town(row) as f64 + 0.01 * noise(2, row)))),
        ("living_area_sqft", numbers(&|row| if row % 7 == 0 { f64::NAN } else { area(row) })),
    ];
    let columns = columns.into_iter().map(|(name, values)| MatrixColumn { name: name.to_owned(), values });
    let prices = (0..ROWS).map(|row| area(row) * (100.0 + 50.0 * town(row) as f64) * (0.9 + 0.2 * noise(3, row)));
    (Matrix::new(columns.collect()).unwrap(), prices.collect())
}

fn area(row: usize) -> f64 {
    (1_000.0 + 1_500.0 * noise(4, row)).round()
}

fn numbers<'c>(columns: &'c [MatrixColumn], name: &str) -> &'c [f64] {
    match &columns.iter().find(|column| column.name == name).unwrap().values {
        Values::Double(values) => values,
        other => panic!("{name}: {other:?}"),
    }
}

/// As bits, so that NaN equals NaN.
fn row_of(columns: &[MatrixColumn], row: usize) -> Vec<u64> {
    columns.iter().map(|column| column.values.number(row).to_bits()).collect()
}

#[test]
fn neighbours_tell_the_price() {
    let (matrix, prices) = county();
    let market = Market::fit(&matrix, &prices, 42);
    let columns = market.columns(&matrix);
    assert_eq!(columns.len(), COLUMNS.len());
    assert!(columns.iter().zip(COLUMNS).all(|(column, (name, _))| column.name == name));
    let per_sqft = numbers(&columns, "market_near_usd_per_sqft");
    for row in (0..ROWS).filter(|row| row % 10 != 9) {
        let expected = 100.0 + 50.0 * (row % 3) as f64;
        assert!((per_sqft[row] / expected - 1.0).abs() < 0.1, "{row}: {}", per_sqft[row]);
    }
    assert!(per_sqft[9].is_nan() && numbers(&columns, "market_centre_miles")[9].is_nan());
    assert!(numbers(&columns, "market_comparable_usd")[7].is_nan());
    assert_eq!(numbers(&columns, "market_zip_rows")[0], 300.0);
    // No list gave a city.
    assert!(numbers(&columns, "market_city_usd").iter().all(|usd| usd.is_nan()));
    // 810 places at 60 each make 13 areas, none of which crosses from one town into the next.
    let areas = columns.iter().find(|column| column.name == "market_area").unwrap();
    let Values::Categories { codes, levels } = &areas.values else { panic!("{areas:?}") };
    assert_eq!((levels.len(), levels[0].as_str(), codes[9]), (13, "area 01", MISSING_CODE));
    for area in 0..13 {
        let towns: std::collections::BTreeSet<usize> =
            (0..ROWS).filter(|row| codes[*row] == area).map(|row| row % 3).collect();
        assert_eq!(towns.len(), 1, "area {area}");
    }
}

#[test]
fn no_row_sees_its_own_price() {
    let (matrix, prices) = county();
    let before = Market::out_of_fold(&matrix, &prices, 5, 42);
    let mut moved = 0;
    for row in [0, 9, 17, 123, 899] {
        let mut other = prices.clone();
        other[row] *= 40.0;
        let after = Market::out_of_fold(&matrix, &other, 5, 42);
        assert_eq!(row_of(&before, row), row_of(&after, row), "row {row}");
        moved += (0..ROWS).filter(|row| row_of(&before, *row) != row_of(&after, *row)).count();
    }
    assert!(moved > 100, "{moved}");
}

#[test]
fn a_price_that_is_not_known_counts_for_nothing() {
    let (matrix, mut prices) = county();
    let all = Market::fit(&matrix, &prices, 42);
    prices[5] = f64::NAN;
    let without = Market::fit(&matrix, &prices, 42);
    assert_ne!(all, without);
    let rows: Vec<u32> = (0..ROWS as u32).filter(|row| *row != 5).collect();
    let taken: Vec<f64> = rows.iter().map(|row| prices[*row as usize]).collect();
    assert_eq!(without, Market::fit(&matrix.take(&rows), &taken, 42));
}

#[test]
fn small_groups_lean_on_the_whole() {
    let named = [("a", 100.0), ("a", 100.0), ("b", 400.0)].map(|(name, usd)| (name.to_owned(), usd));
    let all = named.clone().into_iter().map(|(_, usd)| usd);
    let groups = Groups::learn(named.clone().into_iter(), all);
    // (1 · 400 + 10 · 100) / 11.
    assert_eq!(groups.of("b").usd, Some(1_400.0 / 11.0));
    assert_eq!(groups.of("unheard of"), group::Answer { usd: Some(100.0), rows: 0 });
}

#[test]
fn nothing_to_learn_from_is_no_fault() {
    let (matrix, prices) = county();
    let market = Market::fit(&matrix, &vec![f64::NAN; ROWS], 42);
    let columns = market.columns(&matrix);
    let is_empty = |column: &MatrixColumn| {
        column.name.ends_with("_rows") || (0..ROWS).all(|row| column.values.number(row).is_nan())
    };
    assert!(columns.iter().all(is_empty));
    let bare = Matrix::from_numbers([("x", vec![1.0; ROWS])]).unwrap();
    assert!(Market::fit(&bare, &prices, 42).columns(&bare).iter().all(|column| column.values.len() == ROWS));
    assert_eq!(Market::out_of_fold(&matrix.take(&[]), &[], 5, 42).len(), COLUMNS.len());
}

#[test]
fn a_market_is_plain_data() {
    let (matrix, prices) = county();
    let market = Market::fit(&matrix, &prices, 42);
    let text = serde_json::to_string(&market).unwrap();
    assert!(!text.contains("null"));
    let read: Market = serde_json::from_str(&text).unwrap();
    assert_eq!(read, market);
}

#[test]
fn the_nearest_are_found() {
    let places: Vec<Feet> =
        (0..500).map(|row| Feet { x: (noise(8, row) * 300.0) as i32, y: (noise(9, row) * 200.0) as i32 }).collect();
    let rows = places.iter().enumerate().map(|(row, place)| (*place, row as f64, Some(1.0)));
    let nearest = Nearest::learn(rows);
    let index = nearest.index();
    for row in 0..60 {
        let asked = Feet { x: (noise(10, row) * 400.0) as i32 - 50, y: (noise(11, row) * 300.0) as i32 - 50 };
        let mut all: Vec<(i64, usize)> =
            places.iter().enumerate().map(|(row, place)| (place.squared_distance(asked), row)).collect();
        all.sort_unstable();
        let expected = group::median(all[..10].iter().map(|(_, row)| *row as f64).collect());
        let found = index.around(asked);
        assert_eq!((found.usd, found.miles), (expected, Some(plane::miles(all[9].0))), "{asked:?}");
    }
}
