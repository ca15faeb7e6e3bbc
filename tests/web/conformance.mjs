// Talks to the host as Microsoft's own Direct Line client does, and prints one line of JSON for each thing that was checked.
// Usage: CRB_TOKEN=... node conformance.mjs http://host [socket|polling]
// In between it prints {"ask":"kill"} and {"ask":"start"}; whoever runs it does so to the host and answers with a line on standard input.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { XMLHttpRequest } from './xhr.mjs';

const [, , base, mode = 'socket'] = process.argv;
const token = process.env.CRB_TOKEN;
if (!base || !token) throw new Error('CRB_TOKEN=... node conformance.mjs http://host [socket|polling]');
const socket = mode === 'socket';
const patience = 30_000;

// The client refreshes its token every quarter of an hour, and waits 3 to 15 s before it connects again; here sooner.
const quarter = 15 * 60_000;
const sooner = globalThis.setInterval;
globalThis.setInterval = (work, time, ...rest) => sooner(work, time === quarter ? 2000 : time, ...rest);

/** Everything as the host sent it. The client hands on frames that come close together one activity of each in turn; Web Chat sorts them. */
let sent = [];
class HeardSocket extends WebSocket {
  constructor(...options) {
    super(...options);
    this.addEventListener('message', ({ data }) => data && sent.push(...JSON.parse(data).activities));
  }
}
Object.assign(globalThis, { XMLHttpRequest, WebSocket: HeardSocket });
const { DirectLine, ConnectionStatus } = createRequire(import.meta.url)('botframework-directlinejs');

let failed = 0;
const requests = [];
const plainFetch = globalThis.fetch;
globalThis.fetch = async (url, init) => {
  const answer = await plainFetch(url, init).catch((error) => {
    requests.push({ method: init?.method ?? 'GET', path: String(url).replace(base, ''), status: 0 });
    throw error;
  });
  const path = String(url).replace(base, '');
  requests.push({ method: init?.method ?? 'GET', path, status: answer.status });
  if (answer.ok && /\/activities\?watermark=/.test(path)) sent.push(...(await answer.clone().json()).activities);
  return answer;
};

