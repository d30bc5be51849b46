// A plain static host: the built site, unchanged, under a sub-path, without any special header. What passes here
// works wherever files can be put.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The built site that is tested. */
export const DIST = process.env.LEADSCORE_DIST ?? path.join(repository, "dist");

const TYPES = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves a folder on 127.0.0.1, at a free port, until `close` is called.
 *
 * With `isCompressed` it does what most hosts do besides: brotli, and leave to keep the files.
 *
 * @returns {Promise<{url: string, requests: string[], close: () => Promise<void>}>} `url` ends with a slash;
 *   `requests` grows by the method and path of every request that arrived, whoever sent it: page, worker or
 *   service worker. After `close` nobody answers any more, as if the network were gone.
 */
export async function serveSite({ dist = DIST, base = "/some/sub-path/", isCompressed = false } = {}) {
  const requests = [];
  const packed = new Map();
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    requests.push(`${request.method} ${pathname}`);
    const file = await fileFor(dist, base, pathname);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[path.extname(file)] ?? "application/octet-stream";
    if (isCompressed) {
      if (!packed.has(file)) packed.set(file, compressed(await readFile(file)));
      const kept = { "cache-control": "public, max-age=31536000, immutable" };
      response.writeHead(200, { "content-type": type, "content-encoding": "br", ...kept }).end(packed.get(file));
      return;
    }
    response.writeHead(200, { "content-type": type });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    requests,
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Good, not best: the best takes seconds for each program. */
function compressed(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

/** The file that a path names, or null: a folder means its index.html, and nothing outside the site has a name. */
async function fileFor(dist, base, pathname) {
  if (!pathname.startsWith(base)) return null;
  const relative = decodeURIComponent(pathname.slice(base.length)) || "index.html";
  const file = path.join(dist, relative);
  if (!file.startsWith(path.resolve(dist) + path.sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}
