// What the host says: over a WebSocket, by asking again and again where no WebSocket gets through. Comes back by itself.

import { Alarm, pauseAfter } from './session.js';

const probeAfter = 20_000;

export class Stream {
  /** Opaque, replayed as it came. */
  watermark = '';
  /** @type {Line} */
  line = 'connecting';
  #session;
  #heard;
  #changed;
  #alarm = new Alarm();
  #sockets = 0;
  /** @type {() => void} */
  #drop = () => {};

  /**
   * @param {Session} session
   * @param {(activities: Activity[]) => void} heard
   * @param {(line: Line) => void} changed
   */
  constructor(session, heard, changed) {
    this.#session = session;
    this.#heard = heard;
    this.#changed = changed;
  }

  async run() {
    addEventListener('offline', () => {
      this.#say('offline');
      this.#drop();
    });
    addEventListener('online', () => this.kick());
    document.addEventListener('visibilitychange', () => document.hidden || this.kick());
    for (let tries = 0; ; tries++) {
      try {
        const address = await this.#session.stream(this.watermark);
        // Twice no WebSocket although the host answers: something on the way does not let it through.
        if (this.#sockets < 2) await this.#listen(address);
        else await this.#poll();
        if (this.line === 'online') tries = 0;
      } catch {
        // Said below, and tried again.
      }
      if (this.line !== 'connecting' || tries > 0) this.#say(navigator.onLine ? 'reconnecting' : 'offline');
      await this.#alarm.sleep(pauseAfter(tries));
    }
  }

  /** A good moment to try at once. */
  kick() {
    this.#alarm.wake();
  }

  /** Another conversation: from its beginning. */
  restart() {
    this.watermark = '';
    this.#drop();
    this.kick();
  }

  /**
   * What was said before: the host replays the newest only. Watermark 0 is the beginning.
   * @param {(id: string) => boolean} known where to stop
   */
  async before(known) {
    /** @type {Activity[]} */
    const found = [];
    for (let watermark = '0'; ; ) {
      const set = await (await this.#session.call('/activities?watermark=' + watermark)).json();
      for (const activity of set.activities) {
        if (known(activity.id)) return found;
        found.push(activity);
      }
      if (set.watermark === watermark || set.activities.length === 0) return found;
      watermark = set.watermark;
    }
  }

  /** @param {Line} line */
  #say(line) {
    if (this.line === line) return;
    this.line = line;
    this.#changed(line);
  }

  /** @param {any} set */
  #take(set) {
    if (Array.isArray(set?.activities) && set.activities.length > 0) this.#heard(set.activities);
    if (set?.watermark) this.watermark = String(set.watermark);
  }

  /** Until the socket ends. @param {string} address */
  #listen(address) {
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      const socket = new WebSocket(address);
      const opened = Date.now();
      let heardAt = Date.now();
      let probing = false;
      this.#sockets++;
      const end = (this.#drop = () => {
        clearInterval(timer);
        clearTimeout(late);
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
        if (Date.now() - opened > 10_000) this.#sockets = 0;
        resolve();
      });
      const late = setTimeout(end, 6000);
      socket.onopen = () => {
        clearTimeout(late);
        this.#say('online');
      };
      socket.onclose = end;
      socket.onmessage = (event) => {
        heardAt = Date.now();
        this.#sockets = 0;
        try {
          this.#take(JSON.parse(event.data || '{}'));
        } catch {
          // A frame that is no JSON says nothing.
        }
      };
      // A socket can be dead without saying so: asked over HTTP, the host tells, and tells what was missed.
      const timer = setInterval(async () => {
        if (socket.readyState === WebSocket.OPEN) socket.send('');
        if (probing || Date.now() - heardAt < probeAfter) return;
        probing = true;
        try {
          if (await this.#ask()) end();
          heardAt = Date.now();
        } catch {
          end();
        }
        probing = false;
      }, probeAfter);
    });
  }

  async #poll() {
    const until = Date.now() + 60_000;
    let going = true;
    this.#drop = () => (going = false);
    while (going && Date.now() < until) {
      await this.#ask();
      this.#say('online');
      await this.#alarm.sleep(document.hidden ? 5000 : 1500);
    }
    this.#sockets = 1;
  }

  /** @returns {Promise<boolean>} whether there was something new */
  async #ask() {
    const response = await this.#session.call(`/activities?watermark=${encodeURIComponent(this.watermark)}`);
    const set = await response.json();
    this.#take(set);
    return set.activities?.length > 0;
  }
}
