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
})();
