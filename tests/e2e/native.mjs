// The native binary beside the page: it makes county files and says what the page has to show for them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The binary that is tested against. */
export const BINARY = process.env.LEADSCORE_BIN ?? path.join(repository, "target", "release", "leadscore");

/** The day that counts as today where the page is told which. */
export const AS_OF = "2026-11-22";

/** The lists of a county in the order in which the page reads its demo county: leads are numbered in that order. */
export const LISTS = ["tax_sales.csv", "foreclosures.csv", "property_records.csv", "code_violations.csv"];

/** Runs the binary; answers what it wrote to standard output. Throws unless it exits with 0. */
export function leadscore(...options) {
  return execFileSync(BINARY, ["--quiet", ...options.map(String)], {
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Writes a county into a folder of its own, which goes when the test ends; answers the path of each of its files. */
export function county(t, { rows, seed = 42, asOf = AS_OF }) {
  const folder = mkdtempSync(path.join(tmpdir(), "leadscore-journey-"));
  t.after(() => import("node:fs/promises").then(({ rm }) => rm(folder, { recursive: true })));
  leadscore("demo", folder, "--rows", rows, "--seed", seed, "--as-of", asOf);
  return (...names) => names.map((name) => path.join(folder, name));
}

/** What `leadscore score` exports for files. */
export function scoreCsv(files, { asOf = AS_OF, profile = "guide-full" } = {}) {
  return leadscore("score", ...files, "--profile", profile, "--no-ml", "--as-of", asOf, "--format", "csv").toString();
}

/** The same as objects with everything said of a lead, best first. */
export function scoreObjects(files, { asOf = AS_OF, profile = "guide-full" } = {}) {
  const options = ["--profile", profile, "--no-ml", "--as-of", asOf, "--format", "jsonl"];
  const lines = leadscore("score", ...files, ...options).toString();
  return lines.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** What `leadscore check` says of files, one object for each. */
export function checkFiles(files, { asOf = AS_OF } = {}) {
  return JSON.parse(leadscore("check", ...files, "--as-of", asOf, "--format", "json")).files;
}

/** A file with one more name, for the page's file field. */
export function named(name, content) {
  return { name, mimeType: "text/csv", buffer: Buffer.isBuffer(content) ? content : Buffer.from(content) };
}

/** Reads a file as the page's file field takes it. */
export function asUpload(file) {
  return named(path.basename(file), readFileSync(file));
}

/** The rows of a CSV text as objects by column. */
export function parseCsv(text) {
  const records = [];
  let record = [];
  let at = 0;
  while (at < text.length) {
    let field = "";
    if (text[at] === '"') {
      for (;;) {
        const end = text.indexOf('"', at + 1);
        field += text.slice(at + 1, end);
        at = end + 1;
        if (text[at] !== '"') break;
        field += '"';
      }
    } else {
      const [rest] = /^[^,\n]*/.exec(text.slice(at, at + 4096));
      field = rest;
      at += rest.length;
    }
    record.push(field);
    if (text[at] === "\n" || at >= text.length) {
      records.push(record);
      record = [];
    }
    at += 1;
  }
  const [header, ...rows] = records;
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column]])));
}
