// Once the page is there, nothing leaves the device, and nothing could.
import assert from "node:assert/strict";
import { controlled, journey } from "./browser.mjs";
import { LISTS, asUpload, county } from "./native.mjs";
import { appOn, settles } from "./pages.mjs";
import { serveSite } from "./serve.mjs";

journey("with the network denied everything works, and nothing is asked for", async ({ page, context, site, t }) => {
  const files = county(t, { rows: 800 })(...LISTS).map(asUpload);
  // What the service worker keeps for later is part of loading.
  await controlled(page);
  await page.waitForLoadState("networkidle");
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  await context.route("**", (route) => route.abort());
  await context.setOffline(true);
  const before = [...site.requests];

  const { importer, table, detail, tiers, nav } = appOn(page);
  await importer.demo();
  await importer.painted();
  assert.ok((await table.rowCount()) > 5000);

  await nav("Import");
  await importer.choose(files);
  await settles(page, async () => (await table.rowCount()) < 1000, true);
  const all = await table.rowCount();
  await table.choose("Tier", { "Tier A": true });
  await settles(page, async () => (await table.rowCount()) < all, true);
  await table.rows.first().click();
  await settles(page, () => detail.read().then((lead) => lead?.tier), "A");
  await detail.close();
  const { text } = await table.exported();
  assert.equal(text.split("\n").length - 2, await table.rowCount());
  await nav("Tiers");
  await tiers.threshold("a").fill("20");
  await settles(page, async () => (await tiers.read()).A > 0, true);
  await page.getByTestId("theme-toggle").click();

  // The export is an address inside the page; nothing was asked of anyone.
  assert.deepEqual(asked.filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(site.requests, before);
});

/** What the journeys below provoke. */
const isBlocked = (fault) => /policy violated|Content Security Policy|request failed/.test(fault);

journey("the page cannot reach another host", { expects: isBlocked }, async ({ page, faults, t }) => {
  const elsewhere = await serveSite();
  t.after(() => elsewhere.close());
  const told = await page.evaluate(async (url) => {
    const violated = new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
    });
    const outcome = await fetch(url, { mode: "no-cors" }).then(() => "sent", () => "refused");
    return [outcome, await violated];
  }, elsewhere.url);
  assert.deepEqual(told, ["refused", "connect-src"]);
  const image = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve("sent");
        image.onerror = () => resolve("refused");
        image.src = url;
      }),
    `${elsewhere.url}icon.svg`,
  );
  assert.equal(image, "refused");
  assert.deepEqual(elsewhere.requests, []);
  assert.ok(faults.length > 0, "what is refused is said");
});

// A worker does not have the policy of its page by itself.
journey("the engine cannot reach another host", { expects: isBlocked }, async ({ page, t }) => {
  const elsewhere = await serveSite();
  t.after(() => elsewhere.close());
  const [engine] = page.workers();
  const outcome = await engine.evaluate(
    (url) => fetch(url, { mode: "no-cors" }).then(() => "sent", () => "refused"),
    elsewhere.url,
  );
  assert.deepEqual([outcome, elsewhere.requests], ["refused", []]);
});
