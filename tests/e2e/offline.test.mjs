// After the first visit the app needs no network at all.
import assert from "node:assert/strict";
import { controlled, journey, ready } from "./browser.mjs";
import { appOn, settles } from "./pages.mjs";

journey("the app opens again when the network is gone", async ({ page, site, faults }) => {
  await controlled(page);
  // The shipped models come last.
  await page.waitForLoadState("networkidle");
  await site.close();
  await page.reload();
  await ready(page, faults);
});

journey("without a network the leads come back with the app", async ({ page, site, faults }) => {
  const { importer, table } = appOn(page);
  await controlled(page);
  await page.waitForLoadState("networkidle");
  await importer.demo();
  await importer.painted();
  await page.getByRole("region", { name: "Keep your work" }).getByRole("button", { name: "Keep" }).click();
  const before = (await table.first(5)).map(({ address, score }) => [address, score]);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("What is kept", { exact: true }).waitFor();
  await site.close();
  await page.goto(site.url + "#/leads");
  await page.reload();
  await ready(page, faults);
  await settles(page, async () => (await table.first(5)).map(({ address, score }) => [address, score]), before);
});

journey("a policy forbids the page to reach any other host", async ({ page }) => {
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  const directives = new Map(policy.split("; ").map((text) => [text.split(" ")[0], text.split(" ").slice(1)]));
  assert.deepEqual(directives.get("default-src"), ["'none'"]);
  assert.deepEqual(directives.get("connect-src"), ["'self'"]);
  assert.ok(!policy.includes("unsafe-inline") && !policy.includes("'unsafe-eval'"), policy);
});
