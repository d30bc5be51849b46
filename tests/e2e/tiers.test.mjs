// Thresholds, weights and profiles: the tier table follows them at once, and a profile means the same natively.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "./browser.mjs";
import { LISTS, county, leadscore, parseCsv, scoreCsv } from "./native.mjs";
import { appOn, settles } from "./pages.mjs";

journey("moving a threshold moves leads between tiers at once, and reset takes them back", async ({ page, t }) => {
  const files = county(t, { rows: 2000 })(...LISTS);
  const { importer, table, tiers, nav } = appOn(page);
  await importer.choose(files);
  await importer.painted();
  // The day decides the scores: the name of the export says which it was.
  const { name, text } = await table.exported();
  const leads = parseCsv(text);
  assert.equal(text, scoreCsv(files, { asOf: name.slice("leads-".length, -".csv".length) }));
  const profile = tally(leads.map((lead) => lead.tier));
  assert.ok(["A", "B", "C", "D"].every((tier) => profile[tier] > 0), JSON.stringify(profile));

  await nav("Tiers");
  await settles(page, tiers.read, profile);
  assert.equal(await tiers.reset.isDisabled(), true);
  const start = ["a", "b", "c"].map((letter) => tiers.threshold(letter));
  const [a, b, c] = await Promise.all(start.map(async (slider) => Number(await slider.inputValue())));

  const at = (a, b, c) =>
    tally(leads.map(({ heuristic_score: score }) => (score >= a ? "A" : score >= b ? "B" : score >= c ? "C" : "D")));
  assert.deepEqual(at(a, b, c), profile);
  // Each step of the slider is one step of the table.
  await tiers.threshold("a").focus();
  for (const step of [1, 2, 3]) {
    await page.keyboard.press("ArrowLeft");
    await settles(page, tiers.read, at(a - step * 0.5, b, c));
  }
  assert.notDeepEqual(await tiers.read(), profile);

  // A threshold takes its neighbours along.
  await tiers.threshold("a").fill("30");
  await settles(page, tiers.read, at(30, Math.min(b, 30), Math.min(c, 30)));
  await tiers.threshold("c").fill("50");
  await settles(page, tiers.read, at(50, 50, 50));
  await tiers.threshold("a").fill("100");
  await settles(page, tiers.read, at(100, 50, 50));

  // The call list has the tiers of now.
  await nav("Leads");
  const best = leads.slice(0, 8).map(({ heuristic_score: score }) => (score >= 100 ? "A" : score >= 50 ? "B" : "D"));
  await settles(page, async () => (await table.first(8)).map((row) => row.tier), best);

  await nav("Tiers");
  await tiers.reset.click();
  await settles(page, tiers.read, profile);
  assert.deepEqual(await Promise.all(start.map(async (slider) => Number(await slider.inputValue()))), [a, b, c]);
});

/** How many of each letter there are, and how many in all. */
function tally(letters) {
  const counts = { A: 0, B: 0, C: 0, D: 0, all: letters.length };
  letters.forEach((letter) => (counts[letter] += 1));
  return counts;
}

