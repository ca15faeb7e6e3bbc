// @ts-check
// The answers a question offers, as buttons; each can be typed as well.

import { h, icon } from './dom.js';
import { inWords, t } from './words.js';

/** @typedef {import('./types.js').Action} Action */
/** @typedef {import('./types.js').Activity} Activity */

export class Choices {
  element = h('div', { class: 'choices', role: 'group', hidden: true });
  /** The newest message that offers answers. @type {Activity | undefined} */
  #asked;
  answered = false;

  /** @param {(label: string, value: { key?: string, prompt?: string } | undefined) => void} chosen */
  constructor(chosen) {
    this.chosen = chosen;
    inWords(() => this.element.setAttribute('aria-label', t('answers')));
  }

  get open() {
    return !this.element.hidden;
  }

  /** @param {Activity} activity */
  offer(activity) {
    this.#asked = activity;
    this.answered = false;
    this.#draw();
  }

  /** The buyer has answered: the buttons go. A message that could not be sent brings them back. @param {boolean} answered */
  settle(answered) {
    this.answered = answered;
    this.#draw();
  }

  clear() {
    this.#asked = undefined;
    this.#draw();
  }

  #draw() {
    const actions = this.answered ? [] : (this.#asked?.suggestedActions?.actions ?? []);
    this.element.hidden = actions.length === 0;
    this.element.replaceChildren(...actions.map((action) => this.#button(action)));
  }

  /** @param {Action} action */
  #button(action) {
    const { key, prompt } = action.channelData ?? {};
    const label = action.title || String(action.value ?? '');
    const human = key === 'human';
    return h(
      'button',
      { type: 'button', class: human ? 'choice human' : 'choice', lang: this.#asked?.locale, dir: 'auto', click: () => this.chosen(label, key ? { key, prompt } : undefined) },
      human && icon('person'),
      label,
    );
  }
}
