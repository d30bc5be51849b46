// Models: trained on this device, in use at once, and the same as the binary's to the last bit.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { journey } from "./browser.mjs";
import { county, leadscore, parseCsv } from "./native.mjs";
import { appOn, dollars, settles, sheets } from "./pages.mjs";

/** All files of a county, in the order in which the page reads its demo county. */
const FILES = ["tax_sales.csv", "foreclosures.csv", "property_records.csv", "code_violations.csv", "sales.csv", "outcomes.csv"];

/** The longest that the page may be deaf. */
const LONG_TASK_MS = 50;
const CANCEL_MS = 200;

journey("both models train in the page, judge its leads at once, and equal those of the binary", async ({ page, t }) => {
  const { importer, table, detail, models, nav } = appOn(page);
  await page.evaluate(watchTasks);
  await importer.demo();
  await importer.painted();
  const before = await table.exported();
  const [, asOf] = /^leads-(\d{4}-\d\d-\d\d)\.csv$/.exec(before.name);
  assert.ok(parseCsv(before.text).every((lead) => lead.arv_method !== "ml_model"));

  await nav("Models");
  await settles(page, () => models.button("arv").isEnabled(), true);
  await page.evaluate(() => (window.longTasks.length = 0));
  const seconds = {};
  for (const model of ["arv", "lead"]) {
    const seen = page.evaluate(watchProgress);
    const start = Date.now();
    await models.train(model);
    await models.progress.waitFor();
    await models.used(model);
    seconds[model] = (Date.now() - start) / 1000;
    const told = await seen;
    assert.ok(told.length > 3, `the ${model} training told of its progress ${told.length} times`);
    assert.ok(told.every((share, place) => share >= (told[place - 1] ?? 0)), `the bar went back: ${told}`);
  }
  t.diagnostic(`trained in ${seconds.arv} s and ${seconds.lead} s`);
  const long = await page.evaluate(() => window.longTasks);
  t.diagnostic(`long tasks while training: ${JSON.stringify(long)}`);

  // The same files, day and choices give the same digests natively.
  const files = county(t, { rows: 6000, asOf })(...FILES);
  const folder = mkdtempSync(path.join(tmpdir(), "leadscore-models-"));
  t.after(() => import("node:fs/promises").then(({ rm }) => rm(folder, { recursive: true })));
  leadscore("train", "all", ...files, "--out", folder, "--as-of", asOf);
  const { versions } = JSON.parse(readFileSync(path.join(folder, "index.json"), "utf8"));
  for (const { model, digest } of versions) {
    const used = await models.used(model);
    assert.equal(used.digest, digest, `the ${model} model`);
    assert.equal(used.shown, digest.slice(0, 12));
  }

  // The leads have heard them, and the export says what the binary says with the same models.
  await nav("Leads");
  await settles(page, async () => (await page.locator(".cell--by-model").count()) > 0, true);
  const { text } = await table.exported();
  const native = leadscore("score", ...files, "--models", folder, "--as-of", asOf, "--format", "csv").toString();
  const versionless = (csv) => csv.replaceAll(/\d{8}_\d{6}/g, "a version");
  assert.equal(versionless(text), versionless(native));
  await table.rows.first().click();
  await settles(page, () => detail.part("After-repair value").textContent().then((text) => /trained model|rule of thumb/.test(text)), true);

  // Stopped, the rules speak again as before.
  await nav("Models");
  for (const model of ["arv", "lead"]) {
    await models.list.locator(`.version[data-model=${model}]`).getByRole("button", { name: "Stop using" }).click();
  }
  await nav("Leads");
  await settles(page, async () => (await table.exported()).text === before.text, true);

  assert.deepEqual(long.filter((ms) => ms > LONG_TASK_MS), [], "the page was deaf while it trained");
});

