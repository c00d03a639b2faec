/* A connection's numbers over time, for one direction. */
synfin.charts = (() => {
  const { h } = preact;
  const { useMemo, useState } = preactHooks;
  const { t } = synfin.texts;
  const { explain, format } = synfin;

  function Chart({ kind, connection, state }) {
    const [from, setFrom] = useState(synfin.chartData.sender(connection));
    const [isWhole, setWhole] = useState(false);
    const drawn = useMemo(() => synfin.chartData.of(kind, connection, from, isWhole), [kind, connection, from, isWhole]);
    const isEmpty = drawn.values[0].length === 0 || drawn.series.every((s, i) => drawn.values[i + 1].every((v) => v === null));
    const apart = drawn.series.find((s) => s.apart);
    return h('section', { class: 'chart', 'aria-label': t('tab.' + kind) },
      h('div', { class: 'chart-head' },
        h('p', null, t('chart.' + kind + '.about')),
        kind === 'window' ? null : h('label', null, t('chart.sender'), ' ',
          h('select', { value: from, onChange: (e) => setFrom(e.target.value) }, ['client', 'server'].map((side) => h('option', { key: side, value: side, selected: side === from }, explain.side(side)))))),
      isEmpty ? h('p', { class: 'nothing' }, t('chart.empty')) : h(synfin.plot.Plot, { key: [kind, from, isWhole, state.connection, state.entry].join('-'), drawn, kind, state, connection, unit: kind === 'rtt' ? 'ms' : 'B', zoomable: true }),
      isEmpty ? null : h('p', { class: 'hint' },
        apart ? [t('chart.apart', { name: t('series.' + apart.label), most: format.bytes(most(drawn, apart)) }), ' ', h('button', { type: 'button', class: 'link', 'aria-pressed': String(isWhole), onClick: () => setWhole(!isWhole) }, t(isWhole ? 'chart.apart.hide' : 'chart.apart.show')), ' '] : null,
        t('chart.hint')));
  }

  function most(drawn, series) {
    return drawn.values[drawn.series.indexOf(series) + 1].reduce((a, b) => Math.max(a, b ?? 0), 0);
  }

  return { Chart };
})();
