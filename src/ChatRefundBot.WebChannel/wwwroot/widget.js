// @ts-check
// A launcher is all that a shop's page loads; the first click brings the chat page in an iframe.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript || document.querySelector('script[src*="widget.js"]'));
  if (!script || window.ChatRefundBot) return;
  const { locale, identity, title, order, theme } = script.dataset;
  const page = new URL('widget', script.src);
  const language = locale || document.documentElement.lang || navigator.language;
  const chinese = /^zh/i.test(language);
  const words = chinese ? ['退款咨询', '收起', '条未读消息', '退款服务台'] : ['Refund help', 'Close', 'unread', 'Refund desk'];
  const phone = matchMedia('(max-width:600px),(max-height:460px)');
  const side = script.dataset.position === 'left' ? 'left' : 'right';
  const accent = (/^#[\da-f]{6}$/i.exec(script.dataset.accent || '') || [''])[0];
  const shade = accent || '#a8482a';
  const [r, g, b] = [1, 3, 5].map((i) => (parseInt(shade.substr(i, 2), 16) / 255) ** 2.2);

  // The shop's page keeps the resume token: a foreign iframe may have no storage. Each signed-in buyer has an own place for it.
  let place = 'crb.resume';
  try {
    if (identity) place += ':' + JSON.parse(atob(identity.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))).sub;
  } catch {}
  /** @param {'localStorage' | 'sessionStorage'} storage @param {string} key @param {string | null} [value] null removes */
  const keep = (storage, key, value) => {
    try {
      if (value) window[storage].setItem(key, value);
      else if (value === null) window[storage].removeItem(key);
      return window[storage].getItem(key);
    } catch {
      return null;
    }
  };

  const css = `:host{all:initial;position:fixed;z-index:2147483000;${side}:16px;bottom:max(16px,env(safe-area-inset-bottom))}
button{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:8px;height:52px;padding:0 20px 0 16px;border-radius:26px;background:${shade};color:${0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 ? '#fff' : '#1d1512'};font:600 16px -apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;cursor:pointer;box-shadow:0 6px 20px #28140a3d}
button:focus-visible{outline:3px solid ${shade};outline-offset:3px}
svg{width:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-6px;right:-4px;min-width:22px;box-sizing:border-box;padding:0 6px;border-radius:11px;background:#c01f2e;color:#fff;box-shadow:0 0 0 2px #fff;font:700 12px/22px sans-serif;text-align:center}
iframe{position:fixed;${side}:16px;bottom:84px;width:400px;height:min(700px,100vh - 108px);border:0;border-radius:18px;background:#faf7f2;box-shadow:0 16px 56px #28140a42,0 0 0 1px #8a7a6a33;color-scheme:light dark;animation:in .2s ease-out}
.full iframe{inset:0 0 auto;width:100%;height:var(--h,100%);border-radius:0;transform:translateY(var(--y,0))}
[hidden]{display:none!important}
@keyframes in{from{opacity:0;translate:0 16px}}
@media(prefers-color-scheme:dark){iframe{background:#1b1816}}
@media(prefers-reduced-motion:reduce){iframe{animation:none}}`;

  const host = document.createElement('chat-refund-bot');
  const root = host.attachShadow({ mode: 'open' });
  /** @param {Node} parent @param {string} name */
  const add = (parent, name, space = '1999/xhtml') => /** @type {HTMLElement} */ (parent.appendChild(document.createElementNS('http://www.w3.org/' + space, name)));
  try {
    // The shop's content security policy may forbid a style element.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    add(root, 'style').textContent = css;
  }
  const box = add(root, 'div');
  const button = add(box, 'button');
  const icon = add(button, 'svg', '2000/svg');
  const path = add(icon, 'path', '2000/svg');
  const label = add(button, 'span');
  const badge = add(button, 'b');
  button.lang = chinese ? 'zh-CN' : 'en';
  icon.setAttribute('viewBox', '0 0 24 24');

  let ready = false;
  let shown = false;
  let unread = 0;
  let overflow = '';
  /** @type {HTMLIFrameElement | undefined} */ let frame;
  /** @type {Element | null} */ let opener = host;
  /** @type {HTMLElement[]} */ let covered = [];
  /** @type {object[]} */ let queue = [];

  function draw() {
    path.setAttribute('d', shown ? 'M6 9l6 6 6-6' : 'M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5zM9 11.5h.01M12.5 11.5h.01M16 11.5h.01');
    label.textContent = words[shown ? 1 : 0];
    button.ariaExpanded = String(shown);
    badge.hidden = !unread || shown;
    badge.textContent = unread > 99 ? '99+' : String(unread);
    button.ariaLabel = label.textContent + (badge.hidden ? '' : `, ${unread} ${words[2]}`);
    if (frame) frame.hidden = !shown;
    // On a phone the chat is all: the page below takes no focus.
    const full = shown && phone.matches;
    button.hidden = full && ready;
    if (box.classList.contains('full') === full) return;
    box.classList.toggle('full');
    for (const element of covered) element.inert = false;
    covered = full ? /** @type {HTMLElement[]} */ ([...document.body.children]).filter((e) => e !== host && !e.inert) : [];
    for (const element of covered) element.inert = true;
    const { style } = document.documentElement;
    if (full) overflow = style.overflow;
    style.overflow = full ? 'hidden' : overflow;
  }

  /** @param {object} message */
  function post(message) {
    if (ready) frame?.contentWindow?.postMessage(message, page.origin);
    else queue.push(message);
  }

  function load() {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.title = title || words[3];
    frame.src = page.href;
    frame.hidden = true;
    box.prepend(frame);
  }

  /** @param {{ order?: string }} [options] */
  function open(options) {
    if (!shown) opener = document.activeElement;
    shown = true;
    keep('sessionStorage', 'crb.open', '1');
    load();
    draw();
    frame?.focus();
    post({ crb: 'open', full: phone.matches });
    if (options?.order) post({ crb: 'order', order: options.order });
  }

  function close() {
    if (!shown) return;
    shown = false;
    keep('sessionStorage', 'crb.open', '0');
    post({ crb: 'close' });
    draw();
    (opener === document.body || opener === host ? button : /** @type {HTMLElement} */ (opener)).focus();
  }

  /** The buyer signed out. */
  function forget() {
    if (!frame && !keep('localStorage', place)) return;
    load();
    post({ crb: 'forget' });
  }

  addEventListener('message', ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== page.origin) return;
    if (data.crb === 'ready') {
      ready = true;
      post({ crb: 'init', resume: keep('localStorage', place), identity: identity || null, locale: language, order, full: phone.matches, theme: { accent, title, scheme: theme } });
      queue.splice(0).forEach(post);
      draw();
    }
    if (data.crb === 'resume') keep('localStorage', place, data.resume);
    if (data.crb === 'unread') {
      unread = data.count;
      draw();
    }
    if (data.crb === 'close') close();
  });
  button.onclick = () => (shown ? close() : open());
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && /** @type {HTMLElement | null} */ (event.target.closest('[data-crb-open]'));
    if (!link) return;
    event.preventDefault();
    link.focus();
    open({ order: link.dataset.crbOrder });
  });
  phone.onchange = () => {
    draw();
    if (shown) post({ crb: 'open', full: phone.matches });
  };
  // A phone's keyboard covers a part.
  const view = visualViewport;
  if (view)
    view.onresize = view.onscroll = () => {
      host.style.setProperty('--h', view.height + 'px');
      host.style.setProperty('--y', view.offsetTop + 'px');
    };

  window.ChatRefundBot = { open, close, forget };
  const start = () => {
    document.body.append(host);
    draw();
    // Once used in this tab it connects, so that an answer shows on the launcher.
    const used = keep('sessionStorage', 'crb.open');
    if (used === '1') open();
    else if (used) setTimeout(load, 1000);
  };
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start);
})();
