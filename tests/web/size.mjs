// Prints what buyers download, as brotli sends it, and fails when it is more than allowed.
import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const root = new URL('../../src/ChatRefundBot.WebChannel/wwwroot/', import.meta.url);
const size = (name) => {
  const bytes = readFileSync(new URL(name, root));
  return { name, plain: bytes.length, brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length };
};

const page = ['widget.html', ...readdirSync(new URL('widget/', root)).map((name) => 'widget/' + name)];
const report = (title, names, most) => {
  const sizes = names.map(size).sort((a, b) => b.brotli - a.brotli);
  const sum = sizes.reduce((total, one) => total + one.brotli, 0);
  console.log(`${title}: ${sum} bytes of brotli, at most ${most}`);
  for (const one of sizes) console.log(`  ${String(one.brotli).padStart(6)}  ${String(one.plain).padStart(6)} plain  ${one.name}`);
  return sum <= most;
};
const fits = [report('Loader', ['widget.js'], 3 * 1024), report('Chat page with everything', page, 30 * 1024)];
process.exit(fits.every(Boolean) ? 0 : 1);
