// Leads for other tools: presets and formats as the command line writes them, suppression, the mark, Excel.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";
import { journey } from "./browser.mjs";
import { LISTS, county, parseCsv, scoreCsv } from "./native.mjs";
import { appOn, settles, thousands } from "./pages.mjs";

async function opened(page, files) {
  const app = appOn(page);
  await app.importer.choose(files);
  await app.importer.painted();
  await app.table.grid.focus();
  await page.keyboard.press("e");
  const dialog = page.getByTestId("export-dialog");
  await dialog.getByRole("heading", { name: "Export leads" }).waitFor();
  return { app, dialog };
}

const choose = (dialog, group, name) =>
  dialog.getByRole("group", { name: group }).getByRole("radio", { name, exact: true }).check();

async function saved(page, dialog) {
  const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByTestId("export-save").click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

journey("a preset is shown before it is saved, and saved as shown", async ({ page, t }) => {
  const files = county(t, { rows: 800 })(...LISTS);
  const leads = parseCsv(scoreCsv(files));
  const { dialog } = await opened(page, files);
  await choose(dialog, "Columns", "GoHighLevel");
  const preview = dialog.getByTestId("export-preview");
  await settles(page, async () => (await preview.locator("th").allTextContents()).slice(0, 4), [
    "First Name", "Last Name", "Company", "Street Address",
  ]);
  const first = await preview.locator("tbody tr").first().locator("td").allTextContents();
  await dialog.getByTestId("export-account").getByText(`${thousands(leads.length)} rows`).waitFor();
  const { name, bytes } = await saved(page, dialog);
  assert.match(name, /^leads-gohighlevel-\d{4}-\d\d-\d\d\.csv$/);
  const rows = parseCsv(bytes.toString());
  assert.equal(rows.length, leads.length);
  assert.deepEqual(Object.values(rows[0]), first);
  assert.equal(rows[0]["Parcel ID"], leads[0].parcel_id);
});

journey("an Excel file holds what the CSV holds", async ({ page, t }) => {
  const files = county(t, { rows: 300 })(...LISTS);
  const { dialog } = await opened(page, files);
  await choose(dialog, "Format", "Excel");
  await page.waitForFunction(() => !document.querySelector("[data-testid=export-save]").disabled, null, { timeout: 20_000 });
  const { name, bytes } = await saved(page, dialog);
  assert.match(name, /^leads-\d{4}-\d\d-\d\d\.xlsx$/);
  const sheet = part(bytes, "xl/worksheets/sheet1.xml");
  const cells = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
    Object.fromEntries([...row.matchAll(/<c r="([A-Z]+)\d+"[^>]*>(?:<v>|<is><t[^>]*>)(.*?)</gs)].map(([, at, text]) => [at, text])),
  );
  const asOf = /leads-(.*)\.xlsx/.exec(name)[1];
  const [head, ...leads] = scoreCsv(files, { asOf }).trim().split("\n");
  assert.deepEqual(Object.values(cells[0]), head.split(","));
  assert.equal(cells.length - 1, leads.length);
  const expected = parseCsv([head, ...leads].join("\n"));
  assert.deepEqual(cells.slice(1).map((row) => row.C), expected.map((lead) => lead.parcel_id));
  assert.deepEqual(cells.slice(1).map((row) => Number(row.T)), expected.map((lead) => Number(lead.arv_estimate)));
});

journey("the keyboard opens and closes the dialog, and nothing is saved", async ({ page, t }) => {
  const { dialog } = await opened(page, county(t, { rows: 300 })("property_records.csv"));
  await page.keyboard.press("Escape");
  await dialog.getByRole("heading", { name: "Export leads" }).waitFor({ state: "detached" });
});

/** A file of a ZIP archive, as text. */
function part(bytes, path) {
  const at = bytes.indexOf(Buffer.concat([Buffer.from(path)]));
  const start = at - 30;
  assert.equal(bytes.readUInt32LE(start), 0x04034b50);
  const length = bytes.readUInt32LE(start + 18);
  return inflateRawSync(bytes.subarray(at + path.length, at + path.length + length)).toString();
}
