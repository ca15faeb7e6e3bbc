// @ts-check
// One message as elements.

import { cardView } from './cards.js';
import { h, icon } from './dom.js';
import { link, textNodes, webUrl } from './text.js';
import { t } from './words.js';

const pictures = /^image\/(png|jpeg|gif|webp)$/i;

/** What stands in the message's place: bubbles, a card, pictures. @param {Activity} activity @param {FileLink[]} files */
export function messageParts(activity, files) {
  const card = activity.channelData?.card;
  /** @type {HTMLElement[]} */
  const parts = [];
  if (files.length > 0) parts.push(fileParts(files));
  if (card?.title) {
    parts.push(cardView(card));
    if (card.after) parts.push(bubble(card.after));
  } else if (activity.text) parts.push(bubble(activity.text));
  const choices = activity.suggestedActions?.actions;
  if (choices?.length) parts.push(h('span', { class: 'unseen' }, t('answersSaid', { list: choices.map((c) => c.title).join(' / ') })));
  return parts;
}

/** @param {string} text */
const bubble = (text) => h('p', { class: 'bubble', dir: 'auto' }, textNodes(text));

/** @param {FileLink[]} files */
function fileParts(files) {
  const seen = files.filter((f) => pictures.test(f.contentType) && safePicture(f.contentUrl));
  const others = files.filter((f) => !seen.includes(f));
  const parts = h('div', { class: seen.length === 1 ? 'files single' : 'files' });
  for (const file of seen) {
    const name = file.name || t('picture');
    const url = /** @type {string} */ (safePicture(file.contentUrl));
    const image = h('img', { src: url, alt: name, loading: 'lazy', decoding: 'async' });
    parts.append(h('button', { type: 'button', class: 'picture', 'aria-label': t('enlarge', { name }), click: () => enlarge(url, name) }, image));
  }
  for (const file of others) {
    const url = webUrl(file.contentUrl);
    const name = file.name || file.contentType;
    const label = h('span', { class: 'file' }, icon('file'), url ? link(url, name) : name);
    parts.append(label);
  }
  return parts;
}

/** A picture of this page's own host, or one that has not left this device. @param {string | undefined} address */
function safePicture(address) {
  if (address?.startsWith('blob:' + location.origin)) return address;
  const url = webUrl(address);
  if (!url) return undefined;
  // Behind a proxy the host may not know its outer name; what it keeps is found where this page is.
  const { pathname, search, origin } = new URL(url);
  return origin === location.origin ? url : pathname.includes('/v3/directline/attachments/') ? pathname + search : undefined;
}

/** What a person's picture would be: the last character of a Chinese name, the initials of another. @param {string} name */
export function initials(name) {
  const trimmed = name.trim();
  if (/[\u3400-\u9fff]/.test(trimmed)) return trimmed.replace(/[^\u3400-\u9fff]/g, '').slice(-1);
  return trimmed.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase() || '?';
}

/** A picture in its full size, over the conversation. @param {string} url @param {string} name */
function enlarge(url, name) {
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
