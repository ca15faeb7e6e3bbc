// Who the buyer is to the host: conversation, token, and the calls that carry it.

/** The folder that the host serves from, "/" unless a proxy puts it elsewhere. */
const base = new URL('..', import.meta.url);
const refreshEvery = 15 * 60_000;

/** The host answered, and did not take it. */
export class Refused extends Error {
  /** @param {number} status @param {number} [retryAfter] seconds */
  constructor(status, retryAfter = 0) {
    super('HTTP ' + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class Session {
  conversation = '';
  token = '';
  user = '';
  /** An existing conversation was taken up. */
  resumed = false;
  /** The conversation can be taken to Telegram. */
  continues = false;
  /** The shop's word on who the buyer is was not taken. */
  stranger = false;
  #host;
  #streamUrl = '';
  #streamUntil = 0;
  #identityFailed = '';
  /** @type {Promise<void> | undefined} */
  #opening;

  /** @param {Host} host @param {() => string} locale @param {(moved: boolean) => void} opened */
  constructor(host, locale, opened) {
    this.#host = host;
    this.locale = locale;
    this.opened = opened;
    setInterval(() => this.#refresh(), refreshEvery);
  }

  /** A new token, for the same conversation wherever that can be taken up. */
  open() {
    this.#opening ??= alone('crb.session', () => this.#open()).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** @returns {Promise<void>} */
  async #open() {
    const { resume, identity } = await this.#host.init();
    const usable = identity && identity !== this.#identityFailed ? identity : undefined;
    const response = await ask(new URL('widget/session', base), { method: 'POST', headers: json, body: JSON.stringify({ resume: resume ?? undefined, identity: usable, locale: this.locale() }) });
    if (response.status === 403 && usable) {
      this.#identityFailed = usable;
      this.stranger = true;
      return this.#open();
    }
    if (!response.ok) throw refused(response);
    const body = await response.json();
    const moved = this.conversation !== '' && this.conversation !== body.conversationId;
    this.resumed = body.resumed === true;
    this.continues = body.continues === 'telegram';
    this.take(body);
    this.#host.keepResume(body.resume ?? null);
    // The next tab that asks the shop's page is to find the new resume token there.
    if (!this.#host.alone) await this.#host.init();
    this.opened(moved);
  }

  /** Notes the newest credentials of an answer. @param {any} body */
  take(body) {
    this.conversation = body.conversationId ?? this.conversation;
    this.token = body.token ?? this.token;
    this.user = claim(this.token, 'user');
    if (!body.streamUrl) return;
    this.#streamUrl = body.streamUrl;
    this.#streamUntil = Date.now() + 40_000;
  }

  /** An address of the stream that nobody has used; asks for a new one where needed. @param {string} watermark */
  async stream(watermark) {
    if (!this.token) await this.open();
    if (!this.#streamUrl || Date.now() > this.#streamUntil || watermark)
      this.take(await (await this.call(`?watermark=${encodeURIComponent(watermark)}`)).json());
    const url = new URL(this.#streamUrl, base);
    this.#streamUrl = '';
    // Whatever a proxy made of it: the stream is where this page is.
    url.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
    url.host = base.host;
    return url.href;
  }

  /** The address of something in this conversation. @param {string} path */
  url = (path) => new URL(`v3/directline/conversations/${encodeURIComponent(this.conversation)}${path}`, base);

  /**
   * Calls the host in this conversation. A token that is not taken any more is replaced once.
   * @param {string} path @param {RequestInit} [init]
   */
  async call(path, init) {
    if (!this.token) await this.open();
    const { conversation, token } = this;
    const response = await this.#send(path, init);
    if (response.ok) return response;
    if (response.status !== 401 && response.status !== 403) throw refused(response);
    if (this.token === token) await this.open();
    if (this.conversation !== conversation) throw new Refused(403);
    const again = await this.#send(path, init);
    if (again.ok) return again;
    throw refused(again);
  }

  /** @param {string} path @param {RequestInit} [init] */
  #send(path, init) {
    return ask(this.url(path), { ...init, headers: { ...json, authorization: 'Bearer ' + this.token } });
  }

  async #refresh() {
    if (!this.token) return;
    try {
      const response = await ask(new URL('v3/directline/tokens/refresh', base), { method: 'POST', headers: { authorization: 'Bearer ' + this.token } });
      if (response.ok) this.take(await response.json());
    } catch {
      // The next call that is refused renews the session.
    }
  }

  /** Nobody takes this conversation up on this device again. */
  async end() {
    const { resume } = await this.#host.init();
    this.#host.keepResume(null);
    if (resume) await ask(new URL('widget/session/end', base), { method: 'POST', headers: json, body: JSON.stringify({ resume }) }).catch(() => {});
    [this.token, this.#streamUrl] = ['', ''];
    await this.open();
  }
}

const json = { 'content-type': 'application/json' };

/** @param {URL} url @param {RequestInit} init */
async function ask(url, init) {
  const stop = new AbortController();
  // A busy host slows a sender down for some seconds; a connection is tried again sooner.
  const timer = setTimeout(() => stop.abort(), init.method ? 15_000 : 6000);
  try {
    return await fetch(url, { ...init, signal: stop.signal, cache: 'no-store', credentials: 'omit' });
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Response} response */
const refused = (response) => new Refused(response.status, Number(response.headers.get('retry-after')) || 0);

/**
 * One tab at a time, where the browser can; it may refuse a foreign iframe locks as it does storage.
 * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function alone(name, work) {
  let begun = false;
  try {
    return await navigator.locks.request(name, () => ((begun = true), work()));
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}

/** @param {string} token @param {string} name */
function claim(token, name) {
  try {
    return String(JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')))[name] ?? '');
  } catch {
    return '';
  }
}

/** Half a second at first, three seconds at most, and a little apart from everybody else. @param {number} tries made so far */
export const pauseAfter = (tries) => Math.min(3000, 500 * 2 ** tries) + Math.random() * 700;

export class Alarm {
  /** @type {(() => void) | undefined} */
  #ring;

  /** @param {number} milliseconds */
  sleep(milliseconds) {
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake() {
    this.#ring?.();
  }
}
