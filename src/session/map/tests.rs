//! The view on the map: who is on it, who is not, and by which city.

use super::{
    super::{Query, tests::session_of},
    *,
};

const RECORDS: &str = "parcel_number,situs_address,situs_city,situs_zip,total_mkt,latitude,longitude\n\
                       282205885002050,12 Oak St,ORLANDO,32801,250000,28.5,-81.4\n\
                       282205885002051,9 Oak St,Orlando,32801,90000,28.501,-81.401\n\
                       282205885002052,100 Elm Ave,APOPKA,32703,100000,28.7,-81.5\n\
                       282205885002053,,,,500000,,\n";

#[test]
fn leads_without_coordinates_are_counted_and_not_placed() {
    let mut session = session_of(&[RECORDS]).0;
    let (report, points) = session.map();
    assert_eq!((report.on_map, report.without, report.far), (3, 1, 0));
    assert_eq!(report.tiers.iter().sum::<u32>(), 3);
    let cities: Vec<_> = report.cities.iter().map(|count| (count.city.as_deref(), count.total())).collect();
    assert_eq!(cities, [(Some("Orlando"), 2), (Some("Apopka"), 1)]);

    for at in 0..points.len() {
        let lead = session.leads().get(points.ids[at] as usize);
        let (longitude, latitude) = report.projection.degrees(f64::from(points.x[at]), f64::from(points.y[at]));
        assert!((longitude - lead.longitude().unwrap()).abs() < 1e-6, "{longitude}");
        assert!((latitude - lead.latitude().unwrap()).abs() < 1e-6, "{latitude}");
    }

    let query = Query { cities: vec!["Apopka".to_owned()], ..Query::default() };
    session.set_view(&query);
    assert_eq!(session.map().0.on_map, 1);
    session.set_view(&Query { text: "no such place".to_owned(), ..Query::default() });
    assert_eq!(session.map(), (MapReport::default(), PointSet::default()));
}

#[test]
fn a_slip_in_a_coordinate_does_not_move_the_frame() {
    let mut text = "parcel_number,situs_city,total_mkt,latitude,longitude\n".to_owned();
    for at in 0..40 {
        let (latitude, longitude) = (28.5 + f64::from(at % 7) * 0.01, -81.4 + f64::from(at / 7) * 0.01);
        text += &format!("2822058850020{at:02},Orlando,100000,{latitude},{longitude}\n");
    }
    text += "282205885009999,Orlando,100000,28.5,81.4\n";
    let (report, points) = session_of(&[&text]).0.map();
    assert_eq!((report.on_map, report.far, points.len()), (41, 1, 41));
    assert!(report.frame.unwrap().width() < 30_000.0, "{:?}", report.frame);
}

#[test]
fn leads_are_named_by_number() {
    let session = session_of(&[RECORDS]).0;
    let leads: Vec<u32> = session.named(&[2, 0, 77]).iter().map(|row| row.lead).collect();
    assert_eq!(leads, [2, 0]);
}
