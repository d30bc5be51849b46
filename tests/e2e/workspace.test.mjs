// What the browser keeps: only as the person agrees, all of it, in one tab, and back from a file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { journey, open, ready } from "./browser.mjs";
import { appOn, settles } from "./pages.mjs";

const banner = (page) => page.getByRole("region", { name: "Keep your work" });
const journal = (page) => page.getByRole("region", { name: "Status and notes" });
const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

/** The demo county. */
async function demo(page) {
  const { importer } = appOn(page);
  await importer.demo();
  await importer.painted();
}

/** Agrees to keep, and waits until it is said to be kept. */
async function keep(page) {
  await banner(page).getByRole("button", { name: "Keep" }).click();
  await banner(page).waitFor({ state: "detached" });
  await settles(page, () => keptIn(page, "data"), 1);
}

/** How many records of a kind the database has. */
function keptIn(page, kind) {
  return page.evaluate(
    (kind) =>
      new Promise((done) => {
        const opening = indexedDB.open("leadscore");
        opening.onsuccess = () => {
          const database = opening.result;
          const end = (count) => (database.close(), done(count));
          if (!database.objectStoreNames.contains(kind)) return end(0);
          const counting = database.transaction(kind).objectStore(kind).count();
          counting.onsuccess = () => end(counting.result);
        };
      }),
    kind,
  );
}

/** Opens the first lead, gives it a status and a note, and waits until both stand there. */
async function write(page, status, text) {
  const { table, detail } = appOn(page);
  await table.rows.first().click();
  await settles(page, async () => (await detail.read()) !== null, true);
  await journal(page).getByRole("radio", { name: status }).check({ force: true });
  await journal(page).getByRole("textbox", { name: "New note" }).fill(text);
  await journal(page).getByRole("button", { name: "Add note" }).click();
  await journal(page).getByText(text).waitFor();
  return detail.title.textContent();
}

/** What is written down of the open lead. */
const written = (page) =>
  journal(page).evaluate((section) => ({
    status: section.querySelector("input[type=radio]:checked")?.value,
    away: section.querySelector("[role=switch]").checked,
    notes: [...section.querySelectorAll(".own-note__text")].map((note) => note.textContent),
  }));

journey("nothing is kept before the person agrees", async ({ page, faults }) => {
  await demo(page);
  await write(page, "Contacted", "Nobody keeps this");
  assert.deepEqual(await databases(page), []);
  await banner(page).getByRole("button", { name: "Not now" }).click();
  await banner(page).waitFor({ state: "detached" });
  await page.reload();
  await ready(page, faults);
  await page.getByTestId("load-demo").first().waitFor();
  assert.deepEqual(await databases(page), []);
});

journey("leads come back after a reload, with status and note", async ({ page, faults }) => {
  const { table, detail } = appOn(page);
  await demo(page);
  await keep(page);
  const before = await table.first(5);
  const title = await write(page, "Appointment", "Friday at 10, ask for Ann");
  await settles(page, () => keptIn(page, "journal"), 1);
  await journal(page).getByRole("switch", { name: /Do not contact/ }).check({ force: true });
  await settles(page, async () => (await written(page)).away, true);
  // What the engine has heard is kept right after; the count of leads says when.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));

  await page.reload();
  await ready(page, faults);
  // The address still names the lead.
  await settles(page, () => detail.title.textContent(), title);
  await settles(page, () => written(page), {
    status: "appointment",
    away: true,
    notes: ["Friday at 10, ask for Ann"],
  });
  await detail.close();
  await settles(page, async () => (await table.first(5)).map(({ score, address }) => [score, address]),
    before.map(({ score, address }) => [score, address]));
  assert.equal(await banner(page).count(), 0);
});

journey("a note that was deleted comes back", async ({ page }) => {
  await demo(page);
  await write(page, "Contacted", "Keep me");
  await journal(page).getByRole("button", { name: /^Delete the note/ }).click();
  await settles(page, async () => (await written(page)).notes, []);
  await journal(page).getByRole("button", { name: "Undo" }).click();
  await settles(page, async () => (await written(page)).notes, ["Keep me"]);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByText("Keep me").waitFor();
  await timeline.getByText("Status: Contacted").waitFor();
});

