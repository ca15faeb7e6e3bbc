// One message as elements. Texts are plain: links are made from http and https only, everything else stays text.

import { cardView } from './cards.js';
import { h, icon } from './dom.js';
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
    const url = ownFile(file.contentUrl) ?? webUrl(file.contentUrl);
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

/** A file that the desk offers, found where this page is even where the host does not know its outer name. @param {string | undefined} address */
function ownFile(address) {
  const url = webUrl(address);
  if (!url) return undefined;
  const { pathname, search } = new URL(url);
  return pathname.startsWith('/v3/directline/files/') ? pathname + search : undefined;
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

const address = /https?:\/\/[^\s<>"'“”‘’，。；！？、（）【】《》]+/gi;

/** @param {string} text */
function textNodes(text) {
  const nodes = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(address)) {
    const written = found[0].replace(/[.,;:!?)\]}]+$/, '');
    const url = webUrl(written);
    if (!url) continue;
    nodes.append(text.slice(from, found.index), link(url, written));
    from = found.index + written.length;
  }
  nodes.append(text.slice(from));
  return nodes;
}

/** A link that tells the other side nothing. @param {string} url @param {string} label */
function link(url, label) {
  const a = document.createElement('a');
  a.href = url;
  a.target = '_blank';
  a.rel = 'noopener noreferrer nofollow';
  a.textContent = label;
  return a;
}

/** The address when it is http(s), else undefined. @param {string | undefined} text */
function webUrl(text) {
  if (!text) return undefined;
  try {
    const url = new URL(text, location.href);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
