/* What a page can do with a script: sort, filter, copy, theme, keys. Every page is whole without it. */
(() => {
  'use strict';
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Theme: auto, light, dark in turn. */
  const root = document.documentElement;
  const theme = document.querySelector('button.theme');
  if (theme) {
    const show = () => { theme.querySelector('span').textContent = root.dataset.theme || 'auto'; };
    theme.addEventListener('click', () => {
      const next = { auto: 'light', light: 'dark', dark: 'auto' }[root.dataset.theme || 'auto'];
      if (next === 'auto') delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        if (next === 'auto') localStorage.removeItem('warehouse-theme');
        else localStorage.setItem('warehouse-theme', next);
      } catch { /* No storage: the choice holds for this page. */ }
      show();
    });
    show();
    theme.hidden = false;
  }

  /* Keys: "/" to the search, Escape and a click elsewhere close the list of things. */
  const families = document.querySelector('details.families');
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest && event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = document.querySelector('[data-slash]');
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === 'Escape' && families && families.open) {
      families.open = false;
      if (families.contains(document.activeElement)) families.firstElementChild.focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (families && families.open && !families.contains(event.target)) families.open = false;
  });

  /* Sort: a button in each heading; up, down, as it was. Numbers by <data value>, empty cells last. */
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    if (!cell || cell.querySelector('.empty')) return null;
    const data = cell.querySelector('data');
    if (data) return Number(data.value);
    const copy = cell.cloneNode(true);
    for (const mark of all('.mark', copy)) mark.remove();
    return copy.textContent.trim() || null;
  };
  const compare = (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return collator.compare(String(a), String(b));
  };
  const order = (table, column, direction) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => a.dataset.place - b.dataset.place);
    if (direction) {
      const values = new Map(rows.map((row) => [row, valueOf(row, column)]));
      rows.sort((a, b) => {
        const [one, other] = [values.get(a), values.get(b)];
        if (one === null || other === null) return (one === null) - (other === null);
        return direction * compare(one, other);
      });
    }
    body.append(...rows);
  };
  for (const table of all('table[data-sort]')) {
    const heads = [...table.tHead.rows[0].cells];
    [...table.tBodies[0].rows].forEach((row, place) => { row.dataset.place = place; });
    if (table.tBodies[0].rows.length < 2) continue;
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const now = head.getAttribute('aria-sort');
        const next = { ascending: 'descending', descending: null }[now];
        const wanted = next === undefined ? 'ascending' : next;
        for (const each of heads) each.removeAttribute('aria-sort');
        if (wanted) head.setAttribute('aria-sort', wanted);
        order(table, column, { ascending: 1, descending: -1 }[wanted] || 0);
      });
    });
  }

  /* Filter: rows that hold every word typed. */
  const plain = (text) => text.normalize('NFKC').toLowerCase();
  for (const box of all('[data-filter]')) {
    const table = document.getElementById(box.dataset.filter);
    const [field, said] = [box.querySelector('input'), box.querySelector('output')];
    if (!table || table.tBodies[0].rows.length < 6) continue;
    const texts = new Map([...table.tBodies[0].rows].map((row) => [row, plain(row.textContent)]));
    const narrow = () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      said.textContent = words.length ? `${shown} of ${texts.size} ${box.dataset.what}` : '';
    };
    field.addEventListener('input', narrow);
    box.hidden = false;
    if (field.value) narrow();
  }

  /* What does not scroll needs no stop for the Tab key. */
  const stops = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  for (const box of all('.scroll, .frame, pre')) stops.observe(box);

  /* Copy: to the clipboard, or at least selected. */
  for (const button of all('button[data-copy]')) {
    const source = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener('click', async () => {
      let done = false;
      try {
        await navigator.clipboard.writeText(source.textContent);
        done = true;
      } catch {
        getSelection().selectAllChildren(source);
        try { done = document.execCommand('copy'); } catch { /* It stays selected. */ }
      }
      button.textContent = done ? 'Copied' : 'Selected';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
  }
})();
