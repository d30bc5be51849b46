// The app as a person sees it: pages, the table, the detail. Journeys say what is done; how it is found stands here.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

const PATIENCE_MS = 20_000;

/** The app on a page of the browser. */
export function appOn(page) {
  return {
    page,
    importer: importer(page),
    table: table(page),
    detail: detail(page),
    tiers: tiers(page),
    models: models(page),
    deals: deals(page),
    nav: (name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click(),
  };
}

/** Every page, as the fragment of the address names it. */
export const PAGES = ["leads", "map", "deals", "tiers", "models", "quality", "import", "settings"];

/** Opens a page by its address and waits until it is drawn. */
export async function visit(page, name) {
  await page.evaluate((name) => (location.hash = `#/${name}`), name);
  await page.waitForFunction((name) => document.title.toLowerCase().startsWith(name), name);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/**
 * Reads again and again, once a frame, until it reads what is expected; then asserts it, so that what is wrong is said.
 *
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<any>} read
 * @param {any} expected
 */
export async function settles(page, read, expected, message) {
  const deadline = Date.now() + PATIENCE_MS;
  let actual = await read();
  while (!isDeepStrictEqual(actual, expected) && Date.now() < deadline) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    actual = await read();
  }
  assert.deepEqual(actual, expected, message);
}

function importer(page) {
  const zone = page.getByTestId("drop-zone");
  return {
    zone,
    report: page.getByTestId("import-report"),
    errors: page.getByTestId("error"),

    /** Puts files into the file field, all at once. */
    choose: (files) => zone.locator("input[type=file]").setInputFiles(files),

    demo: () => page.getByTestId("load-demo").first().click(),

    /** Drops files on an element, as from a folder of the desktop. */
    async drop(selector, files) {
      const sent = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString() }));
      const data = await page.evaluateHandle((files) => {
        const data = new DataTransfer();
        files.forEach(({ name, mimeType, text }) => data.items.add(new File([text], name, { type: mimeType })));
        return data;
      }, sent);
      await page.dispatchEvent(selector, "dragover", { dataTransfer: data });
      await page.dispatchEvent(selector, "drop", { dataTransfer: data });
    },

    /** Waits until the leads of an import are painted; answers what the three marks say of their number. */
    async painted() {
      await page.waitForFunction(() => performance.getEntriesByName("leadscore:painted").length > 0, null, {
        timeout: PATIENCE_MS,
      });
      return page.evaluate(() =>
        ["leadscore:imported", "leadscore:scored", "leadscore:painted"].map((name) =>
          performance.getEntriesByName(name).map((mark) => mark.detail.rows),
        ),
      );
    },
  };
}

function table(page) {
  const grid = page.getByTestId("lead-table");
  const rows = page.getByTestId("lead-row");

  /** The rows drawn, from the top. A row on its way has no lead yet. */
  const read = () =>
    rows.evaluateAll((rows) => {
      const text = (row, name) => {
        const cell = row.querySelector(`.cell--${name}`);
        return (cell?.querySelector(".cell__main, span") ?? cell)?.textContent.trim() ?? "";
      };
      const drawn = rows.map((row) => ({
        index: Number(row.getAttribute("aria-rowindex")),
        here: row.hasAttribute("data-lead"),
        rank: text(row, "rank"),
        tier: text(row, "tier"),
        // The screen writes addresses and cities in small letters, the export as the lists have them.
        address: text(row, "place").toUpperCase(),
        parcel: row.querySelector(".cell__sub--parcel")?.textContent,
        city: text(row, "city").toUpperCase(),
        score: text(row, "score"),
        arv: text(row, "arv"),
        offer: text(row, "offer"),
        profit: text(row, "profit"),
        market: text(row, "market"),
      }));
      return drawn.sort((a, b) => a.index - b.index);
    });

  return {
    grid,
    rows,
    read,
    count: page.locator(".filters__count"),

    /** The first `count` rows, without their place. */
    first: async (count) =>
      (await read()).filter((row) => row.index < count + 2).map(({ index, here, ...shown }) => shown),

    /** How many rows the table says it has, without the header. */
    rowCount: async () => Number(await grid.getAttribute("aria-rowcount")) - 1,

    head: (name) => grid.getByRole("columnheader", { name, exact: true }),
    sortBy: (name) => grid.getByRole("columnheader").getByRole("button", { name, exact: true }).click(),

    /** Opens a menu of the filter bar, sets its choices, and closes it. */
    async choose(menu, choices) {
      await page.locator(".filters .menu > .chip").filter({ hasText: menu }).click();
      const panel = page.locator(".menu__panel");
      for (const [label, isOn] of Object.entries(choices)) {
        const box = panel.locator("label.check").filter({ has: page.getByText(label, { exact: true }) });
        await box.getByRole("checkbox").setChecked(isOn);
      }
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
    },

    menu: (words) => page.locator(".filters .menu > .chip").filter({ hasText: words }).first(),
    openMenu: async (words) => {
      await page.locator(".filters .menu > .chip").filter({ hasText: words }).first().click();
      await page.locator(".menu__panel").waitFor();
    },
    closeMenu: async () => {
      await page.keyboard.press("Escape");
      await page.locator(".menu__panel").waitFor({ state: "detached" });
    },

    /** Takes a filter from the menu of those that are not shown; its panel opens. */
    async addFilter(name) {
      await page.locator(".filters__add .chip").click();
      await page.locator(".menu__panel").getByRole("button", { name, exact: true }).click();
      await page.getByRole("group", { name, exact: true }).waitFor();
    },
    /** Fills the two fields of a range. */
    async range(from, to) {
      await page.locator(".menu__panel").getByLabel("From").fill(from);
      await page.locator(".menu__panel").getByLabel("To").fill(to);
    },
    chip: (words) => page.locator(".filters .chip--on").filter({ hasText: words }),
    remove: (words) => page.locator(".filters").getByRole("button", { name: `Remove the filter ${words}` }).click(),

    clear: () => page.locator(".filters").getByRole("button", { name: "Clear" }).click(),
    search: (text) => page.getByRole("searchbox", { name: /^Search address/ }).fill(text),

    /** Moves the scrollbar to a share of its way, 0 to 1. */
    scrollTo: (share) =>
      grid.evaluate((grid, share) => {
        grid.scrollTop = Math.round((grid.scrollHeight - grid.clientHeight) * share);
      }, share),

    /** The rows inside the window, all of them with their lead; waits until that is so. */
    async inWindow() {
      await page.waitForFunction(inWindow, null, { timeout: PATIENCE_MS });
      const indices = await page.evaluate(inWindow);
      return (await read()).filter((row) => indices.includes(row.index));
    },

    /** Saves the view; answers the name of the file and its text. */
    async exported() {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByTestId("export-csv").click(),
      ]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
    },
  };
}

