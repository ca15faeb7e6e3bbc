// What the buyer says, kept until the host has it: one after the other, again after a fault, always under the same id.

import { Alarm, Refused, alone, pauseAfter } from './session.js';

export class Outbox {
  #shelf = new Shelf();
  /** @type {Outgoing[]} */
  #items = [];
  #alarm = new Alarm();
  #running = false;
  /** @type {XMLHttpRequest | undefined} */
  #upload;

  /**
   * @param {Session} session
   * @param {(item: Outgoing, progress?: number) => void} changed
   * @param {(item: Outgoing) => void} sent
   */
  constructor(session, changed, sent) {
    this.session = session;
    this.changed = changed;
    this.sent = sent;
  }

  /** What an earlier page could not send in this conversation. */
  async restore() {
    const kept = await this.#shelf.all();
    const ours = kept.filter((item) => item.conversation === this.session.conversation && !this.#items.some((i) => i.id === item.id));
    for (const item of ours) {
      item.state = 'waiting';
      this.changed(item);
    }
    this.#items.unshift(...ours);
    this.#pump();
  }

  /** @param {Activity} activity @param {Upload[]} [files] @param {string} [id] the same id has one effect */
  async add(activity, files = [], id = unique()) {
    activity.channelData = { clientActivityID: id };
    /** @type {Outgoing} */
    const item = { id, conversation: this.session.conversation, activity, files, at: Date.now(), state: 'sending' };
    this.#items.push(item);
    this.changed(item);
    await this.#shelf.put(item);
    this.#pump();
  }

  /** The host has it: its answer came, or its echo. @param {string} id */
  confirm(id) {
    const item = this.#items.find((i) => i.id === id);
    this.#items = this.#items.filter((i) => i.id !== id);
    this.#shelf.drop(id);
    return item;
  }

  /** @param {string} id */
  discard(id) {
    if (this.#items[0]?.id === id) this.#upload?.abort();
    this.confirm(id);
  }

  /** @param {string} id */
  retry(id) {
    const item = this.#items.find((i) => i.id === id);
    if (!item) return;
    item.conversation = this.session.conversation;
    item.state = 'sending';
    this.changed(item);
    this.kick();
  }

  /** A good moment to try at once. */
  kick() {
    this.#alarm.wake();
    this.#pump();
  }

  async clear() {
    this.#upload?.abort();
    this.#items = [];
    await this.#shelf.clear();
  }

  async #pump() {
    if (this.#running) return;
    this.#running = true;
    let tries = 0;
    for (let item = this.#next(); item; item = this.#next()) {
      const current = item;
      try {
        await alone('crb.' + item.id, () => this.#send(current));
        if (this.confirm(item.id)) this.sent(item);
        tries = 0;
      } catch (error) {
        if (!this.#items.includes(item)) continue;
        const reason = reasonOf(error, item);
        item.state = reason ? 'failed' : 'waiting';
        item.reason = reason;
        this.changed(item);
        if (!reason) await this.#alarm.sleep(Math.max(pauseAfter(tries++), error instanceof Refused ? error.retryAfter * 1000 : 0));
      }
    }
    this.#running = false;
  }

  #next() {
    return this.#items.find((item) => item.state !== 'failed');
  }

  /** @param {Outgoing} item @returns {Promise<string>} the host's id of it; empty when an echo was faster */
  async #send(item) {
    if (!this.#items.includes(item)) return '';
    if (!this.session.token) await this.session.open();
    item.conversation ||= this.session.conversation;
    if (item.conversation !== this.session.conversation) throw new Refused(410);
    item.state = 'sending';
    this.changed(item);
    const activity = { ...item.activity, from: { id: this.session.user } };
    if (item.files.length > 0) return this.#sendFiles(item, activity);
    const response = await this.session.call('/activities', { method: 'POST', body: JSON.stringify(activity) });
    return (await response.json()).id;
  }

  /**
   * XMLHttpRequest, because fetch does not tell how far it is.
   * @param {Outgoing} item @param {Activity} activity @param {boolean} [again] with a new token
   * @returns {Promise<string>}
   */
  async #sendFiles(item, activity, again) {
    const { token } = this.session;
    const form = new FormData();
    form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }), 'blob');
    for (const file of item.files) form.append('file', file.blob, file.name);
    const request = (this.#upload = new XMLHttpRequest());
    /** @type {number | undefined} */
    let stuck;
    const watch = () => {
      clearTimeout(stuck);
      stuck = setTimeout(() => request.abort(), 30_000);
    };
    await new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
      request.open('POST', this.session.url('/upload?userId=' + encodeURIComponent(this.session.user)));
      request.setRequestHeader('authorization', 'Bearer ' + token);
      request.upload.onprogress = (event) => {
        watch();
        this.changed(item, event.loaded / event.total);
      };
      request.onload = resolve;
      request.onerror = request.onabort = () => reject(new Error('upload interrupted'));
      watch();
      request.send(form);
    }).finally(() => clearTimeout(stuck));
    if (request.status === 200) return JSON.parse(request.responseText).id;
    if ((request.status !== 401 && request.status !== 403) || again) throw new Refused(request.status, Number(request.getResponseHeader('retry-after')) || 0);
    if (this.session.token === token) await this.session.open();
    if (this.session.conversation !== item.conversation) throw new Refused(410);
    return this.#sendFiles(item, activity, true);
  }
}

/** Why trying again cannot help; undefined when it can. @param {unknown} error @param {Outgoing} item @returns {Key | undefined} */
function reasonOf(error, item) {
  if (!(error instanceof Refused)) return undefined;
  const { status } = error;
  if (status >= 500 || status === 408 || status === 429) return undefined;
  if (status === 413) return item.files.length > 0 ? 'tooMuch' : 'tooLong';
  if (status === 415) return 'notTaken';
  return status === 410 || status === 403 ? 'moved' : 'refused';
}

/** 128 random bits; randomUUID would need https. */
export const unique = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Unsent messages, with their pictures: a phone may end the page while its camera is open. */
class Shelf {
  /** @type {Promise<IDBDatabase | null>} */
  #database = new Promise((resolve) => {
    try {
      const opening = indexedDB.open('crb', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('unsent', { keyPath: 'id' });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = opening.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });

  /** @returns {Promise<Outgoing[]>} oldest first */
  async all() {
    const items = await this.#run('readonly', (store) => store.getAll());
    return (items ?? []).sort((/** @type {Outgoing} */ a, /** @type {Outgoing} */ b) => a.at - b.at);
  }

  /** @param {Outgoing} item */
  put = (item) => this.#run('readwrite', (store) => store.put(item));

  /** @param {string} id */
  drop = (id) => this.#run('readwrite', (store) => store.delete(id));

  clear = () => this.#run('readwrite', (store) => store.clear());

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any>} undefined when there is no storage
   */
  async #run(mode, work) {
    const database = await this.#database;
    if (!database) return undefined;
    return new Promise((resolve) => {
      try {
        const request = work(database.transaction('unsent', mode).objectStore('unsent'));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(undefined);
      } catch {
        resolve(undefined);
      }
    });
  }
}
