/* The page as a whole: reads what it holds, and draws what is chosen of it. */
synfin.app = (() => {
  const { h, render } = preact;
  const { useState, useLayoutEffect } = preactHooks;
  const { t, word } = synfin.texts;
  const { store, format } = synfin;

  function App() {
    const [state, setState] = useState(store.get());
    useLayoutEffect(() => store.subscribe(setState), []);
    const timeline = store.timeline();
    const connection = store.connection();
    return [
      h('a', { key: 'skip', class: 'skip', href: '#main', onClick: skip }, t('skip')),
      h(Header, { key: 'header', state, timeline }),
      timeline === null
        ? h('main', { key: 'main', id: 'main' }, h('p', { class: 'nothing' }, t('nothing')))
        : h('main', { key: 'main', id: 'main', tabindex: -1 },
            h(synfin.connections.Connections, { timeline, state }),
            h(Tabs, { state, timeline }),
            h(Panel, { state, timeline, connection })),
    ];
  }

  /** The address keeps what is chosen, so the link must not change it. */
  function skip(event) {
    event.preventDefault();
    document.getElementById('main').focus();
  }

  function Header({ state, timeline }) {
    const scenario = timeline?.scenario;
    return h('header', null,
      h('h1', null, h('span', { class: 'logo' }, 'synfin'), ' ', scenario ? scenario.title : state.entries[state.entry]?.name ?? ''),
      scenario ? h('span', { class: 'result ' + scenario.result }, word('result.', scenario.result)) : null,
      timeline ? h('p', { class: 'captures' }, (timeline.captures ?? [timeline.capture]).map((c, i) => h('span', { key: i, class: 'chip' + (c.complete === false ? ' bad-text' : '') }, captureText(c)))) : null,
      h('div', { class: 'tools' },
        state.entries.length > 1 ? h('label', null, h('span', { class: 'hidden' }, t('choose.timeline')), h('select', { value: state.entry, onChange: (e) => store.chooseEntry(Number(e.target.value)) }, state.entries.map((e, i) => h('option', { key: i, value: i, selected: i === state.entry }, e.name)))) : null,
        h('label', null, h('span', { class: 'hidden' }, t('choose.language')), h('select', { onChange: (e) => setLanguage(e.target.value) }, synfin.texts.all().map((l) => h('option', { key: l, value: l, lang: l, selected: l === state.language }, { en: 'English', zh: '中文' }[l] ?? l)))),
        h('button', { type: 'button', onClick: toggleTheme, 'aria-label': t('choose.theme'), title: t('choose.theme') }, store.isDark() ? '☀' : '☾')));
  }

  function captureText(c) {
    const frames = c.frames ? t('capture.frames', { n: format.count(c.frames.captured) }) : '';
    const complete = c.complete === true ? ' · ' + t('capture.complete') : c.complete === false ? ' · ' + t('capture.incomplete') : '';
    return `${c.vantage ? word('vantage.', c.vantage) + ' · ' : ''}${c.name} · ${frames}${complete}`;
  }

  function setLanguage(language) {
    synfin.texts.choose(language);
    store.set({ language });
  }

  function toggleTheme() {
    const theme = store.isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    store.set({ theme });
  }

  /** What is drawn with colours of the page looks this up. */
  function followPaper() {
    addEventListener('beforeprint', () => (document.documentElement.dataset.paper = 'true'));
    addEventListener('afterprint', () => delete document.documentElement.dataset.paper);
  }

  /** Who opens the lesson wants the arrow keys to step through it, not to the next tab. */
  function choose(tab) {
    store.set({ tab });
    if (tab === 'learn') requestAnimationFrame(() => document.querySelector('.learn')?.focus());
  }

  function Tabs({ state, timeline }) {
    const n = synfin.findings.all(timeline).length + (timeline.scenario?.expectations ?? []).filter((e) => !e.ok).length;
    useLayoutEffect(() => document.getElementById('tab-' + state.tab).scrollIntoView({ block: 'nearest', inline: 'nearest' }), [state.tab]);
    const move = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const tabs = store.TABS;
      store.set({ tab: tabs[(tabs.indexOf(state.tab) + step + tabs.length) % tabs.length] });
      requestAnimationFrame(() => document.querySelector('[role=tab][aria-selected=true]').focus());
    };
    return h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('tabs'), onKeyDown: move },
      store.TABS.map((tab) => h('button', {
        key: tab,
        type: 'button',
        role: 'tab',
        id: 'tab-' + tab,
        'aria-selected': String(tab === state.tab),
        'aria-controls': 'panel',
        tabindex: tab === state.tab ? 0 : -1,
        onClick: () => choose(tab),
      }, t('tab.' + tab), tab === 'findings' && n ? h('span', { class: 'count' }, n) : null)));
  }

  function Panel({ state, timeline, connection }) {
    const withDetail = connection !== null && ['ladder', 'sequence', 'rtt', 'inflight', 'window', 'compare'].includes(state.tab);
    return h('div', { id: 'panel', class: 'panel' + (withDetail ? ' with-detail' : ''), role: 'tabpanel', 'aria-labelledby': 'tab-' + state.tab },
      h('div', { class: 'view' }, view(state, timeline, connection)),
      withDetail ? h(synfin.detail.Detail, { entry: state.entries[state.entry], connection, event: store.selected() }) : null);
  }

  function view(state, timeline, connection) {
    const key = `${state.entry}-${state.connection}-${state.language}`;
    const needs = { kernel: 'nothing', findings: 'nothing', ladder: 'calls' }[state.tab] ?? 'packets';
    if (needs !== 'nothing' && connection === null) return h('p', { class: 'nothing' }, t('connections.empty'));
    if (needs === 'packets' && connection.isLoose) return h('p', { class: 'nothing' }, t('connections.noPackets'));
    switch (state.tab) {
      case 'ladder':
        return [h(Scale, { key: 'scale', state, connection }), h(state.scale === 'even' ? synfin.ladder.Ladder : synfin.scaled.Scaled, { key, timeline, connection, state })];
      case 'kernel':
        return h(synfin.kernel.Kernel, { key, timeline, connection, state });
      case 'findings':
        return h(synfin.findings.Findings, { key, timeline, state });
      case 'compare':
        return h(synfin.compare.Compare, { key, connection, state });
      case 'learn':
        return h(synfin.learn.Learn, { key, connection, state });
      default:
        return h(synfin.charts.Chart, { key: key + state.tab, kind: state.tab, connection, state });
    }
  }

  function Scale({ state, connection }) {
    return h('div', { class: 'scale', role: 'group', 'aria-label': t('scale') },
      ['even', 'time'].map((scale) => h('button', { key: scale, type: 'button', 'aria-pressed': String(scale === state.scale), onClick: () => store.set({ scale }) }, t('scale.' + scale))),
      h('span', { class: 'verdict mono' }, [connection.conn_state, connection.history].filter(Boolean).join(' · ')));
  }

  function bytesOf(base64) {
    const text = atob(base64);
    const octets = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i);
    return octets;
  }

  /** Base64 of gzip, as the report holds it. */
  function unpacked(text) {
    const octets = bytesOf(text);
    return new Response(new Blob([octets]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  }

  async function start() {
    store.followSystem();
    followPaper();
    render(h(App), document.getElementById('app'));
    const blocks = [...document.querySelectorAll('script.timeline')];
    const headers = [...document.querySelectorAll('script.headers')];
    const entries = await Promise.all(blocks.map(async (block, i) => ({
      name: new TextDecoder().decode(bytesOf(block.dataset.name)),
      timeline: JSON.parse(await unpacked(block.textContent)),
      headers: () => unpacked(headers[i].textContent), // when they are looked at: there are many
    })));
    for (const block of blocks) block.remove();
    store.open(entries);
    document.title = entries.map((e) => e.name).slice(0, 3).join(', ') + ' · synfin';
    requestAnimationFrame(() => {
      performance.mark('ready');
      document.documentElement.dataset.ready = 'true';
    });
  }

  return { start };
})();

synfin.app.start();
