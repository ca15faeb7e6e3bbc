// What surrounds the page: its own storage, and the loader in the shop's page. Opened without a shop around it, it keeps the resume token itself.

export class Host {
  /** The shop's origin, known from its first answer on; messages from anywhere else are not heard. */
  #origin = '';
  /** @type {((init: Init) => void)[]} */
  #waiting = [];
  /** @type {Record<string, ((data: any) => void) | undefined>} */
  #on = {};

  alone = window.parent === window;

  constructor() {
    if (this.alone) return;
    addEventListener('message', (event) => {
      if (event.source !== window.parent || !this.#isShop(event.origin)) return;
      const data = Object(event.data);
      if (data.crb === 'init') {
        this.#origin = event.origin;
        for (const take of this.#waiting.splice(0)) take(data);
      } else if (this.#origin && typeof data.crb === 'string') this.#on[data.crb]?.(data);
    });
  }

  /** @param {string} origin */
  #isShop(origin) {
    if (this.#origin) return origin === this.#origin;
    const above = location.ancestorOrigins?.[0];
    return above === undefined || above === origin;
  }

  /** @param {'open' | 'close' | 'order' | 'forget'} message @param {(data: any) => void} heard */
  on(message, heard) {
    this.#on[message] = heard;
  }

  /** Asks the shop's page for what it holds, each time anew: another tab may have a newer resume token. @returns {Promise<Init>} */
  init() {
    if (this.alone) return Promise.resolve({ resume: recall('resume'), identity: null, locale: null, full: true, theme: {} });
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      // Nothing secret in it, and the shop's origin may not be known yet.
      window.parent.postMessage({ crb: 'ready' }, this.#origin || '*');
    });
  }

  /** @param {string | null} token */
  keepResume(token) {
    if (this.alone) remember('resume', token);
    else this.#tell({ crb: 'resume', resume: token });
  }

  close() {
    this.#tell({ crb: 'close' });
  }

  /** @param {number} count */
  unread(count) {
    this.#tell({ crb: 'unread', count });
  }

  /** @param {object} message */
  #tell(message) {
    if (this.#origin) window.parent.postMessage(message, this.#origin);
  }
}

// A foreign iframe may have no storage at all; then this lives as long as the page.
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
