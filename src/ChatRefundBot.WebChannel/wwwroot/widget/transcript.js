// The conversation as it is seen: confirmed messages in the host's order, then those still on their way.

import { h, icon } from './dom.js';
import { initials, messageParts } from './message.js';
import { dayOf, t, timeOf } from './words.js';

const together = 4 * 60_000;

export class Transcript {
  /** @type {Entry[]} */
  entries = [];
  #ids = new Set();

  /** @param {HTMLElement} log @param {{ retry(id: string): void, discard(id: string): void }} on */
  constructor(log, on) {
    this.log = log;
    this.on = on;
  }

  /** @param {string} id */
  has = (id) => this.#ids.has(id);

  /** A message of the host. @param {Activity} activity @param {number} [at] its place; at the end without one @returns {Entry | undefined} undefined when it stands there already */
  add(activity, at) {
    const id = activity.id ?? '';
    if (id && this.#ids.has(id)) return undefined;
    const mine = activity.from?.role === 'user';
    const client = (mine && activity.channelData?.clientActivityID) || '';
    const waiting = client ? this.entries.find((e) => e.client === client) : undefined;
    if (waiting) {
      const { text } = activity;
      const masked = text !== waiting.activity.text;
      if (masked) waiting.activity = { ...waiting.activity, text };
      this.#confirm(waiting, id, timeIn(activity), masked);
      return undefined;
    }
    if (id) this.#ids.add(id);
    const agent = activity.channelData?.author === 'agent';
    /** @type {Entry} */
    const entry = {
      id,
      client,
      author: mine ? 'me' : (activity.from?.id ?? 'desk'),
      name: mine ? t('me') : activity.from?.name || t(agent ? 'person' : 'desk'),
      side: mine ? 'me' : agent ? 'agent' : 'desk',
      time: timeIn(activity),
      activity,
      files: activity.attachments ?? [],
      node: h('div'),
    };
    return this.#insert(entry, at);
  }

  /** A message of the buyer's on its way. @param {Outgoing} item @param {number} [progress] 0 to 1 */
  show(item, progress) {
    const known = this.entries.find((e) => e.client === item.id);
    if (known?.id) return;
    if (known) {
      known.item = item;
      this.#state(known, progress);
      return;
    }
    const files = item.files.map((f) => ({ contentType: f.blob.type, name: f.name, contentUrl: URL.createObjectURL(f.blob) }));
    this.#insert({ id: '', client: item.id, author: 'me', name: t('me'), side: 'me', time: new Date(item.at), activity: item.activity, files, item, node: h('div') });
  }

  /** The host took it; its place comes with its echo, behind what was said before. @param {Outgoing} item */
  sent(item) {
    const entry = this.entries.find((e) => e.client === item.id);
    if (!entry || entry.id) return;
    entry.item = undefined;
    this.#state(entry);
  }

  /** @param {string} client */
  remove(client) {
    const at = this.entries.findIndex((e) => e.client === client && !e.id);
    if (at < 0) return;
    this.entries.splice(at, 1)[0].node.remove();
    this.#dress(at - 1);
    this.#dress(at);
  }

  clear() {
    this.entries = [];
    this.#ids.clear();
    this.log.replaceChildren();
  }

  /** Everything anew, in the language of now. */
  redraw() {
    for (const entry of this.entries) this.#draw(entry);
    this.entries.forEach((_, at) => this.#dress(at));
  }

  /** @param {Entry} entry */
  #insert(entry, at = this.entries.length) {
    if (entry.id) while (at > 0 && !this.entries[at - 1].id) at--;
    this.log.insertBefore(entry.node, this.entries[at]?.node ?? null);
    this.entries.splice(at, 0, entry);
    this.#draw(entry);
    for (const near of [at - 1, at, at + 1]) this.#dress(near);
    return entry;
  }

  /** @param {Entry} entry @param {string} id @param {Date} time @param {boolean} masked the host keeps it otherwise than it was typed */
  #confirm(entry, id, time, masked) {
    if (id) this.#ids.add(id);
    const was = this.entries.indexOf(entry);
    const first = this.entries.findIndex((e) => !e.id);
    [entry.id, entry.time, entry.item] = [id || entry.client, time, undefined];
    if (first >= 0 && first < was) {
      this.entries.splice(was, 1);
      this.log.insertBefore(entry.node, this.entries[first].node);
      this.entries.splice(first, 0, entry);
    }
    if (masked) this.#draw(entry);
    else this.#state(entry);
    for (const near of [first - 1, first, first + 1, was, was + 1]) this.#dress(near);
  }

