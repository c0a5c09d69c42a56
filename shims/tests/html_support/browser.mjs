// Drives Chromium through one scenario: `node browser.mjs SCENARIO PAGE`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { CHROMIUM, WEB_TOOLS, PICTURES, PROFILE } = process.env;
const [scenario, file] = process.argv.slice(2);
const tools = createRequire(WEB_TOOLS);
let puppeteer;
try {
  puppeteer = tools('puppeteer-core');
} catch {
  console.error('puppeteer-core is not in target/clients/web: run tests/run');
  process.exit(1);
}

const address = pathToFileURL(file).href;
const problems = [];
const browser = await puppeteer.launch({
  executablePath: CHROMIUM, headless: true, pipe: true, userDataDir: PROFILE, timeout: 90_000, protocolTimeout: 90_000,
  // Tests may run as root, and in containers whose /dev/shm is small.
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb'],
});
const late = setTimeout(() => {
  console.error(`${scenario}: not done after 180 s`);
  browser.process()?.kill('SIGKILL');
  process.exit(1);
}, 180_000);

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** A page that was loaded, every complaint of which is a problem. */
async function opened({ viewport = DESKTOP, scheme = 'light', hash = '', scripts = true } = {}) {
  const page = await browser.newPage();
  page.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) problems.push(`request: ${request.url()}`);
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.evaluateOnNewDocument(() => {
    window.__violations = [];
    window.__long = [];
    document.addEventListener('securitypolicyviolation', (event) => window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    new PerformanceObserver((list) => window.__long.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(address + hash, { waitUntil: 'load' });
  return page;
}

const picture = (page, name, fullPage = true) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage });
const names = (page) => page.$$eval('tr.row .c-name button', (found) => found.map((button) => button.firstChild.textContent));
const count = (page) => page.$eval('#count', (node) => node.textContent);
const focused = (page) => page.evaluate(() => {
  const { activeElement: at } = document;
  return at.id || at.closest('tr')?.dataset.row || at.textContent.trim();
});
/** Waits until the page has drawn what it was told to. */
const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))));
const nodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);

