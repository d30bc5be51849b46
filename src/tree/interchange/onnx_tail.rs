//! What stands behind the trees in an ONNX graph: operators in, the link that they amount to out.

use super::{
    InterchangeProblem,
    onnx::{Graph, Node, refused_operator},
};
use crate::tree::Link;

/// Follows the trees' scores to the graph's end and marks the nodes on the way.
pub(super) fn follow(graph: &Graph, trees: &Node, link: Link, used: &mut [bool]) -> Result<Link, InterchangeProblem> {
    let is_classifier = trees.op == "TreeEnsembleClassifier";
    if is_classifier && let Some(label) = trees.outputs.first() {
        // The label follows from the scores; it may be cast on its way out.
        passed_on(graph, label, used)?;
    }
    let Some(scores) = trees.outputs.get(usize::from(is_classifier)) else { return Ok(link) };
    let mut value = passed_on(graph, scores, used)?;
    let mut link = link;
    loop {
        let readers = graph.readers(value);
        readers.iter().for_each(|at| used[*at] = true);
        let ops: Vec<&str> = readers.iter().map(|at| graph.nodes[*at].op).collect();
        let next = match (link, &ops[..]) {
            (_, []) => return Ok(link),
            (Link::Identity, ["Sigmoid"]) => Link::Logistic { slope: 1.0 },
            (Link::Identity, ["Exp"]) => Link::Exp,
            (Link::Identity, ["Softmax"]) => Link::Softmax,
            (Link::Identity, ["Softplus"]) => Link::LogOnePlusExp,
            (Link::Identity, ["ArgMax"]) => Link::ArgMax,
            (Link::Identity, ["Abs", "Mul"]) => {
                // x |x|: the product must be of these two.
                let sizes = graph.nodes[readers[0]].outputs.first();
                let product = &graph.nodes[readers[1]].inputs;
                if !sizes.is_some_and(|size| product[..] == [value, *size] || product[..] == [*size, value]) {
                    return Err(refused_operator("Mul"));
                }
                Link::SignedSquare
            }
            (_, [op, ..]) => return Err(refused_operator(op)),
        };
        link = next;
        let last = readers.last().map(|at| &graph.nodes[*at]);
        let Some(output) = last.and_then(|node| node.outputs.first()) else { return Ok(link) };
        value = passed_on(graph, output, used)?;
    }
}

/// Passes over operators that change a value's type or shape only, and returns the last value.
fn passed_on<'a>(graph: &Graph<'a>, value: &'a str, used: &mut [bool]) -> Result<&'a str, InterchangeProblem> {
    let mut value = value;
    for _ in 0..graph.nodes.len() {
        let readers = graph.readers(value);
        let [at] = readers[..] else { return Ok(value) };
        let node = &graph.nodes[at];
        if !matches!(node.op, "Cast" | "Identity" | "Reshape" | "Squeeze" | "Unsqueeze" | "Flatten" | "ZipMap") {
            return Ok(value);
        }
        used[at] = true;
        match node.outputs.first() {
            Some(output) => value = output,
            None => return Ok(value),
        }
    }
    Err(InterchangeProblem::content("the graph", "runs in a circle"))
}
