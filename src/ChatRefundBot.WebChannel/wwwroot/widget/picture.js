// @ts-check
// A picture in its full size, over the conversation.

import { h, icon } from './dom.js';
import { t } from './words.js';

/** @param {string} url @param {string} name */
export function enlarge(url, name) {
  const back = document.activeElement;
  const dialog = h(
    'dialog',
    { class: 'large', 'aria-label': name, click: () => dialog.close(), close: () => dialog.remove() },
    h('img', { src: url, alt: name }),
    h('button', { type: 'button', class: 'round', 'aria-label': t('closePicture') }, icon('close')),
  );
  document.body.append(dialog);
  dialog.addEventListener('close', () => back instanceof HTMLElement && back.focus());
  dialog.showModal();
}
