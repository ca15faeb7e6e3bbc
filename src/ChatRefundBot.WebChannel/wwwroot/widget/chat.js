// <crb-chat>: the refund desk's chat. Puts the parts together; each part knows its own job only.

import { Choices, MissingEvidence, OrderOffer } from './cards.js';
import { Composer } from './composer.js';
import { h } from './dom.js';
import { Header } from './header.js';
import { Host, recall, remember } from './host.js';
import { Outbox } from './outbox.js';
import { Follow } from './scroll.js';
import { Session } from './session.js';
import { beep } from './sound.js';
import { Stream } from './stream.js';
import { applyTheme } from './theme.js';
import { Transcript, Typing } from './transcript.js';
import { inWords, language, languageOf, setLanguage, t } from './words.js';

/** What comes so soon after the page has opened is history, not news. */
const settled = 1500;
/** So many at once are all that the host replays; there may be older ones. */
const manyAtOnce = 40;
const finger = matchMedia('(pointer: coarse)');

class Chat extends HTMLElement {
  #host = new Host();
  #log = h('div', { class: 'log', role: 'log', 'aria-live': 'off' });
  #typing = new Typing();
  #choices = new Choices((label, value) => this.#say(label, [], value));
  #older = h('button', { type: 'button', class: 'small', hidden: true, click: () => this.#showOlder() });
  #content = h('div', { class: 'content' }, this.#older, this.#log, this.#typing.element, this.#choices.element);
  #view = h('div', { class: 'view', role: 'region', tabindex: 0 }, this.#content);
  #follow = new Follow(this.#view, this.#content);
  #banner = h('p', { class: 'banner', role: 'status' });
  #missing = new MissingEvidence();
  #composer = new Composer((text, files) => this.#say(text, files));
  #order = new OrderOffer((order) => this.#say(order, []));
  #transcript = new Transcript(this.#log, { retry: (id) => this.#outbox.retry(id), discard: (id) => this.#discard(id) });
  #session = new Session(this.#host, language, (moved) => this.#opened(moved));
  #outbox = new Outbox(
    this.#session,
    (item, progress) => this.#waiting(item, progress),
    (item) => this.#transcript.sent(item),
  );
  #stream = new Stream(
    this.#session,
    (activities) => this.#heard(activities),
    (line) => this.#line(line),
  );
  /** @type {Header | undefined} */
  #header;
  #open = this.#host.alone;
  #full = this.#host.alone;
  #unread = 0;
  #newsFrom = Infinity;
  #wasOnline = false;
  /** @type {number | undefined} */
  #bannerTimer;

  async connectedCallback() {
    const init = this.#host.init();
    setLanguage(languageOf(recall('language')) ?? languageOf(navigator.language) ?? 'zh-CN');
    this.#build({ closes: !this.#host.alone });
    this.#listen();
    const { locale, order, full, theme } = await init;
    this.#full = !!full;
    applyTheme(theme ?? {});
    if (theme?.title && this.#header) this.#header.title = theme.title;
    setLanguage(languageOf(recall('language')) ?? languageOf(locale) ?? language());
    if (order) this.#bring(order, 'order-' + order);
    this.#line('connecting');
    this.#stream.run();
  }

  /** @param {{ closes: boolean }} options */
  #build(options) {
    const header = (this.#header = new Header(
      { close: () => this.#host.close(), language: (tag) => this.#speak(tag), elsewhere: () => this.#elsewhere(), forget: () => this.#forget() },
      options,
    ));
    const missing = h('div', { class: 'dock' }, this.#missing.element, this.#order.element);
    this.append(
      header.element,
      this.#banner,
      h('div', { class: 'stage' }, this.#view, this.#follow.button),
      h('div', { class: 'foot' }, missing, this.#composer.element),
      h('div', { class: 'drop', 'aria-hidden': 'true' }),
    );
    inWords(() => {
      document.title = t('title');
      this.setAttribute('aria-label', t('title'));
      this.#log.setAttribute('aria-label', t('log'));
      this.#view.setAttribute('aria-label', t('log'));
      this.#older.textContent = t('older');
      this.querySelector('.drop')?.replaceChildren(h('p', null, t('drop')));
      this.#transcript.redraw();
    });
  }

  #listen() {
    this.#host.on('open', (message) => {
      [this.#open, this.#full] = [true, !!message.full];
      this.#read();
      this.#focus();
    });
    this.#host.on('close', () => (this.#open = false));
    this.#host.on('order', (message) => this.#bring(String(message.order)));
    this.#host.on('forget', () => this.#forget());
    document.addEventListener('visibilitychange', () => this.#read());
    addEventListener('focus', () => this.#read());
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.#host.close();
      if (event.key === 'Tab' && this.#full && !this.#host.alone) this.#trap(event);
    });
    let inside = 0;
    const mark = (/** @type {number} */ change) => this.classList.toggle('dragging', (inside = Math.max(0, inside + change)) > 0);
    addEventListener('dragenter', () => mark(1));
    addEventListener('dragleave', () => mark(-1));
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => {
      event.preventDefault();
      mark(-inside);
      this.#composer.add([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** The whole screen is the chat: focus stays in it. @param {KeyboardEvent} event */
  #trap(event) {
    const stops = [...this.querySelectorAll('button, a[href], textarea, [tabindex="0"]')].filter((e) => e instanceof HTMLElement && e.tabIndex >= 0 && e.checkVisibility?.() !== false);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const from = event.shiftKey ? first : last;
    if (document.activeElement !== from) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (event.shiftKey ? last : first).focus();
  }

  /** Writing can begin at once; on a phone that would bring the keyboard up over the conversation. */
  #focus() {
    if (finger.matches) this.#header?.focus();
    else this.#composer.focus();
  }

  /** @param {boolean} moved */
  #opened(moved) {
    this.#header?.offer(this.#session.continues);
    if (moved) {
      this.#transcript.clear();
      this.#choices.clear();
      this.#missing.show(undefined);
      this.#header?.show({ state: 'robot' });
      this.#stream.restart();
    }
    this.#outbox.restore();
    this.#outbox.add({ type: 'event', name: 'webchat/join', value: { language: language() }, locale: language() }, [], 'join-' + this.#session.conversation);
  }

  /** @param {string} order @param {string} [id] */
  #bring(order, id) {
    this.#outbox.add({ type: 'event', name: 'crb/order', value: { order }, locale: language() }, [], id);
    this.#order.hold(order);
    // In a conversation that has begun already the desk may not take it.
    const now = new Date();
    setTimeout(() => this.#transcript.entries.some((e) => e.side === 'me' && e.time < now) && this.#order.show(), settled);
  }

  /** @param {string} text @param {Upload[]} files @param {Tap} [value] */
  #say(text, files, value) {
    /** @type {Activity} */
    const activity = { type: 'message', text, textFormat: 'plain', locale: language() };
    if (value) activity.value = value;
    this.#outbox.add(activity, files);
    this.#follow.toEnd();
    // A tapped answer is gone, and focus must not go with it; on a phone the keyboard stays down.
    if (!value || !finger.matches) this.#composer.focus();
    else this.#view.focus({ preventScroll: true });
  }

  /** @param {Outgoing} item @param {number} [progress] */
  #waiting(item, progress) {
    if (item.activity.type !== 'message') return;
    this.#transcript.show(item, progress);
    if (item.activity.text) this.#settle(item.state !== 'failed');
  }

  /** @param {string} id */
  #discard(id) {
    this.#outbox.discard(id);
    this.#transcript.remove(id);
    this.#composer.focus();
  }

  /** @param {boolean} answered */
  #settle(answered) {
    this.#choices.settle(answered);
    this.#composer.hint(this.#choices.open);
  }

  /** @param {Activity[]} activities */
  #heard(activities) {
    if (this.#newsFrom === Infinity) this.#newsFrom = performance.now() + (this.#session.resumed ? settled : 0);
    const news = performance.now() > this.#newsFrom;
    if (!news && activities.length >= manyAtOnce) this.#older.hidden = false;
    let loud = false;
    for (const activity of activities) loud = this.#one(activity, news) || loud;
    if (news) this.#log.setAttribute('aria-live', 'polite');
    else setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), settled);
    this.#count();
    if (loud) beep();
  }

  async #showOlder() {
    const first = this.#transcript.entries[0];
    try {
      const found = await this.#stream.before(this.#transcript.has);
      found.filter((activity) => activity.type === 'message').forEach((activity, at) => this.#transcript.add(activity, at));
      this.#older.hidden = true;
      this.#view.focus();
      first.node.scrollIntoView();
    } catch {
      // The button is still there.
    }
  }

  /** @param {Activity} activity @param {boolean} news @returns {boolean} whether it is worth a sound */
  #one(activity, news) {
    const mine = activity.from?.role === 'user';
    const client = activity.channelData?.clientActivityID;
    if (mine && client) this.#outbox.confirm(client);
    if (activity.type === 'typing' && !mine) this.#typing.show(activity.from?.name || t('desk'));
    if (activity.type === 'event' && activity.name === 'handoff.status') this.#handOff(activity);
    if (activity.type !== 'message') return false;
    const entry = this.#transcript.add(activity);
    if (!entry) return false;
    this.#order.seen(activity.text ?? '');
    this.#follow.came(entry.node, !mine && news);
    if (news) entry.node.classList.add('new');
    if (mine) {
      if (activity.text) this.#settle(true);
      return false;
    }
    this.#typing.hide();
    const { author, card } = activity.channelData ?? {};
    const actions = activity.suggestedActions?.actions ?? [];
    if (author === 'agent') this.#header?.show({ state: 'agent', agent: activity.from?.name });
    else if (card?.kind === 'queue') this.#header?.show({ state: 'queued' });
    // The desk offers a person only while it is the desk that answers.
    else if (actions.some((a) => a.channelData?.key === 'human')) this.#header?.show({ state: 'robot' });
    if (card?.kind === 'evidence') this.#missing.show(card);
    if (card?.kind === 'verdict') this.#missing.show(undefined);
    if (actions.length > 0) {
      this.#choices.offer(activity);
      this.#composer.hint(true);
    }
    return news;
  }

  /** @param {Activity} activity */
  #handOff(activity) {
    const { state, position, agent } = activity.value ?? {};
    if (state === 'queued') this.#header?.show({ state: 'queued', position });
    // Who comes and goes the desk itself says in words.
    if (state === 'accepted') this.#header?.show({ state: 'agent', agent });
    if (state === 'completed') this.#header?.show({ state: 'robot' });
  }

  #count() {
    if (this.#open && !document.hidden) return this.#read();
    const others = this.#transcript.entries.filter((e) => e.id);
    const read = others.findIndex((e) => e.id === recall('read'));
    const unread = read < 0 ? 0 : others.slice(read + 1).filter((e) => e.side !== 'me').length;
    if (unread !== this.#unread) this.#host.unread((this.#unread = unread));
  }

  #read() {
    if (!this.#open || document.hidden) return;
    const last = this.#transcript.entries.filter((e) => e.id).at(-1);
    if (last) remember('read', last.id);
    if (this.#unread) this.#host.unread((this.#unread = 0));
  }

  /** @param {Line} line */
  #line(line) {
    clearTimeout(this.#bannerTimer);
    if (line === 'online') {
      this.#outbox.kick();
      if (this.#wasOnline) this.#tell(t('back'), 2500, 'good');
      else this.#tell(this.#session.stranger ? t('stranger') : '', 8000);
      this.#wasOnline = true;
    } else if (line === 'connecting') this.#bannerTimer = setTimeout(() => this.#tell(t('connecting')), 1200);
    else this.#tell(t(line === 'offline' ? 'offline' : this.#wasOnline ? 'reconnecting' : 'unable'));
  }

  /** @param {string} text empty hides @param {number} [milliseconds] @param {string} [tone] */
  #tell(text, milliseconds, tone = '') {
    clearTimeout(this.#bannerTimer);
    if (this.#banner.textContent !== text) this.#banner.textContent = text;
    this.#banner.className = `banner ${tone}${text ? ' on' : ''}`;
    if (milliseconds) this.#bannerTimer = setTimeout(() => this.#tell(''), milliseconds);
  }

  /** @param {Language} tag */
  #speak(tag) {
    if (tag === language()) return;
    remember('language', tag);
    setLanguage(tag);
    // The desk changes its language by the same words that a buyer would write; a person is not disturbed.
    if (this.#header?.presence.state === 'robot') this.#say(tag === 'en' ? 'English' : '中文', []);
  }

  async #elsewhere() {
    const link = await this.#session.call('/continue', { method: 'POST' }).then((response) => response.json()).catch(() => undefined);
    this.#header?.showLink(link?.url);
  }

  async #forget() {
    await this.#outbox.clear();
    remember('draft', null);
    await this.#session.end().catch(() => {});
    this.#tell(t('forgotten'), 4000, 'good');
  }
}

customElements.define('crb-chat', Chat);