async function accessible(page, where) {
  await page.evaluate(readFileSync(tools.resolve('axe-core'), 'utf8'));
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.map((v) => `${v.impact} ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
  assert.deepEqual(told, [], `axe, ${where}`);
}

async function noSideways(page) {
  const { inner, wide } = await page.evaluate(() => ({ inner: innerWidth, wide: document.documentElement.scrollWidth }));
  assert.ok(wide <= inner, `${wide} pixels wide in a window of ${inner}`);
}

const leaves = (pdf) => Buffer.from(pdf).toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;

const scenarios = {
  async looks() {
    for (const scheme of ['light', 'dark']) {
      const page = await opened({ scheme, viewport: { width: 1280, height: 1240 } });
      await picture(page, `report-${scheme}`);
      await page.click('tr.row button');
      await settled(page);
      await picture(page, `report-${scheme}-open`, false);
      await accessible(page, scheme);
      await noSideways(page);
    }
    const phone = await opened({ viewport: PHONE });
    await phone.click('tr.row button');
    await settled(phone);
    await picture(phone, 'report-phone');
    await accessible(phone, 'phone');
    await noSideways(phone);
    const tablet = await opened({ viewport: { width: 800, height: 1000 }, scheme: 'dark' });
    await picture(tablet, 'report-tablet');
    await noSideways(tablet);

    // Whoever chooses a theme goes against the system's; a file keeps it where the browser lets it.
    const page = await opened({ scheme: 'light' });
    const ground = () => page.$eval('body', (body) => getComputedStyle(body).backgroundColor);
    const light = await ground();
    await page.click('#theme');
    assert.equal(await ground(), light);
    await page.click('#theme');
    assert.notEqual(await ground(), light);
    assert.equal(await page.$eval('#theme', (button) => button.textContent), 'Theme: dark');
    await page.reload();
    assert.notEqual(await ground(), light);

    const pdf = await page.pdf({ format: 'A4', printBackground: true, path: join(PICTURES, 'report.pdf') });
    assert.ok(leaves(pdf) >= 2 && leaves(pdf) <= 8, `${leaves(pdf)} leaves`);
  },

  async works() {
    const page = await opened();
    assert.match(await page.$eval('h1', (h) => h.textContent), /^3 names are blocked$/);
    // What was decided hardest comes first.
    assert.deepEqual((await names(page)).slice(0, 4), ['reqeusts', 'raect', 'loadsh.merge', 'serde-jsn']);
    assert.equal(await count(page), '62 names');

    await page.keyboard.press('/');
    assert.equal(await focused(page), 'q');
    await page.keyboard.type('lodash swapped');
    assert.deepEqual(await names(page), ['loadsh.merge']);
    assert.equal(await count(page), '1 of 62 names');
    assert.match(page.url(), /#q=lodash\+swapped$/);
    await page.click('#reset');
    assert.equal(await count(page), '62 names');

    await page.select('#ecosystem', 'crates');
    await page.select('#decision', 'warn');
    assert.deepEqual(await names(page), ['serde-jsn']);
    const option = (select, value) => page.$eval(`${select} option[value="${value}"]`, (found) => found.textContent);
    assert.equal(await option('#decision', 'allow'), 'allowed (16)');
    assert.equal(await option('#ecosystem', 'pypi'), 'pypi (3)');
    const shared = new URL(page.url()).hash;
    const other = await opened({ hash: shared });
    assert.deepEqual(await names(other), ['serde-jsn']);
    assert.equal(await other.$eval('#ecosystem', (select) => select.value), 'crates');
    await other.close();
    await page.bringToFront();
    await page.select('#file', 'web/package.json');
    assert.deepEqual(await names(page), []);
    assert.ok(await page.$eval('.empty', (node) => !node.hidden));
    await page.click('#reset');

    await page.click('th.c-name button');
    const sorted = await names(page);
    assert.deepEqual(sorted, [...sorted].sort());
    assert.equal(await page.$eval('th.c-name', (head) => head.getAttribute('aria-sort')), 'ascending');
    await page.click('th.c-score button');
    assert.equal((await names(page))[0], 'reqeusts');
    assert.equal(await page.$eval('th.c-score', (head) => head.getAttribute('aria-sort')), 'descending');
    await page.click('.tiles li:nth-child(5) a');
    await settled(page);
    assert.deepEqual(new Set(await names(page)), new Set(['internal-metrics', 'flask-openai-helper']));
    await page.click('.tiles li:nth-child(1) a');
    await settled(page);
    assert.equal(await count(page), '62 names');

    // By keyboard alone: over the skip link to the table, through its rows, into one and out again.
    const walk = await opened();
    await walk.keyboard.press('Tab');
    assert.equal(await focused(walk), 'Skip to the names');
    await walk.keyboard.press('Enter');
    await walk.keyboard.press('Tab');
    assert.equal(await focused(walk), 'q');
    const steps = [];
    for (let i = 0; i < 20 && steps.at(-1) !== '0'; i += 1) {
      await walk.keyboard.press('Tab');
      steps.push(await focused(walk));
      const outline = await walk.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', `no visible focus on ${steps.at(-1)}`);
    }
    assert.deepEqual(steps, ['decision', 'verdict', 'ecosystem', 'file', 'reset', 'Decision', 'Name', 'Ecosystem', 'Verdict', 'Score', 'Place', '0']);
    await walk.keyboard.press('ArrowDown');
    assert.equal(await focused(walk), '1');
    await walk.keyboard.press('Enter');
    const expanded = () => walk.evaluate(() => document.activeElement.getAttribute('aria-expanded'));
    assert.equal(await expanded(), 'true');
    const detail = await walk.$eval('.detail', (row) => row.innerText);
    for (const part of ['Meant', 'react', '+5.68', 'typosquat', '11 million downloads', '\u22120.34', 'web/package.json:14:5', 'phantom fix web/package.json', 'phantom allow npm:raect --reason']) {
      assert.ok(detail.includes(part), `${part} in ${detail}`);
    }
    await walk.keyboard.press('Space');
    assert.equal(await expanded(), 'false');
    assert.equal(await walk.$('.detail'), null);
    await walk.keyboard.press('End');
    assert.equal(await focused(walk), '61');
    await walk.keyboard.press('Home');
    assert.equal(await focused(walk), '0');

    await walk.close();
    await page.bringToFront();

    // Who brings them in: drawn, with the beginnings shared, and as text.
    const boxes = await page.$$eval('#graph g', (found) => found.map((box) => box.querySelector('title').textContent.split(' ')[0]));
    assert.deepEqual(boxes.filter((name) => name === 'web').length, 1);
    assert.deepEqual(boxes.filter((name) => name === 'loadsh.merge').length, 2);
    assert.match(await page.$eval('#chains ol', (list) => list.textContent), /web 1\.4\.2 → build-tools 1\.4\.2 → cache-layer 1\.4\.2 → loadsh\.merge 1\.4\.2/);
    await page.click('#graph g.block a');
    await settled(page);
    assert.equal((await names(page)).length, 1);
  },

  async large() {
    const page = await opened();
    await settled(page);
    const atRest = await nodes(page);
    assert.equal(await count(page), '5,000 names');
    // The browser's own search sees the names of rows that are not laid out yet.
    assert.ok(await page.evaluate(() => window.find('package-04711')), 'Ctrl-F finds no far row');
    let most = 0;
    for (let i = 0; i <= 60; i += 1) {
      await page.$eval('#table', (table, part) => { table.scrollTop = part * (table.scrollHeight - table.clientHeight); }, i / 60);
      await settled(page);
      most = Math.max(most, await nodes(page));
    }
    assert.ok(most < 6000, `${most} elements while scrolling`);
    assert.ok(await page.$('tr.row[data-row="4999"]'), 'the rows at the end are not laid out');
    await page.$eval('#names', (section) => section.scrollIntoView({ behavior: 'instant' }));
    await picture(page, 'large-end', false);
    await page.keyboard.press('/');
    for (const letter of 'package-0471') {
      await page.keyboard.type(letter);
      most = Math.max(most, await nodes(page));
    }
    await settled(page);
    assert.equal(await count(page), '10 of 5,000 names');
    assert.ok(most < 6000, `${most} elements while searching`);
    await page.click('#reset');
    await page.click('th.c-name button');
    await page.click('th.c-name button');
    assert.equal((await names(page))[0], 'package-04999');
    await page.focus('tr.row button');
    await page.keyboard.press('End');
    assert.equal(await focused(page), '4999');
    // 200 chains: a few are drawn, all on demand.
    const few = (await page.$$('#graph g')).length;
    await page.click('.graph-more');
    const all = (await page.$$('#graph g')).length;
    assert.ok(few < 80 && all > 2 * few, `${few} and ${all} boxes`);
    await settled(page);
    await (await page.$('#chains')).screenshot({ path: join(PICTURES, 'large-chains.png') });
    const long = await page.evaluate(() => window.__long);
    console.log(`large: ${atRest} elements at rest, at most ${most}; tasks over 50 ms: ${long.join(', ') || 'none'} ms`);
    assert.ok(Math.max(0, ...long) < 10_000, `a task of ${Math.max(...long)} ms`);
    // On paper every row of the filter, and only those; afterwards the page is light again.
    await page.evaluate(() => addEventListener('beforeprint', () => { window.__printed = document.querySelectorAll('tr.row').length; }));
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.evaluate(() => window.__printed), 5000);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await settled(page);
    assert.ok((await nodes(page)) < 6000, 'the rows for the printer stay');
    await page.evaluate(() => { location.hash = '#q=package-00'; });
    await settled(page);
    const pdf = await page.pdf({ format: 'A4', timeout: 80_000, path: join(PICTURES, 'large.pdf') });
    assert.equal(await page.evaluate(() => window.__printed), 1000);
    assert.ok(leaves(pdf) > 20 && leaves(pdf) < 80, `${leaves(pdf)} leaves of 1,000 rows`);
    await page.select('#decision', 'block');
    await page.pdf({ format: 'A4' });
    assert.equal(await page.evaluate(() => window.__printed), 4);
  },

  async hostile() {
    const page = await opened();
    const text = await page.evaluate(() => document.body.textContent);
    for (const name of ['<img src=x onerror=window.__pwned=1>', '</script><script>window.__pwned=2</script>', 'javascript:window.__pwned=4', '__proto__', 'a&lt;b&amp;c\\u003cimg', 'safe\\u{202e}gpj.exe\\u{2066}', '(10000 characters)']) {
      assert.ok((await names(page)).some((shown) => shown.includes(name)), `${name} is not shown`);
      assert.ok(text.includes(name));
    }
    for (const button of await page.$$('tr.row button')) await button.click();
    for (const hash of ['#decision=%3Cimg%20src=x%20onerror=window.__pwned=9%3E', '#q=%3Cscript%3E&sort=__proto__', '#sort=constructor', '#%', '#file=%E0%A4%A']) {
      await page.evaluate((value) => { location.hash = value; }, hash);
      await settled(page);
    }
    await page.evaluate(() => { location.hash = '#decision='; });
    await settled(page);
    await page.$eval('#names', (section) => section.scrollIntoView({ behavior: 'instant' }));
    await settled(page);
    await picture(page, 'hostile', false);
    for (const link of await page.$$('#graph a')) await link.evaluate((a) => a.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
    await settled(page);
    assert.equal(await page.evaluate(() => window.__pwned), undefined);
    assert.equal((await page.$$('img, iframe, object, embed, link, #table script')).length, 0);
    assert.equal((await page.$$('script')).length, 2);
    assert.equal(await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u001b]/.test(document.body.innerText)), false);
    assert.equal(new URL(page.url()).pathname, new URL(address).pathname);
    // What the page is not told to run does not run, whoever writes it.
    const refused = await page.evaluate(() => {
      try { document.body.insertAdjacentHTML('beforeend', '<b onclick=1>'); return 'taken'; } catch (error) { return error.name; }
    });
    assert.equal(refused, 'TypeError');
    await noSideways(page);
    await page.evaluate(() => { window.__violations.length = 0; });
    problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('TrustedHTML')));
  },

  async plain() {
    const page = await opened({ scripts: false });
    const text = await page.evaluate(() => document.body.innerText);
    for (const part of ['3 names are blocked', '62', 'reqeusts', 'two letters of requests (rank 6) swapped', 'Meant: requests', 'service/requirements.txt:31:5', 'is no version specifier', '114 days old', 'pypi', 'offline']) {
      assert.ok(text.includes(part), `${part} is not said without scripts`);
    }
    assert.equal(await page.$eval('#filters', (form) => form.hidden), true);
    await picture(page, 'report-without-scripts');
    await noSideways(page);
  },

  async clean() {
    const page = await opened();
    assert.equal(await page.$eval('h1', (h) => h.textContent), 'Nothing speaks against these names');
    assert.equal(await count(page), '16 names');
    assert.equal(await page.$('#errors'), null);
    await picture(page, 'clean');
    await accessible(page, 'clean');
  },

  async errors() {
    const page = await opened();
    assert.equal(await page.$eval('h1', (h) => h.textContent), '1 error in the input');
    assert.match(await page.$eval('#errors', (node) => node.innerText), /no folder of that name\s+name one that is there/);
    await picture(page, 'errors');
    await accessible(page, 'errors');
  },

  /** What the command wrote: loads, and holds names. */
  async command() {
    const page = await opened();
    assert.match(await page.$eval('h1', (h) => h.textContent), /blocked/);
    assert.ok((await names(page)).length > 0);
    await picture(page, 'command');
    await accessible(page, 'command');
  },
};

let code = 0;
try {
  await scenarios[scenario]();
  for (const page of await browser.pages()) {
    const violations = await page.evaluate(() => window.__violations || []).catch(() => []);
    problems.push(...violations.map((violation) => `content security policy: ${violation}`));
  }
  assert.deepEqual(problems, []);
} catch (error) {
  console.error(error.message ?? error, '\n', error.stack);
  if (problems.length) console.error('also:', problems);
  code = 1;
} finally {
  clearTimeout(late);
  await browser.close().catch(() => browser.process()?.kill('SIGKILL'));
}
process.exit(code);
