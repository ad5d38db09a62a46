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

  const bucketsOf = async (buckets) => {
    await Promise.all(buckets.map((bucket) => load(`w${bucket}.js`)));
    return buckets.map((bucket) => words.get(bucket));
  };
  const every = () => [...Array(meta.buckets).keys()];

  /* Give the entries of the words for which a test gives a score: number to the best score. */
  const scored = async (buckets, score) => {
    const found = new Map();
    for (const held of await bucketsOf(buckets)) {
      for (const each of Object.keys(held)) {
        const points = each.startsWith('=') ? 0 : score(each);
        if (points) for (const number of held[each]) found.set(number, Math.max(found.get(number) || 0, points));
      }
    }
    return found;
  };

  /* Keep the entries that are in every map, with the sum of their scores. */
  const common = ([first, ...others]) => others.reduce(
    (kept, other) => new Map([...kept].filter(([number]) => other.has(number)).map(([number, score]) => [number, score + other.get(number)])),
    first,
  );

  /* Words begin so. What is inside a word of joined characters is in the index by its ends, cut to eight. */
  const JOINED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{323af}]/u;
  const pieces = (word) => (JOINED.test(word) && [...word].length > 8 ? [...word].join('').match(/.{1,8}/gsu) : [word]);
  const beginning = (word) => scored([...word].length === 1 ? every() : [bucketOf(word)], (each) => (each === word ? 3 : each.startsWith(word) && 2));
  const holding = async (word) => common(await Promise.all(pieces(word).map(beginning)));

  /* Whether a word begins like another one but for one letter that is wrong, missing, too much, or swapped. */
  const isNear = (typed, word) => {
    let at = 0;
    while (at < typed.length && typed[at] === word[at]) at += 1;
    const follows = (from, place) => word.startsWith(typed.slice(from), place);
    return follows(at + 1, at + 1) || follows(at, at + 1) || follows(at + 1, at)
      || (typed[at] === word[at + 1] && typed[at + 1] === word[at] && follows(at + 2, at + 2));
  };

  /* Large sites have many files of words: then a typo in the first two letters is forgiven only where one is missing or swapped. */
  const resembling = (word) => {
    if ([...word].length < 3) return holding(word);
    const [one, two, ...rest] = [...word];
    const starts = [word, [two, one, ...rest].join(''), [two, ...rest].join(''), [one, ...rest].join('')];
    const buckets = meta.buckets > 16 ? [...new Set(starts.map(bucketOf))] : every();
    return scored(buckets, (each) => (each.startsWith(word) ? 2 : isNear(word, each) && 1));
  };

  /* Give the numbers of the entries that answer, best first: those of that very name, then those with the whole words. */
  let similar = false;
  const find = async (query) => {
    const typed = split(query);
    if (!typed.length) return null;
    const name = typed.join(' ');
    let scores = common(await Promise.all(typed.map(holding)));
    similar = !scores.size;
    if (similar) scores = common(await Promise.all(typed.map(resembling)));
    const [held] = await bucketsOf([bucketOf(name)]);
    const exact = new Set(Object.hasOwn(held, `=${name}`) ? held[`=${name}`] : []);
    for (const number of exact) scores.set(number, (scores.get(number) || 0) + 1000);
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
      const results = `${numbers.length} result${numbers.length === 1 ? '' : 's'}`;
      if (found && !numbers.length) said.textContent = `Nothing is found for “${query}”.`;
      else if (found) said.textContent = similar ? `${results} for words like “${query}”` : results;
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
