// Pictures that the buyer wants to send: looked at before they leave the device, so that a refusal comes at once and with its reason.

import { t } from './words.js';

export const mostFiles = 10;
const mostBytes = 10 * 1024 * 1024;
const shortestSide = 320;
export const accepted = 'image/png,image/jpeg,image/webp';

/** @param {File} file @returns {Promise<string | undefined>} why it cannot be taken */
export async function whyNot(file) {
  const { name } = file;
  if (file.size === 0) return t('fileEmpty', { name });
  if (!(await isPicture(file))) return t('fileType', { name });
  if (file.size > mostBytes) return t('fileSize', { name, size: (file.size / 1024 / 1024).toFixed(1) });
  const side = await shorterSide(file);
  if (side === 0) return t('fileBroken', { name });
  return side < shortestSide ? t('fileSmall', { name }) : undefined;
}

/** By its first bytes: the type a browser names is only a guess from the file's name. @param {Blob} file */
async function isPicture(file) {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...bytes);
  return text.startsWith('\x89PNG\r\n\x1a\n') || text.startsWith('\xff\xd8\xff') || (text.startsWith('RIFF') && text.endsWith('WEBP'));
}

/** In pixels; 0 when it cannot be opened. @param {Blob} file */
async function shorterSide(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return Math.min(image.naturalWidth, image.naturalHeight);
  } catch {
    return 0;
  } finally {
    URL.revokeObjectURL(url);
  }
}
