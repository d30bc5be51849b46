use super::*;

const AS_OF: Day = Day(20_779);

#[test]
fn counties_of_any_size_can_be_written() {
    for rows in (0..70).chain([1000]) {
        let county = County::new(CountyOptions { rows, seed: 7, as_of: AS_OF });
        for file in DemoFile::ALL {
            let lines = county.bytes(file).unwrap().iter().filter(|&&byte| byte == b'\n').count();
            assert_eq!(lines, county.rows(file) as usize + 1, "{file:?} of {rows}");
        }
    }
}

#[test]
fn any_day_and_seed_will_do() {
    for (seed, day) in [(0, 0), (u64::MAX, -700_000), (1, 2_900_000)] {
        let county = County::new(CountyOptions { rows: 300, seed, as_of: Day(day) });
        assert!(DemoFile::ALL.iter().all(|&file| county.bytes(file).is_ok()));
    }
}

#[test]
fn list_lengths() {
    let lengths = |rows| {
        let county = County::new(CountyOptions { rows, seed: 42, as_of: AS_OF });
        DemoFile::ALL.map(|file| county.rows(file))
    };
    assert_eq!(lengths(6000), [300, 350, 6000, 2500, 900, 700]);
    assert_eq!(lengths(1_000_000), [50_000, 50_000, 1_000_000, 200_000, 150_000, 50_000]);
}

#[test]
fn parcel_ids_are_unique() {
    let rows = 50_000;
    let county = County::new(CountyOptions { rows, seed: 42, as_of: AS_OF });
    let mut ids: Vec<String> = (0..rows)
        .map(|parcel| {
            let mut record = RecordWriter::default();
            county.parcel(parcel).id.write_appraisers(&mut record);
            String::from_utf8_lossy(record.bytes()).into_owned()
        })
        .collect();
    assert!(ids.iter().all(|id| id.len() == 15));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rows as usize);
}

#[test]
fn homes_lie_in_the_section_that_their_id_names() {
    let county = County::new(CountyOptions { rows: 20_000, seed: 42, as_of: AS_OF });
    for parcel in 0..20_000 {
        let parcel = county.parcel(parcel);
        assert_eq!(place::Section::at(parcel.latitude, parcel.longitude), parcel.neighbourhood.section);
    }
}

#[test]
fn working_days() {
    // Friday 2026-11-20 to Monday 2026-11-23.
    assert_eq!([20_777, 20_778, 20_779, 20_780].map(|day| working_day(Day(day)).0), [20_777, 20_777, 20_777, 20_780]);
}
