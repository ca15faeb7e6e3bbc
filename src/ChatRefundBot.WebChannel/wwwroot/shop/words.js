// @ts-check
// Texts of the sample shop, in both languages.

const zh = {
  page: '橘灯卡铺 · 示例店铺',
  skip: '跳到正文',
  ribbon: '这是示例店铺：店名、商品和订单都是虚构的，不会发生任何交易。',
  brand: '橘灯卡铺',
  note: '说明',
  nav: '店内导航',
  tongue: '语言',
  orders: '我的订单',
  embed: '接入方法',
  foot: '橘灯卡铺是 ChatRefundBot 自带的示例店铺，用来试用网页上的退款服务台。',
  help: '联系退款服务台',
  heroTitle: '点卡、激活码、会员，\n有问题，说得清、退得明。',
  heroText: '每一笔订单都可以直接找退款服务台：按公开的规则给出意见，说明理由，随时可以转人工。',
  heroOrders: '查看我的订单',
  promise1: '规则公开',
  promise1Text: '哪种情况能退、期限多久、要什么凭证，先告诉您。',
  promise2: '说明理由',
  promise2Text: '每个意见都写明依据，不同意可以免费申请人工复核。',
  promise3: '随时转人工',
  promise3Text: '对话和截图一并转交，不用再说一遍。',
  recent: '最近的订单',
  all: '全部订单',
  count: '共 {n} 笔',
  trouble: '订单有问题？',
  troubleOf: '订单有问题？{product}，{number}',
  details: '订单详情',
  back: '返回订单',
  number: '订单号',
  price: '实付',
  state: '状态',
  answer: '试用提示',
  answerText: '服务台会问联系方式后四位，回答 {answer}。',
  say: '遇到的问题：{say}。',
  noAnswer: '这是别人的订单：没有可用的验证答案，可以看看会发生什么。',
  goods: '商品',
  delivery: '交付方式',
  deliveryText: '付款后在线交付卡密或直接充值',
  loading: '正在读取订单…',
  none: '暂时没有读到示例订单，请稍后刷新。',
  again: '重新读取',
  missing: '没有这笔订单',
  more: '显示更多',
  embedTitle: '一行代码，您的店铺也有退款服务台',
  embedText: '把这一行放进店铺页面的 </body> 前。语言和登录买家的身份（JWT）都是可选的。',
  embedOpen: '页面上任何带 data-crb-open 的按钮都能打开它；加上 data-crb-order，订单号会一并带过去。',
  embedGuide: '主题颜色、位置、识别登录买家、内容安全策略：见项目文档 docs/web-widget.md。',
  copy: '复制',
  copied: '已复制',
  states: { paid: '已付款', pending: '待发货', processing: '处理中', delivered: '已发货', completed: '已完成', late: '发货超时', partial: '部分发货', partly: '部分发货', abnormal: '订单异常', refunded: '已退款', unpaid: '未付款', expired: '已关闭', cancelled: '已取消', failed: '充值失败', success: '充值成功', other: '其他' },
};

/** @type {typeof zh} */
const en = {
  page: 'Lantern Cards · sample shop',
  skip: 'Skip to content',
  ribbon: 'This is a sample shop: its name, goods and orders are invented, and nothing is sold.',
  brand: 'Lantern Cards',
  note: 'Note',
  nav: 'Shop',
  tongue: 'Language',
  orders: 'My orders',
  embed: 'Embed it',
  foot: 'Lantern Cards is the sample shop that comes with ChatRefundBot, for trying the refund desk on a web page.',
  help: 'Ask the refund desk',
  heroTitle: 'Game cards, codes, memberships.\nAnd an honest word on refunds.',
  heroText: 'Every order has a line to the refund desk: an opinion by published rules, with its reason, and a person whenever you ask.',
  heroOrders: 'See my orders',
  promise1: 'Open rules',
  promise1Text: 'What can be refunded, until when and on which evidence is said first.',
  promise2: 'With its reason',
  promise2Text: 'Each opinion names what it rests on. A review by a person is free.',
  promise3: 'A person any time',
  promise3Text: 'What you said and sent is passed on; no need to repeat it.',
  recent: 'Recent orders',
  all: 'All orders',
  count: '{n} orders',
  trouble: 'Something wrong?',
  troubleOf: 'Something wrong with this order? {product}, {number}',
  details: 'Order',
  back: 'Back to orders',
  number: 'Order ID',
  price: 'Paid',
  state: 'State',
  answer: 'To try it',
  answerText: 'The desk asks for the last four of the contact: answer {answer}.',
  say: 'What happened: {say}.',
  noAnswer: 'Somebody else’s order: no answer fits. See what happens.',
  goods: 'Product',
  delivery: 'Delivery',
  deliveryText: 'Online, as a code or a top-up, after payment',
  loading: 'Reading the orders…',
  none: 'The sample orders cannot be read at the moment. Please try again later.',
  again: 'Read again',
  missing: 'No such order',
  more: 'Show more',
  embedTitle: 'One line, and your shop has a refund desk',
  embedText: 'Paste this line before </body>. The language and the signed-in buyer’s identity (a JWT) are optional.',
  embedOpen: 'Any element with data-crb-open opens it; with data-crb-order the order number goes along.',
  embedGuide: 'Colours, position, signed-in buyers, content security policy: see docs/web-widget.md.',
  copy: 'Copy',
  copied: 'Copied',
  states: { paid: 'Paid', pending: 'To be delivered', processing: 'In progress', delivered: 'Delivered', completed: 'Completed', late: 'Late', partial: 'Delivered in part', partly: 'Delivered in part', abnormal: 'Abnormal', refunded: 'Refunded', unpaid: 'Unpaid', expired: 'Closed', cancelled: 'Cancelled', failed: 'Top-up failed', success: 'Topped up', other: 'Other' },
};

/** @typedef {Exclude<keyof typeof zh, 'states'>} ShopKey */

export const chinese = !/^en/i.test(chosen());
const words = chinese ? zh : en;

function chosen() {
  try {
    return localStorage.getItem('shop.language') ?? navigator.language;
  } catch {
    return navigator.language;
  }
}

/** @param {ShopKey} key @param {Record<string, string | number>} [values] */
export const t = (key, values) => words[key].replace(/\{(\w+)\}/g, (all, name) => String(values?.[name] ?? all));

/** What a state is called; one that is not known is shown as it came. @param {string} state */
export const stateWord = (state) => words.states[/** @type {keyof typeof words.states} */ (state.toLowerCase())] ?? (state || words.states.other);