/** Waits until a question has an answer. */
async function until(question, what) {
  const start = Date.now();
  for (let answer = await question(); ; answer = await question()) {
    if (answer) return answer;
    if (Date.now() - start > patience) throw new Error(`${what} did not come in ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function check(name, work) {
  const start = Date.now();
  try {
    const seen = await work();
    console.log(JSON.stringify({ check: name, ok: true, ms: Date.now() - start, ...seen }));
  } catch (error) {
    failed++;
    console.log(JSON.stringify({ check: name, ok: false, ms: Date.now() - start, error: error.message }));
  }
}

function must(holds, what) {
  if (!holds) throw new Error(what);
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
async function ask(what) {
  console.log(JSON.stringify({ ask: what }));
  must(!(await lines.next()).done, `nobody could ${what} the host`);
}

class Client {
  seen = [];

  constructor(options) {
    this.connect(options);
  }

  /** Anew, with everything seen so far. */
  connect(options) {
    this.statuses = [];
    this.line = new DirectLine({ token, domain: base + '/v3/directline', webSocket: socket, pollingInterval: 300, random: () => 0, ...options });
    this.line.connectionStatus$.subscribe((status) => this.statuses.push(status));
    this.subscription = this.line.activity$.subscribe((activity) => this.seen.push(activity), (error) => this.statuses.push('error: ' + error));
  }

  get user() {
    return { id: JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).user, name: '', role: 'user' };
  }

  online() {
    return until(() => this.statuses.at(-1) === ConnectionStatus.Online, 'the connection');
  }

  /** Posts; "retry" is the client's word for a message that did not get through. */
  post(activity, clientActivityID = randomUUID()) {
    return new Promise((resolve, reject) =>
      this.line.postActivity({ type: 'message', from: this.user, locale: 'en-US', channelData: { clientActivityID }, ...activity }).subscribe(resolve, (error) => reject(new Error(`HTTP ${error.status}`))),
    );
  }

  echo(clientActivityID) {
    return until(() => this.seen.find((a) => a.channelData?.clientActivityID === clientActivityID), 'the echo');
  }

  /** Posts a text, and waits for its echo and for an answer after it. */
  async turn(text, answer, activity) {
    const client = randomUUID();
    const id = await this.post({ text, ...activity }, client);
    const echo = await this.echo(client);
    must(echo.id === id, `the echo has the id ${echo.id}, the answer of the POST said ${id}`);
    const reply = await until(() => this.after(echo).find((a) => a.text?.includes(answer)), `"${answer}" after "${text}"`);
    return { echo, reply };
  }

  after = (activity) => this.seen.slice(this.seen.indexOf(activity) + 1).filter((a) => a.from.role === 'bot');

  end() {
    this.subscription.unsubscribe();
    this.line.end();
  }
}

/** Everything that the host keeps, in its order. */
async function transcript(conversation) {
  const all = [];
  for (let watermark = '0'; ; ) {
    const set = await (await plainFetch(`${base}/v3/directline/conversations/${encodeURIComponent(conversation)}/activities?watermark=${watermark}`, { headers: { authorization: 'Bearer ' + token } })).json();
    all.push(...set.activities);
    if (set.activities.length === 0 || set.watermark === watermark) return all.filter((a) => a.type === 'message');
    watermark = set.watermark;
  }
}

const ids = (activities) => activities.filter((a) => a.type === 'message').map((a) => a.id);
/** The client saw what is kept, each once, and the host sent it in its order. */
function same(seen, kept, what) {
  const [got, came, stands] = [ids(seen), [...new Set(ids(sent))], ids(kept)];
  must(new Set(got).size === got.length, what + ': the client saw an activity twice');
  must([...got].sort().join() === [...stands].sort().join(), `${what}: the client saw ${got.length} activities, ${stands.length} are kept`);
  const at = stands.findIndex((id, n) => came[n] !== id);
  must(at < 0 && came.length === stands.length, `${what}: ${came.length} came, ${stands.length} are kept; from the ${at}th on they are ${stands.slice(at, at + 4)}, but came ${came.slice(at, at + 4)}`);
}

const client = new Client();

await check('the conversation starts', async () => {
  await client.online();
  must(client.line.conversationId, 'no conversationId');
  if (socket) must(requests.some((r) => r.path === '/v3/directline/conversations' && r.status === 201), 'POST /conversations did not answer 201');
});

await check('a message is echoed under the id that its POST answered', async () => {
  const { echo, reply } = await client.turn('hello', 'Do you agree');
  must(echo.text === 'hello' && echo.from.role === 'user' && echo.from.id === client.user.id, 'the echo is ' + JSON.stringify(echo));
  must(reply.from.role === 'bot' && reply.from.id !== client.user.id && reply.textFormat === 'plain', 'the reply is ' + JSON.stringify(reply));
});

await check('a question brings suggested actions, and a tapped one is its answer', async () => {
  const question = client.seen.findLast((a) => a.suggestedActions);
  const { actions, to } = question.suggestedActions;
  must(actions.every((a) => a.type === 'imBack' && a.title && a.value), 'the actions are ' + JSON.stringify(actions));
  must(!to?.length || to.includes(client.user.id), 'they are for somebody else');
  const agree = actions.find((a) => a.title === 'Agree');
  await client.turn(agree.value, 'order ID');
});

await check('replies come in order, after what they answer', async () => {
  const posted = [];
  const at = client.seen.length;
  for (let n = 0; n < 8; n++) {
    const id = randomUUID();
    posted.push(id);
    await client.post({ text: '/lang' }, id);
  }
  await client.echo(posted.at(-1));
  // Each is answered by two messages: the new language, and the question again.
  await until(() => client.seen.length === at + 3 * posted.length, 'all replies');
  same(client.seen, await transcript(client.line.conversationId), 'live');
  const order = sent.map((a) => a.channelData?.clientActivityID).filter((id) => posted.includes(id));
  must(order.join() === posted.join(), 'the echoes are out of order');
  const times = sent.filter((a) => a.type === 'message').map((a) => a.timestamp);
  must(times.every((time, at) => at === 0 || time >= times[at - 1]), 'the timestamps go back');
  must(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(time)), 'a timestamp has not seven digits: ' + times.at(-1));
});

await check('events and typing are taken, echoed on the socket, and kept nowhere', async () => {
  const [typing, event] = [randomUUID(), randomUUID()];
  must(await client.post({ type: 'typing' }, typing), 'typing has no id');
  must(await client.post({ type: 'event', name: 'webchat/join', value: { language: 'en-US' } }, event), 'the event has no id');
  if (socket) {
    must((await client.echo(typing)).type === 'typing', 'typing came back as something else');
    must((await client.echo(event)).name === 'webchat/join', 'the event came back as something else');
  }
  must(!(await transcript(client.line.conversationId)).some((a) => a.channelData?.clientActivityID === typing), 'typing was kept');
});

await check('several pictures go in one upload and are shown from the host', async () => {
  const picture = readFileSync(new URL('picture.png', import.meta.url));
  const url = 'data:image/png;base64,' + picture.toString('base64');
  const attachments = ['one ä.png', 'two 图.png'].map((name) => ({ contentType: 'image/png', name, contentUrl: url, thumbnailUrl: url }));
  const { echo } = await client.turn('', '', { attachments });
  must(echo.attachments?.length === 2, 'the echo has ' + JSON.stringify(echo.attachments));
  must(echo.attachments.map((a) => a.name).join() === 'one ä.png,two 图.png', 'the names are ' + echo.attachments.map((a) => a.name));
  must(!JSON.stringify(echo).includes('data:'), 'a data: URL came back');
  for (const attachment of echo.attachments) {
    // As an <img> asks for it, without a token.
    const answer = await plainFetch(attachment.contentUrl);
    must(answer.status === 200 && answer.headers.get('content-type') === 'image/png' && (await answer.arrayBuffer()).byteLength > 0, `${attachment.contentUrl} answered ${answer.status}`);
  }
});

await check('the token is refreshed, and the new one is good', async () => {
  const first = client.line.token;
  await until(() => client.line.token !== first, 'a new token');
  must(requests.some((r) => r.path === '/v3/directline/tokens/refresh' && r.status === 200), 'no refresh answered 200');
  await client.turn('help', 'What I can do');
});

await check('a host that is killed and started again loses and doubles nothing', async () => {
  await ask('kill');
  const lost = randomUUID();
  const answer = await client.post({ text: '/status' }, lost);
  must(answer === 'retry', 'a message to a dead host came to ' + answer);
  await ask('start');
  if (!socket) {
    // Microsoft's client stops to poll for good at the first fault of the network: who polls makes a new one.
    const { conversationId, watermark } = client.line;
    client.end();
    await until(() => plainFetch(base + '/health/ready').then((r) => r.ok), 'the host');
    client.connect({ conversationId, watermark });
    await client.online();
  }
  // Sent again under its own id, and once more, as clients do that heard no answer.
  const first = await until(async () => ((id) => id !== 'retry' && id)(await client.post({ text: '/status' }, lost)), 'the host');
  const second = await client.post({ text: '/status' }, lost);
  must(first === second, `the second time it got the id ${second} instead of ${first}`);
  await client.echo(lost);
  await client.turn('help', 'What I can do');
  const kept = await transcript(client.line.conversationId);
  must(kept.filter((a) => a.channelData?.clientActivityID === lost).length === 1, 'the message was kept twice');
  await until(async () => ids(client.seen).length === ids(await transcript(client.line.conversationId)).length, 'everything that was missed');
  same(client.seen, await transcript(client.line.conversationId), 'over the restart');
  must(!client.statuses.some((s) => [ConnectionStatus.ExpiredToken, ConnectionStatus.FailedToConnect, ConnectionStatus.Ended].includes(s)), 'the client gave up: ' + client.statuses);
});

await check('a conversation is resumed by its id: the whole without a watermark, what is new with one', async () => {
  const conversationId = client.line.conversationId;
  const watermark = client.line.watermark;
  const kept = await transcript(conversationId);
  client.end();
  sent = [];
  const whole = new Client({ conversationId });
  await whole.online();
  await until(() => ids(whole.seen).length >= Math.min(50, kept.length), 'the history');
  same(whole.seen, kept.slice(-50), 'without a watermark');
  const { echo } = await whole.turn('help', 'What I can do');
  whole.end();
  sent = [];
  const rest = new Client({ conversationId, watermark });
  await rest.online();
  await until(() => rest.seen.some((a) => a.id === echo.id), 'what is new');
  const after = await transcript(conversationId);
  await until(() => ids(rest.seen).length === after.length - kept.length, 'the rest of what is new');
  same(rest.seen, after.slice(kept.length), 'with a watermark');
  rest.end();
});

process.exit(failed === 0 ? 0 : 1);
