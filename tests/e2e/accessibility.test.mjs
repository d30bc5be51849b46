// What axe-core finds on every page, in both themes, on a phone and on a desk: nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { journey } from "./browser.mjs";
import { PAGES, appOn, visit } from "./pages.mjs";

const AXE = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 860 } };

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    const context = { viewport, colorScheme, reducedMotion: "reduce" };
    journey(`axe finds nothing on a ${colorScheme} ${size}`, { context, timeout: 240_000 }, async ({ page }) => {
      const app = appOn(page);
      const found = [];
      const look = async (where) => found.push(...(await findings(page, where)));
      for (const name of PAGES) {
        await visit(page, name);
        await look(`${name} without leads`);
      }
      await visit(page, "import");
      await app.importer.demo();
      await app.importer.painted();
      for (const name of PAGES) {
        await visit(page, name);
        await look(name);
      }
      await visit(page, "leads");
      await page.getByTestId("lead-row").first().click();
      await page.getByTestId("lead-detail").getByRole("heading", { level: 2 }).waitFor();
      await look("a lead");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await look("the help");
      assert.deepEqual(found, []);
    });
  }
}

/** Every finding with the element it is about. */
async function findings(page, where) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`),
    );
  });
  return found.map((finding) => `${where}: ${finding}`);
}
