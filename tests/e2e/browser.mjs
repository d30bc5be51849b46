// A journey: one test with its own server, its own browser and an empty profile. It fails by itself when the page logs
// an error, throws, breaks its content security policy, or asks for something it does not get.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";
import { chromium } from "playwright-core";
import { serveSite } from "./serve.mjs";

const CHROMIUM =
  process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Registers a test with `node:test`.
 *
 * @param {string} name
 * @param {object} [options]
 * @param {import("playwright-core").BrowserContextOptions} [options.context] viewport, colour scheme, downloads, …
 * @param {string} [options.path] what follows the site's address when it is opened, such as "#/tiers"
 * @param {boolean} [options.isFirstVisit] whether the tour is offered
 * @param {number} [options.timeout] milliseconds for the whole journey, 120,000 unless given
 * @param {(fault: string) => boolean} [options.expects] faults that belong to the journey
 * @param {(world: World) => Promise<void>} body the page is open and its engine answers when it begins
 *
 * @typedef {object} World
 * @property {import("playwright-core").Page} page
 * @property {import("playwright-core").BrowserContext} context
 * @property {{url: string, requests: string[], close: () => Promise<void>}} site see serve.mjs
 * @property {string[]} faults what went wrong so far
 * @property {(page: import("playwright-core").Page) => void} watch watches a page that the journey opened itself
 * @property {import("node:test").TestContext} t
 */
export function journey(name, options, body) {
  if (typeof options === "function") [options, body] = [{}, options];
  const { timeout = 120_000, path = "", context: contextOptions = {}, expects = () => false } = options;
  const { isFirstVisit = false } = options;
  test(name, { timeout }, async (t) => {
    const site = await serveSite();
    const browser = await launch();
    try {
      const context = await browser.newContext(contextOptions);
      await context.addInitScript(reportPolicyViolations);
      if (!isFirstVisit) await context.addInitScript(tourIsTaken);
      const faults = [];
      const watch = (page) => watchPage(page, faults);
      const page = await context.newPage();
      watch(page);
      await open(page, site.url + path, faults);
      await body({ page, context, site, faults, watch, t });
      assert.deepEqual(faults.filter((fault) => !expects(fault)), [], "the page reported faults");
    } finally {
      await browser.close();
      await site.close();
    }
  });
}

/** Chromium without a window. */
export async function launch(more = []) {
  assert.ok(CHROMIUM, "no Chromium: set CHROMIUM to its path");
  return chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS, ...more] });
}

/** Opens the app and waits until the engine's worker answers (`window.leadscore.ready`). */
export async function open(page, url, faults = []) {
  await page.goto(url);
  await ready(page, faults);
}

/** Waits until the app has started and its engine answers; says what went wrong if it never does. */
export async function ready(page, faults = []) {
  try {
    await page.waitForFunction(() => window.leadscore?.ready?.then(() => true), null, { timeout: 20_000 });
  } catch (error) {
    throw new Error(`the app did not become ready; faults: ${JSON.stringify(faults, null, 1)}`, { cause: error });
  }
}

/** Waits until the service worker has kept every file and controls the page, so that a reload needs no network. */
export async function controlled(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", null, { timeout: 20_000 });
}

function watchPage(page, faults) {
  // Messages of the page's workers arrive here too.
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.stack ?? error}`));
  page.on("crash", () => faults.push("the page crashed"));
  page.on("requestfailed", (request) => {
    // Trainer and shipped models are fetched in the background; who leaves before they are there has harmed nothing.
    if (/\/t\/\w+\/trainer|\/models\//.test(request.url()) && request.failure()?.errorText === "net::ERR_ABORTED") return;
    faults.push(`request failed: ${request.url()} (${request.failure()?.errorText})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`request failed: ${response.url()} (${response.status()})`);
  });
}

/** The tour's offer would lie over what a journey wants to press. */
export function tourIsTaken() {
  localStorage.setItem("leadscore.tour", "taken");
}

/** Runs in the page, before anything else of it. */
function reportPolicyViolations() {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} ${event.sample}`);
  });
}