journey("thresholds are dragged on the plot, and keys move them by halves, fives and to the ends", async ({ page }) => {
  const { importer, tiers, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  await nav("Tiers");
  const a = tiers.threshold("a");
  const value = async () => Number(await a.inputValue());
  const before = await tiers.read();
  assert.equal(await value(), 43);

  await tiers.drag("a", 60);
  assert.ok(Math.abs((await value()) - 60) < 1, `dragged to ${await value()}`);
  const dragged = await tiers.read();
  assert.ok(dragged.A < before.A, `${dragged.A} of ${before.A} leads are still in A`);
  assert.ok(await tiers.edited.isVisible());

  await a.focus();
  for (const [key, expected] of [["Home", 0], ["End", 100], ["PageDown", 95], ["ArrowLeft", 94.5], ["PageUp", 99.5]]) {
    await page.keyboard.press(key);
    await settles(page, value, expected, key);
  }
  await settles(page, () => a.getAttribute("aria-valuetext"), "99.50 points, 0 leads in tier A");

  await page.getByRole("button", { name: "Undo" }).click();
  await settles(page, tiers.read, before);
  assert.equal(await tiers.edited.count(), 0);
});

journey("tiers hold as many leads as can be called, and say which equal scores do not fit", async ({ page }) => {
  const { importer, tiers, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  await nav("Tiers");
  const { all } = await tiers.read();

  await tiers.by("By calls a week");
  await tiers.field(/I can call/).fill("200");
  const held = async () => {
    const { A, B, C } = await tiers.read();
    return A > 0 && A <= 200 && A + B <= 800 && A + B + C <= 2400;
  };
  await settles(page, held, true);
  const { A, B } = await tiers.read();
  await settles(page, async () => (await tiers.says.textContent()).startsWith(`${A} A, ${B} B,`), true);
  assert.match(await tiers.says.textContent(), /leads share the score|^[^.]*\.$/);

  await tiers.by("By share");
  await tiers.field(/^Top/).fill("1");
  await settles(page, async () => (await tiers.read()).A <= Math.round(all / 100), true);
});

journey("a changed weight moves leads, and the profile shared as a file gives the same natively", async ({ page, t }) => {
  const files = county(t, { rows: 1500 })(...LISTS);
  const { importer, table, tiers, nav } = appOn(page);
  await importer.choose(files);
  await importer.painted();
  await nav("Tiers");
  const before = await tiers.read();
  assert.equal(await tiers.churn.count(), 0);

  await tiers.field("Weight of Distress").fill("60");
  await settles(page, async () => (await page.getByTestId("weight-sum").textContent()).trim(), "Sum 125 %");
  await tiers.churn.waitFor();
  await page.getByRole("button", { name: "Normalise" }).click();
  await settles(page, async () => (await page.getByTestId("weight-sum").textContent()).trim(), "Sum 100 %");
  await tiers.part("Distress").click();
  await tiers.field("Amount in default, step 1: points").fill("25");
  await tiers.threshold("b").fill("33");
  await page.getByRole("button", { name: "Save as…" }).click();
  await page.getByRole("textbox", { name: "Name of your profile" }).fill("Debt first");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await settles(page, () => tiers.profile.inputValue(), "debt-first");
  await tiers.edited.waitFor({ state: "detached" });
  await settles(page, async () => (await tiers.churn.count()), 0);
  const mine = await tiers.read();
  assert.notDeepEqual(mine, before);

  const { name, path } = await tiers.shared();
  assert.equal(name, "debt-first.toml");
  await nav("Leads");
  const file = await table.exported();
  const asOf = file.name.slice("leads-".length, -".csv".length);
  assert.equal(file.text, scoreCsv(files, { asOf, profile: path }));
  const native = JSON.parse(leadscore("tiers", ...files, "--profile", path, "--no-ml", "--as-of", asOf, "--format", "json"));
  assert.deepEqual(
    native.map(({ tier, count }) => [tier, count]),
    ["A", "B", "C", "D"].map((tier) => [tier, mine[tier]]),
  );

  // What is opened from the file is what was saved, after all of it is gone.
  await nav("Tiers");
  await page.getByRole("button", { name: "Delete" }).click();
  await settles(page, tiers.read, before);
  await page.getByTestId("open-profile").setInputFiles({ name, mimeType: "application/toml", buffer: readFileSync(path) });
  await settles(page, tiers.read, mine);
  await settles(page, () => tiers.profile.inputValue(), "debt-first");

  // A file that is no profile says where it stumbles, and changes nothing.
  const broken = Buffer.from('name = "x"\ntitle = 7\n');
  await page.getByTestId("open-profile").setInputFiles({ name: "broken.toml", mimeType: "application/toml", buffer: broken });
  await importer.errors.waitFor();
  assert.match(await importer.errors.textContent(), /line 2, column 9/);
  assert.deepEqual(await tiers.read(), mine);
});
