/* The chosen colours, before anything is painted. site.js changes the choice. */
(() => {
  'use strict';
  try {
    const theme = localStorage.getItem('warehouse-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch { /* No storage: the system's colours. */ }
})();
