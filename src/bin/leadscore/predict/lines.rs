//! Predictions as lines of CSV or JSON.

use std::io::{self, Write};

use leadscore::{
    lanes::Lanes,
    table::RecordWriter,
    tree::{ContributionMethod, Contributions, Ensemble, Matrix, TreeProblem},
};

use crate::{
    args::{Predict, PredictFormat},
    model::Model,
};

/// What a model says of some rows.
pub struct Answers {
    predictions: Vec<f64>,
    margins: Option<Vec<f64>>,
    contributions: Option<Contributions>,
    leaves: Option<Vec<u32>>,
}

impl Answers {
    pub fn of(ensemble: &Ensemble, matrix: &Matrix, command: &Predict, lanes: &dyn Lanes) -> Result<Self, TreeProblem> {
        let contributions = || ensemble.contributions(matrix, lanes, ContributionMethod::Exact);
        Ok(Self {
            predictions: ensemble.predict(matrix, lanes)?,
            margins: command.margin.then(|| ensemble.margins(matrix, lanes)).transpose()?,
            contributions: command.contributions.then(contributions).transpose()?,
            leaves: command.leaves.then(|| ensemble.leaves(matrix, lanes)).transpose()?,
        })
    }
}

/// Writes the lines of all files, one after the other.
pub struct Lines {
    format: PredictFormat,
    /// The header's names, in the order of the numbers of a line.
    predictions: Vec<String>,
    margins: Vec<String>,
    /// Output by output: its features, then its base.
    contributions: Vec<Vec<String>>,
    leaves: Vec<String>,
    /// As keys of JSON: the features, and the classes where answers have their names.
    json_features: Vec<String>,
    json_classes: Option<Vec<String>>,
    /// Where each tree begins among the nodes.
    tree_starts: Vec<u32>,
    /// Rows so far, of all files.
    row: u64,
    record: RecordWriter,
    text: Vec<u8>,
}

impl Lines {
    pub fn new(command: &Predict, model: &Model) -> Self {
        let ensemble = model.ensemble();
        let (answers, outputs) = (ensemble.answers(), ensemble.outputs());
        let numbered = |start: &str, count: usize| match count {
            1 => vec![start.to_owned()],
            _ => (0..count).map(|number| format!("{start}_{number}")).collect::<Vec<String>>(),
        };
        let is_named = answers > 1 && model.classes().len() == answers;
        let of_output = |output: usize| {
            let ending = if outputs == 1 { String::new() } else { format!("_{output}") };
            let names = ensemble.features().iter().map(|feature| feature.name.as_str()).chain(["base"]);
            names.map(|name| format!("{name}{ending}")).collect()
        };
        let json = |name: &str| serde_json::Value::from(name).to_string();
        Self {
            format: command.format,
            json_features: ensemble.features().iter().map(|feature| json(&feature.name)).collect(),
            json_classes: is_named.then(|| model.classes().iter().map(|class| json(class)).collect()),
            predictions: if is_named { model.classes().to_vec() } else { numbered("prediction", answers) },
            margins: if command.margin { numbered("margin", outputs) } else { Vec::new() },
            contributions: if command.contributions { (0..outputs).map(of_output).collect() } else { Vec::new() },
            leaves: if command.leaves {
                (0..ensemble.trees().len()).map(|tree| format!("leaf_{tree}")).collect()
            } else {
                Vec::new()
            },
            tree_starts: ensemble.trees().iter().map(|tree| tree.start).collect(),
            row: 0,
            record: RecordWriter::default(),
            text: Vec::new(),
        }
    }

    /// The header line, where the format has one.
    fn header(&mut self) {
        if self.format == PredictFormat::Jsonl {
            return;
        }
        let names = self.predictions.iter().chain(&self.margins).chain(self.contributions.iter().flatten());
        for name in names.chain(&self.leaves) {
            self.record.guarded_text(Some(name));
        }
        self.record.end();
    }

