// @ts-check
// The order the shop's page handed over. The desk takes it by itself when it asks for an order; until it has been named in the
// conversation the buyer can send it with one tap.

import { h, icon } from './dom.js';
import { inWords, t } from './words.js';

export class OrderOffer {
  #order = '';
  #send = h('button', { type: 'button', class: 'choice', click: () => this.#take() });
  #dismiss = h('button', { type: 'button', class: 'round', click: () => this.#drop() }, icon('close'));
  element = h('div', { class: 'order', hidden: true }, this.#send, this.#dismiss);

  /** @param {(order: string) => void} send */
  constructor(send) {
    this.send = send;
    inWords(() => this.#draw());
  }

  /** @param {string} order */
  offer(order) {
    this.#order = order;
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
    this.element.hidden = !this.#order;
    this.#send.textContent = t('order', { order: this.#order });
    this.#dismiss.setAttribute('aria-label', t('dismiss'));
  }
}
