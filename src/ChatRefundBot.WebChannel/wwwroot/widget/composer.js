// Where the buyer writes and adds pictures.

import { h, icon } from './dom.js';
import { accepted, mostFiles, whyNot } from './files.js';
import { recall, remember } from './host.js';
import { inWords, t } from './words.js';

const mostCharacters = 4000;

export class Composer {
  #field = h('textarea', { rows: 1, dir: 'auto', enterkeyhint: 'send', autocomplete: 'off' });
  #send = h('button', { type: 'submit', class: 'send' }, icon('send'));
  #picker = this.#input(false);
  #camera = this.#input(true);
  #pick = h('button', { type: 'button', class: 'round', click: () => this.#picker.click() }, icon('picture'));
  #shoot = h('button', { type: 'button', class: 'round camera', click: () => this.#camera.click() }, icon('camera'));
  #tray = h('ul', { class: 'tray', hidden: true });
  #reason = h('p', { class: 'reason', role: 'alert' });
  element = h(
    'form',
    { class: 'composer', submit: (/** @type {Event} */ event) => this.#submit(event) },
    this.#reason,
    this.#tray,
    h('div', { class: 'bar' }, this.#pick, this.#shoot, this.#picker, this.#camera, this.#field, this.#send),
  );
  /** @type {{ file: File, url: string }[]} */
  #files = [];
  #asked = false;

  /** @param {(text: string, files: Upload[]) => void} send */
  constructor(send) {
    this.send = send;
    this.#field.value = recall('draft') ?? '';
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('keydown', (event) => {
      // While an input method composes, Enter takes its word.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
    this.#field.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.add(files);
    });
    inWords(() => this.#label());
    requestAnimationFrame(() => this.#typed());
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** @param {boolean} asked */
  hint(asked) {
    this.#asked = asked;
    this.#label();
  }

  /** @param {File[]} files */
  async add(files) {
    /** @type {string[]} */
    const reasons = [];
    for (const file of files) {
      if (this.#files.length >= mostFiles) {
        reasons.push(t('fileCount', { n: mostFiles }));
        break;
      }
      const reason = await whyNot(file);
      if (reason) reasons.push(reason);
      else this.#files.push({ file, url: URL.createObjectURL(file) });
    }
    this.#reason.textContent = reasons.join('\n');
    this.#drawTray();
  }

  #label() {
    const hint = t(this.#asked ? 'answer' : 'write');
    this.#field.placeholder = hint;
    this.#field.setAttribute('aria-label', hint);
    for (const [button, key] of /** @type {const} */ ([[this.#send, 'send'], [this.#pick, 'pictures'], [this.#shoot, 'camera']])) {
      button.setAttribute('aria-label', t(key));
      button.title = t(key);
    }
    for (const input of [this.#picker, this.#camera]) input.setAttribute('aria-label', t('pictures'));
    this.#tray.setAttribute('aria-label', t('tray'));
    this.#drawTray();
  }

  #typed() {
    const field = this.#field;
    field.style.height = 'auto';
    field.style.height = Math.min(field.scrollHeight, 132) + 'px';
    remember('draft', field.value || null);
    this.#ready();
  }

  #ready() {
    this.#send.classList.toggle('ready', this.#files.length > 0 || this.#field.value.trim() !== '');
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (!text && this.#files.length === 0) return this.focus();
    if (text.length > mostCharacters) {
      this.#reason.textContent = t('tooLong');
      return;
    }
    this.send(text, this.#files.map(({ file }) => ({ name: file.name, blob: file })));
    for (const { url } of this.#files) URL.revokeObjectURL(url);
    this.#files = [];
    this.#field.value = '';
    this.#reason.textContent = '';
    this.#typed();
    this.#drawTray();
  }

  /** @param {boolean} camera */
  #input(camera) {
    const input = h('input', { type: 'file', accept: accepted, multiple: !camera, capture: camera && 'environment', class: 'unseen', tabindex: -1 });
    input.addEventListener('change', async () => {
      await this.add([...(input.files ?? [])]);
      input.value = '';
    });
    return input;
  }

  #drawTray() {
    this.#tray.hidden = this.#files.length === 0;
    this.#tray.replaceChildren(
      ...this.#files.map((entry) =>
        h('li', null, h('img', { src: entry.url, alt: entry.file.name }), h('button', { type: 'button', 'aria-label': t('remove', { name: entry.file.name }), click: () => this.#remove(entry) }, icon('close'))),
      ),
    );
    this.#ready();
  }

  /** @param {{ file: File, url: string }} entry */
  #remove(entry) {
    URL.revokeObjectURL(entry.url);
    this.#files = this.#files.filter((e) => e !== entry);
    this.#drawTray();
    this.focus();
  }
}
