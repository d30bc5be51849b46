//! Ranges in words: `10 to 20`, `from 10`, `up to 20`.

/// The words of a range whose ends are written by `words`; None where both ends are open.
pub fn range_words(from: Option<f64>, to: Option<f64>, words: impl Fn(f64) -> String) -> Option<String> {
    Some(match (from, to) {
        (Some(from), Some(to)) if from == to => words(from),
        (Some(from), Some(to)) => format!("{} to {}", words(from), words(to)),
        (Some(from), None) => format!("from {}", words(from)),
        (None, Some(to)) => format!("up to {}", words(to)),
        (None, None) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ends_are_left_out() {
        let words = |from, to| range_words(from, to, |value| format!("{value}"));
        assert_eq!(words(Some(1.0), Some(2.5)).as_deref(), Some("1 to 2.5"));
        assert_eq!(words(Some(3.0), Some(3.0)).as_deref(), Some("3"));
        assert_eq!(words(Some(1.0), None).as_deref(), Some("from 1"));
        assert_eq!(words(None, Some(-2.0)).as_deref(), Some("up to -2"));
        assert_eq!(words(None, None), None);
    }
}
