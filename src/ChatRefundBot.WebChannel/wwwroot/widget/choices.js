// @ts-check
// The answers a question offers, as buttons; each can be typed as well.

import { h, icon } from './dom.js';
import { inWords, t } from './words.js';

export class Choices {
  element = h('div', { class: 'choices', role: 'group', hidden: true });
  /** The newest message that offers answers. @type {Activity | undefined} */
  #asked;
  answered = false;

  /** @param {(label: string, value: Tap | undefined) => void} chosen */
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

/**
 * The order the shop's page handed over. The desk takes it by itself when it asks for one; until it has been named in the conversation
 * the buyer can send it with one tap.
 */
export class OrderOffer {
  #order = '';
  #shown = false;
  #send = h('button', { type: 'button', class: 'choice', click: () => this.#take() });
  #dismiss = h('button', { type: 'button', class: 'round', click: () => this.#drop() }, icon('close'));
  element = h('div', { class: 'order', hidden: true }, this.#send, this.#dismiss);

  /** @param {(order: string) => void} send */
  constructor(send) {
    this.send = send;
    inWords(() => this.#draw());
  }

  /** @param {string} order */
  hold(order) {
    this.#order = order;
    this.#shown = false;
    this.#draw();
  }

  show() {
    this.#shown = true;
    this.#draw();
  }

  /** Named in the conversation: whole, or masked but for its end. @param {string} text */
  seen(text) {
    if (this.#order && text.includes(this.#order.slice(-4))) this.#drop();
  }

  #take() {
    const order = this.#order;
    this.#drop();
    this.send(order);
  }

  #drop() {
    this.#order = '';
    this.#draw();
  }

  #draw() {
    this.element.hidden = !this.#order || !this.#shown;
    this.#send.textContent = t('order', { order: this.#order });
    this.#dismiss.setAttribute('aria-label', t('dismiss'));
  }
}
