'use strict';
(function () {
  // series of a chart can be switched off; their values show where the box has the focus or the pointer
  for (const box of document.querySelectorAll('.toggles input[data-values]')) {
    const figure = box.closest('figure');
    const apply = () => {
      for (const group of figure.querySelectorAll('[data-series="' + box.value + '"]')) group.classList.toggle('off', !box.checked);
    };
    const tell = () => { figure.querySelector('.readout').textContent = box.dataset.values; };
    box.addEventListener('change', apply);
    box.addEventListener('focus', tell);
    box.parentElement.addEventListener('mouseenter', tell);
    apply();
  }

  // of word clouds one character is shown; all characters together on request
  for (const first of document.querySelectorAll('section > .clouds:first-of-type')) {
    const groups = [...first.parentElement.querySelectorAll(':scope > .clouds')];
    if (groups.length < 2) continue;
    const label = document.createElement('label');
    const select = document.createElement('select');
    for (const group of groups) select.append(new Option(group.dataset.choice));
    label.append(first.dataset.label + ' ', select);
    label.className = 'choice screenonly';
    first.before(label);
    const apply = () => groups.forEach((group, i) => { group.hidden = i !== select.selectedIndex; });
    select.addEventListener('change', apply);
    apply();
  }

  // the averages of groups are shaded from the lowest to the highest
  for (const table of document.querySelectorAll('[id^="table-breakdown"] table')) {
    const cells = [...table.querySelectorAll('tbody .n')].map((cell) => [cell, parseFloat(cell.textContent)]).filter(([, value]) => !Number.isNaN(value));
    const values = cells.map(([, value]) => value);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    for (const [cell, value] of cells) {
      const share = high > low ? (value - low) / (high - low) : 0.5;
      cell.classList.add(share >= 0.5 ? 'up' : 'down');
      cell.style.setProperty('--heat', Math.round(70 * Math.abs(share - 0.5)) + '%');
    }
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
})();
