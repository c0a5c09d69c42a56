'use strict';
(() => {
// Texts reach the page as texts only: no name can become markup.
const byId = (id) => document.getElementById(id);
const fill = (node, attributes, children) => {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
};
const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

const data = JSON.parse(byId('data').textContent);
const WORDS = {
  block: 'blocked', warn: 'warned of', allow: 'allowed',
  high_risk: 'high risk', not_found: 'not found', suspicious: 'suspicious', unknown: 'not checked', safe: 'safe',
};
const RANK = { allow: 0, warn: 1, block: 2, safe: 0, unknown: 1, suspicious: 2, not_found: 3, high_risk: 4 };
const number = (n) => n.toLocaleString('en');
const rows = data.rows;
rows.forEach((row, order) => {
  row.order = order;
  row.file = row.at ? data.files[row.at[0]] : 'command line';
  row.line = row.at ? `:${row.at[1]}:${row.at[2]}` : '';
  row.place = row.file + row.line;
  const against = row.signals.filter(([weight]) => weight > 0);
  const telling = row.decision === 'allow' ? row.signals[0] : against[0];
  row.why = telling ? telling[2] : row.reason;
  const said = [row.name, row.alias, row.meant, row.file, row.requirement, ...row.signals.flat()];
  row.text = said.join('\n').toLowerCase();
});

// The state: what is looked for and how it is sorted. The address holds it, so that it can be shared.
const FACETS = ['decision', 'verdict', 'ecosystem', 'file'];
const SORTS = {
  decision: (a, b) => RANK[a.decision] - RANK[b.decision] || a.score - b.score,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  ecosystem: (a, b) => (a.ecosystem < b.ecosystem ? -1 : a.ecosystem > b.ecosystem ? 1 : 0),
  verdict: (a, b) => RANK[a.verdict] - RANK[b.verdict],
  score: (a, b) => a.score - b.score,
  place: (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.at && b.at ? a.at[1] - b.at[1] || a.at[2] - b.at[2] : 0),
};
const state = {};
const readState = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  state.q = given.get('q') || '';
  // What no row has would show an empty table under lists that all say All.
  for (const facet of FACETS) state[facet] = values[facet].includes(given.get(facet)) ? given.get(facet) : '';
  const sort = given.get('sort') || '-decision';
  state.down = sort.startsWith('-');
  state.sort = Object.hasOwn(SORTS, sort.replace('-', '')) ? sort.replace('-', '') : 'decision';
};
const writeState = () => {
  const told = new URLSearchParams();
  for (const key of ['q', ...FACETS]) if (state[key]) told.set(key, state[key]);
  const sort = (state.down ? '-' : '') + state.sort;
  if (sort !== '-decision') told.set('sort', sort);
  // A browser may forbid it, or allow it only so often: then the address stays behind.
  try { history.replaceState(null, '', `#${told}`); } catch {}
};

// The table. Rows stand in chunks; one that is far from the window holds its names as text alone, a
// line for each row, so that the page stays light and the browser's own search still finds them.
const CHUNK = 50;
const MANY = 200;
const COLUMNS = ['decision', 'name', 'ecosystem', 'verdict', 'score', 'place', 'why'];
const heads = COLUMNS.map((column) => {
  const label = column[0].toUpperCase() + column.slice(1);
  const inner = SORTS[column] ? make('button', { type: 'button' }, label) : make('span', {}, label);
  // Browsers do not repeat a button on each leaf of paper.
  const head = make('th', { scope: 'col', class: `c-${column}` }, inner, make('span', { class: 'paper', 'aria-hidden': true }, label));
  if (SORTS[column]) {
    inner.addEventListener('click', () => {
      state.down = state.sort === column ? !state.down : ['decision', 'verdict', 'score'].includes(column);
      state.sort = column;
      update();
    });
  }
  return head;
});
const table = make('table', { class: 'live', 'aria-labelledby': 'names-title' },
  make('thead', {}, make('tr', { 'aria-rowindex': 1 }, ...heads)));
const open = new Set();
let shown = [];
let chunks = [];
let printing = false;
let columns = COLUMNS.length;
let usual = 45;

const box = byId('table');
let watch = null;
const look = (seen) => {
  for (const { target, isIntersecting } of seen) {
    const chunk = chunks[target.dataset.chunk];
    if (!chunk || chunk.body !== target) continue;
    if (isIntersecting) build(chunk);
    else if (!printing && shown.length > MANY && !target.contains(document.activeElement)) drop(chunk);
  }
};

const build = (chunk) => {
  if (chunk.built) return;
  chunk.built = true;
  chunk.body.replaceChildren(...chunk.rows.flatMap((row, i) => {
    const main = mainRow(row, chunk.start + i);
    return open.has(row) ? [main, detailRow(row)] : [main];
  }));
};
const drop = (chunk) => {
  if (chunk.built) chunk.height = chunk.body.getBoundingClientRect().height || chunk.height;
  chunk.built = false;
  const height = chunk.height || usual * chunk.rows.length;
  const text = make('div', {}, chunk.rows.map((row) => row.name).join('\n'));
  text.style.height = `${height}px`;
  text.style.lineHeight = `${height / chunk.rows.length}px`;
  chunk.body.replaceChildren(make('tr', { class: 'spacer' }, make('td', { colspan: columns }, text)));
};
const layOut = () => {
  watch?.disconnect();
  columns = heads.filter((head) => head.offsetParent).length || COLUMNS.length;
  for (const chunk of chunks) chunk.body.remove();
  chunks = [];
  for (let start = 0; start < shown.length; start += CHUNK) {
    const body = make('tbody', { 'data-chunk': chunks.length });
    chunks.push({ body, start, rows: shown.slice(start, start + CHUNK), built: false, height: 0 });
  }
  // A long table scrolls in itself, so that what stands below it can be reached.
  const isLong = shown.length > MANY;
  box.classList.toggle('tall', isLong);
  chunks.forEach((chunk, i) => {
    table.append(chunk.body);
    if (i === 0 || !isLong) build(chunk);
    if (i === 0 && !chunk.rows.some((row) => open.has(row))) {
      usual = chunk.body.getBoundingClientRect().height / chunk.rows.length || usual;
    }
    if (!chunk.built) drop(chunk);
  });
  watch = new IntersectionObserver(look, { root: isLong ? box : null, rootMargin: '900px' });
  chunks.forEach((chunk) => watch.observe(chunk.body));
  table.setAttribute('aria-rowcount', shown.length + 1);
};
// A narrower window shows fewer columns.
for (const width of ['62rem', '44rem']) {
  matchMedia(`(max-width: ${width})`).addEventListener('change', () => printing || layOut());
}

const tag = (decision) => make('span', { class: `tag ${decision}` }, WORDS[decision]);
const mainRow = (row, position) => {
  const isOpen = open.has(row);
  const button = make('button', { type: 'button', 'aria-expanded': String(isOpen), 'aria-controls': isOpen && `row-${row.order}` },
    row.name, row.requirement && make('small', {}, ` ${row.requirement}`));
  return make('tr', { class: `row is-${row.decision}${isOpen ? ' open' : ''}`, 'data-row': position, 'aria-rowindex': position + 2 },
    make('td', { class: 'c-decision' }, tag(row.decision)),
    make('td', { class: 'c-name', title: row.name }, button, make('span', { class: 'narrow soft' }, `${row.ecosystem} · ${row.place}`)),
    make('td', { class: 'c-ecosystem' }, row.ecosystem),
    make('td', { class: 'c-verdict' }, WORDS[row.verdict]),
    make('td', { class: 'c-score score' }, row.score),
    make('td', { class: 'c-place', title: row.place }, make('span', { class: 'fit' }, make('span', {}, row.file), make('span', {}, row.line))),
    make('td', { class: 'c-why', title: row.why }, row.why));
};
const detailRow = (row) => {
  const list = make('dl');
  const say = (term, ...what) => list.append(make('dt', {}, term), make('dd', {}, ...what));
  if (row.meant) say('Meant', make('code', {}, row.meant));
  const evidence = row.signals.map(([weight, code, sentence]) => make('li', {},
    make('span', { class: `weight ${weight > 0 ? 'against' : weight < 0 ? 'for' : ''}` }, `${weight > 0 ? '+' : weight < 0 ? '\u2212' : ''}${Math.abs(weight).toFixed(2)}`),
    make('span', {}, `${sentence} `, make('span', { class: 'code' }, code))));
  if (evidence.length) say('Evidence', make('ul', {}, ...evidence));
  say('Decision', row.reason);
  say('Place', make('code', {}, row.place), row.source && ` from ${row.source}`);
  if (row.alias) say('Known as', make('code', {}, row.alias));
  for (const [aim, step] of row.steps || []) {
    say(`To ${aim}`, /^(phantom |--)/.test(step) ? make('code', { class: 'command' }, step) : step);
  }
  return make('tr', { class: 'detail', id: `row-${row.order}` }, make('td', { colspan: columns }, list));
};
const toggle = (line) => {
  const row = shown[line.dataset.row];
  const button = line.querySelector('button');
  if (open.delete(row)) {
    line.nextElementSibling.remove();
    button.removeAttribute('aria-controls');
  } else {
    open.add(row);
    line.after(detailRow(row));
    button.setAttribute('aria-controls', `row-${row.order}`);
  }
  line.classList.toggle('open', open.has(row));
  button.setAttribute('aria-expanded', String(open.has(row)));
};
table.addEventListener('click', (event) => {
  const line = event.target.closest('tr.row');
  // Whoever selects text wants no row to open.
  if (line && (event.target.closest('button') || getSelection().isCollapsed)) toggle(line);
});
table.addEventListener('keydown', (event) => {
  const line = event.target.closest('tr.row');
  if (!line || event.ctrlKey || event.altKey || event.metaKey) return;
  const from = Number(line.dataset.row);
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (to === undefined || !shown[to]) return;
  event.preventDefault();
  const chunk = chunks[Math.floor(to / CHUNK)];
  build(chunk);
  const button = chunk.body.querySelector(`[data-row="${to}"] button`);
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: 'nearest' });
});

