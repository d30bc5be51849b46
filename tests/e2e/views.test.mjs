// The call list made one's own: filters, orders, columns, views with a name, what is done to many leads at once, and
// the palette that reaches all of it.
import assert from "node:assert/strict";
import { journey, ready } from "./browser.mjs";
import { AS_OF, LISTS, asUpload, county, parseCsv, scoreCsv } from "./native.mjs";
import { appOn, settles, shownAs, thousands } from "./pages.mjs";

const WIDE = { viewport: { width: 1920, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const DISTRESS = ["tax_sale", "foreclosure", "code_violation"];

/** A county of which the leads are known natively; the page and the binary read the same files. */
async function imported(page, t, rows = 1500) {
  const files = county(t, { rows })(...LISTS);
  const app = appOn(page);
  await page.getByText("Options", { exact: true }).click();
  await page.getByLabel("As of").fill(AS_OF);
  await app.importer.choose(files.map(asUpload));
  await app.importer.painted();
  return { ...app, leads: parseCsv(scoreCsv(files)) };
}

async function demo(page) {
  const app = appOn(page);
  await app.importer.demo();
  await app.importer.painted();
  return app;
}

async function shows(page, table, leads) {
  assert.ok(leads.length > 0, "a filter that leaves nothing tests nothing");
  await settles(page, () => table.first(8), leads.slice(0, 8).map(shownAs));
  await settles(page, table.rowCount, leads.length);
}

const distress = (lead) => lead.sources.split("|").filter((source) => DISTRESS.includes(source)).length;

journey("ranges, lists and ZIP codes filter, each as a chip that can be taken away", { context: WIDE }, async ({ page, t }) => {
  const { table, leads } = await imported(page, t);
  await table.addFilter("Market value");
  await table.range("200000", "300000");
  const of = (low, high) =>
    leads.filter((lead) => lead.market_value !== "" && low <= Number(lead.market_value) && Number(lead.market_value) <= high);
  await shows(page, table, of(200_000, 300_000));
  await table.closeMenu();
  await table.chip("Market value: $200,000 to $300,000").waitFor();

  await table.addFilter("Lists");
  await page.locator(".menu__panel").getByRole("button", { name: "On 1 list or more" }).click();
  const both = of(200_000, 300_000).filter((lead) => distress(lead) >= 1);
  assert.ok(both.length < of(200_000, 300_000).length);
  await shows(page, table, both);
  await table.closeMenu();

  await table.remove("Market value");
  const named = leads.filter((lead) => distress(lead) >= 1);
  await shows(page, table, named);
  await table.remove("On 1 list or more");
  await shows(page, table, leads);

  // A range the wrong way round says so, and shows nothing.
  await table.addFilter("Score");
  await table.range("60", "50");
  await page.getByText("nothing lies between").waitFor();
  await settles(page, table.rowCount, 0);
  await table.range("50", "");
  await shows(page, table, leads.filter((lead) => Number(lead.heuristic_score) >= 50));
  await table.closeMenu();
  await table.clear();

  const { zip } = leads[0];
  await table.addFilter("ZIP code");
  await page.locator(".menu__panel").getByRole("checkbox", { name: zip }).setChecked(true);
  await shows(page, table, leads.filter((lead) => lead.zip === zip));
});

journey("with Shift a second column decides among equals", { context: WIDE }, async ({ page, t }) => {
  const { table, leads } = await imported(page, t);
  await table.sortBy("City");
  await table.head("Max offer").getByRole("button").click({ modifiers: ["Shift"] });
  const city = (lead) => lead.city.toUpperCase();
  const known = leads.filter((lead) => lead.city !== "");
  known.sort(
    (a, b) =>
      (city(a) < city(b) ? -1 : city(a) > city(b) ? 1 : 0) ||
      Number(b.max_offer) - Number(a.max_offer) ||
      Number(a.rank) - Number(b.rank),
  );
  await shows(page, table, [...known, ...leads.filter((lead) => lead.city === "")]);
  assert.equal(await table.head("City").getAttribute("aria-sort"), "ascending");
  assert.equal(await table.head("Max offer").getAttribute("aria-sort"), "none", "one head alone may say it is sorted");
  await table.head("City").getByText("1↑").waitFor();
  await table.head("Max offer").getByText("2↓").waitFor();

  // The same by the menu, which a thumb reaches too.
  await table.openMenu("Sort");
  await page.getByRole("button", { name: "Do not sort by City" }).click();
  await table.closeMenu();
  const byOffer = [...leads].sort((a, b) => Number(b.max_offer) - Number(a.max_offer) || Number(a.rank) - Number(b.rank));
  await shows(page, table, byOffer);
});

journey("columns go, move and come back, also after a reload", { context: WIDE }, async ({ page, faults }) => {
  const heads = () => page.getByTestId("lead-table").locator(".lead-row--head .sorter > span:first-child").allTextContents();
  const { table } = await demo(page);
  const before = await heads();
  assert.ok(before.includes("ROI") && before.indexOf("Profit") < before.indexOf("ROI"), before.join());

  await table.openMenu("Columns");
  await page.getByRole("checkbox", { name: "Return on investment" }).setChecked(false);
  await page.getByRole("checkbox", { name: "ZIP code" }).setChecked(true);
  await page.getByRole("button", { name: "Move Profit up" }).click();
  await table.closeMenu();
  const expected = before.filter((head) => head !== "ROI" && head !== "Profit");
  expected.splice(expected.indexOf("Max offer"), 0, "Profit");
  expected.splice(expected.indexOf("City") + 1, 0, "ZIP");
  // Where all of them find no room, the least important one left.
  await settles(page, async () => (await heads()).filter((head) => head !== "Lists"), expected.filter((head) => head !== "Lists"));
  // A row has its cells in the order of the heads.
  const cells = await table.rows.first().locator("[role=gridcell]").count();
  assert.equal(String(cells), await table.grid.getAttribute("aria-colcount"));

  await page.reload();
  await ready(page, faults);
  await demo(page);
  await settles(page, async () => (await heads()).filter((head) => head !== "Lists"), expected.filter((head) => head !== "Lists"));
  await table.openMenu("Columns");
  await page.getByRole("button", { name: "As they were at first" }).click();
  await table.closeMenu();
  await settles(page, heads, before);
});

journey("a view is saved under a name, found again, renamed and deleted", { context: WIDE }, async ({ page }) => {
  const { table } = await demo(page);
  const total = await table.rowCount();
  await table.choose("Tier", { "Tier B": true });
  await table.sortBy("Profit");
  await page.waitForFunction(() => !document.querySelector("[data-testid=lead-table][aria-busy=true]"));
  const [rows, first] = [await table.rowCount(), await table.first(5)];
  assert.ok(rows > 0 && rows < total);

  await table.openMenu("Views");
  await page.getByRole("button", { name: "Save this view" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await dialog.getByLabel("Name").fill("High equity");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("There is a view named “High equity”").waitFor();
  await dialog.getByLabel("Name").fill("B by profit");
  await dialog.getByRole("button", { name: "Save" }).click();
  await table.menu("B by profit").waitFor();

  await table.clear();
  await table.sortBy("#");
  await settles(page, table.rowCount, total);
  await table.openMenu("Views");
  await page.locator(".menu__panel").getByRole("button", { name: "B by profit", exact: true }).click();
  await settles(page, table.rowCount, rows);
  await settles(page, () => table.first(5), first);

  await table.openMenu("B by profit");
  await page.getByRole("button", { name: "Rename B by profit" }).click();
  const renaming = page.getByRole("dialog", { name: "Rename the view" });
  await renaming.getByLabel("Name").fill("Second row");
  await page.keyboard.press("Enter");
  await table.openMenu("Second row");
  await page.getByRole("button", { name: "Delete Second row" }).click();
  await table.openMenu("Views");
  assert.equal(await page.locator(".menu__panel").getByText("Second row").count(), 0);
  // What came with the product stays.
  await page.locator(".menu__panel").getByRole("button", { name: "Best profit in A and B" }).click();
  await settles(page, () => table.chip("Tier A, B").count(), 1);
});

journey("many leads get a status at once, and leave the list of those to call", { context: WIDE }, async ({ page }) => {
  const { table } = await demo(page);
  await table.choose("Tier", { "Tier A": true });
  await page.waitForFunction(() => !document.querySelector("[data-testid=lead-table][aria-busy=true]"));
  const inA = await table.rowCount();
  const bar = page.getByRole("toolbar", { name: "Selected leads" });
  await page.getByRole("checkbox", { name: "Select all leads of this view" }).check();
  await bar.getByText(`${thousands(inA)} selected`).waitFor();
  await bar.getByRole("combobox", { name: "Status of the selected leads" }).selectOption("Contacted");
  await settles(page, () => table.rows.first().locator(".cell--status").textContent(), "Contacted");
  await bar.getByRole("button", { name: "Let go of all selected leads" }).click();
  await bar.waitFor({ state: "detached" });

  await table.clear();
  await table.addFilter("Status");
  await page.locator(".menu__panel").getByRole("checkbox", { name: "Contacted" }).setChecked(true);
  await settles(page, table.rowCount, inA);
  await table.closeMenu();
  await table.openMenu("Views");
  await page.locator(".menu__panel").getByRole("button", { name: "Tier A, not contacted" }).click();
  await page.getByText("No lead fits").waitFor();
});

journey("rows are selected by mouse and keyboard, and looked at beside the list", { context: WIDE }, async ({ page }) => {
  const { table, detail } = await demo(page);
  const bar = page.getByRole("toolbar", { name: "Selected leads" });
  const picked = () =>
    table.rows.evaluateAll((rows) =>
      rows.filter((row) => row.getAttribute("aria-selected") === "true").map((row) => Number(row.getAttribute("aria-rowindex")) - 2),
    );
  await table.rows.nth(1).getByRole("checkbox").check();
  await table.rows.nth(4).locator(".cell--pick").click({ modifiers: ["Shift"] });
  await bar.getByText("4 selected").waitFor();
  assert.deepEqual((await picked()).sort(), [1, 2, 3, 4]);
  assert.equal(await detail.panel.count(), 0, "a box opens nothing");

  // The selection is of leads: it stays when the order changes, and with it their number.
  await table.sortBy("ARV");
  await bar.getByText("4 selected").waitFor();
  await bar.getByRole("button", { name: "Let go of all selected leads" }).click();
  await table.sortBy("#");
  await settles(page, async () => (await table.first(2)).map(({ rank }) => rank), ["1", "2"]);

  await table.grid.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await settles(page, async () => (await picked()).sort(), [0, 1, 2]);
  await page.keyboard.press("Shift+ArrowUp");
  await settles(page, async () => (await picked()).sort(), [0, 1]);

  const preview = page.getByRole("complementary", { name: "Preview" });
  const [first, second] = await table.first(2);
  await page.keyboard.press(" ");
  await settles(page, async () => (await preview.locator(".card__place b").textContent()).toUpperCase(), second.address);
  await page.keyboard.press("k");
  await settles(page, async () => (await preview.locator(".card__place b").textContent()).toUpperCase(), first.address);
  await page.keyboard.press("Escape");
  await preview.waitFor({ state: "detached" });
});

journey("the palette goes to pages, does things and finds leads", { context: WIDE }, async ({ page }) => {
  const { table, detail } = await demo(page);
  const [{ address }] = await table.first(1);
  const palette = page.getByRole("dialog", { name: "Commands" });
  const field = palette.getByRole("combobox");

  await page.keyboard.press("Control+k");
  await field.fill("tie");
  await settles(page, () => palette.getByRole("option", { selected: true }).locator(".palette__words").textContent(), "Tiers");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/tiers$/);

  // It opens from within a field too, and finds a lead whatever the list shows.
  await page.keyboard.press("Control+k");
  await field.fill(address.toLowerCase());
  await palette.getByRole("option").filter({ hasText: new RegExp(address, "i") }).first().click();
  await settles(page, async () => (await detail.title.textContent()).toUpperCase(), address);

  await page.getByRole("button", { name: "Commands" }).click();
  await field.fill("best profit");
  await page.keyboard.press("Enter");
  await settles(page, () => table.chip("Tier A, B").count(), 1);

  await page.keyboard.press("Control+k");
  await field.fill("zzzz");
  await palette.getByText("Nothing fits").waitFor();
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "hidden" });
});

journey("a thumb selects cards and sets their status", { context: PHONE }, async ({ page }) => {
  const app = appOn(page);
  await page.getByTestId("load-demo").first().tap();
  await app.importer.painted();
  await page.getByRole("button", { name: "Select", exact: true }).tap();
  const cards = page.locator(".lead-row--card");
  await cards.nth(0).locator(".card__place").tap();
  await cards.nth(1).locator(".card__place").tap();
  const bar = page.getByRole("toolbar", { name: "Selected leads" });
  await bar.getByText("2 selected").waitFor();
  assert.equal(await app.detail.panel.count(), 0, "a tap selects and opens nothing");
  await bar.getByRole("combobox", { name: "Status of the selected leads" }).selectOption("Appointment");
  await settles(page, () => cards.nth(1).getByRole("combobox", { name: "Status" }).inputValue(), "appointment");
  await page.getByRole("button", { name: "Done", exact: true }).tap();
  await bar.waitFor({ state: "detached" });
  await cards.nth(1).locator(".card__place").tap();
  await app.detail.panel.waitFor();
});