/** Runs in the page: which rows lie in the window of the grid, or false while one is missing or on its way. */
function inWindow() {
  const grid = document.querySelector("[data-testid=lead-table]");
  const head = grid.querySelector(".lead-row--head").getBoundingClientRect();
  const { bottom } = grid.getBoundingClientRect();
  const seen = [...grid.querySelectorAll("[data-testid=lead-row]")].filter((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > head.bottom + 1 && box.top < bottom - 1;
  });
  const covered = seen.reduce((sum, row) => sum + row.getBoundingClientRect().height, 0);
  const isWhole = covered >= Math.min(bottom - head.bottom, Number(grid.getAttribute("aria-rowcount")) - 1) - 2;
  if (!seen.length || !isWhole || seen.some((row) => !row.dataset.lead)) return false;
  return seen.map((row) => Number(row.getAttribute("aria-rowindex")));
}

function detail(page) {
  const panel = page.getByTestId("lead-detail");
  const part = (name) => panel.getByRole("region", { name, exact: true });
  return {
    panel,
    part,
    title: panel.getByRole("heading", { level: 2 }),
    close: () => panel.getByRole("button", { name: "Close the detail" }).click(),
    back: panel.getByRole("button", { name: "Back to the list" }),

    /** The lead shown, or null while it is on its way. */
    read: () =>
      panel.evaluate((panel) => {
        if (panel.getAttribute("aria-busy") === "true" || !panel.querySelector(".detail__title")) return null;
        const text = (within, selector) => within.querySelector(selector)?.textContent.trim();
        const all = (selector) => [...panel.querySelectorAll(selector)].map((found) => found.textContent.trim());
        return {
          tier: text(panel, "[data-testid=tier-badge]"),
          title: text(panel, ".detail__title").toUpperCase(),
          rank: all(".detail__sub").find((line) => line.startsWith("Rank ")),
          reasons: all("[aria-label=Reasons] li"),
          components: [...panel.querySelectorAll(".waterfall__step")].map((step) => [
            text(step, ".waterfall__name"),
            text(step, ".waterfall__rules > .note"),
          ]),
          score: text(panel, ".waterfall__total b"),
          arv: text(panel, "[aria-label='After-repair value'] .figure"),
          offer: text(panel, "[aria-label=Deal] .figure"),
          verdict: text(panel, "[aria-label=Deal] .verdict"),
          sources: all("[aria-label=Sources] .fold__title"),
        };
      }),
  };
}

