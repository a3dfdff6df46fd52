'use strict';
(async function () {
  const form = JSON.parse(document.getElementById('form-data').textContent);
  const say = (key, values) => {
    let text = form.words[key];
    for (const [name, value] of Object.entries(values || {})) text = text.split('{{' + name + '}}').join(String(value));
    return text;
  };
  const metrics = new Map(form.metrics.map((metric) => [metric.id, metric]));
  // a score is asked by the id of its metric, with @ and the number of the turn behind it where turns are rated
  const metricOf = (id) => metrics.get(id.split('@')[0]);
  const labelsOf = (id) => (tasks[current].labels || {})[id];
  const valuesOf = (id) => metricOf(id).values.slice(0, labelsOf(id) ? labelsOf(id).length : undefined);
  const turnOf = (id) => id.split('@')[1];
  const nameOf = (id) => (tasks[current].names || {})[id] || metricOf(id).name + (turnOf(id) ? ' · ' + say('turn', { n: turnOf(id) }) : '');
  // practice items come before the tasks and count for nothing
  const first = form.practice.length;
  const tasks = form.practice.concat(form.tasks);
  const total = tasks.length - first;
  const positions = new Map(tasks.map((task, index) => [task.id, index]));
  const store = 'esrp-form:' + form.form + ':' + form.rater;
  const length = (text) => Array.from(text.trim()).length;

  // ---- answers: each field of a task with the time of its change; of two versions the newer field counts ----------
  const answers = tasks.map(() => ({ fields: {}, millis: 0 }));
  const valueOf = (index, field) => (answers[index].fields[field] || [null])[0];
  const textOf = (index, field) => valueOf(index, field) || '';
  function merge(index, other) {
    const own = answers[index];
    let changed = false;
    for (const [name, field] of Object.entries(other.fields)) {
      const known = own.fields[name];
      if (known && (known[1] > field[1] || (known[1] === field[1] && String(known[0]) >= String(field[0])))) continue;
      changed = changed || !known || known[0] !== field[0];
      own.fields[name] = field;
    }
    own.millis = Math.max(own.millis, other.millis);
    return changed;
  }

  // ---- two stores: localStorage tells other tabs at once, IndexedDB keeps what a killed browser had not yet written ----
  let current = 0;
  const failed = { local: false, disk: false };
  let disk = null;
  const opened = () => new Promise((done) => {
    const none = () => { failed.disk = true; done(null); };
    try {
      const request = indexedDB.open(store, 1);
      const late = setTimeout(none, 2000);
      request.onupgradeneeded = () => request.result.createObjectStore('answers');
      request.onsuccess = () => { clearTimeout(late); done(request.result); };
      request.onerror = none;
      request.onblocked = none;
    } catch (problem) {
      none();
    }
  });
  const readDisk = () => new Promise((done) => {
    if (!disk) { done(); return; }
    const cursor = disk.transaction('answers').objectStore('answers').openCursor();
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (!at) { done(); return; }
      if (at.key === 'current') current = at.value;
      else if (positions.has(at.key)) merge(positions.get(at.key), at.value);
      at.continue();
    };
    cursor.onerror = () => { failed.disk = true; done(); };
  });
  function readLocal(index) {
    const text = localStorage.getItem(store + ':' + tasks[index].id);
    return text ? merge(index, JSON.parse(text)) : false;
  }
  function reread() {
    let changed = false;
    try {
      tasks.forEach((_, index) => { changed = readLocal(index) || changed; });
    } catch (problem) {
      failed.local = true;
    }
    return changed;
  }
  /** A key is with the system at once, which a killed browser does not undo; what a page holds is on the disk when one leaves it. */
  function save(index, durability = 'strict') {
    try {
      readLocal(index);
      localStorage.setItem(store + ':' + tasks[index].id, JSON.stringify(answers[index]));
      failed.local = false;
    } catch (problem) {
      failed.local = true;
    }
    if (disk) {
      try {
        const transaction = disk.transaction('answers', 'readwrite', { durability });
        const all = transaction.objectStore('answers');
        const known = all.get(tasks[index].id);
        known.onsuccess = () => {
          if (known.result) merge(index, known.result);
          all.put(JSON.parse(JSON.stringify(answers[index])), tasks[index].id);
          all.put(current, 'current');
          transaction.commit();
        };
        transaction.oncomplete = () => { failed.disk = false; };
        transaction.onabort = () => { failed.disk = true; showStatus(); };
      } catch (problem) {
        failed.disk = true;
      }
    }
    showStatus();
  }
  window.addEventListener('storage', (event) => {
    const index = positions.get((event.key || '').slice(store.length + 1));
    if (index === undefined || !event.newValue) return;
    if (merge(index, JSON.parse(event.newValue)) && index === current) refresh();
    showStatus();
  });

  // ---- changes: each can be undone, task by task; nothing else writes a field -------------------------------------
  const undone = tasks.map(() => ({ back: [], forth: [] }));
  let lastChange = '';
  function set(index, field, value) {
    const known = answers[index].fields[field];
    answers[index].fields[field] = [value, Math.max(Date.now(), known ? known[1] + 1 : 0)];
    tick();
    save(index, 'relaxed');
  }
  function score(id, value) {
    const before = valueOf(current, 'score:' + id);
    if (before === value || isAnswered(current)) return;
    undone[current].back.push([id, before, value]);
    undone[current].forth = [];
    apply(id, before, value);
  }
  function apply(id, before, value) {
    lastChange = say('changed', { m: nameOf(id), a: before === null ? '–' : before, b: value === null ? '–' : value });
    set(current, 'score:' + id, value);
    refresh();
  }
  function undo() {
    const last = isAnswered(current) ? null : undone[current].back.pop();
    if (last) { undone[current].forth.push(last); apply(last[0], last[2], last[1]); }
  }
  function redo() {
    const last = isAnswered(current) ? null : undone[current].forth.pop();
    if (last) { undone[current].back.push(last); apply(last[0], last[1], last[2]); }
  }

  const lengthFault = (task, text) => {
    const n = length(text);
    if (n < task.min) return { key: 'tooShort', n, k: task.min - n };
    if (n > task.max) return { key: 'tooLong', n, k: n - task.max };
    return null;
  };
  /** A task that depends on an earlier score, such as questions on a character that somebody must know. */
  function needed(index) {
    const on = tasks[index].needs;
    const given = on ? valueOf(positions.get(on.task), 'score:' + on.score) : null;
    return given === null || given >= on.least;
  }
  function neighbour(index, step) {
    let to = index + step;
    while (to >= 0 && to < tasks.length && !needed(to)) to += step;
    return to;
  }
  const scored = (index, id) => typeof valueOf(index, 'score:' + id) === 'number';
  function stateOf(index) {
    const task = tasks[index];
    const whole = task.kind === 'write' ? !lengthFault(task, textOf(index, 'reply')) : task.metrics.every((id) => scored(index, id));
    if (whole) return 'complete';
    if (textOf(index, 'skip').trim() || !needed(index)) return 'skipped';
    const begun = task.kind === 'write' ? textOf(index, 'reply') : task.metrics.some((id) => scored(index, id));
    return begun ? 'begun' : 'open';
  }
  const isDone = (index) => ['complete', 'skipped'].includes(stateOf(index));
  const countDone = () => tasks.filter((_, index) => index >= first && isDone(index)).length;

  // ---- practice: once an item is rated, its scores stand beside what the study expects ----------------------------
  const isAnswered = (index) => index < first && stateOf(index) === 'complete';
  const near = (index, id) => Math.abs(valueOf(index, 'score:' + id) - tasks[index].expected[id]) <= 1;
  function practised() {
    const asked = form.practice.flatMap((task, index) => task.metrics.map((id) => [index, id]));
    const share = asked.length ? asked.filter(([index, id]) => scored(index, id) && near(index, id)).length / asked.length : 1;
    return { rated: form.practice.every((_, index) => isAnswered(index)), share, enough: share >= form.threshold };
  }
  function practiseAgain() {
    current = 0;
    form.practice.forEach((task, index) => {
      undone[index] = { back: [], forth: [] };
      set(index, 'attempts', (valueOf(index, 'attempts') || 0) + 1);
      task.metrics.forEach((id) => set(index, 'score:' + id, null));
    });
    go(0);
  }
  function feedback(task) {
    const rated = practised();
    const parts = [make('p', {}, task.explanation)];
    if (rated.rated) {
      const numbers = { p: Math.round(rated.share * 100), q: Math.round(form.threshold * 100) };
      parts.push(make('p', { class: rated.enough ? 'good' : 'bad' }, say(rated.enough ? 'practised' : 'practiceFailed', numbers)),
        make('div', { class: 'buttons' }, rated.enough ? button('to-tasks', 'begin', () => go(first), { class: 'main' })
          : button('again', 'practiceAgain', practiseAgain, { class: 'main' })));
    }
    return parts;
  }

  // ---- time spent: only while the page is visible ----------------------------------------------------------------
  let since = performance.now();
  let paused = false;
  function spend() {
    const now = performance.now();
    if (!paused) answers[current].millis += Math.min(now - since, 120000);
    since = now;
  }
  function tick() {
    if (!document.hidden) spend();
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      spend();
      save(current);
    } else {
      since = performance.now();
      if (reread()) refresh();
      showStatus();
    }
  });
  window.addEventListener('pagehide', () => { tick(); save(current); });

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
  const byId = (id) => document.getElementById(id);
  const button = (id, word, onclick, more) => make('button', { type: 'button', id, onclick, ...more }, say(word));
  const main = document.querySelector('main');
  const bar = document.querySelector('progress');
  let greeting = '';
  function showStatus() {
    const done = countDone();
    const lost = failed.local && failed.disk;
    bar.max = total;
    bar.value = done;
    byId('where').textContent = current < first ? say('practice', { n: current + 1, m: first })
      : say('task', { n: current - first + 1, m: total });
    byId('done').textContent = say('done', { n: done, m: total });
    byId('saved').textContent = lost ? say('notSaved') : greeting ? greeting : say('saved');
    byId('saved').className = lost ? 'bad' : '';
    const minutes = (millis) => Math.ceil(millis / 60000);
    const spent = answers.slice(first).reduce((sum, answer) => sum + answer.millis, 0);
    byId('time').textContent = done < 3 ? '' : say('time', { a: minutes(spent), b: minutes(spent / done * (total - done)) });
    byId('lost').hidden = !lost;
    const state = byId('state');
    if (!state) return;
    if (byId('export')) byId('export').className = done === total ? 'main' : '';
    const now = stateOf(current);
    state.textContent = say(now);
    byId('next').disabled = neighbour(current, 1) === tasks.length;
    state.className = isDone(current) ? 'good' : '';
    byId('undo').disabled = isAnswered(current) || undone[current].back.length === 0;
    byId('redo').disabled = isAnswered(current) || undone[current].forth.length === 0;
    byId('change').textContent = lastChange;
  }
  function bubble(who, text, style) {
    return make('div', { class: 'bubble ' + style }, make('p', { class: 'who' }, who), make('p', { class: 'text' }, text));
  }
  const turns = (all, numbered) => all.flatMap((past, place) => {
    const turn = numbered ? ' · ' + say('turn', { n: place + 1 }) : '';
    return [bubble(say('user') + turn, past.user, 'user'), bubble(say('reply') + turn, past.reply, 'reply')];
  });

  // ---- scores: a score changes by a digit, a click, or space on a cell; arrows and Tab only move the focus ----------
  function scoreFieldset(id) {
    const metric = metricOf(id);
    const task = tasks[current];
    const labels = labelsOf(id);
    const [low, high] = [metric.values[0], metric.values[metric.values.length - 1]];
    const anchors = labels ? [] : ['below', 'at', 'above'].map((name) => make('span', {}, say(name, { x: (low + high) / 2 }) + ' = ' + metric[name]));
    const longest = metric.values.map(String).find((value) => value.length > 1);
    if (!labels && longest && metric.values.length <= CELLS) anchors.push(make('span', {}, say('typing', { x: longest })));
    const asked = { 'aria-labelledby': id + '-name', 'aria-describedby': id + '-hint' };
    let cells;
    if (metric.values.length > CELLS) {
      cells = make('div', { class: 'number' }, make('input', { type: 'text', inputmode: 'decimal', id: id + '-number', autocomplete: 'off', ...asked,
        oninput: (event) => score(id, numberIn(event.target)), onchange: (event) => { event.target.value = textOfScore(id); } }),
      make('span', { class: 'anchors' }, say('range', { a: low, b: high, s: Number((metric.values[1] - low).toFixed(6)) })));
    } else {
      cells = make('div', { class: labels ? 'scores labelled' : 'scores', role: 'radiogroup', ...asked });
      const count = valuesOf(id).length;
      cells.style.setProperty('--cells', count <= 7 ? count : Math.ceil(count / 2));
      valuesOf(id).forEach((value, place) => cells.append(make('button', { type: 'button', role: 'radio', id: id + '-' + value, 'data-value': value,
        onclick: (event) => { score(id, value); toNext(id, event.detail > 0); } }, labels ? value + ' – ' + labels[place] : String(value))));
    }
    return make('fieldset', { 'data-metric': id },
      make('legend', { id: id + '-name' }, nameOf(id)),
      ...(labels ? [] : [make('p', { class: 'question' }, metric.definition + (/[。！？]$/.test(metric.definition) ? '' : ' ') + metric.question)]),
      ...(task.given ? [make('p', { class: 'given' }, say('given', { x: task.given[id].join(' · ') }))] : []),
      make('p', { class: 'anchors', id: id + '-hint' }, ...anchors), cells,
      make('button', { type: 'button', class: 'clear', tabindex: '-1', 'aria-label': say('clear') + ': ' + nameOf(id),
        onclick: () => { score(id, null); } }, say('clear')),
      make('p', { class: 'told', hidden: true }));
  }
  const CELLS = 11;
  const textOfScore = (id) => scored(current, id) ? String(valueOf(current, 'score:' + id)) : '';
  /** The score that is typed in a field; null if it is none of the metric. */
  function numberIn(field) {
    const value = field.value.trim() ? Number(field.value.trim().replace(',', '.')) : NaN;
    const known = metricOf(field.closest('fieldset').dataset.metric).values.includes(value);
    field.setAttribute('aria-invalid', String(!known && field.value.trim() !== ''));
    return known ? value : null;
  }
  /** The questions of a task, each turn's under a heading of its own. */
  function questions(task) {
    return task.metrics.flatMap((id, place) => {
      const turn = turnOf(id);
      const again = !task.turns || !turn || (place > 0 && turnOf(task.metrics[place - 1]) === turn);
      return [...(again ? [] : [make('h3', {}, say('turn', { n: turn })), bubble(say('reply'), task.turns[turn - 1].reply, 'reply again')]), scoreFieldset(id)];
    });
  }
  /** Shows the answers of the task as they are now, also those that another tab gave. */
  function refresh() {
    for (const group of main.querySelectorAll('fieldset[data-metric]')) {
      const value = valueOf(current, 'score:' + group.dataset.metric);
      const cells = [...group.querySelectorAll('[role=radio]')];
      cells.forEach((cell, place) => {
        const chosen = Number(cell.dataset.value) === value;
        cell.setAttribute('aria-checked', String(chosen));
        cell.tabIndex = chosen || (value === null && place === 0) ? 0 : -1;
      });
      const field = group.querySelector('input');
      if (field && numberIn(field) !== value) field.value = textOfScore(group.dataset.metric);
      if (field) field.readOnly = isAnswered(current);
      group.querySelector('.clear').hidden = value === null || isAnswered(current);
      const told = group.querySelector('.told');
      told.hidden = !isAnswered(current);
      if (told.hidden) continue;
      const good = near(current, group.dataset.metric);
      told.textContent = say(good ? 'near' : 'far', { x: tasks[current].expected[group.dataset.metric] });
      told.className = good ? 'told good' : 'told bad';
    }
    if (isAnswered(current)) byId('feedback').replaceChildren(...feedback(tasks[current]));
    byId('feedback').hidden = !isAnswered(current);
    for (const area of main.querySelectorAll('textarea')) {
      if (area.value !== textOf(current, area.dataset.field)) area.value = textOf(current, area.dataset.field);
      area.dispatchEvent(new Event('esrp-shown'));
    }
  }
  function toNext(id, byPointer) {
    const asked = tasks[current].metrics;
    const after = asked.slice(asked.indexOf(id) + 1).concat(asked);
    const next = after.find((name) => !scored(current, name));
    const target = next ? main.querySelector('fieldset[data-metric="' + next + '"] [role=radio], fieldset[data-metric="' + next + '"] input')
      : byId(byId('next').disabled ? 'export' : 'next');
    target.focus({ preventScroll: byPointer });
  }
  function area(field, id, more) {
    const element = make('textarea', { id, 'data-field': field, oninput: () => { set(current, field, element.value); }, ...more });
    return element;
  }
  function writing(task) {
    const note = make('p', { id: 'reply-length', class: 'anchors', 'aria-live': 'polite' });
    const show = () => {
      const fault = lengthFault(task, textOf(current, 'reply'));
      note.textContent = fault ? say(fault.key, { n: fault.n, k: fault.k })
        : say('length', { n: length(textOf(current, 'reply')), a: task.min, b: task.max });
      note.className = fault ? 'anchors bad' : 'anchors good';
    };
    const reply = area('reply', 'reply', { 'aria-describedby': 'reply-length' });
    reply.addEventListener('input', show);
    reply.addEventListener('esrp-shown', show);
    return [make('label', { for: 'reply', class: 'field' }, task.heading ? say('reply') : say('round', { n: task.history.length + 1 })), reply, note];
  }
  function scene(task) {
    const known = ['persona', 'location', 'emotion', 'event'].filter((name) => task[name]);
    const parts = [];
    if (task.instructions) {
      const first = tasks.findIndex((other) => other.instructions === task.instructions) === current;
      parts.push(make('details', { id: 'rules', open: first && !textOf(current, 'reply') }, make('summary', {}, say('instructions')),
        make('p', { class: 'text', tabindex: '0' }, task.instructions)));
    }
    if (known.length) parts.push(make('dl', { class: 'scene' }, ...known.flatMap((name) => [make('dt', {}, say(name)), make('dd', {}, task[name])])));
    if (task.profile) parts.push(make('details', {}, make('summary', {}, say('profile')), make('p', { class: 'text' }, task.profile)));
    return parts;
  }
  function shown(task) {
    if (task.kind === 'batch') return [make('ol', { class: 'replies' }, ...task.replies.map((reply) => make('li', { class: 'text' }, reply)))];
    return task.kind === 'write' ? [...turns(task.history), bubble(say('user'), task.question, 'user')] : turns(task.turns || [], task.metrics.some(turnOf)); // the questions of applicants have nothing to read
  }
  function aside(field) {
    return make('details', textOf(current, field) ? { open: true } : {}, make('summary', {}, say(field)),
      make('label', { for: field, class: 'anchors' }, say(field + 'Hint')), area(field, field, { class: 'brief' }));
  }
  function showTask() {
    const task = tasks[current];
    const title = task.heading || (task.kind === 'write' ? say('write', { c: task.character }) : task.given ? say('decide')
      : task.kind === 'rate' ? say('rate') : say('batch', { n: task.replies.length }));
    const material = [...scene(task), ...shown(task)];
    main.replaceChildren(
      make('h2', { id: 'task', tabindex: '-1' }, task.character && task.kind !== 'write' && !task.heading ? title + ' — ' + task.character : title),
      make('div', { class: material.length ? 'columns' : '' },
        make('section', { id: 'material', tabindex: '0', 'aria-label': say('text'), hidden: material.length === 0 }, ...material),
        make('div', { id: 'questions' }, ...(task.given ? [make('p', {}, say('decideHint'))] : []),
          ...(task.kind === 'write' ? writing(task) : questions(task)),
          make('p', { id: 'state', 'aria-live': 'polite' }),
          make('div', { class: 'buttons' }, button('undo', 'undo', undo), button('redo', 'redo', redo),
            make('span', { id: 'change', role: 'status' })),
          make('div', { id: 'feedback', class: 'panel', role: 'status', hidden: true }),
          ...(current < first ? [] : [aside('comment'), aside('skip')]))),
      make('div', { class: 'buttons' },
        button('previous', 'previous', () => go(neighbour(current, -1)), { disabled: current === 0 }),
        button('next', 'next', () => go(neighbour(current, 1)), { class: 'main' }),
        ...(current < first ? [] : [button('next-open', 'nextOpen', () => go(nextOpen())), button('export', 'exportFile', askExport),
          button('load', 'load', chooseFile)]),
        ...(form.instructions ? [button('read-instructions', 'instructions', showInstructions)] : [])),
      taskList(),
      make('p', { class: 'who', id: 'keys' }, say(task.kind === 'write' ? 'keysWrite' : 'keys')),
      button('to-material', 'material', toMaterial, { hidden: true }));
    seen.disconnect();
    if (material.length) seen.observe(byId('material'));
    byId('undo').hidden = byId('redo').hidden = task.kind === 'write';
    refresh();
    showStatus();
  }
  function showInstructions() {
    showPage(say('instructions'), [form.instructions], button('begin', 'begin', () => resume(current), { class: 'main' }));
  }
  /** A page beside the tasks; the time spent on it counts for none. */
  function showPage(heading, texts, ...buttons) {
    tick();
    paused = true;
    seen.disconnect();
    main.replaceChildren(make('h2', { id: 'task', tabindex: '-1' }, heading), ...texts.map((text) => make('p', { class: 'text' }, text)),
      make('div', { class: 'buttons' }, ...buttons));
    byId('task').focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  function resume(index) {
    tick();
    paused = false;
    current = index;
    cameFrom = null;
    lastChange = greeting = '';
    showTask();
    save(current);
    focusTask();
    window.scrollTo(0, 0);
  }
  /** On a narrow screen: to what is rated, and back to where one was. */
  let cameFrom = null;
  const seen = new IntersectionObserver(([material]) => { byId('to-material').hidden = material.isIntersecting && cameFrom === null; },
    { rootMargin: '-25% 0px 0px' });
  function toMaterial() {
    if (cameFrom === null) { cameFrom = window.scrollY; byId('material').scrollIntoView(); }
    else { window.scrollTo(0, cameFrom); cameFrom = null; }
    byId('to-material').textContent = say(cameFrom === null ? 'material' : 'back');
  }
  function taskList() {
    const list = make('div', { class: 'tasks' });
    const details = make('details', { id: 'tasks', ontoggle: () => {
      list.replaceChildren(...(details.open ? tasks.slice(first) : []).map((_, place) => make('button', {
        type: 'button', class: stateOf(first + place),
        'aria-label': say('task', { n: place + 1, m: total }) + ': ' + say(stateOf(first + place)),
        'aria-current': first + place === current ? 'step' : undefined, onclick: () => go(first + place) }, String(place + 1))));
    } }, make('summary', {}, say('tasks')), list);
    return details;
  }
  function nextOpen() {
    for (let step = 1; step <= tasks.length; step++) {
      const index = (current + step) % tasks.length;
      if (index >= first && !isDone(index)) return index;
    }
    return current;
  }
  function go(index) {
    if (index < 0 || index >= tasks.length) return;
    const rated = practised();
    if (index >= first && !(rated.rated && rated.enough)) {
      const open = form.practice.findIndex((_, item) => !isAnswered(item));
      index = open < 0 ? first - 1 : open;
    }
    tick();
    save(current);
    const done = countDone();
    if (form.breakAfter && done >= rested + form.breakAfter && total - done >= form.breakAfter / 2) {
      rested = done;
      showPage(say('pause'), [say('pauseText', { n: done, m: total })], button('begin', 'goOn', () => resume(index), { class: 'main' }));
    } else {
      resume(index);
    }
  }
  let rested = 0;
  // whoever writes can type at once; whoever rates needs no focus for the digits and hears the heading first
  function focusTask() {
    (byId('reply') || byId('task')).focus({ preventScroll: true });
  }

  // ---- keyboard: a digit scores the metric in focus, or the first one without a score; where several scores begin with ----
  // ---- it (1 and 10, 4 and 4.5), the focus waits for the rest of it or for Enter, and a digit that is no rest does nothing
  let typed = { id: null, text: '' };
  document.addEventListener('focusin', (event) => { if (event.target.id !== typed.cell) typed = { id: null, text: '' }; });
  function type(key, group, event) {
    const id = group ? group.dataset.metric : tasks[current].metrics.find((name) => !scored(current, name));
    if (!id) return;
    if (byId(id + '-number')) { byId(id + '-number').focus(); return; }
    const fitting = (text) => valuesOf(id).filter((value) => String(value).startsWith(text));
    const text = typed.id === id ? typed.text + key : key;
    const cell = byId(id + '-' + text);
    if (fitting(text).length === 0) return;
    event.preventDefault();
    typed = { id, text, cell: cell ? cell.id : typed.cell };
    if (!cell) return;
    score(id, Number(text));
    if (fitting(text).length === 1) toNext(id, false); else cell.focus();
  }
  document.addEventListener('keydown', (event) => {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (!byId('state')) return;
    if (command && key === 'Enter') { event.preventDefault(); go(neighbour(current, 1)); return; }
    const field = event.target.tagName === 'INPUT';
    if (event.target.tagName === 'TEXTAREA' || event.altKey || tasks[current].kind === 'write') return;
    const letter = key.toLowerCase();
    if (command && (letter === 'z' || letter === 'y')) {
      event.preventDefault();
      if (letter === 'y' || event.shiftKey) redo(); else undo();
    }
    if (command) return;
    const group = event.target.closest('fieldset[data-metric]');
    const cell = event.target.closest('[role=radio]');
    if (field) {
      if (key === 'Enter') { event.preventDefault(); toNext(group.dataset.metric, false); }
    } else if (/^[0-9.,]$/.test(key) && !event.repeat) {
      type(key === ',' ? '.' : key, group, event);
    } else if (group && (key === 'Backspace' || key === 'Delete')) {
      event.preventDefault();
      typed = { id: null, text: '' };
      score(group.dataset.metric, null);
    } else if (cell && key === 'Enter') {
      event.preventDefault();
      if (typed.id) toNext(typed.id, false);
    } else if (cell && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      event.preventDefault();
      const to = key === 'ArrowLeft' ? cell.previousElementSibling : cell.nextElementSibling;
      if (to) { cell.tabIndex = -1; to.tabIndex = 0; to.focus(); }
    }
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
      ...(first ? { practice: { share: practised().share, attempts: 1 + (valueOf(0, 'attempts') || 0) } } : {}),
      answers: tasks.slice(first).map((task, place) => [task, first + place]).map(([task, index]) => ({ task: task.id, kind: task.kind,
        scores: Object.fromEntries(task.metrics ? task.metrics.filter((id) => scored(index, id)).map((id) => [id, valueOf(index, 'score:' + id)]) : []),
        reply: textOf(index, 'reply'), comment: textOf(index, 'comment'), skip: textOf(index, 'skip'), ...(needed(index) ? {} : { unasked: true }),
        millis: Math.round(answers[index].millis), complete: stateOf(index) === 'complete' }))
    });
    return JSON.stringify({ schema: 'esrp-answers/3', signature: hmac(form.secret, body), body });
  }
  function download() {
    const blob = new Blob([exportText()], { type: 'application/json' });
    const link = make('a', { href: URL.createObjectURL(blob), download: form.file });
    document.body.append(link);
    link.click();
    link.remove();
    save(current);
    showPage(say(countDone() === total ? 'thanks' : 'thanksSoFar'),
      [say('file', { f: form.file, b: blob.size }), form.closing || say('send'), say('check')],
      button('load', 'checkFile', chooseFile), button('export', 'exportAgain', download), button('begin', 'toTasks', () => resume(current)));
    greeting = say('exported');
    showStatus();
  }
  /** Answers of an exported file come back where there are none; so one goes on in another browser, or sees that the file is whole. */
  function chooseFile() {
    const input = make('input', { type: 'file', accept: '.json,application/json', hidden: true });
    input.addEventListener('change', async () => {
      const words = load(await input.files[0].text(), input.files[0].name);
      if (!paused) showTask();
      showStatus();
      const known = byId('loaded');
      if (known) known.remove();
      main.append(make('p', { class: 'panel', id: 'loaded', role: 'status' }, words));
      byId('loaded').scrollIntoView({ block: 'center' });
    });
    input.click();
    return input;
  }
  function load(text, name) {
    let body;
    try {
      const file = JSON.parse(text.replace(/^\uFEFF/, ''));
      body = file.signature === hmac(form.secret, file.body) ? JSON.parse(file.body) : null;
    } catch (problem) {
      body = null;
    }
    if (!body || body.form !== form.form || body.rater !== form.rater) return say('fileBad', { f: name });
    for (const answer of body.answers) {
      const index = positions.get(answer.task);
      const fields = Object.entries(answer.scores).map(([id, value]) => ['score:' + id, value])
        .concat(['reply', 'comment', 'skip'].filter((field) => answer[field]).map((field) => [field, answer[field]]));
      if (merge(index, { fields: Object.fromEntries(fields.map(([field, value]) => [field, [value, 0]])), millis: answer.millis })) save(index);
    }
    return say('fileWhole', { f: name, n: body.answers.filter((answer) => answer.complete).length, m: total });
  }
  function askExport() {
    const open = total - countDone();
    if (open === 0) { download(); return; }
    if (byId('export-anyway')) { byId('export-anyway').focus(); return; }
    const question = make('div', { class: 'panel', role: 'alertdialog', 'aria-label': say('exportFile') },
      make('p', {}, say('incomplete', { n: open })),
      make('div', { class: 'buttons' },
        button('export-anyway', 'confirm', () => { question.remove(); download(); }, { class: 'main' }),
        button('export-cancel', 'cancel', () => { question.remove(); byId('export').focus(); })));
    main.append(question);
    byId('export-anyway').focus();
  }
  window.esrpForm = { exportText, chooseFile };

  byId('lost').append(make('p', {}, say('lost')), button('lost-export', 'exportFile', () => download(), { class: 'main' }));
  disk = await opened();
  await readDisk();
  reread();
  current = Math.min(Math.max(0, current), tasks.length - 1);
  if (answers.some((answer) => Object.keys(answer.fields).length > 0)) greeting = say('resumed');
  rested = countDone();
  if (form.instructions && !greeting) showInstructions();
  else showTask();
  save(current);
  if (tasks[current].kind === 'write') focusTask();
})();