    /// One line for each of the rows; above the first of all, the header.
    pub fn write(&mut self, answers: &Answers, rows: usize, out: &mut dyn Write) -> io::Result<()> {
        if self.row == 0 && rows > 0 {
            self.header();
        }
        for row in 0..rows {
            match self.format {
                PredictFormat::Csv => self.csv_line(answers, row),
                PredictFormat::Jsonl => self.json_line(answers, row),
            }
            self.row += 1;
        }
        out.write_all(self.record.bytes())?;
        out.write_all(&self.text)?;
        self.record.clear();
        self.text.clear();
        Ok(())
    }

    fn csv_line(&mut self, answers: &Answers, row: usize) {
        let record = &mut self.record;
        of_row(&answers.predictions, self.predictions.len(), row)
            .iter()
            .for_each(|number| record.number(Some(*number)));
        let margins = answers.margins.iter().flat_map(|margins| of_row(margins, self.margins.len(), row));
        margins.for_each(|number| record.number(Some(*number)));
        if let Some(contributions) = &answers.contributions {
            for (output, base) in contributions.base.iter().enumerate() {
                let shares = contributions.of(row, output).iter().chain([base]);
                shares.for_each(|number| record.number(Some(*number)));
            }
        }
        for (place, leaf) in answers.leaves.iter().flat_map(|leaves| of_row(leaves, self.leaves.len(), row)).enumerate()
        {
            record.whole(i64::from(leaf - self.tree_starts[place]));
        }
        record.end();
    }

    /// `{"row":0,"prediction":…}`, keys in this order.
    fn json_line(&mut self, answers: &Answers, row: usize) {
        let text = &mut self.text;
        text.extend_from_slice(b"{\"row\":");
        text.extend_from_slice(self.row.to_string().as_bytes());
        text.extend_from_slice(b",\"prediction\":");
        let predictions = of_row(&answers.predictions, self.predictions.len(), row);
        match &self.json_classes {
            Some(classes) => json_object(text, classes, predictions),
            None => json_list(text, predictions),
        }
        if let Some(margins) = &answers.margins {
            text.extend_from_slice(b",\"margin\":");
            json_list(text, of_row(margins, self.margins.len(), row));
        }
        if let Some(contributions) = &answers.contributions {
            text.extend_from_slice(b",\"contributions\":");
            let outputs = contributions.base.len();
            for output in 0..outputs {
                text.extend_from_slice(if outputs == 1 {
                    b""
                } else if output == 0 {
                    b"["
                } else {
                    b","
                });
                json_object(text, &self.json_features, contributions.of(row, output));
            }
            text.extend_from_slice(if outputs == 1 { b",\"base\":" } else { b"],\"base\":" });
            json_list(text, &contributions.base);
        }
        if let Some(leaves) = &answers.leaves {
            let leaves = of_row(leaves, self.leaves.len(), row).iter().zip(&self.tree_starts);
            let leaves: Vec<String> = leaves.map(|(leaf, start)| (leaf - start).to_string()).collect();
            text.extend_from_slice(format!(",\"leaves\":[{}]", leaves.join(",")).as_bytes());
        }
        text.extend_from_slice(b"}\n");
    }
}

/// The shortest decimal that reads back as the same number; null where JSON has none.
fn json_number(text: &mut Vec<u8>, number: f64) {
    if !number.is_finite() {
        text.extend_from_slice(b"null");
        return;
    }
    let mut buffer = zmij::Buffer::new();
    text.extend_from_slice(buffer.format_finite(number).as_bytes());
}

/// One number as it is, several as a list.
fn json_list(text: &mut Vec<u8>, numbers: &[f64]) {
    if let [one] = numbers {
        return json_number(text, *one);
    }
    for (place, number) in numbers.iter().enumerate() {
        text.push(if place == 0 { b'[' } else { b',' });
        json_number(text, *number);
    }
    text.push(b']');
}

/// The keys are JSON already.
fn json_object(text: &mut Vec<u8>, keys: &[String], numbers: &[f64]) {
    text.push(b'{');
    for (place, (key, number)) in keys.iter().zip(numbers).enumerate() {
        text.extend_from_slice(if place == 0 { b"" } else { b"," });
        text.extend_from_slice(key.as_bytes());
        text.push(b':');
        json_number(text, *number);
    }
    text.push(b'}');
}

fn of_row<T>(values: &[T], width: usize, row: usize) -> &[T] {
    &values[row * width..(row + 1) * width]
}
