// The engine in a worker of a page in Chromium: one fit, told as one line of JSON.
//
// In: `ENGINE LEARNER TASK FOLDER` as for ours.mjs, and by environment CHROMIUM and LEADSCORE_PACKAGES (a folder with
// node_modules).
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../import/serve.mjs";

const [folder, learner, task, data] = process.argv.slice(2);
const { CHROMIUM, LEADSCORE_PACKAGES } = process.env;
const { chromium } = createRequire(path.join(LEADSCORE_PACKAGES, "node_modules", "any.js"))("playwright-core");
const PATIENCE = 600_000;

const site = await serve({
  "/bench/": fileURLToPath(new URL(".", import.meta.url)),
  "/engine/": folder,
  "/data/": data,
});
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${site.url}/bench/page.html`);
  const answer = await page.evaluate(
    (work) =>
      new Promise((resolve, reject) => {
        const worker = new Worker("worker.mjs", { type: "module" });
        worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.failed)) : resolve(data));
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(work);
      }),
    { learner, task },
  );
  console.log(JSON.stringify({ version: `Chromium ${browser.version()}`, ...answer }));
} finally {
  await browser.close();
  site.close();
}
