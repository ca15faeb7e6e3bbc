// Builds elements. Texts become text nodes, never markup.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any> | null} [props] a function is a listener, true an empty attribute; null and false leave it out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a grid of 24. */
const paths = {
  desk: 'M5 14v-2a7 7 0 0 1 14 0v2M5 12h3v6H7a2 2 0 0 1-2-2zM19 12h-3v6h1a2 2 0 0 0 2-2zM17 18c0 2-2 3-4 3',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5M6 11l6-6 6 6',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  check: 'M5 12l5 5 9-9',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v5l3 2',
  info: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 12v4M12 8h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5 8-5s7 1 8 5',
  tag: 'M4 5v7l8 8 8-8-8-8H5zM8 8h.01',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  queue: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 19c1-3 3-4 6-4s5 1 6 4M16 5a3 3 0 0 1 0 6M18 15c2 1 3 2 4 4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
};

/** @typedef {keyof typeof paths} Icon */

/** @param {Icon} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  svg.appendChild(document.createElementNS(SVG, 'path')).setAttribute('d', paths[name]);
  return svg;
}
