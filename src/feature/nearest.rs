//! The name that was probably meant.

/// The candidate that takes the fewest changed letters to reach, if these are few; case does not count.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let distance = |candidate: &str| edits(&name, &candidate.to_lowercase());
    let best =
        candidates.into_iter().map(|candidate| (distance(candidate), candidate)).min_by_key(|(edits, _)| *edits)?;
    (best.0 <= name.chars().count() / 3 + 1).then_some(best.1)
}

/// Letters to insert, delete or replace (Levenshtein 1966), one row of the table at a time.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
