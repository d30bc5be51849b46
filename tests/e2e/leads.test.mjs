// The call list: sorted, filtered, walked through by keyboard, scrolled to its end.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { AS_OF, LISTS, asUpload, county, parseCsv, scoreCsv, scoreObjects } from "./native.mjs";
import { appOn, money, settles, shownAs, thousands } from "./pages.mjs";

/** What the page calls the sources. */
const LABELS = {
  tax_sale: "Tax sale",
  foreclosure: "Foreclosure",
  property_record: "Property record",
  code_violation: "Code violation",
};

// Wide enough for every column that is compared.
const WIDE = { viewport: { width: 1600, height: 900 } };

/** Imports files as of a fixed day and waits for the table. */
async function imported(page, files) {
  const app = appOn(page);
  await page.getByText("Options", { exact: true }).click();
  await page.getByLabel("As of").fill(AS_OF);
  await app.importer.choose(files.map(asUpload));
  await app.importer.painted();
  return app;
}

/** The first lines and the number of the leads that the table should show now. */
async function shows(page, table, leads) {
  assert.ok(leads.length > 0, "a filter that leaves nothing tests nothing");
  await settles(page, () => table.first(8), leads.slice(0, 8).map(shownAs));
  await settles(page, table.rowCount, leads.length);
}

journey("a column sorts, once more the other way round", { context: WIDE }, async ({ page, t }) => {
  const files = county(t, { rows: 2000 })(...LISTS);
  const leads = parseCsv(scoreCsv(files));
  const { table } = await imported(page, files);
  await shows(page, table, leads);

  // Equal values stay in the order of their rank, unknown ones come last.
  const by = (column, sign) => {
    const known = leads.filter((lead) => lead[column] !== "");
    known.sort((a, b) => sign * (Number(a[column]) - Number(b[column])) || Number(a.rank) - Number(b.rank));
    return [...known, ...leads.filter((lead) => lead[column] === "")];
  };
  for (const [name, column] of [["Max offer", "max_offer"], ["Profit", "potential_profit"], ["ARV", "arv_estimate"]]) {
    await table.sortBy(name);
    await shows(page, table, by(column, -1));
    await settles(page, () => table.head(name).getAttribute("aria-sort"), "descending");
    await table.sortBy(name);
    await shows(page, table, by(column, 1));
    await settles(page, () => table.head(name).getAttribute("aria-sort"), "ascending");
  }
  await table.sortBy("#");
  await shows(page, table, leads);
});

journey("tier, city, source and text filter, together too, and the export is what is shown", { context: WIDE }, async ({ page, t }) => {
  const files = county(t, { rows: 2000 })(...LISTS);
  const native = scoreCsv(files);
  const leads = parseCsv(native);
  const { table } = await imported(page, files);

  await table.choose("Tier", { "Tier A": true, "Tier C": true });
  const tiers = leads.filter((lead) => ["A", "C"].includes(lead.tier));
  await shows(page, table, tiers);
  await settles(page, () => table.count.textContent(), `${thousands(tiers.length)} of ${thousands(leads.length)}`);

  const { city } = leads[0];
  await table.choose("City", { [city]: true });
  const inCity = tiers.filter((lead) => lead.city.toUpperCase() === city.toUpperCase());
  assert.ok(inCity.length < tiers.length);
  await shows(page, table, inCity);

  await table.choose("Source", { Foreclosure: true });
  const foreclosed = inCity.filter((lead) => lead.sources.split("|").includes("foreclosure"));
  assert.ok(foreclosed.length < inCity.length);
  await shows(page, table, foreclosed);

  const { text } = await table.exported();
  const ranks = new Set(foreclosed.map((lead) => lead.rank));
  const [header, ...lines] = native.split("\n");
  assert.equal(text, [header, ...lines.filter((line) => ranks.has(line.split(",")[0])), ""].join("\n"));

  await table.clear();
  await shows(page, table, leads);

  const street = leads[3].situs_address.split(" ").slice(1).join(" ");
  await table.search(street.toLowerCase());
  await shows(page, table, leads.filter((lead) => lead.situs_address.includes(street)));
  // A parcel id is found in either digit order.
  const { parcel_id: parcel, parcel_id_normalized: normalized } = leads[9];
  for (const id of [parcel, normalized, normalized.replace(/^(..)(..)(..)/, "$3$2$1")]) {
    await table.search(id);
    await shows(page, table, leads.filter((lead) => lead.parcel_id_normalized === normalized));
  }
  await table.search("no such place");
  await page.getByText("No lead fits").waitFor();
  await settles(page, table.rowCount, 0);
  await table.search("");
  await shows(page, table, leads);
});

