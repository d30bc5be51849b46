// Pictures of every page at three widths in both themes, for people to look at: `cargo xtask screenshots`.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launch, ready, tourIsTaken } from "./browser.mjs";
import { PAGES, appOn, visit } from "./pages.mjs";
import { serveSite } from "./serve.mjs";

const folder = process.env.LEADSCORE_SCREENSHOTS;
if (!folder) throw new Error("LEADSCORE_SCREENSHOTS says where the pictures go");

const SIZES = [
  { width: 390, height: 844, isPhone: true },
  { width: 1280, height: 860 },
  { width: 1920, height: 1080 },
];
/** So that the README shows what the reader's system shows. */
const THEMES = ["light", "dark"];

const site = await serveSite();
const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  for (const { isPhone = false, ...viewport } of SIZES) {
    for (const colorScheme of THEMES) {
      const context = await browser.newContext({ viewport, colorScheme, hasTouch: isPhone, isMobile: isPhone });
      await context.addInitScript(tourIsTaken);
      const page = await context.newPage();
      await shoot(page, `${viewport.width}-${colorScheme}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await site.close();
}

async function shoot(page, suffix) {
  const save = (name) => page.screenshot({ path: path.join(folder, `${name}-${suffix}.png`) });
  await page.goto(site.url);
  await ready(page);
  await save("first-visit");
  const app = appOn(page);
  await app.importer.demo();
  await app.importer.painted();
  for (const name of PAGES) {
    await visit(page, name);
    // What arrives from the worker and eases in is part of the picture.
    await page.waitForTimeout(700);
    await save(name);
  }
  await visit(page, "leads");
  const lead = await page.getByTestId("lead-row").first().getAttribute("data-lead");
  await page.evaluate((lead) => (location.hash = `#/leads/${lead}`), lead);
  await page.getByTestId("lead-detail").getByRole("heading", { level: 2 }).waitFor();
  await page.waitForTimeout(500);
  await save("lead");
  console.log(`${suffix}: ${PAGES.length + 2} pictures`);
}
