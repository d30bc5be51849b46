// One library, two shells: the page says what the binary says.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { LISTS, county, parseCsv, scoreCsv } from "./native.mjs";
import { appOn, settles, shownAs } from "./pages.mjs";

// Tall enough for more rows than one page of them has.
const TALL = { viewport: { width: 1600, height: 3000 } };

journey("the demo county has the same leads in the page and on the command line", { context: TALL }, async ({ page, t }) => {
  const { importer, table } = appOn(page);
  await importer.demo();
  const marks = await importer.painted();
  const file = await table.exported();
  const [, asOf] = /^leads-(\d{4}-\d\d-\d\d)\.csv$/.exec(file.name) ?? assert.fail(`an odd name: ${file.name}`);
  const native = scoreCsv(county(t, { rows: 6000, asOf })(...LISTS), { asOf });

  const [ours, theirs] = [file.text.split("\n"), native.split("\n")];
  ours.forEach((line, number) => assert.equal(line, theirs[number], `line ${number + 1} of the export`));
  assert.equal(file.text, native);

  const leads = parseCsv(native);
  assert.ok(leads.length > 5000, `${leads.length} leads`);
  assert.deepEqual(marks, [[leads.length], [leads.length], [leads.length]]);
  await settles(page, () => table.first(60), leads.slice(0, 60).map(shownAs));
});

journey("files in another order, another profile and an earlier day score the same as well", async ({ page, t }) => {
  const asOf = "2025-03-01";
  const files = county(t, { rows: 800, seed: 7, asOf })("property_records.csv", "foreclosures.csv", "tax_sales.csv");
  const { importer, table } = appOn(page);
  await page.getByText("Options", { exact: true }).click();
  await page.getByLabel("Scoring profile").selectOption("guarded");
  await page.getByLabel("As of").fill(asOf);
  await importer.choose(files);
  await importer.painted();
  const file = await table.exported();
  assert.equal(file.name, `leads-${asOf}.csv`);
  assert.equal(file.text, scoreCsv(files, { asOf, profile: "guarded" }));
});
