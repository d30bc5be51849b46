// What stands on the page before the app does.
import assert from "node:assert/strict";
import test from "node:test";
import { journey, launch, ready } from "./browser.mjs";
import { serveSite } from "./serve.mjs";

journey("the splash goes when the app has come", async ({ page }) => {
  await page.locator("#splash").waitFor({ state: "detached" });
});

test("an app that cannot start says so", { timeout: 60_000 }, async () => {
  const site = await serveSite();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
    await page.goto(site.url);
    await page.getByRole("alert").filter({ hasText: "could not start" }).waitFor();
    assert.equal(await page.getByText("Loading Leadscore").isVisible(), false);
  } finally {
    await browser.close();
    await site.close();
  }
});

// The loader is a file of its own: either may be missing on a bad connection.
for (const file of ["worker_loader.js", "worker_bg.wasm"]) {
  test(`an engine without its ${file} says so, and starts when it is there`, { timeout: 60_000 }, async () => {
    const site = await serveSite();
    const browser = await launch();
    try {
      // The service worker may have the file all the same.
      const page = await browser.newPage({ serviceWorkers: "block" });
      const missing = `**/${file}`;
      await page.route(missing, (route) => route.fulfill({ status: 404 }));
      await page.goto(site.url);
      await page.getByRole("alert").filter({ hasText: "The engine" }).waitFor();
      await page.unroute(missing);
      await page.getByRole("button", { name: "Start again" }).click();
      await ready(page);
    } finally {
      await browser.close();
      await site.close();
    }
  });
}

for (const [scheme, stored, expected] of [
  ["dark", null, "dark"],
  ["light", null, "light"],
  ["dark", "light", "light"],
  ["light", "system", "light"],
]) {
  journey(`on a ${scheme} system with the choice ${stored} the page is ${expected}`, { context: { colorScheme: scheme } }, async ({ page }) => {
    if (stored) {
      await page.evaluate((choice) => localStorage.setItem("leadscore.theme", choice), stored);
      await page.reload();
    }
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), expected);
  });
}

journey("a first visit is offered a tour, which walks through the pages and is not offered again", { isFirstVisit: true }, async ({ page }) => {
  await page.getByTestId("load-demo").first().click();
  const card = page.getByRole("dialog", { name: "New here?" });
  await card.getByRole("button", { name: "Show me around" }).click();
  const titles = [];
  for (let step = 0; step < 6; step++) {
    const open = page.locator(".tour");
    titles.push(await open.getByRole("heading").textContent());
    await open.getByRole("button", { name: step === 5 ? "Done" : "Next" }).click();
  }
  assert.equal(new Set(titles).size, 6);
  assert.match(page.url(), /#\/import$/);
  await page.reload();
  await page.getByTestId("load-demo").first().click();
  await page.getByTestId("lead-row").first().waitFor();
  assert.equal(await page.locator(".tour").count(), 0);
});
