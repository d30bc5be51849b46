// Quality: every row accounted for, the numbers of the page those of the files, and a file of what was not taken.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { journey } from "./browser.mjs";
import { LISTS, asUpload, checkFiles, county, named, parseCsv } from "./native.mjs";
import { appOn, settles, sheets, thousands } from "./pages.mjs";

journey("rows, joins and columns are told as the files have them; rejected rows are saved", async ({ page, t }) => {
  const { importer, nav } = appOn(page);
  const { verdict, table, sheet, saved, names } = sheets(page);
  const paths = county(t, { rows: 600 })(...LISTS);
  const uploads = paths.map(asUpload);
  // Two rows without a parcel, and a date that is none.
  const records = readFileSync(paths[2], "utf8").split("\n");
  const parcel = records[0].split(",").indexOf("parcel_number");
  const without = (line) => line.split(",").map((cell, place) => (place === parcel ? "" : cell)).join(",");
  records.splice(3, 0, without(records[1]), without(records[2]));
  uploads[2] = named(path.basename(paths[2]), records.join("\n"));
  await importer.choose(uploads);
  await importer.painted();
  await nav("Quality");
  await settles(page, async () => (await names()).includes("rows"), true);

  assert.match(await verdict("rows"), /Look at this/);
  const rows = await table("rows");
  const number = (cell) => Number(cell.replaceAll(",", ""));
  for (const [name, read, kept, merged, rejected] of rows) {
    assert.equal(number(read), number(kept) + number(merged) + number(rejected), name);
  }
  const known = checkFiles(paths);
  for (const file of known) {
    const line = rows.find(([name]) => name === path.basename(file.name));
    const extra = path.basename(file.name) === path.basename(paths[2]) ? 2 : 0;
    assert.equal(line[1], thousands(file.read + extra), file.name);
    assert.equal(line[4], thousands(file.rejected + extra), file.name);
  }
  const rejects = await saved(sheet("rows").getByRole("button", { name: "Rejected rows" }));
  const lines = parseCsv(rejects.text).filter((line) => line.effect === "row rejected");
  assert.equal(lines.length, known.reduce((sum, file) => sum + file.rejected, 0) + 2);
  assert.deepEqual(lines.filter((line) => line.file === path.basename(paths[2])).map((line) => line.line), ["4", "5"]);

  for (const name of ["joins", "conflicts", "places", "dates", "values", "outcomes", "methods", "advice", "completeness"]) {
    assert.ok((await names()).includes(name), name);
  }
  // Without a model the rules answer, and nothing is to be trained again.
  assert.match(await sheet("methods").textContent(), /no ARV model is in use/);
  assert.match(await sheet("advice").textContent(), /No model is in use/);
});

journey("a model in use changes who answers, and leaves a log", async ({ page }) => {
  const { importer, models, nav } = appOn(page);
  const { sheet, saved, verdict } = sheets(page);
  await importer.demo();
  await importer.painted();
  await nav("Models");
  await models.train("arv");
  await models.used("arv");
  await nav("Quality");
  await settles(page, async () => /Model \d{8}_\d{6}/.test(await sheet("methods").textContent()), true);
  assert.match(await verdict("advice"), /Good/);
  const log = await saved(sheet("methods").getByRole("button", { name: "Prediction log" }));
  const events = log.text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const arv = events.filter((event) => event.model === "arv");
  assert.equal(events.length, 2 * arv.length);
  const byModel = arv.filter((event) => event.event === "arv_prediction_using_ml_model");
  assert.ok(byModel.length > 0);
  assert.ok(byModel.every((event) => event.digest && event.version && event.estimate > 0));
  assert.ok(arv.filter((event) => event.method === "heuristic_fallback").every((event) => event.fallback_reason));
});
