// @ts-check
// The line to the loader in the shop's page. Opened by itself, without a shop around it, the page keeps the resume token itself.

import { recall, remember } from './memory.js';

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
      const data = event.data ?? {};
      if (data.crb === 'init') {
        this.#origin = event.origin;
        for (const take of this.#waiting.splice(0)) take(data);
      } else if (this.#origin) this.#on[data.crb]?.(data);
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
