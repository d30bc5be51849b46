// Files of raw 32-bit numbers.
import { readFileSync } from "node:fs";

/** @returns {Float32Array} */
export function floats(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
