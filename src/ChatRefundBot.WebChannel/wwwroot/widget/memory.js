// @ts-check
// What outlives a reload. A foreign iframe may have no storage at all; then it lives as long as the page.

/** @type {Map<string, string>} */
const held = new Map();

/** @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return localStorage.getItem('crb.' + key);
  } catch {
    return held.get(key) ?? null;
  }
}

/** @param {string} key @param {string | null} value null forgets */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem('crb.' + key);
    else localStorage.setItem('crb.' + key, value);
  } catch {
    if (value === null) held.delete(key);
    else held.set(key, value);
  }
}
