/* A connection's numbers over time, for one direction: drawn by uPlot, chosen with a click. */
synfin.charts = (() => {
  const { h } = preact;
  const { useRef, useEffect, useState } = preactHooks;
  const { t } = synfin.texts;
  const { explain, format, store } = synfin;

  /** Steps of an axis: of bytes, and of things that are counted. */
  const BINARY = Array.from({ length: 45 }, (all, i) => 2 ** i);
  const WHOLE = Array.from({ length: 30 }, (all, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  /** The side that sent more. */
  function sender(connection) {
    return connection.traffic.server.payload_bytes > connection.traffic.client.payload_bytes ? 'server' : 'client';
  }

  /** What each chart needs: `{series: [{label, color, points, …}], values, events}`. */
  function data(kind, connection, from) {
    const segments = (connection.events ?? []).map((event, index) => ({ event, index })).filter(({ event }) => event.event === 'segment');
    return { sequence, rtt, inflight, window: windows }[kind](segments, from);
  }

  function columns(points, series) {
    const order = points.sort((a, b) => a.t - b.t);
    return {
      values: [order.map((p) => p.t / 1e6), ...series.map((s) => order.map((p) => p[s.key] ?? null))],
      events: order.map((p) => p.index),
      blocks: order.map((p) => p.blocks ?? []),
      series,
    };
  }

  function sequence(segments, from) {
    let edge = null;
    const points = [];
    for (const { event, index } of segments) {
      if (event.from === from) {
        const end = event.seq + event.len + (event.flags.includes('FIN') ? 1 : 0);
        points.push({ t: event.t_ns, index, [event.lost ? 'lost' : event.retransmission ? 'again' : 'data']: end, length: event.len });
      } else if (event.ack !== null) {
        edge = Math.max(edge ?? 0, event.ack + (event.win ?? 0));
        const blocks = event.options?.sack ?? [];
        points.push({ t: event.t_ns, index, ack: event.ack, edge, blocks, sack: blocks.length ? Math.max(...blocks.map((block) => block.right)) : null });
      }
    }
    return columns(points, [
      { key: 'data', label: 'data', color: 'client', points: true },
      { key: 'ack', label: 'ackLine', color: 'ok', stepped: true },
      { key: 'edge', label: 'edge', color: 'muted', stepped: true, dash: [4, 4] },
      { key: 'again', label: 'again', color: 'warn', points: true, big: true },
      { key: 'lost', label: 'lost', color: 'bad', points: true, big: true },
      { key: 'sack', label: 'sack', color: 'plum', bars: true },
    ]);
  }

  function rtt(segments, from) {
    const points = segments
      .filter(({ event }) => event.from !== from && event.ack_rtt_ns)
      .map(({ event, index }) => ({ t: event.t_ns, index, rtt: event.ack_rtt_ns / 1e6 }));
    return columns(points, [{ key: 'rtt', label: 'rtt', color: 'client', points: true }]);
  }

  /** Until the next segment or acknowledgement, what was sent last less what was acknowledged. */
  function inflight(segments, from) {
    const points = [];
    let window = null;
    let sent = 0;
    for (const { event, index } of segments) {
      if (event.from !== from) {
        window = event.win ?? window;
        const flight = event.ack === null ? null : Math.max(0, sent - event.ack);
        points.push({ t: event.t_ns, index, edge: window, flight });
      } else if (event.bytes_in_flight !== null) {
        sent = Math.max(sent, event.seq + event.len);
        points.push({ t: event.t_ns, index, flight: event.bytes_in_flight, edge: window });
      }
    }
    return columns(points, [
      { key: 'flight', label: 'inflight', color: 'client', stepped: true, points: true },
      { key: 'edge', label: 'window', color: 'muted', stepped: true, dash: [4, 4] },
    ]);
  }

  function windows(segments) {
    const points = segments.map(({ event, index }) => ({ t: event.t_ns, index, [event.from]: event.win ?? null }));
    return columns(points, [
      { key: 'client', label: 'winClient', color: 'client', stepped: true },
      { key: 'server', label: 'winServer', color: 'server', stepped: true },
    ]);
  }

  function Chart({ kind, connection, state }) {
    const [from, setFrom] = useState(sender(connection));
    const drawn = data(kind, connection, from);
    const empty = drawn.values[0].length === 0 || drawn.series.every((s, i) => drawn.values[i + 1].every((v) => v === null));
    return h('section', { class: 'chart', 'aria-label': t('tab.' + kind) },
      h('div', { class: 'chart-head' },
        h('p', null, t('chart.' + kind + '.about')),
        kind === 'window' ? null : h('label', null, t('chart.sender'), ' ',
          h('select', { value: from, onChange: (e) => setFrom(e.target.value) }, ['client', 'server'].map((side) => h('option', { key: side, value: side, selected: side === from }, explain.side(side)))))),
      empty ? h('p', { class: 'nothing' }, t('chart.empty')) : h(Plot, { key: kind + from + state.connection + state.entry, drawn, kind, state, unit: kind === 'rtt' ? 'ms' : 'B' }),
      empty ? null : h('p', { class: 'hint' }, t('chart.hint')));
  }

  /** The drawing itself; `drawn.events` names the event of each point. */
  function Plot({ drawn, kind, state, unit, height = 420 }) {
    const place = useRef(null);
    const plot = useRef(null);
    const latest = useRef(drawn);
    latest.current = drawn;
    useEffect(() => {
      plot.current = new uPlot(options(latest, place.current.clientWidth, height, unit), drawn.values, place.current);
      const sizes = new ResizeObserver(() => plot.current?.setSize({ width: place.current.clientWidth, height }));
      sizes.observe(place.current);
      const canvas = plot.current.over;
      const choose = () => {
        const at = plot.current.cursor.idx;
        const chosen = at === null || at === undefined ? undefined : latest.current.events?.[at];
        if (chosen !== undefined) store.set({ event: chosen });
      };
      canvas.addEventListener('click', choose);
      return () => {
        sizes.disconnect();
        plot.current.destroy();
        plot.current = null;
      };
    }, [state.theme, state.language]);
    // what grows while it is looked at: the same lines, with more points
    const length = drawn.values[0].length;
    useEffect(() => {
      if (plot.current && plot.current.data[0].length !== length) plot.current.setData(drawn.values);
      place.current.dataset.drawn = plot.current.data[0].length;
    }, [length, state.theme, state.language]);
    useEffect(() => {
      const at = drawn.events ? drawn.events.indexOf(state.event) : -1;
      if (at >= 0 && plot.current) plot.current.setCursor({ left: plot.current.valToPos(drawn.values[0][at], 'x'), top: 20 });
    }, [state.event]);
    return h('div', { class: 'plot', ref: place, role: 'img', 'data-points': drawn.values[0].length, 'aria-label': summary(drawn, kind) });
  }

  function summary(drawn, kind) {
    const said = drawn.series.map((s, i) => {
      const values = drawn.values[i + 1].filter((v) => v !== null);
      return values.length === 0 ? null : t('chart.summary', { name: s.name ?? t('series.' + s.label), n: values.length, most: format.count(Number(Math.max(...values.slice(0, 100000)).toPrecision(4))) });
    });
    return t('tab.' + kind) + ': ' + said.filter((text) => text !== null).join('; ');
  }

  function options(latest, width, height, unit) {
    const axis = { stroke: color('text'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line'), width: 1 }, font: '12px system-ui' };
    return {
      width,
      height,
      cursor: { points: { size: 8 } },
      scales: { x: { time: false } },
      axes: [
        { ...axis, space: 70, label: 'ms', labelSize: 18, labelFont: axis.font, size: 34, values: (u, values) => values.map((v) => v.toLocaleString('en')) },
        { ...axis, size: 78, ...(unit === 'ms' ? {} : { incrs: unit === 'B' ? BINARY : WHOLE }), values: (u, values) => values.map((v) => (v === null ? '' : unit === 'B' ? format.bytes(v) : unit === 'ms' ? v.toLocaleString('en') + ' ms' : v.toLocaleString('en'))) },
      ],
      series: [{ label: t('ladder.time') + ' (ms)', value: (u, v) => (v === null ? '' : v.toFixed(3)) }, ...latest.current.series.map((s) => seriesOf(s, latest))],
    };
  }

  function seriesOf(s, latest) {
    const stroke = color(s.color);
    const base = { label: s.name ?? t('series.' + s.label), stroke, width: 1.6, dash: s.dash, spanGaps: true, value: (u, v) => (v === null || v === undefined ? '–' : v.toLocaleString('en')) };
    const points = { show: s.points === true, size: s.big ? 9 : 5, stroke, fill: stroke };
    if (s.bars) return { ...base, width: 2.4, points: { show: false }, paths: (u, at, from, to) => bars(u, latest.current.blocks, from, to) };
    return { ...base, points, paths: s.stepped ? uPlot.paths.stepped({ align: 1 }) : () => null };
  }

  /** Each block from its first byte to its last, as tcptrace draws them; as many as were drawn are noted. */
  function bars(u, blocks, from, to) {
    const stroke = new Path2D();
    const end = 3 * devicePixelRatio;
    let drawn = 0;
    for (let i = from; i <= to; i++) {
      const x = u.valToPos(u.data[0][i], 'x', true);
      for (const { left, right } of blocks[i] ?? []) {
        for (const edge of [left, right]) {
          const y = u.valToPos(edge, 'y', true);
          stroke.moveTo(x - end, y);
          stroke.lineTo(x + end, y);
        }
        stroke.moveTo(x, u.valToPos(left, 'y', true));
        stroke.lineTo(x, u.valToPos(right, 'y', true));
        drawn++;
      }
    }
    u.root.parentNode.dataset.bars = drawn;
    return { stroke };
  }

  return { Chart, Plot, data };
})();
