'use strict';
(function () {
  const form = JSON.parse(document.getElementById('form-data').textContent);
  const say = (key, values) => {
    let text = form.words[key];
    for (const [name, value] of Object.entries(values || {})) text = text.split('{{' + name + '}}').join(String(value));
    return text;
  };
  const metrics = new Map(form.metrics.map((metric) => [metric.id, metric]));
  const storeKey = 'esrp-form:' + form.form + ':' + form.rater;
  const length = (text) => Array.from(text.trim()).length;

  // ---- answers: one object a task, in the order of the tasks -----------------------------------------------------
  let answers = form.tasks.map((task) => ({ task: task.id, kind: task.kind, scores: {}, reply: '', millis: 0, visits: 0 }));
  let current = 0;
  let storable = true;
  let resumed = false;
  try {
    const saved = JSON.parse(localStorage.getItem(storeKey) || 'null');
    if (saved && saved.form === form.form && saved.answers.length === answers.length) {
      answers = saved.answers;
      current = Math.min(saved.current, form.tasks.length - 1);
      resumed = answers.some((answer) => answer.visits > 0);
    }
  } catch (problem) {
    storable = false;
  }
  function save() {
    try {
      localStorage.setItem(storeKey, JSON.stringify({ form: form.form, answers, current }));
      storable = true;
    } catch (problem) {
      storable = false;
    }
    showStatus();
  }
  const lengthFault = (task, text) => {
    const n = length(text || '');
    if (n < task.min) return { key: 'tooShort', n, k: task.min - n };
    if (n > task.max) return { key: 'tooLong', n, k: n - task.max };
    return null;
  };
  function complete(index) {
    const task = form.tasks[index];
    const answer = answers[index];
    return task.kind === 'write'
      ? lengthFault(task, answer.reply) === null
      : task.metrics.every((id) => Number.isInteger(answer.scores[id]));
  }

  // ---- time spent: only while the page is visible ----------------------------------------------------------------
  let since = performance.now();
  function tick() {
    const now = performance.now();
    if (!document.hidden) answers[current].millis += Math.min(now - since, 120000);
    since = now;
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { const now = performance.now(); answers[current].millis += Math.min(now - since, 120000); since = now; save(); }
    else since = performance.now();
  });
  window.addEventListener('pagehide', () => { tick(); save(); });

  // ---- elements: text only ever enters as text -------------------------------------------------------------------
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? '' : value);
    }
    for (const child of children) element.append(child);
    return element;
  }
  const main = document.querySelector('main');
  const bar = document.querySelector('progress');
  function showStatus() {
    const done = answers.filter((_, index) => complete(index)).length;
    bar.max = form.tasks.length;
    bar.value = done;
    document.getElementById('where').textContent = say('task', { n: current + 1, m: form.tasks.length });
    document.getElementById('done').textContent = say('done', { n: done, m: form.tasks.length });
    const saved = document.getElementById('saved');
    saved.textContent = storable ? say('saved') : say('notSaved');
    saved.className = storable ? '' : 'bad';
    const state = document.getElementById('state');
    const send = document.getElementById('export');
    if (send) send.className = done === form.tasks.length ? 'main' : '';
    if (state) { state.textContent = complete(current) ? say('complete') : say('open'); state.className = complete(current) ? 'good' : ''; }
  }
  function turn(user, reply) {
    const panel = make('div', { class: 'panel' }, make('p', { class: 'who' }, say('user')), make('p', { class: 'text' }, user));
    if (reply !== undefined) panel.append(make('p', { class: 'who' }, say('reply')), make('p', { class: 'text reply' }, reply));
    return panel;
  }
  function scoreFieldset(task, answer, id) {
    const metric = metrics.get(id);
    const middle = (metric.lowest + metric.highest) / 2;
    const anchors = ['below', 'at', 'above'].map((name) => make('span', {}, say(name, { x: middle }) + ' = ' + metric[name]));
    const scores = make('div', { class: 'scores' });
    for (let score = metric.lowest; score <= metric.highest; score++) {
      const input = make('input', { type: 'radio', name: id, value: String(score), id: id + '-' + score,
        onchange: () => { answer.scores[id] = score; tick(); save(); } });
      input.checked = answer.scores[id] === score;
      scores.append(make('label', { for: id + '-' + score }, input, String(score)));
    }
    return make('fieldset', { 'data-metric': id, 'aria-describedby': id + '-hint' },
      make('legend', {}, metric.name),
      make('p', { class: 'question' }, metric.definition + ' ' + metric.question),
      make('p', { class: 'anchors', id: id + '-hint' }, ...anchors), scores);
  }
  function writing(task, answer) {
    const parts = [];
    task.history.forEach((past) => parts.push(turn(past.user, past.reply)));
    const note = make('p', { id: 'reply-length', class: 'anchors', 'aria-live': 'polite' });
    const show = () => {
      const fault = lengthFault(task, answer.reply);
      note.textContent = fault ? say(fault.key, { n: fault.n, k: fault.k }) : say('length', { n: length(answer.reply), a: task.min, b: task.max });
      note.className = fault ? 'anchors bad' : 'anchors good';
    };
    const area = make('textarea', { id: 'reply', 'aria-describedby': 'reply-length', oninput: () => { answer.reply = area.value; tick(); show(); save(); } });
    area.value = answer.reply;
    show();
    parts.push(turn(task.question), make('label', { for: 'reply', class: 'field' }, say('round', { n: task.history.length + 1 })), area, note);
    return parts;
  }
  function scene(task) {
    const known = ['persona', 'location', 'emotion', 'event'].filter((name) => task[name]);
    const parts = [];
    if (known.length) parts.push(make('dl', { class: 'scene' }, ...known.flatMap((name) => [make('dt', {}, say(name)), make('dd', {}, task[name])])));
    if (task.profile) parts.push(make('details', {}, make('summary', {}, say('profile')), make('p', { class: 'text' }, task.profile)));
    return parts;
  }
  function showTask() {
    const task = form.tasks[current];
    const answer = answers[current];
    main.replaceChildren();
    const title = task.kind === 'write' ? say('write', { c: task.character }) : task.kind === 'rate' ? say('rate') : say('batch', { n: task.replies.length });
    const heading = make('h2', { id: 'task', tabindex: '-1' }, task.character && task.kind !== 'write' ? title + ' — ' + task.character : title);
    main.append(heading, ...scene(task));
    if (task.kind === 'write') main.append(...writing(task, answer));
    if (task.kind === 'rate') task.turns.forEach((past) => main.append(turn(past.user, past.reply)));
    if (task.kind === 'batch') main.append(make('ol', { class: 'replies' }, ...task.replies.map((reply) => make('li', { class: 'text' }, reply))));
    if (task.kind !== 'write') task.metrics.forEach((id) => main.append(scoreFieldset(task, answer, id)));
    main.append(make('p', { id: 'state', 'aria-live': 'polite' }));
    main.append(make('div', { class: 'buttons' },
      make('button', { type: 'button', id: 'previous', disabled: current === 0, onclick: () => go(current - 1) }, say('previous')),
      make('button', { type: 'button', id: 'next', class: 'main', disabled: current === form.tasks.length - 1, onclick: () => go(current + 1) }, say('next')),
      make('button', { type: 'button', id: 'next-open', onclick: () => go(nextOpen()) }, say('nextOpen')),
      make('button', { type: 'button', id: 'export', onclick: askExport }, say('exportFile'))));
    main.append(make('p', { class: 'who' }, say(task.kind === 'write' ? 'keysWrite' : 'keys')));
    showStatus();
  }
  function nextOpen() {
    for (let step = 1; step <= form.tasks.length; step++) {
      const index = (current + step) % form.tasks.length;
      if (!complete(index)) return index;
    }
    return current;
  }
  function go(index) {
    if (index < 0 || index >= form.tasks.length) return;
    tick();
    current = index;
    answers[current].visits += 1;
    showTask();
    save();
    focusTask();
    window.scrollTo(0, 0);
  }
  // whoever writes can type at once; whoever rates needs no focus for the digits and hears the heading first
  function focusTask() {
    (document.getElementById('reply') || document.getElementById('task')).focus({ preventScroll: true });
  }

  // ---- keyboard: a digit scores the metric in focus, or the first one without a score ----------------------------
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { event.preventDefault(); go(current + 1); return; }
    if (event.target.tagName === 'TEXTAREA' || event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    const task = form.tasks[current];
    if (task.kind === 'write') return;
    const focused = event.target.closest ? event.target.closest('fieldset[data-metric]') : null;
    const id = focused ? focused.dataset.metric : task.metrics.find((name) => !Number.isInteger(answers[current].scores[name]));
    const input = id && document.getElementById(id + '-' + event.key);
    if (!input) return;
    event.preventDefault();
    input.checked = true;
    answers[current].scores[id] = Number(event.key);
    tick(); save();
    const following = task.metrics[task.metrics.indexOf(id) + 1];
    const target = document.querySelector('fieldset[data-metric="' + (following || id) + '"] input');
    if (target) target.focus();
  });

  // ---- export ----------------------------------------------------------------------------------------------------
  function sha256(bytes) {
    const k = [], h = [];
    const fraction = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
    for (let n = 2; k.length < 64; n++) {
      let prime = true;
      for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (prime) { if (h.length < 8) h.push(fraction(Math.sqrt(n))); k.push(fraction(Math.cbrt(n))); }
    }
    const size = ((bytes.length + 9 + 63) >> 6) << 6;
    const padded = new Uint8Array(size);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(size - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(size - 4, (bytes.length << 3) >>> 0);
    const turnRight = (x, n) => (x >>> n) | (x << (32 - n));
    const w = new Int32Array(64);
    for (let start = 0; start < size; start += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(start + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = (w[i - 16] + (turnRight(a, 7) ^ turnRight(a, 18) ^ (a >>> 3)) + w[i - 7] + (turnRight(b, 17) ^ turnRight(b, 19) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, last] = h;
      for (let i = 0; i < 64; i++) {
        const t1 = (last + (turnRight(e, 6) ^ turnRight(e, 11) ^ turnRight(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
        const t2 = ((turnRight(a, 2) ^ turnRight(a, 13) ^ turnRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        last = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, last].forEach((value, i) => { h[i] = (h[i] + value) | 0; });
    }
    const digest = new DataView(new ArrayBuffer(32));
    h.forEach((value, i) => digest.setInt32(4 * i, value));
    return new Uint8Array(digest.buffer);
  }
  /** HMAC-SHA256 under a key of at most 64 bytes. */
  function hmac(key, text) {
    const utf8 = new TextEncoder();
    const block = new Uint8Array(64);
    block.set(utf8.encode(key));
    const padded = (pad, bytes) => sha256(Uint8Array.from([...block.map((byte) => byte ^ pad), ...bytes]));
    return Array.from(padded(0x5c, padded(0x36, utf8.encode(text))), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  function exportText() {
    tick();
    const body = JSON.stringify({
      form: form.form, rater: form.rater,
      answers: answers.map((answer, index) => ({ task: answer.task, kind: answer.kind, scores: answer.scores, reply: answer.reply,
        millis: Math.round(answer.millis), complete: complete(index) }))
    });
    return JSON.stringify({ schema: 'esrp-answers/3', signature: hmac(form.secret, body), body });
  }
  function download() {
    const blob = new Blob([exportText()], { type: 'application/json' });
    const link = make('a', { href: URL.createObjectURL(blob), download: form.file });
    document.body.append(link);
    link.click();
    link.remove();
    save();
    document.getElementById('saved').textContent = say('exported');
  }
  function askExport() {
    const open = answers.filter((_, index) => !complete(index)).length;
    if (open === 0) { download(); return; }
    const box = make('div', { class: 'panel', role: 'alertdialog', 'aria-label': say('exportFile') },
      make('p', {}, say('incomplete', { n: open })),
      make('div', { class: 'buttons' },
        make('button', { type: 'button', id: 'export-anyway', class: 'main', onclick: () => { box.remove(); download(); } }, say('confirm')),
        make('button', { type: 'button', onclick: () => { box.remove(); document.getElementById('export').focus(); } }, say('cancel'))));
    main.append(box);
    document.getElementById('export-anyway').focus();
  }
  window.esrpForm = { exportText };

  answers[current].visits += 1;
  showTask();
  save();
  if (form.tasks[current].kind === 'write') focusTask();
  if (resumed) document.getElementById('saved').textContent = say('resumed');
})();
