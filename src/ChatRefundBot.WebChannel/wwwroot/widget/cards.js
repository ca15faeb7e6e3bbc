// @ts-check
// Cards: product, verdict, status, evidence, queue, summary. What they say stands in the message's text too.

import { h, icon } from './dom.js';
import { t, toneWord } from './words.js';

/** @typedef {import('./types.js').Card} Card */

/** @type {Record<Card['kind'], import('./dom.js').Icon>} */
const signs = { product: 'tag', verdict: 'check', status: 'clock', evidence: 'picture', queue: 'queue', summary: 'list' };
/** @type {Record<NonNullable<Card['tone']>, import('./dom.js').Icon>} */
const verdicts = { good: 'check', wait: 'clock', bad: 'minus', info: 'info' };

/** @param {Card} card */
export function cardView(card) {
  const tone = card.tone && card.tone in verdicts ? card.tone : 'info';
  const sign = card.kind === 'verdict' ? verdicts[tone] : (signs[card.kind] ?? 'info');
  const spoken = card.kind === 'verdict' && h('span', { class: 'unseen' }, toneWord(tone) + ': ');
  return h(
    'div',
    { class: `card ${card.kind} ${tone}` },
    h('div', { class: 'card-head' }, h('span', { class: 'sign' }, icon(sign)), h('h2', { dir: 'auto' }, spoken, card.title)),
    card.lead && h('p', { class: 'lead', dir: 'auto' }, card.lead),
    !!card.rows?.length && h('dl', null, ...card.rows.map((row) => h('div', null, h('dt', { dir: 'auto' }, row.label), h('dd', { dir: 'auto' }, row.value)))),
    !!card.items?.length && itemList(card.items),
    !!card.steps?.length && h('ol', null, ...card.steps.map((step) => h('li', { dir: 'auto' }, step))),
    card.note && h('p', { class: 'note', dir: 'auto' }, card.note),
  );
}

/** What is there and what is missing. @param {NonNullable<Card['items']>} items */
export function itemList(items) {
  return h(
    'ul',
    { class: 'items' },
    ...items.map((item) =>
      h('li', { class: item.done ? 'done' : 'open' }, h('span', { class: 'tick' }, item.done && icon('check')), h('span', { dir: 'auto' }, item.label), h('span', { class: 'unseen' }, ` (${t(item.done ? 'done' : 'open')})`)),
    ),
  );
}
