// Every text of the chat page itself, in both languages. What the desk says comes from the host, in the buyer's language.

const zh = {
  title: '退款服务台',
  robot: '自动程序 · 随时可转人工',
  queued: '正在为您转人工',
  queuedAt: '正在转人工 · 前面还有 {n} 位',
  agent: '人工客服 {name} 为您服务',
  desk: '退款助手',
  person: '人工客服',
  me: '我',
  menu: '更多选项',
  close: '收起对话',
  language: '语言',
  sound: '新消息提示音',
  telegram: '在 Telegram 上继续',
  telegramAsk: '打开后，这段对话和申请会跟您到 Telegram。链接只能用一次，30 分钟内有效，请勿转发。',
  telegramOpen: '打开 Telegram',
  telegramAway: '暂时打不开，请稍后再试。',
  forget: '清除本机上的对话',
  forgetAsk: '清除后，这台设备上看不到这段对话；已提交的退款申请不受影响。',
  forgetYes: '确认清除',
  cancel: '取消',
  forgotten: '本机上的对话已清除',
  log: '对话内容',
  answers: '可点选的回答',
  answersSaid: '可选：{list}',
  write: '输入消息…',
  answer: '点选，或直接输入',
  send: '发送',
  pictures: '选择图片',
  camera: '拍照',
  drop: '松开即可添加图片',
  remove: '移除 {name}',
  tray: '待发送的图片',
  sending: '发送中',
  uploading: '上传中 {n}%',
  sent: '已发送',
  waiting: '等待网络',
  failed: '未发送',
  retry: '重试',
  discard: '删除',
  tooLong: '内容太长，请分几条发送。',
  tooMuch: '图片太大，服务器没有接收。',
  notTaken: '这种文件服务器没有接收。',
  moved: '原来的对话已结束，这条没有发出。',
  refused: '服务器没有接收这条消息。',
  connecting: '正在连接…',
  reconnecting: '连接中断，正在重新连接。您写的内容会保留。',
  offline: '网络已断开。恢复后会自动连接，您写的内容会保留。',
  back: '已重新连接',
  unable: '暂时连接不上，正在继续尝试。',
  stranger: '登录信息已失效，您现在以访客身份咨询。',
  typing: '{name} 正在输入',
  newer: '{n} 条新消息',
  bottom: '回到最新消息',
  older: '查看更早的消息',
  today: '今天',
  yesterday: '昨天',
  missing: '还需要 {n} 项凭证',
  have: '已收到 {n} 项',
  done: '已收到',
  open: '还缺',
  picture: '图片',
  enlarge: '查看大图：{name}',
  closePicture: '关闭大图',
  fileType: '“{name}”不是图片，请发 JPG、PNG 或 WebP 截图。',
  fileSize: '“{name}”有 {size} MB，请发 10 MB 以内的图片。',
  fileEmpty: '“{name}”是空文件，请重新选择。',
  fileSmall: '“{name}”太小，字看不清（短边至少 320 像素），请发原图。',
  fileBroken: '“{name}”打不开，可能已损坏，请重新截图。',
  fileCount: '一次最多发 {n} 张，多出的没有添加。',
  order: '带上订单号 {order}',
  dismiss: '不用了',
};

