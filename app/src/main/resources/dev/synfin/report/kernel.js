/* What the kernels said during the run, on the clock of the chosen connection. */
synfin.kernel = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain } = synfin;
  const COLORS = ['client', 'server', 'ok', 'warn', 'bad', 'plum', 'muted'];

  function Kernel({ timeline, connection, state }) {
    const samples = timeline.kernel ?? [];
    if (samples.length === 0) return h('p', { class: 'nothing' }, t('kernel.none'));
    const start = connection ? synfin.rows.nanos(connection.started_at) : synfin.rows.nanos(samples[0].at);
    return h('div', { class: 'kernels' }, h('p', { class: 'hint' }, t('kernel.about')),
      ['client', 'server'].map((side) => sideOf(side, samples.filter((s) => s.side === side), start, state)));
  }

  function sideOf(side, samples, start, state) {
    if (samples.length === 0) return null;
    const times = samples.map((s) => Number(synfin.rows.nanos(s.at) - start) / 1e6);
    const charts = [
      ['states', lines(samples, times, (s) => s.scenario_states ?? s.states)],
      ['queue', lines(samples, times, queues)],
      ['counters', lines(samples, times, (s) => s.counters)],
      ['memory', lines(samples, times, (s) => ({ [t('kernel.pages')]: s.tcp_memory_pages }))],
    ].filter(([, chart]) => chart.series.length > 0);
    return h('section', { key: side, class: 'kernel-side', 'aria-label': t('kernel.side', { side: explain.side(side) }) },
      h('h2', { class: 'end ' + side }, t('kernel.side', { side: explain.side(side) })),
      h('div', { class: 'kernel-charts' }, charts.map(([name, drawn]) =>
        h('figure', { key: name }, h('figcaption', null, t('kernel.' + name)), h(synfin.charts.Plot, { key: name + side + state.entry + state.connection, drawn, kind: 'kernel', state, unit: '', height: 210 })))));
  }

  /** A line for each name that is ever more than 0. */
  function lines(samples, times, valuesOf) {
    const all = samples.map(valuesOf);
    const names = [...new Set(all.flatMap((values) => Object.keys(values)))].filter((name) => all.some((values) => values[name] > 0)).sort();
    return {
      values: [times, ...names.map((name) => all.map((values) => values[name] ?? 0))],
      series: names.map((name, i) => ({ name, color: COLORS[i % COLORS.length], stepped: true })),
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
