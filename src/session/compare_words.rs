//! A comparison of two models as cards.

use super::{
    ModelComparison, TierChurn,
    model_report::{FigureUnit, figure_name},
    sheet::{Block, Sheet, SheetTable},
};
use crate::{
    learn::{ComparedFigure, Side},
    plot::{capitalized, money, percent, thousands},
};

impl ModelComparison {
    /// Figures side by side; A is the first of the two names.
    pub fn sheet(&self, [a, b]: [&str; 2]) -> Sheet {
        let head = ["Figure", a, b, "Difference", "95 % interval", "Better"];
        let table = |caption: String, figures: &[ComparedFigure]| {
            let mut table = SheetTable::new(&caption, &head);
            table.rows = figures.iter().map(|figure| line(figure, [a, b])).collect();
            Block::Table(table)
        };
        let rows = thousands(self.rows as u64);
        let mut blocks = Vec::new();
        if let Some(unseen) = &self.unseen {
            let unseen_rows = thousands(unseen.rows as u64);
            let caption = format!("On the {unseen_rows} rows that neither has learned from, judged by {}", self.truth);
            blocks.push(table(caption, &unseen.figures));
            let all = table(format!("On all {rows} rows, judged by {}", self.truth), &self.figures);
            blocks.push(Block::Fold { title: format!("On all {rows} rows"), blocks: vec![all] });
        } else {
            blocks.push(table(format!("On {rows} rows, judged by {}", self.truth), &self.figures));
        }
        let shown = self.unseen.as_ref().map_or(&self.figures, |unseen| &unseen.figures);
        let wins = |side: Side| shown.iter().filter(|figure| figure.better == Some(side)).count();
        let note = match (wins(Side::A), wins(Side::B)) {
            (0, 0) => "No figure tells the two apart beyond chance.".to_owned(),
            (for_a, 0) => format!("{a} is clearly better in {for_a} of {} figures.", shown.len()),
            (0, for_b) => format!("{b} is clearly better in {for_b} of {} figures.", shown.len()),
            (for_a, for_b) => format!("{a} is clearly better in {for_a} figures, {b} in {for_b}."),
        };
        let named = |warning: &String| format!("{}.", capitalized(&by_name(warning, [a, b])));
        blocks.extend(self.warnings.iter().map(|warning| Block::Warning(named(warning))));
        if self.unanswered != [0, 0] {
            let [of_a, of_b] = self.unanswered.map(|rows| thousands(rows as u64));
            blocks.push(Block::Words(format!("Without an answer: {a} for {of_a} rows more, {b} for {of_b}.")));
        }
        Sheet { name: "compare".to_owned(), title: "Side by side".to_owned(), verdict: None, note, blocks }
    }
}

impl TierChurn {
    /// Who would change tiers.
    pub fn sheet(&self, [a, b]: [&str; 2]) -> Sheet {
        let tiers = self.tiers.map(|tier| tier.letter().to_owned());
        let mut table = SheetTable::new(&format!("Leads by their tier under {a}, and under {b}"), &[]);
        table.head = std::iter::once(format!("{a} ↓  {b} →")).chain(tiers.iter().cloned()).collect();
        for (tier, counts) in tiers.iter().zip(&self.counts) {
            let cells = counts.iter().map(|count| thousands(u64::from(*count)));
            table.rows.push(std::iter::once(format!("Tier {tier}")).chain(cells).collect());
        }
        let share = f64::from(self.moved) / f64::from(self.leads.max(1));
        let note = format!(
            "{} of {} leads would change their tier ({}), were the adjusted score to decide it.",
            thousands(self.moved.into()),
            thousands(self.leads.into()),
            percent(share * 100.0, 1)
        );
        Sheet {
            name: "churn".to_owned(),
            title: "Tiers".to_owned(),
            verdict: None,
            note,
            blocks: vec![Block::Table(table)],
        }
    }
}

fn line(figure: &ComparedFigure, [a, b]: [&str; 2]) -> Vec<String> {
    let (name, unit) = figure_name(figure.name);
    let plain = |value: f64| match unit {
        FigureUnit::Percent => percent(value, 1),
        FigureUnit::Money => money(value),
        FigureUnit::Number => format!("{value:.3}").replace('-', "−"),
    };
    let signed = |value: f64| if value > 0.0 { format!("+{}", plain(value)) } else { plain(value) };
    let better = match (figure.better, figure.is_clear) {
        (Some(Side::A), _) => a,
        (Some(Side::B), _) => b,
        (None, true) => "they differ",
        (None, false) => "not clear",
    };
    vec![
        name.to_owned(),
        plain(figure.a),
        plain(figure.b),
        signed(figure.difference),
        format!("{} to {}", signed(figure.low), signed(figure.high)),
        better.to_owned(),
    ]
}

/// The sentence with the names in the places of the letters A and B.
fn by_name(sentence: &str, [a, b]: [&str; 2]) -> String {
    let word = |word: &str| match word.trim_end_matches([':', ',', '.', ';']) {
        "A" => word.replacen('A', a, 1),
        "B" => word.replacen('B', b, 1),
        "B's" => word.replacen('B', b, 1),
        _ => word.to_owned(),
    };
    sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        learn::{Resampling, Task, compare},
        score::Tier,
    };

    fn comparison() -> ModelComparison {
        let truth: Vec<f64> = (0..120).map(|row| 100_000.0 + 1_000.0 * f64::from(row)).collect();
        let far: Vec<f64> =
            truth.iter().enumerate().map(|(row, value)| value * (1.0 + 0.2 * (row % 3) as f64)).collect();
        ModelComparison {
            truth: "total_mkt".to_owned(),
            rows: 120,
            unanswered: [2, 0],
            learned_from: [None, Some(0)],
            figures: compare(Task::Regression, &truth, &far, &truth, &Resampling::default()),
            unseen: None,
            churn: None,
            warnings: vec!["A has learned x, B y".to_owned()],
        }
    }

    #[test]
    fn the_better_one_is_called_by_its_name() {
        let sheet = comparison().sheet(["Old", "New"]);
        assert!(sheet.note.starts_with("New is clearly better in "), "{}", sheet.note);
        let Block::Table(table) = &sheet.blocks[0] else { panic!("{sheet:?}") };
        assert!(table.rows.iter().all(|row| row.len() == table.head.len()));
        assert!(table.rows.iter().any(|row| row[5] == "New"));
        assert!(sheet.blocks.contains(&Block::Warning("Old has learned x, New y.".to_owned())));
    }

    #[test]
    fn leads_that_change_tiers_are_counted() {
        let counts = [[5, 1, 0, 0], [0, 4, 0, 0], [0, 0, 3, 0], [0, 0, 0, 2]];
        let churn = TierChurn { tiers: Tier::ALL, counts, leads: 15, moved: 1 };
        let sheet = churn.sheet(["Old", "New"]);
        assert!(sheet.note.starts_with("1 of 15 leads"), "{}", sheet.note);
    }
}
