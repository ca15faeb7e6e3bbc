// @ts-check
// What outlives a reload. A foreign iframe may have no storage at all; then it lives as long as the page.

/** @type {Map<string, string>} */
const held = new Map();

/** @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return localStorage.getItem('crb.' + key);
  } catch {
    return held.get(key) ?? null;
  }
}

/** @param {string} key @param {string | null} value null forgets */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem('crb.' + key);
    else localStorage.setItem('crb.' + key, value);
  } catch {
    if (value === null) held.delete(key);
    else held.set(key, value);
  }
}

/** Unsent messages, with their pictures: a phone may end the page while its camera is open. */
export class Shelf {
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
