//! The cells of one row of the table.
//!
//! While somebody scrolls, twenty rows may have to be drawn within one frame. So a row is not built piece by piece: one
//! is parsed once, cloned for each lead, and its texts are written in. Texts are written as texts, never as markup.

use std::cell::OnceCell;

use leadscore::{
    plot::{days, money, money_short, percent, score, thousands},
    session::LeadRow,
};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTemplateElement};

use super::columns::{address, is_moved};
use crate::{kit::tier_class, rows::RowRef};

/// An empty row, with its cells in the order of the columns.
const ROW: &str = concat!(
    r#"<span class="cell cell--rank" role="gridcell" aria-colindex="1"></span>"#,
    r#"<span class="cell cell--tier" role="gridcell" aria-colindex="2">"#,
    r#"<span role="img" data-testid="tier-badge"></span></span>"#,
    r#"<span class="cell cell--place" role="gridcell" aria-colindex="3"><span class="cell__main"></span>"#,
    r#"<small class="cell__sub cell__sub--city"></small><small class="cell__sub cell__sub--parcel"></small></span>"#,
    r#"<span class="cell cell--city" role="gridcell" aria-colindex="4"><span class="cell__main"></span>"#,
    r#"<small class="cell__sub"></small></span>"#,
    r#"<span class="cell cell--score" role="gridcell" aria-colindex="5"><span></span>"#,
    r#"<svg class="score-bar" aria-hidden="true"><rect height="100%" rx="3"></rect></svg>"#,
    r#"<small class="cell__sub cell__sub--rule"></small></span>"#,
    r#"<span class="cell cell--arv" role="gridcell" aria-colindex="6"><span class="cell__main"></span>"#,
    r#"<small class="cell__sub"></small></span>"#,
    r#"<span class="cell cell--offer" role="gridcell" aria-colindex="7"></span>"#,
    r#"<span class="cell cell--profit" role="gridcell" aria-colindex="8"></span>"#,
    r#"<span class="cell cell--roi" role="gridcell" aria-colindex="9"></span>"#,
    r#"<span class="cell cell--market" role="gridcell" aria-colindex="10"></span>"#,
    r#"<span class="cell cell--sale" role="gridcell" aria-colindex="11"></span>"#,
    r#"<span class="cell cell--why" role="gridcell" aria-colindex="12"><span class="tags"></span></span>"#,
);

/// Reasons a row has room for, at most.
const MOST_TAGS: usize = 4;

/// Fills `row`, an empty element, with the cells of a lead. A directive: `use:fill_cells`.
pub fn fill_cells(row: Element, lead: RowRef) {
    if let Some(lead) = lead.get()
        && let Err(error) = fill(&row, lead)
    {
        web_sys::console::warn_1(&error);
    }
}

fn fill(row: &Element, lead: &LeadRow) -> Result<(), JsValue> {
    thread_local!(static TEMPLATE: OnceCell<HtmlTemplateElement> = const { OnceCell::new() });
    let copy = TEMPLATE.with(|known| -> Result<_, JsValue> {
        let template = match known.get() {
            Some(template) => template,
            None => known.get_or_init({
                let template = document().create_element("template")?.unchecked_into::<HtmlTemplateElement>();
                template.set_inner_html(ROW);
                || template
            }),
        };
        template.content().clone_node_with_deep(true)
    })?;
    row.append_child(&copy)?;

    let city = lead.city.as_deref().unwrap_or_default();
    let zip = lead.zip.as_deref().unwrap_or_default();
    let mut cells = Cells { next: row.first_element_child() };
    write(cells.next(), &thousands(u64::from(lead.rank)));
    if let Some(badge) = cells.next().and_then(|cell| cell.first_element_child()) {
        badge.set_class_name(&format!("tier {}", tier_class(lead.tier)));
        badge.set_attribute("aria-label", &format!("Tier {}", lead.tier.letter()))?;
        badge.set_text_content(Some(lead.tier.letter()));
    }
    write_parts(cells.next(), &[&address(lead), &format!("{city} {zip}"), &lead.parcel_id]);
    write_parts(cells.next(), &[city, zip]);
    if let Some(cell) = cells.next() {
        if let Some(rule) = cell.last_element_child().filter(|_| is_moved(lead)) {
            rule.set_text_content(Some(&format!("rule {:.0}", lead.rule_score)));
        }
        let number = cell.first_element_child();
        let bar = number.as_ref().and_then(Element::next_element_sibling).and_then(|svg| svg.first_element_child());
        write(number, &score(lead.score));
        if let Some(bar) = bar {
            bar.set_attribute("width", &format!("{:.1}%", lead.score.clamp(0.0, 100.0)))?;
        }
    }
    let range = format!("{} – {}", money_short(lead.arv_low), money_short(lead.arv_high));
    let arv = cells.next();
    if let Some(cell) = arv.as_ref().filter(|_| lead.arv_by_model) {
        cell.class_list().add_1("cell--by-model")?;
        cell.set_attribute("title", "ARV by a trained model, with its tested range")?;
    }
    write_parts(arv, &[&money(lead.arv), &range]);
    write_signed(cells.next(), &money(lead.max_offer), "is-loss", lead.max_offer < 0.0)?;
    write_signed(cells.next(), &money(lead.profit), "is-loss", lead.profit < 0.0)?;
    write_signed(cells.next(), &percent(lead.roi_percent, 0), "is-loss", lead.profit < 0.0)?;
    write(cells.next(), &lead.market_value.map_or_else(|| "–".to_owned(), money));
    let is_past = lead.days_to_sale.is_some_and(|days| days < 0);
    write_signed(cells.next(), &lead.days_to_sale.map_or_else(|| "–".to_owned(), days), "is-past", is_past)?;
    if let Some(tags) = cells.next().and_then(|cell| cell.first_element_child()) {
        let all = lead.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(", ");
        tags.set_attribute("title", &all)?;
        for reason in lead.reasons.iter().take(MOST_TAGS) {
            let tag = document().create_element("span")?;
            tag.set_class_name("tag");
            tag.set_text_content(Some(&reason.text));
            tags.append_child(&tag)?;
        }
    }
    Ok(())
}

/// The cells of a row, one after the other.
struct Cells {
    next: Option<Element>,
}

impl Cells {
    fn next(&mut self) -> Option<Element> {
        let cell = self.next.take()?;
        self.next = cell.next_element_sibling();
        Some(cell)
    }
}

fn write(cell: Option<Element>, text: &str) {
    if let Some(cell) = cell {
        cell.set_text_content(Some(text));
    }
}

/// Writes texts into the elements of a cell, in their order.
fn write_parts(cell: Option<Element>, texts: &[&str]) {
    let mut part = cell.and_then(|cell| cell.first_element_child());
    for text in texts {
        let Some(element) = part else { return };
        element.set_text_content(Some(text));
        part = element.next_element_sibling();
    }
}

/// Writes a text, and gives the cell a class when `is_so`.
fn write_signed(cell: Option<Element>, text: &str, class: &str, is_so: bool) -> Result<(), JsValue> {
    let Some(cell) = cell else { return Ok(()) };
    cell.set_text_content(Some(text));
    if is_so { cell.class_list().add_1(class) } else { Ok(()) }
}
