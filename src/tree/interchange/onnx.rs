//! ONNX: a graph of operators, one of which is a tree ensemble of `ai.onnx.ml`. Bytes in, an ensemble out.
//!
//! Read are graphs of a single tree operator, with what passes numbers on before it (casts, columns put side by side)
//! and what turns scores into answers behind it (see [`super::onnx_tail`]). A graph that computes anything else is
//! refused with the operator's name: half a pipeline would answer wrongly without a word.

use super::{
    Imported, InterchangeProblem, ModelFormat, onnx_tail, onnx_trees,
    protobuf::{Message, Wire, doubles, singles},
};
use crate::tree::{Feature, Precision};

pub(super) const MOST_UNNAMED: usize = 65_536;

/// The numbers that ONNX gives to types of elements.
pub(super) const FLOAT: i64 = 1;
pub(super) const DOUBLE: i64 = 11;

pub(super) fn content(place: impl Into<String>, what: impl Into<String>) -> InterchangeProblem {
    InterchangeProblem::content(place, what)
}

/// Begins with the version of its representation, or is a message with a graph in it.
pub(super) fn looks_like_onnx(bytes: &[u8]) -> bool {
    if matches!(bytes, [0x08, 1..=32, 0x12 | 0x1a | 0x22 | 0x28 | 0x32 | 0x3a | 0x42, ..]) {
        return true;
    }
    let mut model = Message::new(bytes, 0);
    let mut has_graph = false;
    loop {
        match model.next_field() {
            Ok(Some((7, Wire::Bytes(..)))) => has_graph = true,
            Ok(Some((1..=30, _))) => {}
            Ok(None) => return has_graph,
            _ => return false,
        }
    }
}

pub(super) fn import(bytes: &[u8]) -> Result<Imported, InterchangeProblem> {
    let graph = Graph::read(bytes)?;
    let is_trees = |node: &Node| matches!(node.op, "TreeEnsembleRegressor" | "TreeEnsembleClassifier" | "TreeEnsemble");
    let found: Vec<usize> = (0..graph.nodes.len()).filter(|i| is_trees(&graph.nodes[*i])).collect();
    let [at] = found[..] else {
        let ops: Vec<&str> = graph.nodes.iter().map(|node| node.op).take(8).collect();
        let what = format!("an ONNX graph of {} tree ensembles ({})", found.len(), ops.join(", "));
        return Err(InterchangeProblem::refused(what, "exactly one is read; export the tree model alone"));
    };
    let node = &graph.nodes[at];
    let mut used = vec![false; graph.nodes.len()];
    used[at] = true;
    let input = node.inputs.first().copied().unwrap_or_default();
    let source = graph.source(input, &mut used)?;
    let trees = onnx_trees::read(node, bytes.len())?;
    let link = onnx_tail::follow(&graph, node, trees.link, &mut used)?;
    if let Some(left) = used.iter().position(|used| !used) {
        return Err(refused_operator(graph.nodes[left].op));
    }
    let features = source.features(&trees, bytes.len())?;
    trees.plant(features, link, source.precision, bytes.len())
}

pub(super) fn refused_operator(op: &str) -> InterchangeProblem {
    InterchangeProblem::refused(
        format!("an ONNX graph with operator `{op}`"),
        "only trees are read; export the tree model without the steps before and after it",
    )
}

#[derive(Default)]
pub(super) struct Graph<'a> {
    pub nodes: Vec<Node<'a>>,
    inputs: Vec<Input<'a>>,
    constants: Vec<&'a str>,
}

#[derive(Default)]
pub(super) struct Node<'a> {
    pub op: &'a str,
    pub inputs: Vec<&'a str>,
    pub outputs: Vec<&'a str>,
    pub attributes: Vec<Attribute<'a>>,
}

#[derive(Default)]
pub(super) struct Attribute<'a> {
    name: &'a str,
    integer: i64,
    text: &'a [u8],
    /// The numbers of `floats` or of a tensor.
    numbers: Vec<f64>,
    integers: Vec<i64>,
    texts: Vec<&'a [u8]>,
}

/// What the graph is fed with.
#[derive(Default)]
struct Input<'a> {
    name: &'a str,
    element: i64,
    columns: Option<i64>,
}

