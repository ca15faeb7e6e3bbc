// @ts-check
// Cards: product, verdict, status, evidence, queue, summary. What they say stands in the message's text too.

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

/** What is still missing stays in view above the writing field, as long as the newest evidence card has open items. */
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
