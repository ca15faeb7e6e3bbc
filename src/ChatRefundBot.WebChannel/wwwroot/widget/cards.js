// What the desk lays out beside plain text: cards, what is still missing, the answers to a question, the order at hand.

import { h, icon } from './dom.js';
import { inWords, t } from './words.js';

/** @type {Record<Card['kind'], Icon>} */
const signs = { product: 'tag', verdict: 'check', status: 'clock', evidence: 'picture', queue: 'queue', summary: 'list' };
/** @type {Record<Tone, Icon>} */
const verdicts = { good: 'check', wait: 'clock', bad: 'close', info: 'info' };

/** @param {Card} card */
export function cardView(card) {
  const tone = card.tone && card.tone in verdicts ? card.tone : 'info';
  const sign = card.kind === 'verdict' ? verdicts[tone] : (signs[card.kind] ?? 'info');
  return h(
    'div',
    { class: `card ${card.kind} ${tone}` },
    h('div', { class: 'card-head' }, h('span', { class: 'sign' }, icon(sign)), h('h2', { dir: 'auto' }, card.title)),
    card.lead && h('p', { class: 'lead', dir: 'auto' }, card.lead),
    !!card.rows?.length && h('dl', null, ...card.rows.map((row) => h('div', null, h('dt', { dir: 'auto' }, row.label), h('dd', { dir: 'auto' }, row.value)))),
    !!card.items?.length && itemList(card.items),
    !!card.steps?.length && h('ol', null, ...card.steps.map((step) => h('li', { dir: 'auto' }, step))),
    card.note && h('p', { class: 'note', dir: 'auto' }, card.note),
  );
}

/** What is there and what is missing. @param {Item[]} items */
function itemList(items) {
  return h(
    'ul',
    { class: 'items' },
    ...items.map((item) =>
      h('li', { class: item.done ? 'done' : 'open' }, h('span', { class: 'tick' }, item.done && icon('check')), h('span', { dir: 'auto' }, item.label), h('span', { class: 'unseen' }, ` (${t(item.done ? 'done' : 'open')})`)),
    ),
  );
}

/** What is still missing stays in view. */
export class MissingEvidence {
  #title = h('span');
  #have = h('small');
  #body = h('div', { class: 'missing-body', id: 'missing-list' });
  #toggle = h('button', { type: 'button', class: 'missing-head', 'aria-controls': 'missing-list', click: () => this.#fold(!this.#folded) }, icon('picture'), this.#title, this.#have, icon('down'));
  #folded = false;
  /** @type {Item[]} */
  #items = [];
  element = h('section', { class: 'missing', hidden: true }, this.#toggle, this.#body);

  constructor() {
    inWords(() => this.#draw());
  }

  /** @param {Card | undefined} card */
  show(card) {
    this.#items = card?.items ?? [];
    this.#draw();
  }

  /** @param {boolean} folded */
  #fold(folded) {
    this.#folded = folded;
    this.#draw();
  }

  #draw() {
    const open = this.#items.filter((item) => !item.done);
    const have = this.#items.length - open.length;
    this.element.hidden = open.length === 0;
    this.#title.textContent = t('missing', { n: open.length });
    this.#have.textContent = have ? t('have', { n: have }) : '';
    this.#toggle.setAttribute('aria-expanded', String(!this.#folded));
    this.#body.hidden = this.#folded;
    this.#body.replaceChildren(itemList(open));
  }
}

/** The answers a question offers. */
export class Choices {
  element = h('div', { class: 'choices', role: 'group', hidden: true });
  /** The newest message that offers answers. @type {Activity | undefined} */
  #asked;
  answered = false;

  /** @param {(label: string, value: Tap | undefined) => void} chosen */
  constructor(chosen) {
    this.chosen = chosen;
    inWords(() => this.element.setAttribute('aria-label', t('answers')));
  }

  get open() {
    return !this.element.hidden;
  }

  /** @param {Activity} activity */
  offer(activity) {
    this.#asked = activity;
    this.answered = false;
    this.#draw();
  }

  /** The buyer has answered: the buttons go. A message that could not be sent brings them back. @param {boolean} answered */
  settle(answered) {
    this.answered = answered;
    this.#draw();
  }

  clear() {
    this.#asked = undefined;
    this.#draw();
  }

  #draw() {
    const actions = this.answered ? [] : (this.#asked?.suggestedActions?.actions ?? []);
    this.element.hidden = actions.length === 0;
    this.element.replaceChildren(...actions.map((action) => this.#button(action)));
  }

  /** @param {Action} action */
  #button(action) {
    const { key, prompt } = action.channelData ?? {};
    const label = action.title || String(action.value ?? '');
    const human = key === 'human';
    return h(
      'button',
      { type: 'button', class: human ? 'choice human' : 'choice', lang: this.#asked?.locale, dir: 'auto', click: () => this.chosen(label, key ? { key, prompt } : undefined) },
      human && icon('person'),
      label,
    );
  }
}

/**
 * The order the shop's page handed over. The desk takes it by itself when it asks for one; until it has been named in the conversation
 * the buyer can send it with one tap.
 */
export class OrderOffer {
  #order = '';
  #shown = false;
  #send = h('button', { type: 'button', class: 'choice', click: () => this.#take() });
  #dismiss = h('button', { type: 'button', class: 'round', click: () => this.#drop() }, icon('close'));
  element = h('div', { class: 'order', hidden: true }, this.#send, this.#dismiss);

  /** @param {(order: string) => void} send */
  constructor(send) {
    this.send = send;
    inWords(() => this.#draw());
  }

  /** @param {string} order */
  hold(order) {
    this.#order = order;
    this.#shown = false;
    this.#draw();
  }

  show() {
    this.#shown = true;
    this.#draw();
  }

  /** Named in the conversation: whole, or masked but for its end. @param {string} text */
  seen(text) {
    if (this.#order && text.includes(this.#order.slice(-4))) this.#drop();
  }

  #take() {
    const order = this.#order;
    this.#drop();
    this.send(order);
  }

  #drop() {
    this.#order = '';
    this.#draw();
  }

  #draw() {
    this.element.hidden = !this.#order || !this.#shown;
    this.#send.textContent = t('order', { order: this.#order });
    this.#dismiss.setAttribute('aria-label', t('dismiss'));
  }
}