impl<'a> Graph<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, InterchangeProblem> {
        let mut model = Message::new(bytes, 0);
        let (mut graph, mut knows_trees) = (None, false);
        while let Some((field, wire)) = model.next_field()? {
            match field {
                7 => graph = Some(wire.message()?),
                8 => knows_trees |= text_field(wire.message()?, 1)? == "ai.onnx.ml",
                _ => {}
            }
        }
        if !knows_trees {
            return Err(model.problem("ends without naming the operators of ai.onnx.ml"));
        }
        let Some(mut message) = graph else { return Err(content("the model", "has no graph")) };
        let mut graph = Self::default();
        while let Some((field, wire)) = message.next_field()? {
            match field {
                1 => graph.nodes.push(Node::read(wire.message()?)?),
                5 => graph.constants.push(text_field(wire.message()?, 8)?),
                11 => graph.inputs.push(Input::read(wire.message()?)?),
                _ => {}
            }
        }
        Ok(graph)
    }

    /// The nodes that read this value.
    pub fn readers(&self, value: &str) -> Vec<usize> {
        (0..self.nodes.len()).filter(|i| self.nodes[*i].inputs.contains(&value)).collect()
    }

    /// Where the trees' input comes from, and what is done to it on the way.
    fn source(&self, value: &str, used: &mut [bool]) -> Result<Source, InterchangeProblem> {
        let mut value = value;
        let mut cast = None;
        // One step a node at most: a graph has no loops.
        for _ in 0..=self.nodes.len() {
            let is_fed = |input: &&Input| input.name == value && !self.constants.contains(&value);
            if let Some(input) = self.inputs.iter().find(is_fed) {
                let precision = cast.map_or_else(|| precision_of(input.element), Ok)?;
                return Ok(Source { precision, columns: input.columns, names: Vec::new() });
            }
            let Some(at) = self.nodes.iter().position(|node| node.outputs.contains(&value)) else { break };
            let node = &self.nodes[at];
            used[at] = true;
            match (node.op, &node.inputs[..]) {
                ("Identity", [input]) => value = input,
                ("Cast", [input]) => {
                    let to = precision_of(node.integer("to").unwrap_or(FLOAT))?;
                    // Rounded once, rounded for good.
                    cast = Some(if cast == Some(Precision::Single) { Precision::Single } else { to });
                    value = input;
                }
                ("Concat", inputs) => return self.columns_side_by_side(inputs, cast, used),
                (op, _) => return Err(refused_operator(op)),
            }
        }
        Err(content("the graph", format!("does not say where `{value}` comes from")))
    }

    fn columns_side_by_side(
        &self,
        inputs: &[&str],
        cast: Option<Precision>,
        used: &mut [bool],
    ) -> Result<Source, InterchangeProblem> {
        let mut names = Vec::new();
        let mut precision = cast;
        for input in inputs {
            let mut value = *input;
            // A column may be cast on its own before.
            if let Some(at) = self.nodes.iter().position(|node| node.outputs.contains(&value)) {
                let node = &self.nodes[at];
                let ("Cast" | "Identity", [before]) = (node.op, &node.inputs[..]) else {
                    return Err(refused_operator(node.op));
                };
                used[at] = true;
                value = before;
                if let Some(to) = node.integer("to") {
                    precision = precision.or(Some(precision_of(to)?));
                }
            }
            let Some(input) = self.inputs.iter().find(|input| input.name == value) else {
                return Err(content("the graph", format!("does not say where `{value}` comes from")));
            };
            if input.columns != Some(1) {
                return Err(refused_operator("Concat"));
            }
            let own = precision_of(input.element)?;
            precision = Some(precision.unwrap_or(own));
            names.push(input.name.to_owned());
        }
        let columns = Some(names.len() as i64);
        Ok(Source { precision: precision.unwrap_or(Precision::Single), columns, names })
    }
}

fn precision_of(element: i64) -> Result<Precision, InterchangeProblem> {
    match element {
        FLOAT => Ok(Precision::Single),
        // Whole numbers are compared as doubles.
        DOUBLE | 6 | 7 => Ok(Precision::Double),
        other => {
            Err(content("the graph's input", format!("has elements of type {other}; float, double and int are read")))
        }
    }
}

struct Source {
    precision: Precision,
    columns: Option<i64>,
    /// Empty when the columns come as one block.
    names: Vec<String>,
}

impl Source {
    fn features(&self, trees: &onnx_trees::Trees, size: usize) -> Result<Vec<Feature>, InterchangeProblem> {
        let least = trees.features();
        let len = self.columns.and_then(|columns| usize::try_from(columns).ok()).filter(|columns| *columns > 0);
        let len = len.unwrap_or(least);
        if len < least {
            let what = format!("has {len} columns; the trees read column {}", least - 1);
            return Err(content("the graph's input", what));
        }
        if len > size.max(MOST_UNNAMED) {
            return Err(content("the graph's input", format!("{len} columns are more than the file has room for")));
        }
        let name = |i: usize| self.names.get(i).cloned().unwrap_or_else(|| format!("f{i}"));
        Ok((0..len).map(|i| Feature { name: name(i), kind: trees.kind(i) }).collect())
    }
}

fn text_field<'a>(mut message: Message<'a>, wanted: u64) -> Result<&'a str, InterchangeProblem> {
    let mut text = "";
    while let Some((field, wire)) = message.next_field()? {
        if field == wanted {
            text = wire.text()?;
        }
    }
    Ok(text)
}