  /** @param {Entry} entry */
  #draw(entry) {
    const { side, node } = entry;
    const face = side === 'me' ? null : h('span', { class: 'face', 'aria-hidden': 'true' }, side === 'agent' ? initials(entry.name) : icon('desk'));
    const who = h('span', { class: side === 'me' ? 'who unseen' : 'who', dir: 'auto' }, entry.name, h('span', { class: 'unseen' }, ': '));
    const body = h('div', { class: 'body' }, who, ...messageParts(entry.activity, entry.files), h('div', { class: 'when' }, h('time'), h('span', { class: 'state' })));
    node.replaceChildren(...(face ? [face] : []), body);
    this.#state(entry);
  }

  /** How far a message of the buyer's is. @param {Entry} entry @param {number} [progress] */
  #state(entry, progress) {
    const { item, node } = entry;
    const state = node.querySelector('.state');
    if (!state || entry.side !== 'me') return;
    const key = item?.state ?? 'sent';
    node.classList.toggle('failed', key === 'failed');
    if (key === 'sent') state.replaceChildren(icon('check'), h('span', { class: 'unseen' }, t('sent')));
    else if (key === 'sending' && progress !== undefined && progress < 1) {
      const bar = state.querySelector('progress') ?? h('progress', { max: 1, 'aria-label': t('uploading', { n: '' }) });
      bar.value = progress;
      if (!bar.isConnected) state.replaceChildren(bar);
    } else if (key === 'sending') state.replaceChildren(t('sending'));
    else {
      const id = entry.client;
      state.replaceChildren(
        h('span', { class: 'why' }, icon(key === 'failed' ? 'info' : 'clock'), key === 'failed' ? `${t('failed')} · ${t(item?.reason ?? 'refused')}` : t('waiting')),
        h('button', { type: 'button', class: 'small', click: () => this.on.retry(id) }, t('retry')),
        h('button', { type: 'button', class: 'small', click: () => this.on.discard(id) }, t('discard')),
      );
    }
  }

  /** Where an entry stands among its neighbours: day, group, time. @param {number} at */
  #dress(at) {
    const entry = this.entries[at];
    if (!entry) return;
    const [before, after] = [this.entries[at - 1], this.entries[at + 1]];
    const first = !grouped(before, entry);
    const last = !grouped(entry, after);
    entry.node.className = `row ${entry.side}${first ? ' first' : ''}${last ? ' last' : ''}${entry.item?.state === 'failed' ? ' failed' : ''}`;
    const day = dayOf(entry.time);
    const shown = entry.node.querySelector('.day');
    if (before && dayOf(before.time) === day) shown?.remove();
    else if (shown) shown.textContent = day;
    else entry.node.prepend(h('p', { class: 'day' }, day));
    const time = entry.node.querySelector('time');
    if (!time) return;
    time.dateTime = entry.time.toISOString();
    time.textContent = timeOf(entry.time);
  }
}

/** @param {Entry | undefined} a @param {Entry | undefined} b */
const grouped = (a, b) => !!a && !!b && a.author === b.author && Math.abs(b.time.getTime() - a.time.getTime()) < together && dayOf(a.time) === dayOf(b.time);

/** The host writes seven digits of a second, more than every browser reads. @param {Activity} activity */
function timeIn(activity) {
  const time = new Date((activity.timestamp ?? '').replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time.getTime()) ? new Date() : time;
}

/** The other side is writing. Gone after six seconds without news. */
export class Typing {
  #words = h('span', { class: 'unseen' });
  element = h('div', { class: 'row desk typing', hidden: true }, h('span', { class: 'face', 'aria-hidden': 'true' }, icon('desk')), h('p', { class: 'bubble' }, this.#words, h('i'), h('i'), h('i')));
  /** @type {number | undefined} */
  #timer;

  /** @param {string} name */
  show(name) {
    this.#words.textContent = t('typing', { name });
    this.element.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), 6000);
  }

  hide() {
    this.element.hidden = true;
  }
}
