//! Figures and features as the report names and writes them.

use leadscore::{
    feature::{house::Unit, label},
    learn::{Interval, NOISE},
    plot,
};

/// What a figure is called, what it says, and how it is written.
pub struct FigureWords {
    pub name: &'static str,
    pub says: &'static str,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Money,
    Percent,
    Decimal(usize),
}

/// The figures of both models, by the names that metrics files give them.
const FIGURES: [(&str, FigureWords); 15] = [
    ("r2", figure("R²", "share of the differences in value that the model explains; 1 is all", Form::Decimal(3))),
    ("mae", figure("Mean error (MAE)", "how far off, on average", Form::Money)),
    ("rmse", figure("Root mean square error (RMSE)", "the same, where large errors weigh more", Form::Money)),
    ("mdape", figure("Median error (MdAPE)", "half of the estimates are this close or closer", Form::Percent)),
    ("within_5", figure("Within 5 %", "of the estimates are this close", Form::Percent)),
    ("within_10", figure("Within 10 %", "of the estimates are this close", Form::Percent)),
    ("within_20", figure("Within 20 %", "of the estimates are this close", Form::Percent)),
    ("median_ratio", figure("Median ratio", "estimate / value; 1 is neither too high nor too low", Form::Decimal(3))),
    ("cod", figure("COD", "coefficient of dispersion: spread of the ratios around their median", Form::Percent)),
    ("prd", figure("PRD", "price-related differential: above 1, dear houses are valued too low", Form::Decimal(3))),
    ("prb", figure("PRB", "price-related bias: what a ratio gains or loses when the value doubles", Form::Decimal(3))),
    ("roc_auc", figure("ROC-AUC", "chance that a good lead ranks above another; 0.5 is by lot", Form::Decimal(3))),
    ("pr_auc", figure("PR-AUC", "average precision down the list; by lot, the share of good leads", Form::Decimal(3))),
    ("log_loss", figure("Log loss", "what wrong chances cost, sure ones most; 0 is perfect", Form::Decimal(4))),
    ("brier", figure("Brier score", "mean squared error of the chances; 0 is perfect", Form::Decimal(4))),
];

const fn figure(name: &'static str, says: &'static str, form: Form) -> FigureWords {
    FigureWords { name, says, form }
}

/// Where a figure stands in tables: like beside like. Unknown ones come last.
pub fn place(name: &str) -> usize {
    FIGURES.iter().position(|(known, _)| *known == name).unwrap_or(FIGURES.len())
}

/// The words of a figure; its own name where there are none.
pub fn words(name: &'static str) -> FigureWords {
    let known = FIGURES.into_iter().find(|(known, _)| *known == name).map(|(_, words)| words);
    known.unwrap_or(figure(name, "", Form::Decimal(3)))
}

impl FigureWords {
    pub fn value(&self, value: f64) -> String {
        match self.form {
            Form::Money => plot::money(value),
            Form::Percent => plot::percent(value, 1),
            Form::Decimal(digits) => decimal(value, digits),
        }
    }
}

/// With the real minus sign, and none before 0.
pub fn decimal(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let size = if value.is_infinite() { "∞".to_owned() } else { format!("{:.digits$}", value.abs()) };
    let is_zero = size.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !is_zero { format!("−{size}") } else { size }
}

/// A share from 0 to 1 in percent.
pub fn share(share: f64) -> String {
    plot::percent(share * 100.0, 1)
}

/// A count with separators.
pub fn count(count: usize) -> String {
    plot::thousands(count as u64)
}

/// `low to high`, each end as given.
pub fn between(interval: Interval, form: impl Fn(f64) -> String) -> String {
    format!("{} to {}", form(interval.low), form(interval.high))
}

/// What a feature is called.
pub fn feature(name: &str) -> &str {
    if name == NOISE { "Random noise (the yardstick)" } else { label(name) }
}

/// A number of a feature on an axis, short.
pub fn short(value: f64, unit: Unit) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    let size = value.abs();
    let number = match size {
        _ if size >= 10_000.0 => plot::money_short(size),
        _ if size >= 1_000.0 => plot::thousands(size.round() as u64),
        _ if size >= 10.0 || size == size.trunc() => decimal(size, 0),
        _ if size >= 1.0 => decimal(size, 1),
        _ => decimal(size, 2),
    };
    let dollar = if matches!(unit, Unit::Usd | Unit::UsdPerSqft) { "$" } else { "" };
    format!("{sign}{dollar}{number}")
}

#[cfg(test)]
mod tests {
    use leadscore::feature::{house, market};

    use super::*;

    #[test]
    fn figures_are_written_in_their_units() {
        assert_eq!(words("mae").value(24_713.9), "$24,714");
        assert_eq!(words("mdape").value(6.268), "6.3 %");
        assert_eq!(words("prb").value(-0.0224), "−0.022");
        assert_eq!(words("prb").value(-0.0001), "0.000");
        assert_eq!(words("newcomer").name, "newcomer");
        assert!(place("within_5") < place("within_10") && place("newcomer") > place("brier"));
        assert_eq!(decimal(f64::NEG_INFINITY, 2), "−∞");
    }

    #[test]
    fn every_feature_has_a_name_for_people() {
        let of_market = market::COLUMNS.iter().map(|(name, _)| *name);
        for name in of_market.chain(house::FEATURES.iter().map(|feature| feature.name)) {
            assert!(!feature(name).contains('_'), "{name}");
        }
        assert_eq!(feature("a_column_of_yours"), "a_column_of_yours");
    }

    #[test]
    fn numbers_on_axes_are_short() {
        assert_eq!(short(342_000.0, Unit::Usd), "$342k");
        assert_eq!(short(-12.0, Unit::Days), "−12");
        assert_eq!(short(0.25, Unit::Miles), "0.25");
        assert_eq!(short(1_850.0, Unit::Sqft), "1,850");
    }
}
