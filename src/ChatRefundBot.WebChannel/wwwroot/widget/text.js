// @ts-check
// Plain text as nodes: links are made from http and https only, everything else stays text.

const address = /https?:\/\/[^\s<>"'“”‘’，。；！？、（）【】《》]+/gi;

/** @param {string} text */
export function textNodes(text) {
  const nodes = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(address)) {
    const written = found[0].replace(/[.,;:!?)\]}]+$/, '');
    const url = webUrl(written);
    if (!url) continue;
    nodes.append(text.slice(from, found.index), link(url, written));
    from = found.index + written.length;
  }
  nodes.append(text.slice(from));
  return nodes;
}

/** A link that tells the other side nothing. @param {string} url @param {string} label */
export function link(url, label) {
  const a = document.createElement('a');
  a.href = url;
  a.target = '_blank';
  a.rel = 'noopener noreferrer nofollow';
  a.textContent = label;
  return a;
}

/** The address when it is http(s), else undefined. @param {string | undefined} text */
export function webUrl(text) {
  if (!text) return undefined;
  try {
    const url = new URL(text, location.href);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
