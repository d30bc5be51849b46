//! The cells of one row of the table.
//!
//! While somebody scrolls, twenty rows may have to be drawn within one frame. So a row is not built piece by piece: one
//! is parsed once for the columns shown, cloned for each lead, and its texts are written in. Texts are written as texts,
//! never as markup.

use std::{cell::RefCell, sync::Arc};

use leadscore::{
    plot::{days, money, money_short, percent, score, thousands},
    session::{LeadRow, Status},
};
use leptos::prelude::{Effect, document};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement, HtmlTemplateElement};

use super::columns::{address, is_moved};
use crate::{
    columns::{ColumnId, Shape},
    kit::tier_class,
    rows::RowRef,
    state::use_app,
};

/// Reasons a row has room for, at most.
const MOST_TAGS: usize = 4;

/// Stands where nothing is known.
const UNKNOWN: &str = "–";

/// Fills `row`, an empty element, with the cells of a lead. A directive: `use:fill_cells`.
pub fn fill_cells(row: Element, (lead, shape): (RowRef, Arc<Shape>)) {
    if let Some(lead) = lead.get()
        && let Err(error) = fill(&row, lead, &shape)
    {
        web_sys::console::warn_1(&error);
    }
}

/// An empty row: the box to select it, then the cells in the order of the columns.
fn empty_row(shape: &Shape) -> String {
    let mut html = String::from(
        r#"<span class="cell cell--pick" role="gridcell" aria-colindex="1"><input type="checkbox" tabindex="-1"></span>"#,
    );
    for (id, number) in shape.columns.iter().zip(2..) {
        let class = id.column().code;
        let inside = match id {
            ColumnId::Tier => r#"<span role="img" data-testid="tier-badge"></span>"#,
            ColumnId::Place if shape.has(ColumnId::City) => {
                r#"<span class="cell__main"></span><small class="cell__sub cell__sub--parcel"></small>"#
            }
            ColumnId::Place | ColumnId::City | ColumnId::Arv => {
                r#"<span class="cell__main"></span><small class="cell__sub"></small>"#
            }
            ColumnId::Score => concat!(
                r#"<span></span><svg class="score-bar" aria-hidden="true"><rect height="100%" rx="3"></rect></svg>"#,
                r#"<small class="cell__sub cell__sub--rule"></small>"#
            ),
            ColumnId::Status => r#"<span class="lead-status"></span>"#,
            ColumnId::Why => r#"<span class="tags"></span>"#,
            _ => "",
        };
        html.push_str(&format!(
            r#"<span class="cell cell--{class}" role="gridcell" aria-colindex="{number}">{inside}</span>"#
        ));
    }
    html
}

fn fill(row: &Element, lead: &LeadRow, shape: &Shape) -> Result<(), JsValue> {
    // The last empty row and the columns it is of.
    thread_local!(static TEMPLATE: RefCell<Option<(u64, HtmlTemplateElement)>> = const { RefCell::new(None) });
    let copy = TEMPLATE.with_borrow_mut(|known| -> Result<_, JsValue> {
        if known.as_ref().is_none_or(|(key, _)| *key != shape.key) {
            let template = document().create_element("template")?.unchecked_into::<HtmlTemplateElement>();
            template.set_inner_html(&empty_row(shape));
            *known = Some((shape.key, template));
        }
        known.as_ref().map(|(_, template)| template.content().clone_node_with_deep(true)).transpose()
    })?;
    if let Some(copy) = copy {
        row.append_child(&copy)?;
    }
    let mut next = row.first_element_child();
    if let Some(cell) = next.take() {
        next = cell.next_element_sibling();
        fill_box(&cell, lead);
    }
    for id in &shape.columns {
        let Some(cell) = next.take() else { break };
        next = cell.next_element_sibling();
        fill_cell(&cell, *id, lead, shape)?;
    }
    Ok(())
}

/// The box follows the selection as long as the row lives.
fn fill_box(cell: &Element, lead: &LeadRow) {
    let Some(input) = cell.first_element_child().and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    if let Err(error) = input.set_attribute("aria-label", &format!("Select {}", address(lead))) {
        web_sys::console::warn_1(&error);
    }
    let (selection, lead) = (use_app().table.selection, lead.lead);
    Effect::new(move |_| {
        use leptos::prelude::With;
        input.set_checked(selection.with(|selection| selection.has(lead)));
    });
}

