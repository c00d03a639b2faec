/* Two connections side by side: their numbers, and their packets without what differs in every run. */
synfin.compare = (() => {
  const { h } = preact;
  const { t, word } = synfin.texts;
  const { explain, format, store } = synfin;
  const MOST = 4000;

  const METRICS = [
    ['state', (c) => c.conn_state],
    ['history', (c) => c.history],
    ['duration', (c) => format.duration(c.duration_ns)],
    ['rtt', (c) => format.duration(c.handshake?.rtt_ns)],
    ['frames', (c) => c.traffic.client.frames + c.traffic.server.frames],
    ['bytes', (c) => `${format.bytes(c.traffic.client.payload_bytes)} / ${format.bytes(c.traffic.server.payload_bytes)}`],
    ['again', (c) => c.traffic.client.retransmitted_frames + c.traffic.server.retransmitted_frames],
    ['analysis', (c) => Object.entries(c.analysis).map(([flag, n]) => `${word('flag.', flag)} ${n}`).join(', ')],
    ['findings', (c) => c.findings.map((f) => f.id).join(', ')],
  ];

  function Compare({ connection, state }) {
    const other = state.entries[state.other.entry]?.timeline.connections[state.other.connection] ?? null;
    return h('div', { class: 'compare' },
      h('div', { class: 'compare-choice' }, h('p', null, t('compare.about')), chooser(state)),
      other === null ? h('p', { class: 'nothing' }, t('compare.choose')) : other.isLoose || connection.isLoose ? null : [timelines(state), metrics(connection, other, state), packets(connection, other)]);
  }

  function chooser(state) {
    const entry = state.entries[state.other.entry];
    return h('div', { class: 'choose' },
      h('label', null, t('compare.timeline'), ' ', h('select', { value: state.other.entry, onChange: (e) => store.set({ other: { entry: Number(e.target.value), connection: 0 } }) },
        state.entries.map((one, i) => h('option', { key: i, value: i, selected: i === state.other.entry }, one.name)))),
      h('label', null, t('compare.connection'), ' ', h('select', { value: state.other.connection, onChange: (e) => store.set({ other: { ...state.other, connection: Number(e.target.value) } }) },
        (entry?.timeline.connections ?? []).slice(0, 1000).map((c, i) => h('option', { key: i, value: i, selected: i === state.other.connection }, `${c.protocol.toUpperCase()} ${c.stream} ${format.end(c.client)} ${c.conn_state ?? ''}`)))));
  }

  /** Of two timelines, what they hold in all. */
  const TOTALS = [
    ['result', ({ scenario }) => (scenario ? word('result.', scenario.result) : '–')],
    ['connections', ({ connections }) => format.count(connections.length)],
    ['frames', (timeline) => format.count(sum(timeline, (c) => c.traffic.client.frames + c.traffic.server.frames))],
    ['bytes', (timeline) => format.bytes(sum(timeline, (c) => c.traffic.client.payload_bytes + c.traffic.server.payload_bytes))],
    ['again', (timeline) => format.count(sum(timeline, (c) => c.traffic.client.retransmitted_frames + c.traffic.server.retransmitted_frames))],
    ['findings', (timeline) => [...new Set(synfin.findings.all(timeline).map(({ finding }) => finding.id))].join(', ')],
  ];

  const sum = (timeline, of) => timeline.connections.reduce((total, c) => total + of(c), 0);

  function timelines(state) {
    if (state.entry === state.other.entry) return null;
    const [a, b] = [state.entries[state.entry], state.entries[state.other.entry]];
    return table('of-timelines', t('compare.timelines'), ['A · ' + a.name, 'B · ' + b.name], TOTALS.map(([key, of]) => [key, of(a.timeline), of(b.timeline)]));
  }

  function metrics(a, b, state) {
    const nameA = state.entries[state.entry].name;
    const nameB = state.entries[state.other.entry].name;
    return table('of-connections', t('compare.connections'), [`A · ${nameA} · ${a.stream}`, `B · ${nameB} · ${b.stream}`], METRICS.map(([key, of]) => [key, of(a), of(b)]));
  }

  function table(key, caption, heads, rows) {
    return h('table', { key, class: 'metrics ' + key },
      h('caption', null, caption),
      h('thead', null, h('tr', null, h('td'), heads.map((head, i) => h('th', { key: i, scope: 'col' }, head)))),
      h('tbody', null, rows.map(([name, a, b]) => {
        const [x, y] = [String(a ?? '–'), String(b ?? '–')];
        return h('tr', { key: name, class: x === y ? '' : 'differs' }, h('th', { scope: 'row' }, t('column.' + name)), h('td', { class: 'mono' }, x), h('td', { class: 'mono' }, y));
      })));
  }

  /** What a packet is, whatever its ports, its initial numbers and its time. */
  function normal(event) {
    return `${event.from === 'client' ? '→' : '←'} ${explain.label(event)}` + (event.retransmission ? ' ↻' : '') + (event.lost ? ' ✗' : '');
  }

  function packetsOf(connection) {
    return (connection.events ?? []).map((event, index) => ({ event, index })).filter(({ event }) => event.event !== 'call');
  }

  function packets(a, b) {
    const [all, others] = [packetsOf(a), packetsOf(b)];
    const cut = Math.max(all.length, others.length) > MOST;
    const [left, right] = [all.slice(0, MOST), others.slice(0, MOST)];
    const parts = Diff.diffArrays(left.map(({ event }) => normal(event)), right.map(({ event }) => normal(event)), { maxEditLength: 3000 });
    if (parts === undefined) return h('p', { class: 'nothing' }, t('compare.tooDifferent'));
    const rows = [];
    let at = 0;
    for (const part of parts) {
      const kind = part.added ? 'added' : part.removed ? 'removed' : 'same';
      for (const text of part.value) {
        const index = kind === 'added' ? null : left[at++].index;
        rows.push({ kind, text, index });
      }
    }
    const differing = rows.filter((row) => row.kind !== 'same').length;
    return [
      h('h2', null, differing > 0 ? t('compare.differ', { n: differing, of: rows.length }) : cut ? t('compare.firstSame', { n: MOST }) : t('compare.same', { n: rows.length })),
      cut ? h('p', { class: 'warn-text' }, t('compare.cut', { n: MOST, a: all.length, b: others.length })) : null,
      h('ol', { class: 'packets', tabindex: 0, 'aria-label': t('compare.packets') }, folded(rows).map((row, i) => line(row, i))),
    ];
  }

  /** Long stretches that are the same are told, not shown. */
  function folded(rows) {
    const kept = [];
    rows.forEach((row, i) => {
      const near = rows.slice(Math.max(0, i - 3), i + 4).some((r) => r.kind !== 'same');
      if (near || rows.length < 60) kept.push(row);
      else if (kept.length && kept[kept.length - 1].kind === 'folded') kept[kept.length - 1].n++;
      else kept.push({ kind: 'folded', n: 1 });
    });
    return kept;
  }

  function line(row, i) {
    if (row.kind === 'folded') return h('li', { key: i, class: 'folded' }, t('compare.folded', { n: row.n }));
    const mark = { added: '+ B', removed: '− A', same: '' }[row.kind];
    return h('li', { key: i, class: row.kind }, h('span', { class: 'mark' }, mark),
      row.index === null ? h('span', { class: 'mono' }, row.text) : h('button', { type: 'button', class: 'link mono', onClick: () => store.set({ event: row.index }) }, row.text));
  }

  return { Compare };
})();
