/* A connection's numbers over time, for one direction. */
synfin.charts = (() => {
  const { h } = preact;
  const { useMemo, useState } = preactHooks;
  const { t } = synfin.texts;
  const { explain, format } = synfin;

  function Chart({ kind, connection, state }) {
    const [from, setFrom] = useState(synfin.chartData.sender(connection));
    const [asked, setAsked] = useState(null);
    const { drawn, apart, isOut } = useMemo(() => chosen(kind, connection, from, asked), [kind, connection, from, asked]);
    const isEmpty = drawn.values[0].length === 0 || drawn.series.every((s, i) => drawn.values[i + 1].every((v) => v === null));
    const name = apart ? t('series.' + apart.label) : null;
    return h('section', { class: 'chart', 'aria-label': t('tab.' + kind) },
      h('div', { class: 'chart-head' },
        h('p', null, t('chart.' + kind + '.about')),
        apart && !isEmpty ? h('label', null, h('input', { type: 'checkbox', checked: !isOut, onChange: (e) => setAsked(e.target.checked) }), ' ', name) : null,
        kind === 'window' ? null : h('label', null, t('chart.sender'), ' ',
          h('select', { value: from, onChange: (e) => setFrom(e.target.value) }, ['client', 'server'].map((side) => h('option', { key: side, value: side, selected: side === from }, explain.side(side)))))),
      isEmpty ? h('p', { class: 'nothing' }, t('chart.empty')) : h(synfin.plot.Plot, { key: [kind, from, isOut, state.connection, state.entry].join('-'), drawn, kind, state, connection, unit: kind === 'rtt' ? 'ms' : 'B', zoomable: true }),
      isEmpty ? null : h('p', { class: 'hint' }, isOut && apart.isFar ? t('chart.apart', { name, most: format.bytes(most(drawn, apart)) }) + ' ' : '', t('chart.hint')));
  }

  /** Without the series that would make the rest small, unless the reader asks for it. */
  function chosen(kind, connection, from, asked) {
    const data = synfin.chartData.of(kind, connection, from);
    const apart = data.series.find((s) => s.isFar !== undefined) ?? null;
    const isOut = apart !== null && (asked === null ? apart.isFar : !asked);
    return { apart, isOut, drawn: { ...data, series: data.series.map((s) => (s === apart ? { ...s, hidden: isOut } : s)) } };
  }

  function most(drawn, series) {
    return drawn.values[drawn.series.findIndex((s) => s.key === series.key) + 1].reduce((a, b) => Math.max(a, b ?? 0), 0);
  }

  return { Chart };
})();
