// @ts-check
// What is still missing stays in view above the writing field, as long as the newest evidence card has open items.

import { itemList } from './cards.js';
import { h, icon } from './dom.js';
import { inWords, t } from './words.js';

export class MissingEvidence {
  #title = h('span');
  #body = h('div', { class: 'missing-body', id: 'missing-list' });
  #toggle = h('button', { type: 'button', class: 'missing-head', 'aria-controls': 'missing-list', click: () => this.#fold(!this.#folded) }, icon('picture'), this.#title, icon('down'));
  #folded = false;
  /** @type {NonNullable<import('./types.js').Card['items']>} */
  #items = [];
  element = h('section', { class: 'missing', hidden: true }, this.#toggle, this.#body);

  constructor() {
    inWords(() => this.#draw());
  }

  /** @param {import('./types.js').Card | undefined} card */
  show(card) {
    this.#items = card?.items ?? [];
    this.#draw();
  }

  /** @param {boolean} folded */
  #fold(folded) {
    this.#folded = folded;
    this.#draw();
  }

  #draw() {
    const open = this.#items.filter((item) => !item.done).length;
    this.element.hidden = open === 0;
    this.#title.textContent = t('missing', { n: open });
    this.#toggle.setAttribute('aria-expanded', String(!this.#folded));
    this.#body.hidden = this.#folded;
    this.#body.replaceChildren(itemList(this.#items));
  }
}