/** @type {typeof zh} */
const en = {
  title: 'Refund desk',
  robot: 'Automated · a person any time',
  queued: 'Connecting you to a person',
  queuedAt: 'Connecting you · {n} ahead',
  agent: '{name}, a person, is with you',
  desk: 'Refund assistant',
  person: 'Agent',
  me: 'Me',
  menu: 'More options',
  close: 'Close chat',
  language: 'Language',
  sound: 'Sound for new messages',
  telegram: 'Continue on Telegram',
  telegramAsk: 'This chat and your request come along to Telegram. The link works once, within 30 minutes; do not pass it on.',
  telegramOpen: 'Open Telegram',
  telegramAway: 'That does not work at the moment. Please try again later.',
  forget: 'Forget this chat on this device',
  forgetAsk: 'This device will no longer show the chat. A refund you have asked for goes on.',
  forgetYes: 'Forget it',
  cancel: 'Cancel',
  forgotten: 'This device has forgotten the chat',
  log: 'Conversation',
  answers: 'Suggested answers',
  answersSaid: 'Choices: {list}',
  write: 'Write a message…',
  answer: 'Tap, or write',
  send: 'Send',
  pictures: 'Choose pictures',
  camera: 'Take a photo',
  drop: 'Drop to add pictures',
  remove: 'Remove {name}',
  tray: 'Pictures to send',
  sending: 'Sending',
  uploading: 'Uploading {n}%',
  sent: 'Sent',
  waiting: 'Waiting for the network',
  failed: 'Not sent',
  retry: 'Retry',
  discard: 'Delete',
  tooLong: 'That is too long; please send it in parts.',
  tooMuch: 'The picture is too large for the server.',
  notTaken: 'The server does not take this kind of file.',
  moved: 'The earlier chat has ended; this was not sent.',
  refused: 'The server did not take this message.',
  connecting: 'Connecting…',
  reconnecting: 'Connection lost, reconnecting. What you write is kept.',
  offline: 'You are offline. We reconnect by ourselves; what you write is kept.',
  back: 'Connected again',
  unable: 'No connection at the moment; still trying.',
  stranger: 'Your sign-in has expired; you are chatting as a guest.',
  typing: '{name} is typing',
  newer: '{n} new',
  bottom: 'Go to the latest message',
  older: 'Show earlier messages',
  today: 'Today',
  yesterday: 'Yesterday',
  missing: 'Still needed: {n}',
  have: '{n} received',
  done: 'Received',
  open: 'Missing',
  picture: 'Picture',
  enlarge: 'Enlarge: {name}',
  closePicture: 'Close picture',
  fileType: '“{name}” is not a picture. Please send a JPG, PNG or WebP screenshot.',
  fileSize: '“{name}” has {size} MB. Please send pictures up to 10 MB.',
  fileEmpty: '“{name}” is empty. Please choose it again.',
  fileSmall: '“{name}” is too small to read (shorter side at least 320 pixels). Please send the original.',
  fileBroken: '“{name}” cannot be opened; it may be damaged. Please take the screenshot again.',
  fileCount: 'Up to {n} pictures at once; the rest were not added.',
  order: 'Send order {order}',
  dismiss: 'No, thanks',
};

/** @typedef {keyof typeof zh} Key */

/** @type {Language} */
let current = 'zh-CN';
/** @type {Set<() => void>} */
const listeners = new Set();

export const language = () => current;

/** The language of ours for a BCP 47 tag; undefined when it is neither. @param {string | null | undefined} tag @returns {Language | undefined} */
export function languageOf(tag) {
  if (!tag) return undefined;
  if (/^zh/i.test(tag)) return 'zh-CN';
  return /^en/i.test(tag) ? 'en' : undefined;
}

/** @param {Language} next */
export function setLanguage(next) {
  current = next;
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** Runs now and after every change of language. @param {() => void} write */
export function inWords(write) {
  listeners.add(write);
  write();
}

/** @param {Key} key @param {Record<string, string | number>} [values] */
export function t(key, values) {
  const text = (current === 'en' ? en : zh)[key];
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? '')) : text;
}

/** Made once, because making one is slow. @param {Intl.DateTimeFormatOptions} form @returns {(date: Date) => string} */
function dates(form) {
  /** @type {Record<string, Intl.DateTimeFormat>} */
  const made = {};
  return (date) => (made[current] ??= new Intl.DateTimeFormat(current, form)).format(date);
}

export const timeOf = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayOfYear = dates({ month: 'long', day: 'numeric', weekday: 'short' });
const wholeDay = dates({ year: 'numeric', month: 'long', day: 'numeric' });

/** "Today", "Yesterday", or the date. @param {Date} date @param {Date} [now] */
export function dayOf(date, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  return (date.getFullYear() === now.getFullYear() ? dayOfYear : wholeDay)(date);
}

/** @param {Date} date */
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
