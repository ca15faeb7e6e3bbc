// XMLHttpRequest over fetch, as far as Microsoft's client uses it: Node has none, and the client knows nothing else.
export class XMLHttpRequest {
  readyState = 0;
  status = 0;
  response = null;
  responseText = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  upload = {};
  #headers = {};
  #stop = new AbortController();
  #answered = new Headers();

  open(method, url) {
    [this.method, this.url] = [method, url];
    this.readyState = 1;
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  getAllResponseHeaders() {
    return [...this.#answered].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  abort() {
    this.#stop.abort();
  }

  async send(body) {
    let late = false;
    const timer = this.timeout && setTimeout(() => ((late = true), this.#stop.abort()), this.timeout);
    try {
      const answer = await fetch(this.url, { method: this.method, headers: this.#headers, body, signal: this.#stop.signal });
      const bytes = await answer.arrayBuffer();
      this.responseText = new TextDecoder().decode(bytes);
      this.#answered = answer.headers;
      this.response = this.responseType === 'arraybuffer' ? bytes : this.responseType === 'json' ? json(this.responseText) : this.responseText;
      this.status = answer.status;
    } catch {
      if (this.#stop.signal.aborted && !late) return;
      if (late) return this.ontimeout?.call(this, {});
    } finally {
      clearTimeout(timer);
    }
    this.readyState = 4;
    this.onreadystatechange?.call(this, {});
  }
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
