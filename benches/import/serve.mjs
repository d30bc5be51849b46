// Serves several folders on 127.0.0.1, each under its own path, with no header beyond the type: as any static host.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * @param {Record<string, string>} folders by URL path, each starting and ending with a slash
 * @returns {Promise<{url: string, close: () => void}>} `url` has no slash at its end
 */
export async function serve(folders) {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const file = await fileFor(folders, decodeURIComponent(pathname));
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function fileFor(folders, pathname) {
  const base = Object.keys(folders).find((base) => pathname.startsWith(base));
  if (!base) return null;
  const root = path.resolve(folders[base]);
  const file = path.join(root, pathname.slice(base.length) || "index.html");
  if (!file.startsWith(root + path.sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}