function tiers(page) {
  const counts = page.getByTestId("tier-table").locator("tbody tr");
  return {
    threshold: (letter) => page.getByTestId(`threshold-${letter}`),
    reset: page.getByRole("button", { name: "Reset" }),
    field: (name) => page.getByRole("spinbutton", { name }),
    by: (words) => page.getByRole("radio", { name: words }).check(),
    says: page.getByTestId("cut-says"),
    profile: page.getByRole("combobox", { name: "Profile" }),
    edited: page.getByTestId("profile-edited"),
    churn: page.getByTestId("churn"),
    part: (name) => page.getByRole("button", { name, exact: false }).and(page.locator(".part__opener")),

    /** Drags the handle of a threshold to a score, as near as pixels allow. */
    async drag(letter, score) {
      const plot = await page.getByTestId("score-plot").boundingBox();
      const grip = await page.locator(`.handle--${letter} .handle__grip`).boundingBox();
      const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move((x + plot.x + (plot.width * score) / 100) / 2, y);
      await page.mouse.move(plot.x + (plot.width * score) / 100, y);
      await page.mouse.up();
    },

    /** Saves the profile in use as a file; answers its name and where it is. */
    async shared() {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Share" }).click(),
      ]);
      const path = `${await download.path()}.toml`;
      await download.saveAs(path);
      return { name: download.suggestedFilename(), path };
    },

    /** Leads per tier as the table says, and what it says of all. */
    read: async () => ({
      ...Object.fromEntries(
        await counts.evaluateAll((rows) =>
          rows.map((row) => [
            row.querySelector("[data-testid=tier-badge]").textContent.trim(),
            Number(row.querySelector("td b").textContent.replaceAll(",", "")),
          ]),
        ),
      ),
      all: Number(
        (await page.getByTestId("tier-table").locator("tfoot td.number:not(:empty)").first().textContent()).replaceAll(",", ""),
      ),
    }),
  };
}

function deals(page) {
  const rows = page.getByTestId("deal-row");
  const dollars = (text) => Number(text.replaceAll(/[$,]/g, "").replace("−", "-"));
  return {
    rows,
    figures: page.getByTestId("deal-figures"),
    field: (name) => page.getByRole("spinbutton", { name }),
    by: (words) => page.getByRole("radio", { name: words }).check(),
    onlyClear: page.getByRole("checkbox", { name: "Only where the price clears the rule" }),
    more: page.getByRole("button", { name: "Show more" }),
    all: page.getByRole("button", { name: "All leads in this order" }),

    /** The deals drawn: lead, profit, and the offers of the ladder in dollars. */
    async read() {
      const drawn = await rows.evaluateAll((rows) =>
        rows.map((row) => ({
          lead: Number(row.dataset.lead),
          profit: row.querySelector(".deal-card__sum .figure").textContent,
          offers: [...row.querySelectorAll(".ladder tbody tr")].map((line) => line.querySelector("td b").textContent),
        })),
      );
      return drawn.map(({ lead, profit, offers }) => ({ lead, profit: dollars(profit), offers: offers.map(dollars) }));
    },
  };
}

function models(page) {
  const list = page.getByTestId("model-list");
  return {
    list,
    progress: page.getByTestId("train-progress"),
    cancel: page.getByTestId("train-cancel"),
    button: (model) => page.getByTestId(`train-${model}`),
    lines: list.locator(".version"),

    /** Starts a training; the button waits for the trainer, which is fetched after the first paint. */
    train: (model) => page.getByTestId(`train-${model}`).click({ timeout: PATIENCE_MS }),

    /** The version in use, once there is one: its digest in full and its first digits as shown. */
    async used(model) {
      const line = list.locator(`.version[data-model=${model}]`).filter({ hasText: "In use" });
      await line.waitFor({ timeout: 3 * PATIENCE_MS });
      return { digest: await line.getAttribute("data-digest"), shown: (await line.locator("code").textContent()).trim() };
    },
  };
}

/** Cards of a page: checks of the lists, parts of a report. */
export function sheets(page) {
  const sheet = (name) => page.locator(`[data-sheet="${name}"]`);
  return {
    sheet,
    names: () => page.locator("[data-sheet]").evaluateAll((cards) => cards.map((card) => card.dataset.sheet)),
    verdict: (name) => sheet(name).locator(".judged").textContent(),

    /** The lines of the first table of a card, cell by cell. */
    table: (name) =>
      sheet(name)
        .locator("table")
        .first()
        .evaluate((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()))),

    /** Clicks a button that saves a file; answers its name and text. */
    async saved(button) {
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
    },
  };
}

/** `$1,200`, `+$300` and `−$40` as numbers. */
export function dollars(text) {
  return Number(text.replaceAll(",", "").replace("−", "-").replace(/[+$]/g, ""));
}

/** `4302` as `4,302`. */
export function thousands(count) {
  return Number(count).toLocaleString("en-US");
}

/** Whole dollars as the page writes them; a blank is a dash. */
export function money(dollars) {
  if (dollars === "") return "–";
  // Halves go away from zero, as in the page.
  const rounded = Math.round(Math.abs(Number(dollars)));
  return `${Number(dollars) < 0 && rounded > 0 ? "−" : ""}$${thousands(rounded)}`;
}

/** A line of the native export as the table shows it. */
export function shownAs(line) {
  return {
    rank: thousands(line.rank),
    tier: line.tier,
    address: (line.situs_address || `Parcel ${line.parcel_id}`).toUpperCase(),
    parcel: line.parcel_id,
    city: line.city.toUpperCase(),
    score: Number(line.heuristic_score).toFixed(2),
    arv: money(line.arv_estimate),
    offer: money(line.max_offer),
    profit: money(line.potential_profit),
    market: money(line.market_value),
  };
}
