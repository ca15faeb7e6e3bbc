// @ts-check
// Shapes that the modules share. Only the type checker reads this file; no browser loads it.

/**
 * @typedef {object} Action a suggested answer
 * @property {string} type
 * @property {string} title
 * @property {any} [value]
 * @property {{ key?: string, prompt?: string }} [channelData]
 *
 * @typedef {object} Card
 * @property {'product' | 'verdict' | 'status' | 'evidence' | 'queue' | 'summary'} kind
 * @property {string} title
 * @property {'good' | 'wait' | 'bad' | 'info'} [tone]
 * @property {string} [lead]
 * @property {{ label: string, value: string }[]} [rows]
 * @property {{ label: string, done: boolean }[]} [items]
 * @property {string[]} [steps]
 * @property {string} [note]
 * @property {string} [after]
 *
 * @typedef {object} FileLink
 * @property {string} contentType
 * @property {string} [name]
 * @property {string} [contentUrl]
 *
 * @typedef {object} Activity as on the wire of Direct Line 3.0; unknown fields are tolerated
 * @property {string} type
 * @property {string} [id]
 * @property {string} [timestamp]
 * @property {{ id?: string, name?: string, role?: string }} [from]
 * @property {string} [text]
 * @property {string} [textFormat]
 * @property {string} [name]
 * @property {any} [value]
 * @property {string} [locale]
 * @property {string} [inputHint]
 * @property {FileLink[]} [attachments]
 * @property {{ to?: string[], actions: Action[] }} [suggestedActions]
 * @property {{ clientActivityID?: string, prompt?: string, card?: Card, author?: string }} [channelData]
 *
 * @typedef {object} Outgoing a message of the buyer's that the host has not confirmed yet
 * @property {string} id clientActivityID, the same in every try
 * @property {string} conversation
 * @property {Activity} activity
 * @property {{ name: string, blob: Blob }[]} files
 * @property {number} at milliseconds since 1970
 * @property {'waiting' | 'sending' | 'failed'} state
 * @property {string} [reason] key of a text
 *
 * @typedef {object} Init what the loader hands over
 * @property {string | null} resume
 * @property {string | null} identity
 * @property {string | null} locale
 * @property {string} [order]
 * @property {boolean} [full] the chat covers the whole screen
 * @property {{ accent?: string, title?: string, scheme?: string }} theme
 */
export {};
