// Drops one file on the built app and on other parsers, several times each, in one browser.
//
// In, by environment: LEADSCORE_DIST (the built site), LEADSCORE_PACKAGES (a folder with node_modules), LEADSCORE_FILE
// (the CSV), LEADSCORE_RUNS, CHROMIUM. Out, on stdout: one line per run, its values parted by tabs, `name version
// rows milliseconds longestTask longestGap imported scored` (the last two empty for a peer); progress on stderr. It
// judges nothing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { watchPage } from "./heartbeat.mjs";
import { serve } from "./serve.mjs";

const { LEADSCORE_DIST, LEADSCORE_PACKAGES, LEADSCORE_FILE, CHROMIUM } = process.env;
const RUNS = Number(process.env.LEADSCORE_RUNS ?? 5);
const PATIENCE = 120_000;
const packages = path.join(LEADSCORE_PACKAGES, "node_modules");
const { chromium } = createRequire(path.join(packages, "any.js"))("playwright-core");

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const version = (name) => JSON.parse(readFileSync(path.join(packages, name, "package.json"), "utf8")).version;

const app = {
  name: "Leadscore",
  version: "this build",
  path: "/app/",
  ready: () => window.leadscore?.ready?.then(() => true),
  input: "[data-testid=drop-zone] input[type=file]",
  done: "leadscore:painted",
};
const peer = (name, hash, packageName) => ({
  name,
  version: version(packageName),
  path: `/peers/peers.html#${hash}`,
  ready: () => performance.getEntriesByName("peer:ready").length > 0,
  input: "input[type=file]",
  done: "peer:parsed",
});
const contenders = [
  app,
  peer("PapaParse", "papaparse", "papaparse"),
  peer("uDSV", "udsv", "udsv"),
  peer("DuckDB-wasm", "duckdb", "@duckdb/duckdb-wasm"),
];

const site = await serve({
  "/app/": LEADSCORE_DIST,
  "/peers/": fileURLToPath(new URL(".", import.meta.url)),
  "/packages/": packages,
});
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
try {
  console.error(`Chromium ${browser.version()}`);
  // Taking turns: what slows the machine down for a while slows all of them down. The first round only warms up.
  for (let round = 0; round <= RUNS; round++) {
    for (const contender of contenders) {
      const run = await measure(contender);
      if (round > 0) console.log([contender.name, contender.version, ...run].join("\t"));
      const what = round > 0 ? `run ${round} of ${RUNS}` : "warm-up";
      console.error(`${what}: ${contender.name} ${run[1]} ms`);
    }
  }
} finally {
  await browser.close();
  site.close();
}

/** One visit with an empty profile: rows, then milliseconds in the order that the top of this file gives. */
async function measure(contender) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    await context.addInitScript(watchPage);
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(site.url + contender.path);
    await page.waitForFunction(contender.ready, null, { timeout: PATIENCE }).catch((error) => {
      throw new Error(`${contender.name} did not become ready: ${faults.join("; ")}`, { cause: error });
    });
    // The service worker fetches all files once more after the first visit; let that pass.
    await page.waitForTimeout(1000);
    await page.locator(contender.input).first().setInputFiles(LEADSCORE_FILE);
    const done = (name) => window.peerFailed !== undefined || performance.getEntriesByName(name).length > 0;
    await page.waitForFunction(done, contender.done, { timeout: PATIENCE, polling: 100 }).catch((error) => {
      throw new Error(`${contender.name} did not finish: ${faults.join("; ")}`, { cause: error });
    });
    // What a contender leaves to do for afterwards blocks the page too, and long tasks are reported late.
    await page.waitForTimeout(500);
    const answer = await page.evaluate(
      (name) => ({
        failed: window.peerFailed,
        done: window.bench.sinceFile(name),
        imported: window.bench.sinceFile("leadscore:imported")?.milliseconds,
        scored: window.bench.sinceFile("leadscore:scored")?.milliseconds,
        ...window.bench.state,
      }),
      contender.done,
    );
    if (answer.failed) throw new Error(`${contender.name}: ${answer.failed}`);
    const { done: { milliseconds, rows }, imported, scored, longestTask, longestGap } = answer;
    const times = [milliseconds, longestTask, longestGap, imported, scored];
    return [rows, ...times.map((time) => time?.toFixed(0) ?? "")];
  } finally {
    await context.close();
  }
}
