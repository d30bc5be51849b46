// The same on a phone: cards, a detail over the whole screen, and the way back.
import assert from "node:assert/strict";
import { journey } from "./browser.mjs";
import { appOn, settles } from "./pages.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** Nothing is wider than the screen, and nothing can be pushed aside. */
async function fits(page, where) {
  const wide = await page.evaluate(() => {
    const main = document.querySelector(".page");
    scrollTo(1000, scrollY);
    return {
      pushed: scrollX,
      document: document.documentElement.scrollWidth - innerWidth,
      page: main.scrollWidth - main.clientWidth,
    };
  });
  assert.deepEqual(wide, { pushed: 0, document: 0, page: 0 }, where);
}

journey("a thumb gets from the demo county to a lead and back", { context: PHONE }, async ({ page }) => {
  const { importer, table, detail, tiers } = appOn(page);
  await fits(page, "import");
  await page.getByTestId("load-demo").first().tap();
  await importer.painted();
  await fits(page, "leads");

  const cards = page.locator(".lead-row--card");
  const second = cards.nth(1);
  const place = await second.locator(".card__place b").textContent();
  const box = await second.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
  await second.locator(".card__place").tap();
  await settles(page, () => detail.title.textContent(), place);
  const panel = await detail.panel.boundingBox();
  assert.deepEqual([panel.x, panel.width], [0, 390]);
  await fits(page, "detail");

  await detail.back.tap();
  await detail.panel.waitFor({ state: "detached" });
  assert.match(page.url(), /#\/leads$/);
  assert.equal(await second.locator(".card__place b").textContent(), place);

  // The filter is a sheet that its button closes.
  await page.locator(".filters .chip").filter({ hasText: "Tier" }).tap();
  const sheet = page.getByRole("group", { name: "Tier" });
  await sheet.getByRole("checkbox", { name: /^Tier A/ }).setChecked(true);
  await sheet.getByRole("button", { name: "Done" }).tap();
  const tiersShown = () => cards.getByTestId("tier-badge").allTextContents();
  await settles(page, async () => [...new Set(await tiersShown())], ["A"]);
  assert.ok((await table.rowCount()) < 5000);

  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Tiers" }).tap();
  await tiers.threshold("a").waitFor();
  await fits(page, "tiers");
  await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "More" }).tap();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Import" }).tap();
  await importer.report.waitFor();
  await fits(page, "import report");
});

journey("cards scroll with the page", { context: PHONE }, async ({ page }) => {
  const { importer, table } = appOn(page);
  await page.getByTestId("load-demo").first().tap();
  await importer.painted();
  const last = await table.rowCount();
  await page.evaluate(() => {
    const page = document.querySelector(".page");
    page.scrollTop = page.scrollHeight;
  });
  await page.locator(`#lead-row-${last - 1}[data-lead]`).waitFor();
  // At rest the whole of the last card stands above the tab bar.
  const bar = await page.getByRole("navigation", { name: "Pages" }).boundingBox();
  const isWhole = async () => {
    const box = await page.locator(`#lead-row-${last - 1}`).boundingBox();
    return box !== null && box.y > 0 && box.y + box.height <= bar.y + 1;
  };
  await settles(page, isWhole, true);
});
