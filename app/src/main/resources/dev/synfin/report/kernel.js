/* What the kernels said during the run, on the clock of the chosen connection. */
synfin.kernel = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain } = synfin;
  const COLORS = ['client', 'server', 'ok', 'warn', 'bad', 'plum', 'muted'];

  /** Where there are more lines than colours. */
  const DASHES = [undefined, [6, 4], [2, 3]];

  function Kernel({ timeline, connection, state }) {
    const samples = timeline.kernel ?? [];
    if (samples.length === 0) return h('p', { class: 'nothing' }, t('kernel.none'));
    const start = connection ? synfin.moments.nanos(connection.started_at) : synfin.moments.nanos(samples[0].at);
    const isOne = (timeline.captures ?? []).some((capture) => capture.vantage === 'loopback');
    const of = (side, names) => chartsOf(side, samples.filter((s) => s.side === side), names, start);
    const told = samples[0].side;
    const sections = isOne
      ? [['both', [...of('client', ['states']), ...of('server', ['states', 'queue']), ...of(told, ['counters', 'memory'])]]]
      : ['client', 'server'].map((side) => [side, of(side, ['states', 'queue', 'counters', 'memory'])]);
    return h('div', { class: 'kernels' }, h('p', { class: 'hint' }, t('kernel.about'), ' ', isOne ? t('kernel.one') : ''),
      sections.map(([side, charts]) => section(side, charts, isOne, { state, connection })));
  }

  /** Those that have anything to draw: `{name, side, drawn}`. */
  function chartsOf(side, samples, names, start) {
    const times = samples.map((s) => Number(synfin.moments.nanos(s.at) - start) / 1e6);
    const valuesOf = {
      states: (s) => s.scenario_states ?? s.states,
      queue: queues,
      counters: (s) => s.counters,
      memory: (s) => ({ [t('kernel.pages')]: s.tcp_memory_pages }),
    };
    return names.map((name) => ({ name, side, drawn: lines(samples, times, valuesOf[name]) })).filter(({ drawn }) => drawn.series.length > 0);
  }

  function section(side, charts, isOne, shared) {
    if (charts.length === 0) return null;
    const title = side === 'both' ? t('kernel.both') : t('kernel.side', { side: explain.side(side) });
    const caption = (chart) => t('kernel.' + chart.name) + (isOne && chart.name === 'states' ? ` (${explain.side(chart.side)})` : '');
    return h('section', { key: side, class: 'kernel-side', 'aria-label': title },
      h('h2', { class: 'end ' + side }, title),
      h('div', { class: 'kernel-charts' }, charts.map((chart) => figure(chart, caption(chart), shared))));
  }

  function figure({ name, side, drawn }, caption, { state, connection }) {
    const key = [name, side, state.entry, state.connection].join('-');
    return h('figure', { key }, h('figcaption', null, caption), h(synfin.plot.Plot, { drawn, kind: 'kernel', state, connection, unit: '', height: 210 }));
  }

  /** A line for each name that is ever more than 0. */
  function lines(samples, times, valuesOf) {
    const all = samples.map((sample) => valuesOf(sample) ?? {});
    const names = [...new Set(all.flatMap((values) => Object.keys(values)))].filter((name) => all.some((values) => values[name] > 0)).sort();
    return {
      values: [times, ...names.map((name) => all.map((values) => values[name] ?? 0))],
      series: names.map((name, i) => ({ name, color: COLORS[i % COLORS.length], stepped: true, dash: DASHES[Math.floor(i / COLORS.length) % DASHES.length] })),
    };
  }

  function queues(sample) {
    const values = {};
    for (const [port, queue] of Object.entries(sample.accept_queue ?? {})) {
      values[t('kernel.waiting', { port })] = queue.length;
      values[t('kernel.backlog', { port })] = queue.backlog;
    }
    return values;
  }

  return { Kernel };
})();
