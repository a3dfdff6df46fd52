'use strict';
(function () {
  // the case explorer: facts of all dialogues come packed in one piece, their texts in one piece per character
  const holder = document.getElementById('case-index');
  if (!holder) return;
  const index = JSON.parse(holder.textContent);
  const words = index.words;
  const place = document.getElementById('case-place');
  const status = document.getElementById('case-status');
  const list = document.getElementById('case-list');
  const PAGE = 100;
  const byId = (rows) => new Map(rows.map((row, i) => [row[0], i]));
  const numbers = { candidate: byId(index.candidates), character: byId(index.characters), scenario: byId(index.scenarios), metric: byId(index.metrics), rater: byId(index.raters) };
  const texts = new Map();
  let facts = [];
  const beside = new Map();
  let hits = [];
  let limit = PAGE;
  let state = {};

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  }
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (slot, number) => values[number]);
  async function unpack(id) {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
  }
  /** The texts of a character: one entry per dialogue, in the order of the facts. */
  async function textsOf(character) {
    if (!texts.has(character)) texts.set(character, await unpack('case-data-' + character));
    return texts.get(character);
  }
  async function said(fact) {
    return (await textsOf(fact.character))[fact.number];
  }

  const isModel = index.raters.map(([, kind]) => kind === 'MODEL' || kind === 'JUDGE');
  // scores of judges beside those of raters enter no mean of the report
  const counts = index.raters.map(([, kind], any, raters) => kind !== 'JUDGE' || raters.every(([, other]) => other === 'JUDGE'));

  // what can be asked
  const distinct = (column) => [...new Set(index.scenarios.map((row) => row[column]).filter(Boolean))].sort();
  const plain = (values) => values.map((value) => [value, value]);
  const fields = [
    ['candidate', index.candidates], ['character', index.characters],
    ['scenario', index.scenarios.map(([id, question]) => [id, id + '  ' + (question.length > 36 ? question.slice(0, 35) + '…' : question)])],
    ['persona', plain(distinct(2))], ['location', plain(distinct(3))], ['emotion', plain(distinct(4))],
    ['turn', plain(index.turns > 1 ? Array.from({ length: index.turns }, (any, i) => String(i + 1)) : [])],
    ['finding', index.findings], ['metric', index.metrics], ['rater', index.raters.map(([id]) => [id, id])],
    ['score', index.scores.length ? plain(index.scores.map(String)).concat([['none', words.unscored]]) : []],
  ];
  const sorts = ['order', 'longest'].concat(index.metrics.length ? ['worst', 'best', 'disputed'] : [], isModel.some(Boolean) && !isModel.every(Boolean) ? ['judge'] : [], index.metrics.length && index.candidates.length > 1 ? ['lost', 'gained'] : []);
  const controls = new Map();
  const form = document.getElementById('case-pick');
  function control(key, element) {
    element.id = 'case-' + key;
    controls.set(key, element);
    form.append(make('label', { for: element.id }, words[key], ' ', element));
  }
  control('q', make('input', { type: 'search' }));
  for (const [key, options] of fields) {
    if (options.length) control(key, make('select', {}, make('option', { value: '' }, words.any), ...options.map(([id, name]) => make('option', { value: id }, name))));
  }
  control('sort', make('select', {}, ...sorts.map((sort) => make('option', { value: sort === 'order' ? '' : sort }, words['sort.' + sort]))));
  const clear = make('button', { type: 'button' }, words.clear);
  form.append(clear);

  // the state lives in the address, so that a link or a reload brings the same view back; each filter is a step for Back
  function write(step) {
    const kept = Object.entries(state).filter(([key, value]) => value);
    const address = '#cases' + (kept.length ? '?' + new URLSearchParams(kept) : '');
    if (step) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
  function read() {
    state = location.hash.startsWith('#cases?') ? Object.fromEntries(new URLSearchParams(location.hash.slice(7))) : {};
    for (const [key, element] of controls) {
      element.value = state[key] || '';
      if (element.selectedIndex === -1) { element.value = ''; delete state[key]; }
    }
  }

  // sums of the scores of a dialogue by metric, filled anew for each dialogue without making anything: an order asks tens of thousands
  const sums = () => ({ n: new Int32Array(index.metrics.length), sum: new Float64Array(index.metrics.length), square: new Float64Array(index.metrics.length) });
  const [all, people, models, others] = [sums(), sums(), sums(), sums()];
  const ofTurn = (rating) => !state.turn || !rating[3] || rating[3] === Number(state.turn);
  function tally(fact, into, kind) {
    into.n.fill(0);
    into.sum.fill(0);
    into.square.fill(0);
    const wanted = state.metric ? numbers.metric.get(state.metric) : -1;
    for (const rating of fact.ratings) {
      const metric = rating[0];
      const score = rating[2];
      if ((wanted >= 0 && metric !== wanted) || !ofTurn(rating) || (kind === undefined ? !counts[rating[1]] : isModel[rating[1]] !== kind)) continue;
      into.n[metric]++;
      into.sum[metric] += score;
      into.square[metric] += score * score;
    }
    return into;
  }
  /** The mean of a figure over the metrics that have it. */
  function overMetrics(figure) {
    let [total, count] = [0, 0];
    for (let metric = 0; metric < index.metrics.length; metric++) {
      const value = figure(metric);
      if (!Number.isNaN(value)) { total += value; count++; }
    }
    return count ? total / count : NaN;
  }
  const average = (of, metric) => of.sum[metric] / of.n[metric]; // 0 / 0 is NaN
  const level = (fact) => { tally(fact, all); return overMetrics((metric) => average(all, metric)); };
  /** The mean score minus that of the other candidate's dialogue, over the metrics that both have: the one picked beside it, else the next. */
  function change(fact) {
    const picked = (state.with || '').split(',').map((name) => numbers.candidate.get(name)).find((one) => one !== undefined && one !== fact.candidate);
    const other = beside.get((picked === undefined ? (fact.candidate ? 0 : 1) : picked) + '|' + fact.character + '|' + fact.scenario);
    if (!other) return NaN;
    tally(fact, all);
    tally(other, others);
    return overMetrics((metric) => average(all, metric) - average(others, metric));
  }
  const figures = {
    lost: change,
    gained: change,
    longest: (fact) => fact.length,
    worst: level,
    best: level,
    disputed: (fact) => {
      tally(fact, all);
      return overMetrics((metric) => (all.n[metric] < 2 ? NaN : Math.sqrt(Math.max(0, all.square[metric] - all.sum[metric] ** 2 / all.n[metric]) / (all.n[metric] - 1))));
    },
    judge: (fact) => {
      tally(fact, people, false);
      tally(fact, models, true);
      return overMetrics((metric) => Math.abs(average(people, metric) - average(models, metric)));
    },
  };
  function fits(fact) {
    const scene = index.scenarios[fact.scenario];
    for (const key of ['candidate', 'character', 'scenario']) if (state[key] && fact[key] !== numbers[key].get(state[key])) return false;
    for (const [key, column] of [['persona', 2], ['location', 3], ['emotion', 4]]) if (state[key] && scene[column] !== state[key]) return false;
    if (state.finding && !fact.findings.includes(state.finding)) return false;
    if (!state.rater && !state.score) return true;
    const rater = state.rater ? numbers.rater.get(state.rater) : -1;
    const asked = (rating) => ofTurn(rating) && (!state.metric || rating[0] === numbers.metric.get(state.metric)) && (rater < 0 || rating[1] === rater);
    if (state.score === 'none') return fact.missing.some(([metric, by]) => asked([metric, by]));
    return fact.ratings.some((rating) => asked(rating) && (!state.score || rating[2] === Number(state.score)));
  }
  const literal = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  /** ^ asks for replies whose opening is the rest: up to the first punctuation, of 24 characters at most. */
  const beginning = (wanted) => (/^\^./.test(wanted) ? new RegExp('^\\s*' + literal(wanted.slice(1)) + (wanted.length > 24 ? '' : '\\s*(\\p{P}|\\n|$)'), 'u') : null);
  // user, reply and, where there are several samples, the numbers of the turn and the sample
  const inTurn = (pair, i) => !state.turn || (pair[2] || i + 1) === Number(state.turn);
  const shownTurns = (one) => one.t.filter(inTurn);

  let turn = 0;
  async function show(jump) {
    const mine = ++turn;
    let found = facts.filter(fits);
    if (state.q) {
      const wanted = state.q.toLowerCase();
      const begins = beginning(wanted);
      await Promise.all(index.characters.map((any, i) => textsOf(i)));
      if (mine !== turn) return;
      found = found.filter((fact) => {
        const one = texts.get(fact.character)[fact.number];
        if (begins) return shownTurns(one).some(([, reply]) => begins.test(reply.toLowerCase()));
        const all = (one.lower = one.lower || one.t.map((pair) => pair.slice(0, 2).join('\n').toLowerCase()));
        return all.some((text, i) => inTurn(one.t[i], i) && text.includes(wanted));
      });
    }
    const figure = figures[state.sort];
    if (figure) {
      const sign = state.sort === 'worst' || state.sort === 'lost' ? 1 : -1;
      const keyed = found.map((fact) => [fact, figure(fact)]).filter(([, value]) => !Number.isNaN(value));
      keyed.sort((a, b) => sign * (a[1] - b[1]));
      hits = keyed.map(([fact, value]) => Object.assign(fact, { figure: value }));
    } else hits = found.map((fact) => Object.assign(fact, { figure: NaN }));
    limit = Math.max(PAGE, hits.findIndex((fact) => fact.key === state.open) + 1);
    if (!hits.some((fact) => fact.key === state.open)) state.open = hits.length ? hits[0].key : '';
    rows();
    await open(jump);
  }
  function rows() {
    status.textContent = fill(words.shown, ...[hits.length, facts.length].map((count) => count.toLocaleString('en')));
    list.replaceChildren(...hits.slice(0, limit).map((fact) => {
      const button = make('button', { type: 'button', 'data-key': fact.key },
        make('span', {}, make('strong', {}, index.candidates[fact.candidate][1]), ' ' + index.characters[fact.character][1] + ', ' + index.scenarios[fact.scenario][0]),
        Number.isNaN(fact.figure) ? null : make('span', { class: 'figure' }, state.sort === 'longest' ? String(fact.figure) : fact.figure.toFixed(2)));
      button.addEventListener('click', () => { state.open = fact.key; write(); open(true); });
      return make('li', {}, button);
    }));
    if (hits.length > limit) {
      const more = make('button', { type: 'button' }, fill(words.more, (hits.length - limit).toLocaleString('en')));
      more.addEventListener('click', () => { limit += PAGE; rows(); mark(); list.children[limit - PAGE].firstChild.focus(); });
      list.append(make('li', {}, more));
    }
  }
  function mark() {
    for (const button of list.querySelectorAll('[data-key]')) {
      const current = button.dataset.key === state.open;
      button.tabIndex = current ? 0 : -1;
      if (current) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
  }

  // one question on top, the candidates' replies side by side
  async function open(focus) {
    mark();
    const fact = hits.find((one) => one.key === state.open);
    if (!fact) { place.replaceChildren(make('p', { class: 'note' }, words.nothing)); return; }
    const [id, question, ...scene] = index.scenarios[fact.scenario];
    const all = facts.filter((one) => one.character === fact.character && one.scenario === fact.scenario);
    const picked = (state.with || '').split(',').filter((name) => numbers.candidate.has(name));
    const here = all.filter((one) => one === fact || !picked.length || picked.includes(index.candidates[one.candidate][0]))
      .sort((a, b) => (b === fact) - (a === fact)).slice(0, 12);
    const mine = await said(fact);
    const cards = [];
    for (const one of here) cards.push(card(one, await said(one), one === fact ? null : mine));
    if (state.open !== fact.key) return;
    const box = make('fieldset', { class: 'toggles' }, make('legend', {}, words.beside));
    for (const one of all) {
      const [name, label] = index.candidates[one.candidate];
      const tick = make('input', { type: 'checkbox', value: name });
      tick.checked = here.includes(one);
      tick.disabled = one === fact;
      tick.addEventListener('change', () => {
        state.with = [...box.querySelectorAll('input')].filter((input) => input.checked).map((input) => input.value).join(',');
        write();
        open();
      });
      box.append(make('label', {}, tick, label));
    }
    const differences = make('button', { type: 'button', 'aria-pressed': String(Boolean(state.diff)) }, words.differences);
    differences.addEventListener('click', () => { state.diff = state.diff ? '' : '1'; write(); open(); });
    place.replaceChildren(
      make('h3', {}, index.characters[fact.character][1] + ', ' + id), make('p', { class: 'text' }, question),
      make('p', { class: 'note' }, scene.filter(Boolean).join(' · ')), ...(all.length > 1 ? [box, differences] : []), make('div', { class: 'cases' }, ...cards));
    if (focus) {
      const button = list.querySelector('[aria-current]');
      if (button) button.focus({ preventScroll: true });
    }
  }
  function card(fact, one, other) {
    const name = index.candidates[fact.candidate][1];
    const made = make('article', { class: fact.key === state.open ? 'case opened' : 'case' }, make('h4', {}, name));
    const question = index.scenarios[fact.scenario][1];
    shownTurns(one).forEach(([user, reply, number, sample], i, all) => made.append(
      sample && (!i || all[i - 1][3] !== sample) ? make('p', { class: 'note' }, words.sample + ' ' + sample) : '',
      user === question ? '' : make('p', { class: 'bubble user' }, make('span', { class: 'who' }, words.user), ...sought(user)),
      make('p', { class: 'bubble reply' }, make('span', { class: 'who' }, name), ...(state.diff && other ? different(shownTurns(other)[i], reply) : sought(reply)))));
    for (const finding of one.f || []) made.append(make('p', { class: 'note' }, finding));
    const body = make('tbody', {});
    index.metrics.forEach(([id, label], metric) => {
      const entries = fact.ratings.filter((rating) => rating[0] === metric).filter(ofTurn).map(([, rater, score, turn]) => [rater, score + (turn ? ' (' + words.turn.toLowerCase() + ' ' + turn + ')' : '')])
        .concat(fact.missing.filter((rating) => rating[0] === metric).map(([, rater]) => [rater, words.unscored]));
      if (!entries.length) return;
      const cell = make('td', {});
      for (const [rater, score] of entries) {
        const remark = (one.w || []).find((told) => told[0] === metric && told[1] === rater);
        const given = [make('b', {}, score), ' ' + index.raters[rater][0]];
        cell.append(remark
          ? make('details', {}, make('summary', {}, ...given), make('p', { class: 'text' }, remark[2]), remark[3] ? make('pre', { class: 'text' }, remark[3]) : null)
          : make('div', {}, ...given));
      }
      body.append(make('tr', {}, make('th', { scope: 'row' }, label), cell));
    });
    made.append(body.children.length ? make('table', {}, make('caption', {}, words.ratings), body) : make('p', { class: 'note' }, words.unrated));
    return made;
  }
  /** A text with what is searched for marked. */
  function sought(text) {
    const wanted = (state.q || '').replace(/^\^(?=.)/, '');
    return wanted ? text.split(new RegExp('(' + literal(wanted) + ')', 'iu')).map((part, i) => (i % 2 ? make('mark', {}, part) : part)) : [text];
  }
  /** What a reply says that the other does not: the words outside their longest common subsequence are marked. */
  function different(other, reply) {
    const split = (text) => [...new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' }).segment(text)].map((part) => part.segment);
    const a = split(other ? other[1] : '');
    const b = split(reply);
    const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
    const parts = [];
    for (let i = 0, j = 0; j < b.length;) {
      if (i < a.length && a[i] === b[j]) { parts.push(b[j]); i++; j++; }
      else if (i < a.length && common[i + 1][j] >= common[i][j + 1]) i++;
      else parts.push(make('mark', {}, b[j++]));
    }
    return parts;
  }

  function ask(event) {
    for (const [key, element] of controls) state[key] = element.value;
    write(event.type !== 'input');
    show();
  }
  for (const [key, element] of controls) element.addEventListener(key === 'q' ? 'input' : 'change', ask);
  clear.addEventListener('click', (event) => { for (const element of controls.values()) element.value = ''; state = {}; ask(event); });
  form.addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('cases').addEventListener('keydown', (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || typing || event.ctrlKey || event.altKey || event.metaKey || (event.key.startsWith('Arrow') && !list.contains(event.target))) return;
    event.preventDefault();
    const next = hits[hits.findIndex((fact) => fact.key === state.open) + step];
    if (!next) return;
    state.open = next.key;
    if (hits.indexOf(next) >= limit) { limit += PAGE; rows(); }
    write();
    open(true).then(() => list.querySelector('[aria-current]').scrollIntoView({ block: 'nearest' }));
  });
  addEventListener('hashchange', () => {
    if (location.hash && !/^#cases(\?|$)/.test(location.hash)) return;
    read();
    show();
    if (location.hash) document.getElementById('cases').scrollIntoView();
  });

  // every number of a candidate leads to the dialogues behind it
  function lead(cell, query) {
    if (!cell.textContent.trim() || cell.querySelector('a')) return;
    const link = make('a', { href: '#cases?' + new URLSearchParams(Object.entries(query).filter(([, value]) => value)), class: 'why', tabindex: '-1' });
    link.append(...cell.childNodes);
    cell.append(link);
  }
  for (const table of document.querySelectorAll('main .scroll:not(.matrix) > table')) {
    // a release has two candidates: the version in use and the next one
    const changed = index.candidates.length === 2 && index.metrics.length && table.closest('[id^="table-changes"]');
    const keys = [...table.querySelectorAll('thead th')].map((head) => head.dataset.key || '');
    const order = { agreement: 'disputed', judges: 'judge', 'judge-differences': 'judge' }[table.closest('section').id] || '';
    for (const row of table.querySelectorAll('tbody tr')) {
      const ids = [...row.children].map((cell) => cell.dataset.id).filter((id) => id !== undefined);
      const candidates = ids.filter((id) => numbers.candidate.has(id));
      const [name] = row.children;
      const group = ['character', 'persona', 'location', 'emotion', 'turn'].find((kind) => controls.has(kind) && [...controls.get(kind).options].some(({ value }) => value === name.textContent));
      const rowMetric = ids.find((id) => numbers.metric.has(id));
      const [character, scenario] = ['character', 'scenario'].map((kind) => ids.find((id) => numbers[kind].has(id)));
      const finding = ids.find((id) => index.findings.some(([code]) => code === id));
      [...row.children].forEach((cell, i) => {
        if (!cell.classList.contains('n')) return;
        const metric = keys[i].startsWith('mean.') ? keys[i].slice(5) : rowMetric;
        const more = metric && numbers.metric.has(metric) ? { metric } : {};
        const column = /^(candidate|version)\.([^]*)/.exec(keys[i]);
        const candidate = column && numbers.candidate.has(column[2]) ? { candidate: column[2] } : {};
        if (finding) lead(cell, { ...candidate, finding });
        else if (ids.includes('UNSCORED')) lead(cell, { ...candidate, score: 'none' });
        else if (candidate.candidate && column[1] === 'candidate') lead(cell, { ...candidate, ...(group ? { [group]: name.textContent } : {}), sort: 'worst' });
        else if (keys[0] === 'rater' && numbers.rater.has(name.textContent)) lead(cell, { rater: name.textContent, sort: 'disputed' });
        else if (keys[1] === 'opening') lead(cell, { candidate: candidates[0], q: '^' + row.children[1].textContent });
        else if (character && scenario) lead(cell, { character, scenario });
        else if (candidates.length > 1) lead(cell, { candidate: candidates[0], with: candidates.join(','), sort: 'gained', ...more });
        else if (candidates.length === 1 && keys[i] !== 'rank') lead(cell, { candidate: candidates[0], sort: index.metrics.length ? 'worst' : '', ...more });
        else if (changed) lead(cell, { candidate: index.candidates[1][0], with: index.candidates[0][0], sort: 'lost', ...(group ? { [group]: name.textContent } : {}), ...more });
        else if (rowMetric || order) lead(cell, { sort: order, ...more });
      });
    }
  }

  // a table is one stop of the Tab key; arrows go from number to number
  for (const table of document.querySelectorAll('main table:has(a.why)')) {
    table.querySelector('a.why').tabIndex = 0;
    table.addEventListener('keydown', (event) => {
      const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] || [0, 0];
      const cell = event.target.closest('td, th');
      if (!(down || right) || !event.target.matches('a.why')) return;
      let [row, column] = [cell.parentElement.rowIndex, cell.cellIndex];
      let next = null;
      while (!next && table.rows[row += down] && table.rows[row].cells[column += right]) next = table.rows[row].cells[column].querySelector('a.why');
      if (!next) return;
      event.preventDefault();
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }

  unpack('case-facts').then((rows) => {
    const counts = new Map();
    const triples = (flat, size) => Array.from({ length: flat.length / size }, (any, i) => flat.slice(i * size, i * size + size));
    facts = rows.map(([candidate, character, scenario, length, findings, ratings, missing]) => {
      const number = counts.get(character) || 0;
      counts.set(character, number + 1);
      const made = { candidate, character, scenario, length, number, findings: findings.map((i) => index.findings[i][0]), ratings: triples(ratings, index.turnsRated ? 4 : 3), missing: triples(missing, 2),
        key: [index.candidates[candidate][0], index.characters[character][0], index.scenarios[scenario][0]].join('|') };
      beside.set([candidate, character, scenario].join('|'), made);
      return made;
    });
    read();
    return show();
  }).then(() => {
    if (location.hash.startsWith('#cases?')) document.getElementById('cases').scrollIntoView();
    document.getElementById('cases').dataset.ready = 'true';
    // texts are unpacked ahead, one character at a time, so that the first search answers at once
    const ahead = (i) => { if (i < index.characters.length) setTimeout(() => textsOf(i).then(() => ahead(i + 1)), 30); };
    ahead(0);
  });
})();
