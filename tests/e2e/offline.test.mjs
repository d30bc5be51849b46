// After the first visit the app needs no network at all.
import assert from "node:assert/strict";
import { controlled, journey, ready } from "./browser.mjs";

journey("the app opens again when the network is gone", async ({ page, site, faults }) => {
  await controlled(page);
  await site.close();
  await page.reload();
  await ready(page, faults);
});

journey("a policy forbids the page to reach any other host", async ({ page }) => {
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  const directives = new Map(policy.split("; ").map((text) => [text.split(" ")[0], text.split(" ").slice(1)]));
  assert.deepEqual(directives.get("default-src"), ["'none'"]);
  assert.deepEqual(directives.get("connect-src"), ["'self'"]);
  assert.ok(!policy.includes("unsafe-inline") && !policy.includes("'unsafe-eval'"), policy);
});