journey("a training is cancelled at once and leaves nothing behind; the next one works", async ({ page }) => {
  const { importer, models, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  await nav("Models");
  await models.train("lead");
  await settles(page, () => models.progress.textContent().then((text) => /trees/.test(text)), true);
  const took = await page.evaluate(cancelled);
  assert.ok(took <= CANCEL_MS, `cancelling took ${took} ms`);
  assert.equal(await models.lines.count(), 0);
  await models.train("arv");
  await models.used("arv");
  assert.equal(await models.lines.count(), 1);
});

journey("a model file of the binary is taken and used", async ({ page, t }) => {
  const { importer, models, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  const files = county(t, { rows: 600 })(...FILES);
  const folder = mkdtempSync(path.join(tmpdir(), "leadscore-models-"));
  t.after(() => import("node:fs/promises").then(({ rm }) => rm(folder, { recursive: true })));
  leadscore("train", "arv", ...files, "--out", folder);
  const { versions } = JSON.parse(readFileSync(path.join(folder, "index.json"), "utf8"));
  await nav("Models");
  await settles(page, () => models.button("arv").isEnabled(), true);
  await page.getByTestId("model-file").setInputFiles(path.join(folder, versions[0].file));
  assert.equal((await models.used("arv")).digest, versions[0].digest);
  assert.ok((await models.lines.first().textContent()).includes(versions[0].version));

  await page.getByTestId("model-file").setInputFiles({
    name: "arv_model_20260101_000000.lsm",
    mimeType: "application/octet-stream",
    buffer: Buffer.from("no model"),
  });
  await importer.errors.filter({ hasText: "not a model" }).waitFor();
  assert.equal(await models.lines.count(), 1);
});

journey("a second training waits, is compared and promoted, and the first comes back", async ({ page }) => {
  const { importer, models, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  await nav("Models");
  const card = page.getByRole("region", { name: "After-repair value" });
  await models.train("arv");
  const first = (await models.used("arv")).digest;

  await card.getByLabel("Learner").selectOption("boost");
  await models.train("arv");
  const challenger = models.lines.filter({ hasText: "Challenger" });
  await challenger.waitFor({ timeout: 60_000 });
  const second = await challenger.getAttribute("data-digest");
  assert.notEqual(second, first);
  // Nothing was replaced unasked.
  assert.equal((await models.used("arv")).digest, first);

  await card.getByRole("button", { name: "Compare" }).click();
  const compared = page.getByTestId("comparison");
  await compared.waitFor({ timeout: 60_000 });
  const rows = await sheets(page).table("compare");
  const r2 = rows.find(([figure]) => figure === "R²");
  assert.ok(Number(r2[1]) > 0.5 && Number(r2[2]) > 0.5, r2.join(" | "));
  assert.ok(rows.every((row) => row.length === 6));

  await card.getByRole("button", { name: "Promote the challenger" }).click();
  await settles(page, async () => (await models.used("arv")).digest, second);
  await card.getByRole("button", { name: "Roll back" }).click();
  await settles(page, async () => (await models.used("arv")).digest, first);
  assert.equal(await compared.count(), 0, "an old comparison says nothing of new roles");
});

journey("a lead is explained: steps add up to the estimate, the blend to the score", async ({ page }) => {
  const { importer, table, detail, models, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  // Rules alone explain themselves.
  await table.rows.first().click();
  await settles(page, async () => Boolean(await detail.read()), true);
  assert.equal(await page.getByTestId("arv-why").count(), 0);
  await nav("Models");
  for (const model of ["arv", "lead"]) {
    await models.train(model);
    await models.used(model);
  }
  await nav("Leads");
  await settles(page, async () => (await page.locator(".cell--by-model").count()) > 0, true);
  await page.locator("[data-testid=lead-row]").filter({ has: page.locator(".cell--by-model") }).first().click();
  const why = page.getByTestId("arv-why");
  await why.waitFor({ timeout: 30_000 });
  const lines = await why.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("th").textContent, row.querySelector("td.number").textContent]),
  );
  const amounts = lines.map(([, amount]) => dollars(amount));
  const total = amounts.pop();
  assert.equal(amounts.reduce((sum, amount) => sum + amount, 0), total, JSON.stringify(lines));
  assert.equal((await detail.read()).arv.replaceAll(/[$,]/g, ""), String(total));
  assert.ok(lines.length > 4, "the largest features have a line each");

  const houses = page.getByTestId("comparables").locator("tbody tr");
  assert.ok((await houses.count()) > 0);
  const here = await detail.title.textContent();
  await houses.first().getByRole("link").click();
  await settles(page, async () => (await detail.title.textContent()) !== here, true);

  const chance = page.getByTestId("chance-why");
  await chance.waitFor({ timeout: 30_000 });
  const [, rule, share, weight, score] = /: ([\d.]+) \+ \(([\d.]+) − 0\.5\) × (\d+) = ([\d.]+)/.exec(await chance.textContent());
  const blended = Number(rule) + (Number(share) - 0.5) * Number(weight);
  assert.ok(Math.abs(Math.min(100, Math.max(0, blended)) - Number(score)) < 0.05);
  assert.equal((await detail.read()).score, score);
});

journey("models that came with the app are badged, and judge nobody unasked", async ({ page }) => {
  const { importer, models, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  await nav("Models");
  const shipped = models.list.locator(".shipped");
  await settles(page, () => shipped.count(), 2);
  for (const line of await shipped.all()) assert.match(await line.textContent(), /made-up county/);
  assert.equal(await models.lines.count(), 0);
  await shipped.and(page.locator("[data-model=arv]")).getByRole("button", { name: "Try it" }).click();
  await models.used("arv");
  assert.match(await models.lines.first().textContent(), /made-up county/);
  await settles(page, () => shipped.count(), 1);
});

journey("a version has a report, on the screen and as a file, and its trees go to other libraries", async ({ page }) => {
  const { importer, models, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  await nav("Models");
  await models.train("arv");
  const { digest } = await models.used("arv");
  const line = models.lines.first();
  await line.getByRole("button", { name: "More" }).click();
  const { saved, names, table } = sheets(page);
  const trees = await saved(line.getByRole("button", { name: /ONNX/ }));
  assert.match(trees.name, /^arv_model_\d{8}_\d{6}\.onnx$/);
  await page.keyboard.press("Escape");
  await line.getByRole("button", { name: /^Report/ }).click();
  const report = page.getByTestId("model-report");
  await report.waitFor();
  for (const name of ["figures", "card", "ratio-study", "coverage", "baselines", "weights", "misses"]) {
    assert.ok((await names()).includes(name), name);
  }
  assert.ok((await report.textContent()).includes(digest));
  const study = await table("ratio-study");
  assert.deepEqual(study[0].slice(3, 4), ["0.900 to 1.100"]);
  const json = await saved(page.getByRole("button", { name: "Report (JSON)" }));
  const told = JSON.parse(json.text);
  const ratio = told.findings.find((finding) => finding.name === "median ratio");
  assert.equal(ratio.value.toFixed(3), study[0][1]);
});

/** Runs in the page: notes how long each long task takes. */
function watchTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)));
  }).observe({ type: "longtask" });
}

/** Runs in the page: the shares that a training shows, from its first to its last. */
function watchProgress() {
  return new Promise((resolve) => {
    const shares = [];
    let begun = false;
    const look = () => {
      const bar = document.querySelector("[data-testid=train-progress] [role=progressbar]");
      begun ||= Boolean(bar);
      if (begun && !bar) return resolve(shares);
      const share = Number(bar?.getAttribute("aria-valuenow") ?? NaN);
      if (bar && share !== shares.at(-1)) shares.push(share);
      requestAnimationFrame(look);
    };
    look();
  });
}

/** Runs in the page: presses Cancel; milliseconds until a training could be started again. */
async function cancelled() {
  const start = performance.now();
  document.querySelector("[data-testid=train-cancel]").click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const button = document.querySelector("[data-testid=train-lead]");
    if (button && !button.matches(":disabled")) return performance.now() - start;
  }
}
