// Starts the live connection, keeps drafts, and tells the person of new work. Plain script: no build step.
(() => {
  const drafts = "crb-draft:";
  window.crb = {
    keep: (key, text) => { try { text ? localStorage.setItem(drafts + key, text) : localStorage.removeItem(drafts + key); } catch { /* private mode: drafts live as long as the page */ } },
    kept: key => { try { return localStorage.getItem(drafts + key) ?? ""; } catch { return ""; } },
    scrollToEnd: id => { const e = document.getElementById(id); if (e) e.scrollTop = e.scrollHeight; },
    isAtEnd: id => { const e = document.getElementById(id); return !e || e.scrollHeight - e.scrollTop - e.clientHeight < 80; },
    focus: id => document.getElementById(id)?.focus(),
    title: text => { document.title = text; },
    mayNotify: () => "Notification" in window ? Notification.permission : "denied",
    askNotify: async () => "Notification" in window ? await Notification.requestPermission() : "denied",
    notify: (title, body, sound) => {
      if (sound) chime();
      if ("Notification" in window && Notification.permission === "granted" && document.hidden) new Notification(title, { body, tag: "crb" });
    },
  };

  document.addEventListener("input", e => {
    const key = e.target?.dataset?.draft;
    if (key) window.crb.keep(key, e.target.value);
  });

  let audio;
  const chime = () => {
    try {
      audio ??= new AudioContext();
      const at = audio.currentTime, tone = audio.createOscillator(), gain = audio.createGain();
      tone.frequency.setValueAtTime(660, at);
      tone.frequency.setValueAtTime(880, at + 0.12);
      gain.gain.setValueAtTime(0.08, at);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.36);
    } catch { /* a browser that plays nothing before the first click */ }
  };

  const reconnect = document.getElementById("components-reconnect-modal");
  let tries = 0;
  // What is shown while the connection is gone may be old news, so nothing can be done with it.
  const still = isStill => {
    reconnect?.classList.toggle("crb-show", isStill);
    const content = document.getElementById("content");
    if (content) content.inert = isStill;
  };
  const comeBack = async () => {
    // The host may have been replaced: then the page is loaded again and drafts come from the browser.
    for (; ;) {
      try {
        const answer = await fetch("/health/live", { cache: "no-store" });
        if (answer.ok) {
          try {
            if (await Blazor.reconnect()) return;
          } catch { /* not back yet */ }
          if (++tries > 1) return location.reload();
          try {
            if (Blazor.resumeCircuit && await Blazor.resumeCircuit()) return;
          } catch { /* nothing kept there */ }
          return location.reload();
        }
      } catch { /* still away */ }
      await new Promise(wait => setTimeout(wait, 1000));
    }
  };

  if (document.querySelector("script[src*='blazor.web']")) Blazor.start({
    circuit: {
      reconnectionHandler: {
        onConnectionDown: () => { still(true); tries = 0; comeBack(); },
        onConnectionUp: () => still(false),
      },
    },
  });
})();
