// Keeps the newest message in view while the reader is at the end, and leaves a reader who looks back alone.

import { h, icon } from './dom.js';
import { inWords, t } from './words.js';

const near = 48;

export class Follow {
  #following = true;
  /** When the reader last moved something; other scrolling is the layout's. */
  #moved = 0;
  #missed = 0;
  /** The first message of what came at once; a reader begins there, so it is never scrolled out of view. @type {HTMLElement | undefined} */
  #first;
  #count = h('span');
  button = h('button', { type: 'button', class: 'newer', hidden: true, click: () => this.toEnd() }, this.#count, icon('down'));

  /** @param {HTMLElement} view @param {HTMLElement} content */
  constructor(view, content) {
    this.view = view;
    view.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
      view.addEventListener(name, ({ target }) => (name === 'pointerdown' && target !== view) || (this.#moved = performance.now()), { passive: true });
    const sizes = new ResizeObserver(() => (this.#keep(), this.#draw()));
    sizes.observe(view);
    sizes.observe(content);
    inWords(() => this.#draw());
  }

  /** @param {HTMLElement} node @param {boolean} counts something that others said, just now */
  came(node, counts) {
    if (this.#following) this.#first ??= counts ? node : undefined;
    else if (counts) this.#missed++;
  }

  /** The buyer did something: follow again. */
  toEnd() {
    this.#following = true;
    this.#first = undefined;
    this.#missed = 0;
    this.#keep();
    this.#draw();
  }

  #keep() {
    if (!this.#following) return;
    const { view } = this;
    const end = view.scrollHeight - view.clientHeight;
    const start = this.#first ? this.#first.offsetTop - 12 : end;
    view.scrollTop = Math.max(0, Math.min(end, start));
  }

  #scrolled() {
    const { view } = this;
    const left = view.scrollHeight - view.clientHeight - view.scrollTop;
    if (!this.#following || performance.now() - this.#moved < 600) {
      this.#following = left < near;
      this.#first = undefined;
      if (this.#following) this.#missed = 0;
    }
    this.#draw();
  }

  #draw() {
    const { view, button } = this;
    button.hidden = view.scrollHeight - view.clientHeight - view.scrollTop < near;
    const words = this.#missed ? t('newer', { n: this.#missed }) : '';
    if (this.#count.textContent !== words) this.#count.textContent = words;
    button.setAttribute('aria-label', words || t('bottom'));
  }
}
