// Other parsers of CSV, each in the page with the file of the input: `#papaparse`, `#udsv`, `#duckdb`.
//
// A peer is loaded and ready before the file comes. It then does what a program needs before it can work with the
// file: typed values of all columns. Nothing is joined, scored, ranked or shown. Performance marks: `peer:ready`,
// `peer:parsed` with the number of rows.

/** Each makes itself ready and answers a function from a file to the number of rows. */
const PEERS = {
  async papaparse() {
    return (file) =>
      new Promise((resolve, reject) => {
        // Rows of typed values, the header among them; objects or columns would cost it more.
        const settings = { header: false, dynamicTyping: true, worker: false, skipEmptyLines: true };
        Papa.parse(file, { ...settings, complete: ({ data }) => resolve(data.length - 1), error: reject });
      });
  },

  async udsv() {
    const { inferSchema, initParser } = await import("udsv");
    return async (file) => {
      const text = await file.text();
      const schema = inferSchema(text);
      // Its types follow the first rows; a parcel id is text whatever it looks like.
      for (const column of schema.cols) if (column.name === "parcel_number") column.type = "s";
      const columns = initParser(schema).typedCols(text);
      return columns[0].length;
    };
  },

  async duckdb() {
    const duckdb = await import("@duckdb/duckdb-wasm");
    const folder = new URL("/packages/@duckdb/duckdb-wasm/dist/", location.href).href;
    const worker = new Worker(`${folder}duckdb-browser-eh.worker.js`);
    const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await database.instantiate(`${folder}duckdb-eh.wasm`);
    const connection = await database.connect();
    await connection.query("SELECT 1");
    const text = ["parcel_number", "situs_address", "exempt_code", "property_use"];
    return async (file) => {
      await database.registerFileHandle("file.csv", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
      const names = (await file.slice(0, 4096).text()).split("\n", 1)[0].trim().split(",");
      const types = names.map((name) => `'${name}': '${text.includes(name) ? "VARCHAR" : "DOUBLE"}'`).join(", ");
      // It has no way to blank a bad cell; rows with one are left out.
      await connection.query(
        `CREATE TABLE records AS SELECT * FROM read_csv('file.csv', header = true, delim = ',', quote = '"', ` +
          `auto_detect = false, ignore_errors = true, columns = {${types}})`,
      );
      const counted = await connection.query("SELECT count(*)::INTEGER AS rows FROM records");
      return counted.get(0).rows;
    };
  },
};

const parse = await PEERS[location.hash.slice(1)]();
document.querySelector("input").addEventListener("change", async ({ target }) => {
  try {
    const rows = await parse(target.files[0]);
    performance.mark("peer:parsed", { detail: { rows } });
  } catch (error) {
    window.peerFailed = String(error?.stack ?? error);
  }
});
performance.mark("peer:ready");