// The filters.
const search = byId('q');
const values = {};
for (const facet of FACETS) {
  const all = new Set(rows.map((row) => row[facet]));
  values[facet] = facet === 'file' ? [...all].sort() : [...all].sort((a, b) => (RANK[b] || 0) - (RANK[a] || 0) || (a < b ? -1 : 1));
  const select = byId(facet);
  select.append(make('option', { value: '' }), ...values[facet].map((value) => make('option', { value })));
  select.addEventListener('change', () => { state[facet] = select.value; update(); });
}
search.addEventListener('input', () => { state.q = search.value; update(); });
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('filters').addEventListener('reset', (event) => {
  event.preventDefault();
  for (const key of ['q', ...FACETS]) state[key] = '';
  update();
});

const update = (keepAddress) => {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = {};
  for (const facet of FACETS) counts[facet] = { all: 0, each: new Map() };
  shown = rows.filter((row) => {
    if (!words.every((word) => row.text.includes(word))) return false;
    const missed = FACETS.filter((facet) => state[facet] && state[facet] !== row[facet]);
    // What an option would give: the rows that fit all the other filters.
    for (const facet of FACETS) {
      if (missed.length === 0 || (missed.length === 1 && missed[0] === facet)) {
        counts[facet].all += 1;
        counts[facet].each.set(row[facet], (counts[facet].each.get(row[facet]) || 0) + 1);
      }
    }
    return missed.length === 0;
  });
  const compare = SORTS[state.sort];
  shown.sort((a, b) => (state.down ? compare(b, a) : compare(a, b)) || a.order - b.order);
  for (const facet of FACETS) {
    const select = byId(facet);
    [...select.options].forEach((option, i) => {
      const count = i === 0 ? counts[facet].all : counts[facet].each.get(option.value) || 0;
      option.textContent = `${i === 0 ? 'All' : WORDS[option.value] || option.value} (${number(count)})`;
    });
    select.value = state[facet];
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
  if (search.value !== state.q) search.value = state.q;
  heads.forEach((head, i) => {
    if (COLUMNS[i] === state.sort) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  });
  const isAll = shown.length === rows.length;
  const count = isAll ? `${number(rows.length)} ${rows.length === 1 ? 'name' : 'names'}` : `${number(shown.length)} of ${number(rows.length)} names`;
  if (byId('count').textContent !== count) byId('count').textContent = count;
  none.hidden = shown.length > 0;
  layOut();
  for (const link of document.querySelectorAll('.tiles a')) {
    const [facet, value] = link.hash.slice(1).split('=');
    const only = FACETS.every((other) => other === facet || !state[other]) && !state.q;
    if (only && state[facet] === value && (value || !FACETS.some((other) => state[other]))) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  if (!keepAddress) writeState();
};
const none = make('p', { class: 'empty', hidden: true }, rows.length ? 'No name fits these filters.' : 'No name was checked.');
box.replaceChildren(table, none);
byId('filters').hidden = byId('count').hidden = false;

// `#names` is a place in the page, and no state.
addEventListener('hashchange', () => {
  if (location.hash && !location.hash.includes('=')) return;
  readState();
  update(true);
});
addEventListener('click', (event) => {
  if (event.target.closest('.tiles a, #graph a')) byId('names').scrollIntoView();
});
addEventListener('keydown', (event) => {
  const typing = /^(input|select|textarea)$/i.test(event.target.tagName);
  if (event.key === '/' && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
addEventListener('beforeprint', () => { printing = true; chunks.forEach(build); });
addEventListener('afterprint', () => { printing = false; layOut(); });

// Light or dark: the system's choice, until somebody chooses. From a file, nothing may be remembered.
const THEMES = ['system', 'light', 'dark'];
const theme = byId('theme');
const paint = (name) => {
  if (name === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', name);
  theme.textContent = `Theme: ${name}`;
  theme.dataset.now = name;
};
let kept = null;
try { kept = localStorage.getItem('phantom-theme'); } catch {}
paint(THEMES.includes(kept) ? kept : 'system');
theme.hidden = false;
theme.addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(theme.dataset.now) + 1) % THEMES.length];
  paint(next);
  try { localStorage.setItem('phantom-theme', next); } catch {}
});

// Who brings a name in: for each lockfile a tree from the project on the left, beginnings shared.
const FEW = 24;
const STEP = 208;
const LINE = 38;
const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}\u2026` : text);
const worst = new Map();
for (const row of rows) {
  const key = `${row.ecosystem}:${row.name}`;
  if (!worst.has(key) || RANK[row.decision] > RANK[worst.get(key)]) worst.set(key, row.decision);
}
const treeOf = (chains) => {
  const root = { below: new Map(), depth: -1 };
  for (const { ecosystem, file, links } of chains) {
    let node = root;
    links.forEach(([name, version], depth) => {
      const key = JSON.stringify(depth === 0 ? [file, name, version] : [name, version]);
      if (!node.below.has(key)) node.below.set(key, { name, version, file, depth, below: new Map() });
      node = node.below.get(key);
    });
    node.tone = worst.get(`${ecosystem}:${node.name}`) || 'block';
  }
  return root;
};
const graphOf = (chains) => {
  const shapes = [];
  const edges = [];
  let line = 0;
  let deepest = 0;
  const place = (node) => {
    const places = [...node.below.values()].map(place);
    const y = places.length ? places[0] : line++ * LINE;
    if (node.depth < 0) return y;
    deepest = Math.max(deepest, node.depth);
    const x = node.depth * STEP;
    for (const to of places) {
      edges.push(draw('path', { d: `M${x + STEP - 40} ${y + 14}C${x + STEP - 18} ${y + 14} ${x + STEP - 22} ${to + 14} ${x + STEP} ${to + 14}` }));
    }
    const version = node.version || '';
    const name = short(node.name, 21);
    const label = draw('text', { x: 10, y: 18 }, name,
      version && name.length + version.length < 21 && draw('tspan', { class: 'version', dx: 6 }, version));
    const parts = [draw('title', {}, `${node.name} ${version}${node.depth === 0 ? ` in ${node.file}` : ''}`.trim()),
      draw('rect', { width: STEP - 40, height: 28, rx: 6 }), label];
    const group = draw('g', { class: node.depth === 0 ? 'root' : node.tone, transform: `translate(${x} ${y})` });
    group.append(...(node.tone ? [draw('a', { href: `#${new URLSearchParams({ q: node.name })}` }, ...parts)] : parts));
    shapes.push(group);
    return y;
  };
  place(treeOf(chains));
  const width = (deepest + 1) * STEP - 38;
  const height = line * LINE - 8;
  return draw('svg', { width, height, viewBox: `-1 -1 ${width} ${height}`, role: 'group', 'aria-label': 'From the project to each name; the same as text stands below' }, ...edges, ...shapes);
};
const graph = byId('graph');
if (graph && data.chains.length) {
  const frame = make('div', { class: 'graph sheet', tabindex: 0, role: 'region', 'aria-label': 'Who brings them in, drawn' }, graphOf(data.chains.slice(0, FEW)));
  graph.append(frame);
  if (data.chains.length > FEW) {
    const more = make('button', { type: 'button', class: 'graph-more' }, `Draw all ${number(data.chains.length)} chains, not only the first ${FEW}`);
    more.addEventListener('click', () => {
      frame.replaceChildren(graphOf(data.chains));
      more.remove();
      frame.focus();
    });
    graph.append(more);
  }
}

readState();
update(true);
})();
