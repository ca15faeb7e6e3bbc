// @ts-check
// The other side is writing. Gone after six seconds without news.

import { h, icon } from './dom.js';
import { t } from './words.js';

export class Typing {
  #words = h('span', { class: 'unseen' });
  element = h('div', { class: 'row desk typing', hidden: true }, h('span', { class: 'face', 'aria-hidden': 'true' }, icon('desk')), h('p', { class: 'bubble' }, this.#words, h('i'), h('i'), h('i')));
  /** @type {number | undefined} */
  #timer;

  /** @param {string} name */
  show(name) {
    this.#words.textContent = t('typing', { name });
    this.element.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), 6000);
  }

  hide() {
    this.element.hidden = true;
  }
}
