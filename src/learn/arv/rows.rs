//! Leads -> rows to learn an ARV from: value, features, and why others are left out.

use serde::{Deserialize, Serialize};

use super::recipe::{ArvRecipe, ArvTarget};
use crate::{
    feature::house::{self, Row},
    lanes::Lanes,
    layout::Source,
    lead::{Leads, Sales},
    learn::{
        Guard, LearnProblem, Task, ValidSales, median,
        usable::{Usable, null_count, numeric_count},
    },
    table::Day,
    tree::Matrix,
};

/// What an ARV model learns from. Plain data: it may be handed to another thread or worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArvRows {
    pub matrix: Matrix,
    /// What each house is worth, US dollars.
    pub value_usd: Vec<f64>,
    /// What the appraiser says it is worth, US dollars; NaN where not known or where that is what is learned.
    pub appraised_usd: Vec<f64>,
    /// Rows left out, by reason.
    pub excluded: Vec<(String, usize)>,
    /// Columns left out, with the evidence; and those that the user allowed all the same.
    pub refused: Vec<(String, String)>,
    pub allowed_leaky: Vec<String>,
    pub diagnostics: Diagnostics,
}

/// The training set at a glance, as the guide prints it (FACTS 12.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diagnostics {
    pub total_rows: usize,
    /// US dollars.
    pub min_value: f64,
    pub max_value: f64,
    pub median_value: f64,
    /// Cells that are missing. They stay missing.
    pub null_count: usize,
    pub total_features: usize,
    pub numeric_features: usize,
    /// Always 0: nothing is made up.
    pub missing_values_filled: usize,
}

/// A house and its value on a day.
struct Valued {
    row: Row,
    value_usd: f64,
}

impl ArvRows {
    /// Gathers the rows.
    ///
    /// # Errors
    /// No row to learn from, with what became of those there are.
    pub fn gather(
        leads: &Leads,
        sales: &Sales,
        recipe: &ArvRecipe,
        as_of: Day,
        lanes: &dyn Lanes,
    ) -> Result<Self, LearnProblem> {
        let ArvCases { rows, value_usd, excluded } = ArvCases::of(leads, sales, recipe, as_of);
        if value_usd.len() < LEAST_ROWS {
            let excluded: Vec<String> = excluded.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            let excluded = excluded.join(", ");
            return Err(LearnProblem::FewRows { model: "ARV", rows: value_usd.len(), least: LEAST_ROWS, excluded });
        }
        let houses = house::columns_of(leads, &rows, lanes);
        let guard = Guard { task: Task::Regression, target_name: recipe.target.column(), allowed: &recipe.allow_leaky };
        let Usable { matrix, refused, allowed_leaky } =
            Usable::of(houses, recipe.target.purpose(), &value_usd, &guard)?;
        let appraised = |row: &Row| match recipe.target {
            ArvTarget::MarketValue => f64::NAN,
            ArvTarget::SalePrice => leads.get(row.lead as usize).market_value().unwrap_or(f64::NAN),
        };
        Ok(Self {
            appraised_usd: rows.iter().map(appraised).collect(),
            diagnostics: Diagnostics::of(&matrix, &value_usd),
            matrix,
            value_usd,
            excluded,
            refused,
            allowed_leaky,
        })
    }

    pub fn len(&self) -> usize {
        self.value_usd.len()
    }

    pub fn is_empty(&self) -> bool {
        self.value_usd.is_empty()
    }
}

/// The houses whose value a recipe takes for known, before any feature is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArvCases {
    pub rows: Vec<Row>,
    /// What each is worth, US dollars.
    pub value_usd: Vec<f64>,
    /// Rows left out, by reason.
    pub excluded: Vec<(String, usize)>,
}

impl ArvCases {
    pub fn of(leads: &Leads, sales: &Sales, recipe: &ArvRecipe, as_of: Day) -> Self {
        let (valued, mut excluded) = match recipe.target {
            ArvTarget::MarketValue => by_market_value(leads, as_of),
            ArvTarget::SalePrice => by_sale(leads, sales, recipe, as_of),
        };
        let money = crate::plot::money;
        let outside = |word: &str, bound: f64| format!("worth {word} than {}", money(bound));
        let before = valued.len();
        let valued: Vec<Valued> = valued.into_iter().filter(|v| v.value_usd >= recipe.least_usd).collect();
        excluded.push((outside("less", recipe.least_usd), before - valued.len()));
        let before = valued.len();
        let valued: Vec<Valued> = valued.into_iter().filter(|v| v.value_usd <= recipe.most_usd).collect();
        excluded.push((outside("more", recipe.most_usd), before - valued.len()));
        excluded.retain(|(_, count)| *count > 0);
        let (rows, value_usd) = valued.into_iter().map(|valued| (valued.row, valued.value_usd)).unzip();
        Self { rows, value_usd, excluded }
    }
}

/// Enough to set some aside and still learn; few enough for the smallest county list.
const LEAST_ROWS: usize = 20;

fn by_market_value(leads: &Leads, as_of: Day) -> (Vec<Valued>, Vec<(String, usize)>) {
    let recorded: Vec<_> = leads.iter().filter(|lead| lead.has(Source::PropertyRecord)).collect();
    let valued: Vec<Valued> = recorded
        .iter()
        .filter_map(|lead| {
            Some(Valued { row: Row { lead: lead.index() as u32, as_of }, value_usd: lead.market_value()? })
        })
        .collect();
    let excluded = vec![
        ("without a property record".to_owned(), leads.len() - recorded.len()),
        ("without a market value".to_owned(), recorded.len() - valued.len()),
    ];
    (valued, excluded)
}

fn by_sale(leads: &Leads, sales: &Sales, recipe: &ArvRecipe, as_of: Day) -> (Vec<Valued>, Vec<(String, usize)>) {
    let valid = ValidSales::of(sales, leads, as_of, &recipe.sale_rules);
    let valued = valid
        .kept
        .iter()
        .map(|sale| Valued { row: Row { lead: sale.lead, as_of: sale.day }, value_usd: sale.price_usd });
    let excluded = valid.excluded.iter().map(|(reason, count)| (reason.to_string(), *count));
    (valued.collect(), excluded.collect())
}

impl Diagnostics {
    fn of(matrix: &Matrix, value_usd: &[f64]) -> Self {
        Self {
            total_rows: value_usd.len(),
            min_value: value_usd.iter().copied().fold(f64::INFINITY, f64::min),
            max_value: value_usd.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            median_value: median(value_usd).unwrap_or(f64::NAN),
            null_count: null_count(matrix),
            total_features: matrix.columns().len(),
            numeric_features: numeric_count(matrix),
            missing_values_filled: 0,
        }
    }
}
