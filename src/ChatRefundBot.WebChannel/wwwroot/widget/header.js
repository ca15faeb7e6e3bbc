// Who is there, and the menu: language, sound, forgetting the chat on this device.

import { h, icon } from './dom.js';
import { initials } from './message.js';
import { setSound, soundOn } from './sound.js';
import { inWords, language, t } from './words.js';

export class Header {
  #face = h('span', { class: 'face', 'aria-hidden': 'true' });
  #title = h('h1', { tabindex: -1, dir: 'auto' });
  #status = h('p', { class: 'presence', role: 'status', dir: 'auto' });
  #more = h('button', { type: 'button', class: 'round', 'aria-expanded': 'false', 'aria-controls': 'menu', click: () => this.#show(this.#menu.hidden) }, icon('more'));
  #close = h('button', { type: 'button', class: 'round', click: () => this.on.close() }, icon('close'));
  #languages = /** @type {const} */ (['zh-CN', 'en']).map((tag) =>
    h('button', { type: 'button', lang: tag, click: () => this.on.language(tag) }, tag === 'en' ? 'English' : '中文'),
  );
  #languageWord = h('span', { id: 'menu-language' });
  #soundWord = h('span');
  #sound = h('button', { type: 'button', class: 'item', role: 'switch', click: () => this.#toggleSound() }, this.#soundWord, h('span', { class: 'switch', 'aria-hidden': 'true' }));
  #elsewhere = h('button', { type: 'button', class: 'item', hidden: true, click: () => (this.#show(false), this.on.elsewhere()) });
  #forget = h('button', { type: 'button', class: 'item', click: () => this.#askForget() });
  #menu = h(
    'div',
    { class: 'menu', id: 'menu', hidden: true },
    h('div', { class: 'item', role: 'group', 'aria-labelledby': 'menu-language' }, this.#languageWord, h('span', { class: 'segments' }, ...this.#languages)),
    this.#sound,
    this.#elsewhere,
    this.#forget,
  );
  element = h('div', { class: 'head' }, this.#face, h('div', { class: 'names' }, this.#title, this.#status), this.#more, this.#close, this.#menu);
  /** @type {Presence} */
  presence = { state: 'robot' };

  /** @param {{ close(): void, language(tag: Language): void, elsewhere(): void, forget(): void }} on @param {{ title?: string, closes: boolean }} options */
  constructor(on, options) {
    this.on = on;
    this.title = options.title;
    this.#close.hidden = !options.closes;
    document.addEventListener('click', (event) => {
      if (!this.#menu.hidden && event.target instanceof Node && !this.#menu.contains(event.target) && !this.#more.contains(event.target)) this.#show(false);
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#menu.hidden) return;
      event.stopPropagation();
      this.#show(false);
      this.#more.focus();
    });
    inWords(() => this.#draw());
  }

  focus() {
    this.#title.focus();
  }

  /** @param {Presence} presence */
  show(presence) {
    this.presence = presence;
    this.#draw();
  }

  #draw() {
    const { state, position, agent } = this.presence;
    this.#title.textContent = this.title || t('title');
    this.#status.textContent =
      state === 'robot' ? t('robot') : state === 'agent' ? t('agent', { name: agent ?? '' }) : position ? t('queuedAt', { n: position }) : t('queued');
    this.#status.className = 'presence ' + state;
    this.#face.replaceChildren(state === 'agent' && agent ? initials(agent) : icon(state === 'agent' ? 'person' : 'desk'));
    for (const [button, key] of /** @type {const} */ ([[this.#more, 'menu'], [this.#close, 'close']])) {
      button.setAttribute('aria-label', t(key));
      button.title = t(key);
    }
    this.#languageWord.textContent = t('language');
    for (const button of this.#languages) button.setAttribute('aria-pressed', String(button.lang === language()));
    this.#soundWord.textContent = t('sound');
    this.#sound.setAttribute('aria-checked', String(soundOn()));
    this.#elsewhere.textContent = t('telegram');
    this.#forget.textContent = t('forget');
  }

  /** @param {boolean} open */
  #show(open) {
    this.#menu.hidden = !open;
    this.#more.setAttribute('aria-expanded', String(open));
    if (open) this.#languages[0].focus();
  }

  /** The conversation can be taken to another channel. @param {boolean} offered */
  offer(offered) {
    this.#elsewhere.hidden = !offered;
  }

  /** @param {string} [url] absent: it cannot be had now */
  showLink(url) {
    const link = url && h('a', { class: 'choice strong', href: url, target: '_blank', rel: 'noopener noreferrer', click: () => dialog.close() }, t('telegramOpen'));
    const close = h('button', { type: 'button', class: 'choice', click: () => dialog.close() }, t('cancel'));
    const dialog = this.#ask(t(url ? 'telegramAsk' : 'telegramAway'), ...(link ? [close, link] : [close]));
  }

  #toggleSound() {
    setSound(!soundOn());
    this.#draw();
  }

  #askForget() {
    this.#show(false);
    const dialog = this.#ask(
      t('forgetAsk'),
      h('button', { type: 'button', class: 'choice', click: () => dialog.close() }, t('cancel')),
      h('button', { type: 'button', class: 'choice strong', click: () => (dialog.close(), this.on.forget()) }, t('forgetYes')),
    );
  }

  /** @param {string} text @param {HTMLElement[]} answers */
  #ask(text, ...answers) {
    const dialog = h(
      'dialog',
      { class: 'ask', 'aria-labelledby': 'ask-text', close: () => (dialog.remove(), this.#more.focus()) },
      h('p', { id: 'ask-text' }, text),
      h('div', null, ...answers),
    );
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }
}
