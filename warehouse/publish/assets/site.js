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

  /* Filter: rows, or the facts of a page, that hold every word typed and, of each facet, the value chosen. */
  const plain = (text) => text.normalize('NFKC').toLowerCase();
  const textOf = (cell) => {
    const copy = cell.cloneNode(true);
    for (const mark of all('.mark, .disputed', copy)) mark.remove();
    return copy.textContent.trim();
  };
  const valuesOf = (row, head) => {
    const name = head.dataset.facet;
    if (!row.cells) {
      const named = row.closest(`[data-${name}]`);
      return named ? named.dataset[name].split('; ') : ['not said'];
    }
    const cell = row.cells[head.cellIndex];
    if (cell.querySelector('.empty')) return ['not said'];
    const text = textOf(cell);
    return name === 'year' ? text.match(/^\d{4}/) || ['not said'] : text.split('; ');
  };

  /* A list of the values of a facet, with the number of rows that each leaves. */
  const facetOf = (head, rows, box) => {
    const label = document.createElement('label');
    const select = document.createElement('select');
    select.className = 'field';
    label.append(head.textContent.trim(), ' ', select);
    box.insertBefore(label, box.querySelector('output'));
    const held = new Map(rows.map((row) => [row, valuesOf(row, head)]));
    const values = [...new Set([...held.values()].flat())].sort(collator.compare);
    if (head.dataset.facet === 'year') values.reverse();
    const options = ['', ...values].map((value) => new Option('', value));
    select.append(...options);
    return {
      select,
      passes: (row) => !select.value || held.get(row).includes(select.value),
      count: (passing) => {
        for (const option of options) {
          const count = passing.filter((row) => !option.value || held.get(row).includes(option.value)).length;
          option.textContent = `${option.value || 'all'} (${count})`;
          option.disabled = !count && option.value !== select.value;
        }
      },
    };
  };
  for (const box of all('[data-filter]')) {
    const list = document.getElementById(box.dataset.filter);
    const [field, said] = [box.querySelector('input'), box.querySelector('output')];
    const rows = !list ? [] : list.tBodies ? [...list.tBodies[0].rows] : all('.fact, .series', list);
    if (rows.length < 6) continue;
    const parts = list.tBodies ? [] : all('section, .chapter', list);
    const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
    const facets = all('[data-facet]', list.tHead || box).map((head) => facetOf(head, rows, box));
    const narrow = () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      const found = rows.filter((row) => words.every((word) => texts.get(row).includes(word)));
      for (const facet of facets) {
        facet.count(found.filter((row) => facets.every((other) => other === facet || other.passes(row))));
      }
      let shown = 0;
      for (const row of rows) {
        row.hidden = !(found.includes(row) && facets.every((facet) => facet.passes(row)));
        shown += row.hidden ? 0 : 1;
      }
      for (const part of parts) part.hidden = shown < rows.length && !rows.some((row) => !row.hidden && part.contains(row));
      said.textContent = shown < rows.length ? `${shown} of ${rows.length} ${box.dataset.what}` : '';
    };
    const controls = [field, ...facets.map((facet) => facet.select)];
    for (const control of controls) control.addEventListener('input', narrow);
    /* A link to a fact that is not chosen shows all. */
    addEventListener('hashchange', () => {
      const target = document.querySelector(':target');
      if (!target || !list.contains(target) || !target.closest('[hidden]')) return;
      for (const control of controls) control.value = '';
      narrow();
      target.scrollIntoView();
    });
    box.hidden = false;
    narrow();
  }

  /* Fold: where a table is too wide, its least important columns stand only by choice. */
  const show = (table, column, isShown) => {
    for (const row of table.rows) row.cells[column].hidden = !isShown;
  };
  for (const table of all('table[data-fold]')) {
    const frame = table.parentElement;
    const heads = [...table.tHead.rows[0].cells];
    const order = heads.map((head, column) => [Number(head.dataset.rank), column]).filter(([rank]) => rank);
    order.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    const folded = new Set();
    for (const [, column] of order) {
      if (frame.scrollWidth <= frame.clientWidth || heads.length - folded.size <= 2) break;
      show(table, column, false);
      folded.add(column);
    }
    if (!folded.size) continue;
    const choice = document.createElement('details');
    choice.className = 'fold';
    const summary = document.createElement('summary');
    const list = document.createElement('ul');
    const tell = () => {
      const count = heads.filter((head) => !head.hidden).length;
      summary.textContent = `Columns: ${count} of ${heads.length} shown`;
    };
    heads.forEach((head, column) => {
      const [item, label, box] = ['li', 'label', 'input'].map((tag) => document.createElement(tag));
      box.type = 'checkbox';
      box.checked = !folded.has(column);
      box.addEventListener('input', () => { show(table, column, box.checked); tell(); });
      label.append(box, ' ', head.textContent.trim());
      item.append(label);
      list.append(item);
    });
    tell();
    choice.append(summary, list);
    frame.before(choice);
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
