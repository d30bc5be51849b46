// Thresholds: the tier table follows them while they move, and every lead stays in one tier.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { LISTS, county, parseCsv, scoreCsv } from "./native.mjs";
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
