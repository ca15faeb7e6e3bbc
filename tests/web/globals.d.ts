// Shapes that the widget's modules share. Declared here and not in a module, because only the type checker needs them.

/** What the loader puts on the shop's page. */
interface Window {
  ChatRefundBot?: {
    open(options?: { order?: string }): void;
    close(): void;
    /** The buyer signed out: nobody takes the conversation up on this device again. */
    forget(): void;
  };
}

/** What the loader hands over to the chat page. */
interface Init {
  resume: string | null;
  identity: string | null;
  locale: string | null;
  order?: string;
  /** The chat covers the whole screen. */
  full?: boolean;
  theme: { accent?: string; title?: string; scheme?: string };
}

/** An activity of Direct Line 3.0; unknown fields are tolerated. */
interface Activity {
  type: string;
  id?: string;
  timestamp?: string;
  from?: { id?: string; name?: string; role?: string };
  text?: string;
  textFormat?: string;
  name?: string;
  value?: any;
  locale?: string;
  attachments?: FileLink[];
  suggestedActions?: { to?: string[]; actions: Action[] };
  channelData?: { clientActivityID?: string; prompt?: string; card?: Card; author?: string };
}

/** An answer that can be tapped. */
interface Action {
  type: string;
  title: string;
  value?: any;
  channelData?: Tap;
}

interface Tap {
  key?: string;
  prompt?: string;
}

interface FileLink {
  contentType: string;
  name?: string;
  contentUrl?: string;
}

interface Card {
  kind: 'product' | 'verdict' | 'status' | 'evidence' | 'queue' | 'summary';
  title: string;
  tone?: Tone;
  lead?: string;
  rows?: { label: string; value: string }[];
  items?: Item[];
  steps?: string[];
  note?: string;
  after?: string;
}

type Tone = 'good' | 'wait' | 'bad' | 'info';

interface Item {
  label: string;
  done: boolean;
}

interface Upload {
  name: string;
  blob: Blob;
}

/** A message of the buyer's that the host has not confirmed yet. */
interface Outgoing {
  /** clientActivityID, the same in every try. */
  id: string;
  conversation: string;
  activity: Activity;
  files: Upload[];
  /** Milliseconds since 1970. */
  at: number;
  state: 'waiting' | 'sending' | 'failed';
  /** Key of a text. */
  reason?: Key;
}

/** A message as it stands in the conversation. */
interface Entry {
  /** The host's; empty while on its way. */
  id: string;
  /** clientActivityID; empty for what others say. */
  client: string;
  /** Messages of one author stand together. */
  author: string;
  name: string;
  side: 'me' | 'desk' | 'agent' | 'line';
  time: Date;
  activity: Activity;
  files: FileLink[];
  /** While on its way. */
  item?: Outgoing;
  node: HTMLElement;
}

/** Who serves the buyer. */
interface Presence {
  state: 'robot' | 'queued' | 'agent';
  position?: number;
  agent?: string;
}

/** The connection. */
type Line = 'connecting' | 'online' | 'reconnecting' | 'offline';

type Rgb = [number, number, number];
type Language = 'zh-CN' | 'en';
type Key = import('../../src/ChatRefundBot.WebChannel/wwwroot/widget/words.js').Key;
type Icon = import('../../src/ChatRefundBot.WebChannel/wwwroot/widget/dom.js').Icon;
type Host = import('../../src/ChatRefundBot.WebChannel/wwwroot/widget/host.js').Host;
type Session = import('../../src/ChatRefundBot.WebChannel/wwwroot/widget/session.js').Session;