impl<'a> Input<'a> {
    fn read(mut message: Message<'a>) -> Result<Self, InterchangeProblem> {
        let mut input = Self::default();
        while let Some((field, wire)) = message.next_field()? {
            match field {
                1 => input.name = wire.text()?,
                2 => {
                    let mut kind = wire.message()?;
                    while let Some((field, wire)) = kind.next_field()? {
                        if field == 1 {
                            input.read_tensor_type(wire.message()?)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(input)
    }

    fn read_tensor_type(&mut self, mut tensor: Message) -> Result<(), InterchangeProblem> {
        while let Some((field, wire)) = tensor.next_field()? {
            match field {
                1 => self.element = wire.integer()?,
                2 => {
                    let mut shape = wire.message()?;
                    let mut sizes = Vec::new();
                    while let Some((field, wire)) = shape.next_field()? {
                        let mut size = None;
                        let mut dimension = if field == 1 { wire.message()? } else { continue };
                        while let Some((field, wire)) = dimension.next_field()? {
                            if field == 1 {
                                size = Some(wire.integer()?);
                            }
                        }
                        sizes.push(size);
                    }
                    self.columns = sizes.get(1).copied().flatten();
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl<'a> Node<'a> {
    fn read(mut message: Message<'a>) -> Result<Self, InterchangeProblem> {
        let mut node = Self::default();
        while let Some((field, wire)) = message.next_field()? {
            match field {
                1 => node.inputs.push(wire.text()?),
                2 => node.outputs.push(wire.text()?),
                4 => node.op = wire.text()?,
                5 => node.attributes.push(Attribute::read(wire.message()?)?),
                _ => {}
            }
        }
        Ok(node)
    }

    fn attribute(&self, name: &str) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        self.attribute(name).map(|attribute| attribute.integer)
    }

    pub fn text(&self, name: &str) -> Option<&'a [u8]> {
        self.attribute(name).map(|attribute| attribute.text)
    }

    pub fn integers(&self, name: &str) -> &[i64] {
        self.attribute(name).map_or(&[], |attribute| &attribute.integers)
    }

    /// Numbers of the attribute, or of its twin that holds a tensor.
    pub fn numbers(&self, name: &str) -> &[f64] {
        let own = self.attribute(name).filter(|attribute| !attribute.numbers.is_empty());
        own.or_else(|| self.attribute(&format!("{name}_as_tensor"))).map_or(&[], |attribute| &attribute.numbers)
    }

    pub fn texts(&self, name: &str) -> &[&'a [u8]] {
        self.attribute(name).map_or(&[], |attribute| &attribute.texts)
    }
}

impl<'a> Attribute<'a> {
    fn read(mut message: Message<'a>) -> Result<Self, InterchangeProblem> {
        let mut attribute = Self::default();
        while let Some((field, wire)) = message.next_field()? {
            match field {
                1 => attribute.name = wire.text()?,
                2 => attribute.numbers.push(f64::from(wire.single()?)),
                3 => attribute.integer = wire.integer()?,
                4 => attribute.text = wire.bytes()?,
                5 => attribute.numbers = tensor(wire.message()?)?,
                7 => wire.push_singles(&mut attribute.numbers)?,
                8 => wire.push_integers(&mut attribute.integers)?,
                9 => attribute.texts.push(wire.bytes()?),
                _ => {}
            }
        }
        Ok(attribute)
    }
}

/// The numbers of a tensor, whatever its shape.
fn tensor(mut message: Message) -> Result<Vec<f64>, InterchangeProblem> {
    let (mut element, mut raw) = (FLOAT, None);
    let mut numbers = Vec::new();
    let mut integers = Vec::new();
    while let Some((field, wire)) = message.next_field()? {
        match field {
            2 => element = wire.integer()?,
            4 => wire.push_singles(&mut numbers)?,
            5 | 7 => wire.push_integers(&mut integers)?,
            9 => raw = Some(wire.bytes()?),
            10 => wire.push_doubles(&mut numbers)?,
            _ => {}
        }
    }
    numbers.extend(integers.iter().map(|integer| *integer as f64));
    let Some(raw) = raw else { return Ok(numbers) };
    match element {
        FLOAT if raw.len().is_multiple_of(4) => Ok(singles(raw).collect()),
        DOUBLE if raw.len().is_multiple_of(8) => Ok(doubles(raw).collect()),
        // Bytes, signed or not: the modes of nodes.
        2 | 3 => Ok(raw.iter().map(|byte| f64::from(*byte)).collect()),
        other => Err(InterchangeProblem::Syntax {
            format: ModelFormat::Onnx,
            place: "a tensor".to_owned(),
            what: format!("{} bytes of element type {other}", raw.len()),
        }),
    }
}
