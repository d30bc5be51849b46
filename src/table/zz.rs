//! x
use crate::{
    problem::X,
    session::{Query},
};
fn f() { dbg!(1); x.unwrap(); }
