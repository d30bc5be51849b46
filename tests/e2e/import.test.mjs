// Files in: each is taken for what it is, every row is accounted for, and a bad file does not stop the good ones.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { asUpload, checkFiles, county, named, parseCsv, scoreCsv } from "./native.mjs";
import { appOn, settles, shownAs, thousands } from "./pages.mjs";

/** Wide enough for every column that is compared. */
const WIDE = { viewport: { width: 1600, height: 900 } };

const GOOD = ["tax_sales.csv", "foreclosures.csv", "property_records.csv", "code_violations.csv"];

const BAD = [
  named("recipes.csv", "dish,minutes\nsoup,20\nbread,90\n"),
  named("scan.csv", Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0x01, 0x02, 0xff, 0xfe, 0x00, 0x00, 0x0a])),
  named("nothing.csv", ""),
];

journey("good files are imported beside bad ones, and the bad ones are named", async ({ page, t }) => {
  const files = county(t, { rows: 800 })(...GOOD);
  const { importer, table, nav } = appOn(page);
  await importer.choose([BAD[0], asUpload(files[0]), BAD[1], asUpload(files[1]), asUpload(files[2]), BAD[2], asUpload(files[3])]);
  const marks = await importer.painted();

  const leads = await table.rowCount();
  assert.deepEqual(marks, [[leads], [leads], [leads]]);
  assert.ok(leads > 700, `${leads} leads`);
  for (const { name } of BAD) await importer.errors.filter({ hasText: name }).waitFor();

  await nav("Import");
  await importer.report.waitFor();
  const checked = checkFiles(files);
  const sum = (part) => thousands(checked.reduce((total, file) => total + file[part], 0));
  const totals = importer.report.locator(".totals > div");
  await settles(page, () => totals.evaluateAll((all) => all.map((one) => [...one.children].map((part) => part.textContent))), [
    ["Rows read", sum("read")],
    ["Kept", sum("kept")],
    ["Merged into others", sum("merged")],
    ["Rejected", sum("rejected")],
  ]);
  for (const [place, file] of checked.entries()) {
    assert.equal(file.read, file.kept + file.merged + file.rejected, file.name);
    const { read, kept, merged, rejected } = file;
    const card = importer.report.getByRole("article").filter({ has: page.getByRole("heading", { name: GOOD[place] }) });
    const words = `${thousands(read)} read = ${thousands(kept)} kept + ${thousands(merged)} merged + ${thousands(rejected)} rejected`;
    assert.equal(await card.locator(".file__count").textContent(), words, GOOD[place]);
  }
  assert.equal(await importer.report.getByRole("article").count(), GOOD.length);
  for (const { name } of BAD) {
    const [, reason] = (await importer.report.getByTestId("error").filter({ hasText: name }).innerText()).split("was not read:");
    assert.ok(reason?.trim().length > 20, `why ${name} was not read: ${reason}`);
  }
});

journey("with bad files alone the page says why and has no leads", async ({ page }) => {
  const { importer, nav } = appOn(page);
  await importer.choose(BAD);
  for (const { name } of BAD) await importer.errors.filter({ hasText: name }).waitFor();
  await importer.zone.waitFor();
  await nav("Leads");
  await page.getByText("No leads yet").waitFor();
});

journey("files dropped anywhere on the page are imported, and later ones replace them", { context: WIDE }, async ({ page, t }) => {
  const [first, second] = [county(t, { rows: 300 }), county(t, { rows: 500, seed: 43 })];
  const { importer, table } = appOn(page);
  for (const files of [first("property_records.csv", "tax_sales.csv"), second("property_records.csv", "foreclosures.csv")]) {
    await importer.drop("body", files.map(asUpload));
    const leads = parseCsv(scoreCsv(files, { asOf: await today(page) }));
    await settles(page, () => table.first(8), leads.slice(0, 8).map(shownAs));
    assert.equal(await table.rowCount(), leads.length);
  }
});

/** The day that the page takes for today. */
function today(page) {
  return page.evaluate(() => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  });
}