fn fill_cell(cell: &Element, id: ColumnId, lead: &LeadRow, shape: &Shape) -> Result<(), JsValue> {
    let city = lead.city.as_deref().unwrap_or_default();
    let zip = lead.zip.as_deref().unwrap_or_default();
    let or_unknown = |text: Option<String>| text.unwrap_or_else(|| UNKNOWN.to_owned());
    let is_loss = lead.profit < 0.0;
    match id {
        ColumnId::Rank => cell.set_text_content(Some(&thousands(u64::from(lead.rank)))),
        ColumnId::Tier => {
            if let Some(badge) = cell.first_element_child() {
                badge.set_class_name(&format!("tier {}", tier_class(lead.tier)));
                badge.set_attribute("aria-label", &format!("Tier {}", lead.tier.letter()))?;
                badge.set_text_content(Some(lead.tier.letter()));
            }
        }
        ColumnId::Place if shape.has(ColumnId::City) => write_parts(cell, &[&address(lead), &lead.parcel_id]),
        ColumnId::Place => write_parts(cell, &[&address(lead), &format!("{city} {zip}")]),
        ColumnId::City => write_parts(cell, &[city, zip]),
        ColumnId::Zip => cell.set_text_content(Some(zip)),
        ColumnId::Score => fill_score(cell, lead)?,
        ColumnId::Chance => {
            cell.set_text_content(Some(&or_unknown(lead.chance.map(|chance| percent(chance * 100.0, 0)))));
        }
        ColumnId::Arv => {
            if lead.arv_by_model {
                cell.class_list().add_1("cell--by-model")?;
                cell.set_attribute("title", "ARV by a trained model, with its tested range")?;
            }
            let range = format!("{} – {}", money_short(lead.arv_low), money_short(lead.arv_high));
            write_parts(cell, &[&money(lead.arv), &range]);
        }
        ColumnId::Offer => write_signed(cell, &money(lead.max_offer), "is-loss", lead.max_offer < 0.0)?,
        ColumnId::Profit => write_signed(cell, &money(lead.profit), "is-loss", is_loss)?,
        ColumnId::Roi => write_signed(cell, &percent(lead.roi_percent, 0), "is-loss", is_loss)?,
        ColumnId::Market => cell.set_text_content(Some(&or_unknown(lead.market_value.map(money)))),
        ColumnId::Equity => {
            if let Some(owed) = lead.owed {
                cell.set_attribute("title", &format!("Market value less {} owed", money(owed)))?;
            }
            let is_under = lead.equity.is_some_and(|equity| equity < 0.0);
            write_signed(cell, &or_unknown(lead.equity.map(money)), "is-loss", is_under)?;
        }
        ColumnId::Sale => {
            let is_past = lead.days_to_sale.is_some_and(|days| days < 0);
            write_signed(cell, &or_unknown(lead.days_to_sale.map(days)), "is-past", is_past)?;
        }
        ColumnId::Lists => {
            let names = lead.sources.iter().map(|source| source.label()).collect::<Vec<_>>().join(", ");
            cell.set_attribute("title", &names)?;
            cell.set_text_content(Some(&lead.lists.to_string()));
        }
        ColumnId::Status => {
            if let Some(status) = cell.first_element_child() {
                status.set_class_name(status_class(lead));
                status.set_text_content(Some(status_words(lead)));
            }
        }
        ColumnId::Why => fill_reasons(cell, lead)?,
    }
    Ok(())
}

fn fill_score(cell: &Element, lead: &LeadRow) -> Result<(), JsValue> {
    if let Some(rule) = cell.last_element_child().filter(|_| is_moved(lead)) {
        rule.set_text_content(Some(&format!("rule {:.0}", lead.rule_score)));
    }
    let Some(number) = cell.first_element_child() else { return Ok(()) };
    number.set_text_content(Some(&score(lead.score)));
    let bar = number.next_element_sibling().and_then(|svg| svg.first_element_child());
    bar.map_or(Ok(()), |bar| bar.set_attribute("width", &format!("{:.1}%", lead.score.clamp(0.0, 100.0))))
}

fn fill_reasons(cell: &Element, lead: &LeadRow) -> Result<(), JsValue> {
    let Some(tags) = cell.first_element_child() else { return Ok(()) };
    let all = lead.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(", ");
    tags.set_attribute("title", &all)?;
    for reason in lead.reasons.iter().take(MOST_TAGS) {
        let tag = document().create_element("span")?;
        tag.set_class_name("tag");
        tag.set_text_content(Some(&reason.text));
        tags.append_child(&tag)?;
    }
    Ok(())
}

/// What the person did about a lead, in a word or two: to keep away from it matters most.
pub fn status_words(lead: &LeadRow) -> &'static str {
    if lead.do_not_contact { "Do not contact" } else { lead.status.label() }
}

pub fn status_class(lead: &LeadRow) -> &'static str {
    match lead.status {
        _ if lead.do_not_contact => "lead-status lead-status--stop",
        Status::New => "lead-status lead-status--new",
        Status::Contacted | Status::Appointment => "lead-status lead-status--open",
        Status::Contract | Status::Closed => "lead-status lead-status--won",
        Status::Dead => "lead-status lead-status--over",
    }
}

/// Writes texts into the elements of a cell, in their order.
fn write_parts(cell: &Element, texts: &[&str]) {
    let mut part = cell.first_element_child();
    for text in texts {
        let Some(element) = part else { return };
        element.set_text_content(Some(text));
        part = element.next_element_sibling();
    }
}

/// Writes a text, and gives the cell a class when `is_so`.
fn write_signed(cell: &Element, text: &str, class: &str, is_so: bool) -> Result<(), JsValue> {
    cell.set_text_content(Some(text));
    if is_so { cell.class_list().add_1(class) } else { Ok(()) }
}
