'use strict';
(function () {
  // series of a chart can be switched off
  for (const box of document.querySelectorAll('.toggles input')) {
    box.addEventListener('change', () => {
      const figure = box.closest('figure');
      for (const group of figure.querySelectorAll('[data-series="' + box.value + '"]')) group.classList.toggle('off', !box.checked);
    });
  }

  // pictures that are wider than a small screen are scrolled, by keyboard too
  function reachable() {
    for (const figure of document.querySelectorAll('figure')) {
      if (figure.scrollWidth > figure.clientWidth + 1) figure.tabIndex = 0;
      else figure.removeAttribute('tabindex');
    }
  }
  addEventListener('resize', reachable);
  reachable();

  // the case browser unpacks the replies of one character when it is chosen
  const holder = document.getElementById('case-index');
  if (!holder) return;
  const index = JSON.parse(holder.textContent);
  const character = document.getElementById('case-character');
  const scenario = document.getElementById('case-scenario');
  const place = document.getElementById('case-place');
  const status = document.getElementById('case-status');
  const loaded = new Map();

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    for (const child of children) element.append(child);
    return element;
  }
  async function unpack(number) {
    if (!loaded.has(number)) {
      const packed = document.getElementById('case-data-' + number).textContent;
      const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
      loaded.set(number, JSON.parse(await new Response(stream).text()));
    }
    return loaded.get(number);
  }
  async function show() {
    const dialogues = await unpack(character.selectedIndex);
    const here = dialogues.filter((one) => one.s === scenario.value);
    place.replaceChildren(...here.map((one) => {
      const card = make('article', { class: 'case' }, make('h3', {}, index.candidates[one.c] || one.c));
      one.t.forEach(([user, reply]) => card.append(
        make('p', { class: 'who' }, index.words.user), make('p', { class: 'text' }, user),
        make('p', { class: 'who' }, index.words.reply), make('p', { class: 'text reply' }, reply)));
      if (one.r.length) {
        const body = make('tbody', {});
        for (const [metric, scores] of one.r) body.append(make('tr', {}, make('th', { scope: 'row' }, index.metrics[metric] || metric), make('td', { class: 'n' }, scores)));
        card.append(make('table', {}, make('caption', {}, index.words.ratings), body));
      } else card.append(make('p', { class: 'note' }, index.words.unrated));
      return card;
    }));
    const shown = [here.length, index.characters[character.selectedIndex], scenario.value];
    status.textContent = index.words.shown.replace(/\{(\d)\}/g, (slot, number) => shown[number]);
    if (!here.length) place.replaceChildren(make('p', { class: 'note' }, index.words.nothing));
  }
  index.characters.forEach((name) => character.append(make('option', {}, name)));
  index.scenarios.forEach(([id, text]) => scenario.append(make('option', { value: id }, id + '  ' + text)));
  character.addEventListener('change', show);
  scenario.addEventListener('change', show);
  window.esrpCases = show;
  show();
})();
