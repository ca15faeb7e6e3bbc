// @ts-check
// Waiting that can be cut short, and how long to wait between tries.

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