journey("a lead opens with its components, reasons and deal, and the keyboard walks on", async ({ page, t }) => {
  const files = county(t, { rows: 800 })(...LISTS);
  const leads = scoreObjects(files);
  const app = await imported(page, files);
  const { table, detail } = app;
  const said = (lead) => ({
    tier: lead.tier,
    title: (lead.situs_address ?? `Parcel ${lead.parcel_id}`).toUpperCase(),
    rank: `Rank ${thousands(lead.rank)}`,
    // What two rules say in the same words is said once.
    reasons: [...new Set(lead.reasons.map((reason) => reason.text))],
    components: lead.components.map(({ name, points, weight }) => [
      name,
      `${points.toFixed(2)} of 100 points × ${Math.round(weight * 100)} %`,
    ]),
    score: lead.heuristic_score.toFixed(2),
    arv: money(lead.arv.estimate),
    offer: money(lead.deal.max_offer),
    verdict: capitalized(lead.deal.recommendation.replaceAll("_", " ")),
    sources: lead.sources.map((source) => LABELS[source]),
  });
  // The panel may not be there yet. A list may name a lead more than once; what was counted around it is no list.
  const shown = async () => {
    const lead = await detail.read().catch(() => null);
    return lead && { ...lead, sources: [...new Set(lead.sources)].filter((name) => name !== "Neighbourhood data") };
  };

  // Keys work without a click before.
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await detail.panel.count(), 0);
  await table.grid.focus();
  await page.keyboard.press("Enter");
  await settles(page, shown, said(leads[1]));
  await page.keyboard.press("j");
  await settles(page, shown, said(leads[2]));
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await settles(page, shown, said(leads[0]));
  await page.keyboard.press("Escape");
  await detail.panel.waitFor({ state: "detached" });

  await table.rows.nth(4).click();
  await settles(page, shown, said(leads[4]));
  // One step back leads to the list, however many leads were looked at.
  await page.keyboard.press("j");
  await settles(page, shown, said(leads[5]));
  await page.goBack();
  await detail.panel.waitFor({ state: "detached" });
  assert.match(page.url(), /#\/leads$/);
  await table.grid.waitFor();
});

journey("a hundred thousand rows scroll to the last one", { context: WIDE, timeout: 180_000 }, async ({ page, t }) => {
  const files = county(t, { rows: 100_000 })("property_records.csv");
  const leads = parseCsv(scoreCsv(files)).map(shownAs);
  const { table } = await imported(page, files);
  assert.ok(leads.length > 99_000, `${leads.length} leads`);
  assert.equal(await table.rowCount(), leads.length);

  const right = async (where) => {
    const rows = await table.inWindow();
    assert.ok(rows.length > 3, where);
    for (const { index, here, ...row } of rows) assert.deepEqual(row, leads[index - 2], where);
    return rows;
  };
  assert.equal((await right("at the top"))[0].rank, "1");
  for (const share of [0.5, 0.123, 0.987]) {
    await table.scrollTo(share);
    const [{ index }] = await right(`at ${share}`);
    assert.ok(Math.abs(index / leads.length - share) < 0.01, `row ${index} at ${share}`);
  }
  await table.scrollTo(1);
  assert.equal((await right("at the end")).at(-1).rank, thousands(leads.length));

  await table.grid.focus();
  await page.keyboard.press("Home");
  assert.equal((await right("after Home"))[0].rank, "1");
  await page.keyboard.press("End");
  assert.equal((await right("after End")).at(-1).rank, thousands(leads.length));
  // No more rows are in the document than the window needs.
  assert.ok((await table.rows.count()) < 60);
});

function capitalized(text) {
  return text[0].toUpperCase() + text.slice(1);
}
