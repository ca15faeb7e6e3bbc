// A soft two-note sound for a new message. Off until the buyer turns it on.

import { recall, remember } from './host.js';

/** @type {AudioContext | undefined} */
let audio;

export const soundOn = () => recall('sound') === 'on';

/** Called from a click, as browsers demand. @param {boolean} on */
export function setSound(on) {
  remember('sound', on ? 'on' : null);
  if (on) beep();
}

export function beep() {
  if (!soundOn()) return;
  try {
    audio ??= new AudioContext();
    audio.resume();
    for (const [after, pitch] of [[0, 660], [0.11, 880]]) {
      const at = audio.currentTime + after;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.08, at + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.24);
    }
  } catch {
    // No sound here.
  }
}
