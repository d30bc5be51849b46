// The map: where the leads are, by hand and by keyboard; what is drawn around becomes the list; a file of one's own.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { LISTS, asUpload, county, parseCsv, scoreCsv } from "./native.mjs";
import { appOn, settles, thousands } from "./pages.mjs";

/** The county imported and the map open, its points on it. */
async function mapOf(page, files) {
  const app = appOn(page);
  await app.importer.choose(files.map(asUpload));
  await app.importer.painted();
  await app.nav("Map");
  const map = page.getByRole("application", { name: /^Map of [1-9]/ });
  await map.waitFor();
  return { app, map };
}

/** Leads on the map by city and tier, as its table says. */
const numbers = (page) =>
  page.getByTestId("map-table").locator("tr").evaluateAll((rows) =>
    rows.slice(1).map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
  );

const placed = (leads) => leads.filter((lead) => lead.latitude !== "" && lead.longitude !== "");

journey("the map says how many leads it shows, and where", async ({ page, t }) => {
  const files = county(t, { rows: 2000 })(...LISTS);
  const leads = parseCsv(scoreCsv(files));
  const { app } = await mapOf(page, files);
  const here = placed(leads);
  await page.getByText(`${thousands(here.length)} leads on the map`).waitFor();
  if (here.length < leads.length) {
    await page.getByText(`${thousands(leads.length - here.length)} without coordinates`).waitFor();
  }
  const total = (await numbers(page)).at(-1);
  assert.deepEqual(total, [
    "On the map",
    ...["A", "B", "C", "D"].map((tier) => thousands(here.filter((lead) => lead.tier === tier).length)),
    thousands(here.length),
  ]);

  // The map follows the list's filters.
  await app.nav("Leads");
  await app.table.choose("Tier", { "Tier A": true });
  await app.nav("Map");
  const best = here.filter((lead) => lead.tier === "A").length;
  await settles(page, async () => (await numbers(page)).at(-1)?.at(-1), thousands(best));
});

journey("what is drawn around becomes the list, and a lead opens beside the map", async ({ page, t }) => {
  const files = county(t, { rows: 2000 })(...LISTS);
  const leads = placed(parseCsv(scoreCsv(files)));
  const { app, map } = await mapOf(page, files);

  // By keyboard: all in view, shown in the list.
  await map.focus();
  await page.keyboard.press("0");
  await page.keyboard.press("s");
  const bar = page.getByRole("group", { name: "Leads selected on the map" });
  await bar.getByText(`${thousands(leads.length)} leads selected`).waitFor();
  await bar.getByRole("button", { name: "Forget what was drawn" }).click();

  // By hand: the left half.
  await page.getByRole("button", { name: "Select leads in a rectangle" }).click();
  const box = await map.boundingBox();
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 4);
  await page.mouse.up();
  const words = await bar.locator("strong").textContent();
  const count = Number(words.replace(/\D/g, ""));
  assert.ok(count > 0 && count < leads.length, words);
  await bar.getByRole("button", { name: "Show in list" }).click();
  await settles(page, app.table.rowCount, count);
  assert.match(page.url(), /#\/leads$/);
  await app.table.clear();

  // The keyboard walks with a crosshair; Enter opens what is next to it, and closing leads back to the map.
  await app.nav("Map");
  await map.focus();
  for (let closer = 0; closer < 3; closer++) await page.keyboard.press("+");
  await page.keyboard.press("ArrowLeft");
  const card = page.locator(".map__card");
  for (let step = 0; step < 40 && !(await card.isVisible()); step++) {
    await page.keyboard.press(step % 2 ? "ArrowUp" : "ArrowRight");
    await page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
  }
  const address = await card.locator("strong").textContent();
  await page.keyboard.press("Enter");
  await settles(page, () => app.detail.title.textContent(), address);
  assert.match(page.url(), /#\/map\/\d+$/);
  await app.detail.close();
  await app.detail.panel.waitFor({ state: "detached" });
  assert.match(page.url(), /#\/map$/);
});

journey("a GeoJSON file lies beneath the leads, and what is none is said", async ({ page, t }) => {
  const files = county(t, { rows: 400 })("property_records.csv");
  const leads = placed(parseCsv(scoreCsv(files)));
  await mapOf(page, files);
  const [xs, ys] = ["longitude", "latitude"].map((axis) => leads.map((lead) => Number(lead[axis])));
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  const feature = { type: "Feature", properties: { NAME: "The county" }, geometry: { type: "Polygon", coordinates: [ring] } };
  const choose = (name, text) =>
    page.getByTestId("map-outline").setInputFiles({ name, mimeType: "application/geo+json", buffer: Buffer.from(text) });
  await page.waitForFunction(() => !document.querySelector(".map__outline > .button").disabled);

  await choose("county.geojson", JSON.stringify({ type: "FeatureCollection", features: [feature] }));
  await page.getByText("county.geojson: 1 outlines").waitFor();
  await choose("parcels.geojson", JSON.stringify({ type: "Point", coordinates: [532104.5, 1530221.25] }));
  await page.getByText("found 532104.5, 1530221.25").waitFor();
  await choose("leads.csv", "parcel_number,city\n1,2\n");
  await page.getByText("it is not GeoJSON").waitFor();
  await page.getByRole("button", { name: "Take the background away" }).click();
  await page.getByText("leads.csv").waitFor({ state: "detached" });
});
