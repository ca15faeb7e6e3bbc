// The shop's colour, made readable: text on it and text in it keep a contrast of at least 4.5 in light and in dark.

/** @param {Init['theme']} theme */
export function applyTheme({ accent, scheme }) {
  const { dataset, style } = document.documentElement;
  if (scheme) dataset.scheme = scheme;
  if (!/^#[\da-f]{6}$/i.test(accent ?? '')) return;
  const color = [1, 3, 5].map((at) => parseInt(/** @type {string} */ (accent).slice(at, at + 2), 16));
  const [white, black, dark] = [[255, 255, 255], [29, 21, 18], [46, 40, 37]];
  const texts = { accent: color, 'on-accent': contrast(color, white) < 4.5 ? black : white, 'light-text': readable(color, black, white), 'dark-text': readable(color, white, dark) };
  for (const [name, value] of Object.entries(texts)) style.setProperty('--' + name, `rgb(${value.map(Math.round)})`);
}

/** Mixed with another colour until it can be read on the ground. @param {number[]} color @param {number[]} towards @param {number[]} ground */
function readable(color, towards, ground) {
  let mixed = color;
  for (let part = 0; contrast(mixed, ground) < 5 && part < 1; part += 0.05) mixed = color.map((c, i) => c + (towards[i] - c) * part);
  return mixed;
}

/** As WCAG 2.2 defines it. @param {number[]} a @param {number[]} b */
function contrast(a, b) {
  const [x, y] = [a, b].map((color) => {
    const [r, g, b] = color.map((c) => (c > 10 ? ((c / 255 + 0.055) / 1.055) ** 2.4 : c / 3295));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  });
  return Math.max(x, y) / Math.min(x, y);
}
