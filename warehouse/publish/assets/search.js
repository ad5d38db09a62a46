/* Search in the browser. The index is cut into files that are fetched as scripts, so it works from a folder too:
   meta.js says how many there are, w<bucket>.js holds words by their first two characters, e<block>.js the entries. */
(() => {
  'use strict';
  const PAGE = 30;
  const base = new URL('search/', document.currentScript.src).href;
  const [form, field, list, said, more] = ['search', 'q', 'results', 'count', 'more'].map((id) => document.getElementById(id));
  const words = new Map();
  const entries = new Map();
  const asked = new Map();
  let meta = null;

  window.warehouseSearch = {
    meta: (given) => { meta = given; },
    words: (bucket, given) => { words.set(bucket, given); },
    entries: (block, given) => { entries.set(block, given); },
  };

  /* Fetch a file of the index once. */
  const load = (name) => {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = base + name;
        script.onload = resolve;
        script.onerror = () => { asked.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return asked.get(name);
  };

  const split = (text) => {
    const found = text.normalize('NFKC').toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return [...new Set(found.filter((word) => [...word].length > 1 || word > '\x7f'))];
  };

  /* FNV-1a, 32 bits, over the UTF-8 of the first two characters. */
  const bucketOf = (word) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode([...word].slice(0, 2).join(''))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return hash % meta.buckets;
  };

  /* Give the entries that have a word beginning so: number to whether it is the whole word. */
  const holding = async (word) => {
    const single = [...word].length === 1;
    const buckets = single ? [...Array(meta.buckets).keys()] : [bucketOf(word)];
    await Promise.all(buckets.map((bucket) => load(`w${bucket}.js`)));
    const found = new Map();
    for (const bucket of buckets) {
      const held = words.get(bucket);
      for (const each of Object.keys(held)) {
        if (!each.startsWith(word)) continue;
        for (const number of held[each]) found.set(number, Math.max(found.get(number) || 0, each === word ? 1 : 0));
      }
    }
    return found;
  };

  /* Give the numbers of the entries that answer, best first. */
  const find = async (query) => {
    const [first, ...others] = await Promise.all(split(query).map(holding));
    if (!first) return null;
    let scores = first;
    for (const other of others) {
      scores = new Map([...scores].filter(([number]) => other.has(number)).map(([number, score]) => [number, score + other.get(number)]));
    }
    return [...scores.keys()].sort((a, b) => scores.get(b) - scores.get(a) || a - b);
  };

  const item = ([title, detail, path]) => {
    const [line, link, about] = ['li', 'a', 'p'].map((tag) => document.createElement(tag));
    link.href = path;
    link.textContent = title;
    about.textContent = detail;
    about.className = 'quiet';
    line.append(link, about);
    return line;
  };

  let numbers = [];
  let turn = 0;
  const show = async (from) => {
    const mine = turn;
    const part = numbers.slice(from, from + PAGE);
    const blocks = new Set(part.map((number) => Math.floor(number / meta.block)));
    await Promise.all([...blocks].map((block) => load(`e${block}.js`)));
    if (mine !== turn) return;
    const items = part.map((number) => item(entries.get(Math.floor(number / meta.block))[number % meta.block]));
    if (from) list.append(...items);
    else list.replaceChildren(...items);
    more.hidden = from + PAGE >= numbers.length;
    if (from && items.length) items[0].querySelector('a').focus();
  };

  const answer = async () => {
    const mine = ++turn;
    const query = field.value.trim();
    try { history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : location.pathname); } catch { /* As it was. */ }
    try {
      if (!meta) await load('meta.js');
      const found = await find(query);
      if (mine !== turn) return;
      numbers = found || [];
      document.getElementById('without').hidden = numbers.length > 0;
      await show(0);
      if (mine !== turn) return;
      if (found) said.textContent = numbers.length ? `${numbers.length} result${numbers.length === 1 ? '' : 's'}` : `Nothing is found for “${query}”.`;
      else said.textContent = query ? 'Type two letters or more.' : `${meta.count} entries to search.`;
    } catch (error) {
      if (mine === turn) said.textContent = `A file of the search is missing (${error.message}). The lists below lead to everything too.`;
    }
  };

  let timer = 0;
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get('q') || '';
  field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(answer, 120); });
  form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); answer(); });
  more.addEventListener('click', () => { show(list.children.length); });
  answer();
  field.focus();
})();
