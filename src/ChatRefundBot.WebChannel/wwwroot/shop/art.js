// @ts-check
// Card faces: a ground of its own and a drawing for each family of goods.

const SVG = 'http://www.w3.org/2000/svg';

/** Name of the family, words that tell it, and its drawing on a grid of 160 by 100. @type {[string, RegExp, string[]][]} */
const families = [
  ['stars', /星渊/, ['M118 18l3 8 8 3-8 3-3 8-3-8-8-3 8-3zM88 46l2 5 5 2-5 2-2 5-2-5-5-2 5-2zM140 58l2 5 5 2-5 2-2 5-2-5-5-2 5-2z', 'M40 78c30 18 84 6 104-30M52 60c22 12 60 4 78-24']],
  ['snow', /霜原/, ['M84 88l30-52 34 52zM114 36l-9 16 9-3 10 3z', 'M60 88l20-32 20 32M128 20h.01M96 24h.01M146 40h.01M70 40h.01M110 12h.01']],
  ['ink', /墨海/, ['M92 62h44l-8 14h-28zM112 58V26l22 28z', 'M50 84c12-8 22-8 34 0s22 8 34 0 22-8 34 0M62 94c12-8 22-8 34 0s22 8 34 0']],
  ['wing', /铁羽/, ['M76 74c6-32 34-48 70-48-8 8-16 10-24 12 8 0 14 0 20-2-10 12-22 14-32 16 6 2 12 2 18 0-14 14-34 14-52 22z', 'M70 84c4-8 10-14 18-18']],
  ['pine', /松果/, ['M112 20c20 12 26 34 18 52-6 12-12 16-18 20-6-4-12-8-18-20-8-18-2-40 18-52z', 'M98 44c10 6 18 6 28 0M94 60c12 8 24 8 36 0M100 76c8 6 16 6 24 0M112 20V8']],
  ['tree', /云杉/, ['M114 14l16 24h-8l14 22h-8l14 22H86l14-22h-8l14-22h-8z', 'M114 82v12M74 92h70']],
  ['sound', /听澜/, ['M78 52v10M90 40v34M102 28v56M114 44v26M126 20v62M138 38v36M150 50v12', '']],
  ['whale', /蓝鲸/, ['M62 60c4-20 30-28 52-20 12 4 20 12 24 18 6-2 10-8 10-16-8 0-12 4-14 8 0-6-4-12-10-12M62 60c8 22 52 26 76-2', 'M84 58h.01M96 30c0-8-6-10-10-10M96 30c0-8 6-10 10-10']],
];

/** @param {string} product */
export function art(product) {
  const [name, , drawing] = families.find(([, words]) => words.test(product)) ?? ['lamp', /$/, ['M98 30h28c14 10 14 36 0 46H98c-14-10-14-36 0-46z', 'M112 30v46M104 30c-6 12-6 34 0 46M120 30c6 12 6 34 0 46M102 22h20M102 84h20M112 8v14']];
  const box = document.createElement('div');
  box.className = 'art ' + name;
  box.setAttribute('aria-hidden', 'true');
  const svg = box.appendChild(document.createElementNS(SVG, 'svg'));
  svg.setAttribute('viewBox', '0 0 160 100');
  svg.setAttribute('preserveAspectRatio', 'xMaxYMid slice');
  drawing.forEach((d, i) => {
    const path = svg.appendChild(document.createElementNS(SVG, 'path'));
    path.setAttribute('d', d);
    path.setAttribute('class', i === 0 && name !== 'sound' ? 'fill' : 'stroke');
  });
  return box;
}
