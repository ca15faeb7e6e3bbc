// @ts-check
// The shop's colour, made readable: text on it and text in it keep a contrast of 4.5 in light and in dark.

/** @param {{ accent?: string, scheme?: string }} theme */
export function applyTheme(theme) {
  const root = document.documentElement;
  if (theme.scheme === 'light' || theme.scheme === 'dark') root.dataset.scheme = theme.scheme;
  const accent = parse(theme.accent);
  if (!accent) return;
  const set = (/** @type {string} */ name, /** @type {Rgb} */ color) => root.style.setProperty(name, `rgb(${color.map(Math.round).join(' ')})`);
  const [white, black, dark] = /** @type {Rgb[]} */ ([[255, 255, 255], [29, 21, 18], [36, 32, 29]]);
  set('--accent', accent);
  set('--on-accent', contrast(accent, white) >= 4.5 ? white : black);
  set('--light-text', until(accent, [0, 0, 0], white));
  set('--dark-text', until(accent, white, dark));
}

/** @param {string | undefined} text @returns {Rgb | undefined} */
function parse(text) {
  const hex = /^#([\da-f]{6})$/i.exec(text ?? '')?.[1];
  return hex ? /** @type {Rgb} */ ([0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16))) : undefined;
}

/** Mixed with another colour until it can be read on the ground. @param {Rgb} color @param {Rgb} towards @param {Rgb} ground @returns {Rgb} */
function until(color, towards, ground) {
  for (let part = 0; part <= 1; part += 0.05) {
    const mixed = /** @type {Rgb} */ (color.map((c, i) => c + (towards[i] - c) * part));
    if (contrast(mixed, ground) >= 5) return mixed;
  }
  return towards;
}

/** As WCAG 2.2 defines it. @param {Rgb} a @param {Rgb} b */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** @param {Rgb} color */
function luminance(color) {
  const [r, g, b] = color.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
