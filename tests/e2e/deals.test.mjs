// Deals: the best ones, what to offer for them, and assumptions that count at once.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { LISTS, county, scoreObjects } from "./native.mjs";
import { appOn, money, settles } from "./pages.mjs";

journey("deals come by profit with a ladder of offers, and another rule moves the max offer", async ({ page, t }) => {
  const files = county(t, { rows: 1500 })(...LISTS);
  const { importer, table, detail, deals, nav } = appOn(page);
  await importer.choose(files);
  await importer.painted();
  const { name } = await table.exported();
  const leads = scoreObjects(files, { asOf: name.slice("leads-".length, -".csv".length) });

  await nav("Deals");
  await deals.rows.first().waitFor();
  const clear = leads.filter((lead) => lead.deal.meets_70_rule);
  const best = clear.map((lead) => Math.round(lead.deal.potential_profit)).sort((a, b) => b - a);
  const shown = await deals.read();
  assert.deepEqual(shown.map((deal) => deal.profit), best.slice(0, shown.length));
  for (const { offers } of shown) {
    // Five percent of the value lie between two rungs.
    assert.ok(Math.abs(offers[2] - offers[1] - (offers[1] - offers[0])) <= 1, offers.join());
  }
  const figures = await deals.figures.textContent();
  assert.ok(figures.includes(`${clear.length.toLocaleString("en-US")}of`), figures);
  assert.ok(figures.includes(money(clear.reduce((sum, lead) => sum + lead.deal.potential_profit, 0))), figures);

  await deals.onlyClear.uncheck();
  await deals.by("By return");
  const byReturn = [...leads].sort((a, b) => b.deal.roi_percent - a.deal.roi_percent);
  await settles(page, async () => (await deals.read())[0]?.profit, Math.round(byReturn[0].deal.potential_profit));

  // A rule of 60 % offers what the lowest rung of the 70 % rule offered.
  const [first] = await deals.read();
  await deals.field("Rule, percent").fill("60");
  await settles(page, async () => (await deals.read())[0]?.offers.at(-1), first.offers[0]);
  await page.getByRole("button", { name: "Reset" }).click();
  await settles(page, async () => (await deals.read())[0]?.offers, first.offers);

  // To the same lead in full.
  await deals.rows.first().getByRole("link").click();
  await detail.title.waitFor();
  await settles(page, async () => (await detail.read())?.offer, money(first.offers[2]));
});

journey("what if: other numbers for one house count at once and are gone with it", async ({ page }) => {
  const { importer, table, detail } = appOn(page);
  await importer.demo();
  await importer.painted();
  await table.rows.first().click();
  await detail.title.waitFor();
  const known = await detail.read();
  const field = (name) => detail.panel.getByRole("spinbutton", { name });
  await detail.panel.getByText("What if…").click();
  await field("ARV, US dollars").fill("300000");
  await field("Repairs, US dollars").fill("40000");
  await settles(page, async () => (await detail.read())?.offer, "$170,000");
  await field("Rule, percent").fill("65");
  await settles(page, async () => (await detail.read())?.offer, "$155,000");
  await detail.panel.getByRole("button", { name: "Back to what is known" }).click();
  await settles(page, async () => (await detail.read())?.offer, known.offer);

  await field("Price, US dollars").fill("1");
  await page.keyboard.press("Escape");
  await detail.panel.getByRole("button", { name: "Next lead" }).click();
  await settles(page, async () => (await detail.read())?.title !== known.title, true);
  assert.equal(await detail.panel.getByText("with your numbers").count(), 0);
});