journey("a backup brings everything back after a wipe", async ({ page, faults, t }) => {
  const { nav, table, detail } = appOn(page);
  await demo(page);
  await keep(page);
  const title = await write(page, "Contract", "Signed at the kitchen table");
  const shown = await table.first(3);
  await settles(page, () => keptIn(page, "journal"), 1);
  await nav("Settings");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save a backup" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^leadscore-\d{4}-\d\d-\d\d\.backup$/);
  const bytes = await readFile(await download.path());
  assert.match(bytes.toString("latin1"), /^leadscore backup 1\n/);

  await page.getByRole("button", { name: "Wipe everything" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Imported files: Demo county").waitFor();
  await dialog.getByText("Statuses and notes: 1 lead").waitFor();
  await Promise.all([
    page.waitForEvent("load"),
    dialog.getByRole("button", { name: "Wipe everything" }).click(),
  ]);
  await ready(page, faults);
  assert.deepEqual(await databases(page), []);
  await page.getByTestId("load-demo").first().waitFor();

  await nav("Settings");
  const field = page.locator("input[type=file][accept='.backup']");
  const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });
  await t.test("a damaged file is refused and changes nothing", async () => {
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 20] ^= 1;
    await field.setInputFiles(file("damaged.backup", damaged));
    await page.getByTestId("error").getByText(/checksum.*Nothing was changed/).waitFor();
    await page.getByRole("button", { name: "Close the message" }).click();
    await field.setInputFiles(file("other.backup", Buffer.from("PK\x03\x04")));
    await page.getByTestId("error").getByText(/not a backup of Leadscore/).waitFor();
    await page.getByRole("button", { name: "Close the message" }).click();
  });
  await field.setInputFiles(file("mine.backup", bytes));
  await dialog.getByText("the demo county").waitFor();
  await dialog.getByRole("button", { name: "Replace" }).click();
  await settles(page, async () => (await table.first(3)).map(({ score, address }) => [score, address]),
    shown.map(({ score, address }) => [score, address]));
  await table.rows.first().click();
  await settles(page, () => detail.title.textContent(), title);
  await settles(page, async () => (await written(page)).notes, ["Signed at the kitchen table"]);
  assert.equal((await written(page)).status, "contract");
});

journey("of two tabs one keeps, and the other may take over", async ({ page, context, site, faults, watch }) => {
  await demo(page);
  await keep(page);
  await write(page, "Contacted", "From the first tab");
  await settles(page, () => keptIn(page, "journal"), 1);

  const second = await context.newPage();
  watch(second);
  await open(second, site.url, faults);
  const elsewhere = (page) => page.getByRole("region", { name: "Leadscore is open in another tab" });
  await elsewhere(second).waitFor();
  const { table } = appOn(second);
  await settles(second, async () => (await table.read()).filter((row) => row.here).length > 5, true);
  await table.rows.nth(1).click();
  await journal(second).getByRole("textbox", { name: "New note" }).fill("From the second tab");
  await journal(second).getByRole("button", { name: "Add note" }).click();
  await journal(second).getByText("From the second tab").waitFor();
  await elsewhere(second).getByRole("button", { name: "Keep here instead" }).click();
  await elsewhere(second).waitFor({ state: "detached" });
  await elsewhere(page).waitFor();
  await page.close();

  const text = () =>
    second.evaluate(
      () =>
        new Promise((done) => {
          const opening = indexedDB.open("leadscore");
          opening.onsuccess = () => {
            const reading = opening.result.transaction("journal").objectStore("journal").get("journal");
            reading.onsuccess = () => {
              opening.result.close();
              done(new TextDecoder().decode(reading.result));
            };
          };
        }),
    );
  await settles(second, async () => {
    const kept = await text();
    return ["From the first tab", "From the second tab"].map((note) => kept.includes(note));
  }, [true, true], "what both tabs wrote down is kept");
});

journey("a browser that keeps nothing is survived with words", async ({ page, faults }) => {
  await page.addInitScript(() => {
    Object.defineProperty(self, "indexedDB", {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });
  await page.reload();
  await ready(page, faults);
  const { nav, table } = appOn(page);
  await demo(page);
  await banner(page).getByRole("button", { name: "Keep" }).click();
  await page.getByTestId("error").getByText(/Nothing can be kept/).waitFor();
  await page.getByRole("button", { name: "Close the message" }).click();
  assert.ok((await table.read()).length > 5);
  await nav("Settings");
  await page.getByText(/It cannot be kept here: .*insecure/).waitFor();
});

journey("full storage is survived with words", async ({ page }) => {
  await demo(page);
  await keep(page);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = function () {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await write(page, "Contacted", "No room for this");
  await page.getByTestId("error").getByText(/could not be kept: .*full.*save a backup/i).waitFor();
  await settles(page, async () => (await written(page)).notes, ["No room for this"]);
});
