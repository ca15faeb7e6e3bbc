// @ts-check
// The sample shop: a home page, the orders, one order, how to embed. Every "something wrong?" is a button as any shop would write it.

import { art } from './art.js';
import { chinese, stateWord, t } from './words.js';

/**
 * @typedef {object} Order
 * @property {string} number
 * @property {string} product
 * @property {string} price
 * @property {string} state
 * @property {string} answer empty when there is none
 * @property {string} shows what can be seen with it
 * @property {string} say what to choose as the problem
 */

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const atOnce = 12;
/** @type {Order[] | undefined} */
let orders;
let failed = false;
let shown = atOnce;

document.documentElement.lang = chinese ? 'zh-CN' : 'en';
for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(/** @type {any} */ (element).dataset.text);
for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(/** @type {any} */ (element).dataset.label));
for (const button of document.querySelectorAll('[data-lang]')) {
  const language = /** @type {HTMLElement} */ (button).dataset.lang ?? '';
  button.setAttribute('aria-pressed', String(language === document.documentElement.lang));
  button.addEventListener('click', () => {
    try {
      localStorage.setItem('shop.language', language);
    } catch {}
    location.reload();
  });
}
addEventListener('hashchange', () => {
  draw();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
draw();
read();

async function read() {
  failed = false;
  try {
    const response = await fetch('shop/orders.json');
    const body = response.ok ? await response.json() : undefined;
    const list = Array.isArray(body) ? body : body?.orders;
    if (!Array.isArray(list)) throw new Error('no list');
    orders = list.filter((o) => o?.number).map((o) => ({ number: String(o.number), product: inWords(o.product), price: money(o.price), state: String(o.state ?? ''), answer: String(o.answer ?? ''), shows: inWords(o.shows), say: inWords(o.say) }));
  } catch {
    failed = true;
  }
  draw();
}

/** A text, or one text for each language. @param {any} text */
function inWords(text) {
  return text && typeof text === 'object' ? String(text[chinese ? 'zh-CN' : 'en'] ?? Object.values(text)[0] ?? '') : String(text ?? '');
}

/** @param {any} price */
function money(price) {
  const amount = Number(price?.amount ?? price);
  return Number.isFinite(amount) && price !== '' && price !== null ? '¥' + amount.toFixed(2) : String(price ?? '');
}

function draw() {
  document.title = t('page');
  const [, page, number] = location.hash.split('/');
  const parts = page === 'orders' ? (number ? orderPage(decodeURIComponent(number)) : ordersPage()) : page === 'embed' ? [embedPart('h1')] : homePage();
  main.replaceChildren(...parts);
}

function homePage() {
  const face = h('div', 'fan');
  for (const product of ['《霜原旅人》', '云杉商城', '《星渊战纪》']) face.append(art(product));
  const hero = h('section', 'hero', h('div', 'hero-text', h('h1', '', t('heroTitle')), h('p', 'lead', t('heroText')), link('#/orders', t('heroOrders'), 'button')), face);
  const promises = h('ul', 'promises', ...[1, 2, 3].map((n) => h('li', '', h('h2', '', t(/** @type {any} */ ('promise' + n))), h('p', '', t(/** @type {any} */ (`promise${n}Text`))))));
  const recent = h('section', '', h('div', 'section-head', h('h2', '', t('recent')), link('#/orders', t('all'), 'more')), orderList(6));
  return [hero, promises, recent, embedPart('h2')];
}

function ordersPage() {
  const head = h('div', 'section-head', h('h1', '', t('orders')), h('p', 'count', orders ? t('count', { n: orders.length }) : ''));
  const list = h('section', '', head, orderList(shown));
  if (orders && orders.length > shown) {
    const more = h('button', 'button quiet', t('more'));
    more.addEventListener('click', () => {
      const first = shown;
      shown += 24;
      draw();
      /** @type {HTMLElement | null} */ (main.querySelectorAll('.order a')[first])?.focus();
    });
    list.append(more);
  }
  return [list];
}

/** @param {number} most */
function orderList(most) {
  if (!orders) {
    const words = h('p', 'empty', t(failed ? 'none' : 'loading'));
    if (!failed) return words;
    const again = h('button', 'button quiet', t('again'));
    again.addEventListener('click', read);
    return h('div', '', words, again);
  }
  return h('ul', 'orders', ...orders.slice(0, most).map(orderCard));
}

/** @param {Order} order */
function orderCard(order) {
  const name = link('#/orders/' + encodeURIComponent(order.number), order.product, 'name');
  return h(
    'li',
    'order',
    art(order.product),
    h('div', 'order-text', h('h2', '', name), h('p', 'number', order.number), h('p', 'facts', h('strong', '', order.price), state(order)), hint(order)),
    trouble(order),
  );
}

/** @param {string} number */
function orderPage(number) {
  const order = orders?.find((o) => o.number === number);
  const back = link('#/orders', t('back'), 'back');
  if (!order) return [h('section', '', back, h('h1', '', t(orders ? 'missing' : 'loading')))];
  const facts = h('dl', 'sheet', ...pair(t('goods'), order.product), ...pair(t('number'), order.number), ...pair(t('price'), order.price), ...pair(t('state'), state(order)), ...pair(t('delivery'), t('deliveryText')));
  return [h('section', 'one', back, h('h1', '', t('details')), h('div', 'one-card', art(order.product), h('div', 'one-text', facts, hint(order), trouble(order))))];
}

/** @param {Order} order */
function trouble(order) {
  const button = h('button', 'button trouble', t('trouble'));
  button.setAttribute('type', 'button');
  button.setAttribute('aria-label', t('troubleOf', { product: order.product, number: order.number }));
  button.setAttribute('data-crb-open', '');
  button.setAttribute('data-crb-order', order.number);
  return button;
}

/** @param {Order} order */
const state = (order) => h('span', 'state ' + order.state.toLowerCase().replace(/[^a-z]/g, ''), stateWord(order.state));

/** @param {Order} order */
function hint(order) {
  const steps = order.answer ? [t('answerText', { answer: order.answer }), order.say && t('say', { say: order.say })] : [t('noAnswer')];
  return h('p', 'hint', h('b', '', t('answer')), order.shows && order.shows + (chinese ? '。' : '. '), steps.join(chinese ? '' : ' '));
}

/** @param {string} label @param {string | Node} value */
const pair = (label, value) => [h('dt', '', label), h('dd', '', value)];

/** @param {'h1' | 'h2'} level */
function embedPart(level) {
  const line = `<script src="${new URL('widget.js', location.href)}" data-locale="${chinese ? 'zh-CN' : 'en'}" defer></script>`;
  const copy = h('button', 'button', t('copy'));
  copy.setAttribute('type', 'button');
  const said = h('span', 'said');
  said.setAttribute('role', 'status');
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(line);
      said.textContent = t('copied');
      setTimeout(() => (said.textContent = ''), 2500);
    } catch {
      getSelection()?.selectAllChildren(code);
    }
  });
  const code = h('code', '', line);
  const box = h('pre', '', code);
  box.tabIndex = 0;
  const open = h('pre', '', h('code', '', `<button data-crb-open data-crb-order="${orders?.[0]?.number ?? 'YK…'}">${t('trouble')}</button>`));
  open.tabIndex = 0;
  return h('section', 'embed', h(level, '', t('embedTitle')), h('p', '', t('embedText')), box, h('div', 'copy', copy, said), h('p', '', t('embedOpen')), open, h('p', 'quiet', t('embedGuide')));
}

/** @param {string} href @param {string} text @param {string} className */
function link(href, text, className) {
  const a = h('a', className, text);
  a.setAttribute('href', href);
  return a;
}

/** @param {string} tag @param {string} className @param {...(string | Node)} children */
function h(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
