/* One chart, drawn by uPlot: zoomed with the pointer, buttons or keys, and linked to what is chosen. */
synfin.plot = (() => {
  const { h } = preact;
  const { useRef, useEffect } = preactHooks;
  const { t } = synfin.texts;
  const { format, store } = synfin;

  /** Steps of an axis: of bytes, and of things that are counted. */
  const BINARY = Array.from({ length: 45 }, (all, i) => 2 ** i);
  const WHOLE = Array.from({ length: 30 }, (all, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  /** `drawn.events` names the event of each point, where points are events. */
  function Plot({ drawn, kind, state, connection, unit, height, zoomable }) {
    const place = useRef(null);
    const plot = useRef(null);
    const latest = useRef(null);
    latest.current = { drawn, state, connection };
    const isDark = store.isDark();
    useEffect(() => {
      const tall = height ?? heightFor(place.current);
      const draw = () => {
        const { min, max } = plot.current?.scales.x ?? {};
        plot.current?.destroy();
        plot.current = new uPlot(options(latest, place.current.clientWidth, tall, unit), latest.current.drawn.values, place.current);
        plot.current.over.addEventListener('click', () => choose(latest, plot.current.cursor.idx));
        if (min > plot.current.data[0][0]) plot.current.setScale('x', { min, max }); // as it was zoomed
      };
      draw();
      const sizes = new ResizeObserver(() => plot.current?.setSize({ width: place.current.clientWidth, height: tall }));
      sizes.observe(place.current);
      addEventListener('beforeprint', draw); // in the colours of paper
      addEventListener('afterprint', draw);
      return () => {
        removeEventListener('beforeprint', draw);
        removeEventListener('afterprint', draw);
        sizes.disconnect();
        plot.current.destroy();
        plot.current = null;
      };
    }, [isDark, state.language]);
    // what grows while it is looked at: the same lines, with more points
    const length = drawn.values[0].length;
    useEffect(() => {
      if (plot.current && plot.current.data[0].length !== length) plot.current.setData(drawn.values);
      place.current.dataset.drawn = plot.current.data[0].length;
    }, [length, isDark, state.language]);
    useEffect(() => {
      if (!plot.current?.status) return; // it does so itself when it is ready
      point(plot.current, latest.current);
      plot.current.redraw(false);
    }, [state.event]);
    return h('div', { class: 'plot-box' },
      zoomable ? h('div', { class: 'plot-tools', role: 'group', 'aria-label': t('chart.zoom') },
        tool('−', t('chart.wider'), () => zoom(plot.current, 2)),
        tool('+', t('chart.nearer'), () => zoom(plot.current, 0.5)),
        tool('⤢', t('chart.whole'), () => whole(plot.current))) : null,
      h('div', { class: 'plot', ref: place, role: 'group', tabindex: drawn.events ? 0 : undefined, 'data-points': length, 'aria-label': summary(drawn, kind), onKeyDown: drawn.events ? (e) => keys(e, latest, plot.current) : undefined }));
  }

  function tool(text, says, onClick) {
    return h('button', { key: text, type: 'button', 'aria-label': says, title: says, onClick }, text);
  }

  /** As high as there is room on the screen, within reason. */
  function heightFor(place) {
    return Math.round(Math.max(260, Math.min(520, innerHeight - place.getBoundingClientRect().top - scrollY - 90)));
  }

  function choose(latest, at) {
    const chosen = at === null || at === undefined ? undefined : latest.current.drawn.events?.[at];
    if (chosen !== undefined) store.set({ event: chosen });
  }

  /** Left and right go from point to point, plus and minus zoom around the chosen one, 0 shows all. */
  function keys(event, latest, plot) {
    const { drawn, state } = latest.current;
    const last = drawn.events.length - 1;
    const at = drawn.events.indexOf(state.event);
    const next = { ArrowRight: at + 1, ArrowLeft: at < 0 ? 0 : at - 1, Home: 0, End: last }[event.key];
    const act = { '+': () => zoom(plot, 0.5), '-': () => zoom(plot, 2), 0: () => whole(plot) }[event.key];
    if ((next === undefined && !act) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (act) act();
    else choose(latest, Math.max(0, Math.min(last, next)));
  }

  /** Shows a part of the time that is so much longer or shorter, around the pointer or the chosen point. */
  function zoom(plot, factor) {
    const { min, max } = plot.scales.x;
    const pointed = plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, 'x') : (min + max) / 2;
    const middle = Math.max(min, Math.min(max, pointed));
    const [least, most] = [plot.data[0][0], plot.data[0][plot.data[0].length - 1]];
    const from = middle - (middle - min) * factor;
    const to = middle + (max - middle) * factor;
    if (from <= least && to >= most) whole(plot);
    else plot.setScale('x', { min: Math.max(from, least), max: Math.min(to, most) });
  }

  function whole(plot) {
    plot.setScale('x', { min: plot.data[0][0], max: plot.data[0][plot.data[0].length - 1] });
  }

  /** The pointer to the chosen event's point, where it has one; its line is drawn anyway. */
  function point(plot, { drawn, state }) {
    const at = drawn.events ? drawn.events.indexOf(state.event) : -1;
    if (at >= 0) plot.setCursor({ left: plot.valToPos(drawn.values[0][at], 'x'), top: 20 });
  }

  function summary(drawn, kind) {
    const said = drawn.series.map((s, i) => {
      const values = drawn.values[i + 1].filter((v) => v !== null);
      return values.length === 0 ? null : t('chart.summary', { name: s.name ?? t('series.' + s.label), n: values.length, most: format.count(Number(values.reduce((a, b) => Math.max(a, b)).toPrecision(4))) });
    });
    return t('tab.' + kind) + ': ' + said.filter((text) => text !== null).join('; ');
  }

  function options(latest, width, height, unit) {
    const axis = { stroke: color('text'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line'), width: 1 }, font: '12px system-ui' };
    const value = (v) => (v === null || v === undefined ? '' : unit === 'B' ? format.bytes(v) : v.toLocaleString('en') + (unit === 'ms' ? ' ms' : ''));
    return {
      width,
      height,
      cursor: { y: false, points: { size: 8 } },
      legend: { markers: { fill: (u, i) => color(latest.current.drawn.series[i - 1]?.color ?? 'text') } },
      hooks: { ready: [(u) => point(u, latest.current)], setScale: [(u, key) => note(u, key)], draw: [(u) => drawChosen(u, latest.current)] },
      scales: { x: { time: false, range: (u, min, max) => range(u, min, max) } },
      axes: [
        { ...axis, space: 70, label: 'ms', labelSize: 18, labelFont: axis.font, size: 34, values: (u, values) => values.map((v) => v.toLocaleString('en')) },
        { ...axis, size: 78, ...(unit === 'ms' ? {} : { incrs: unit === 'B' ? BINARY : WHOLE }), values: (u, values) => values.map(value) },
      ],
      series: [{ label: t('ladder.time') + ' (ms)', value: (u, v) => (v === null ? '–' : v.toFixed(3)) }, ...latest.current.drawn.series.map((s, i) => seriesOf(s, i, latest))],
    };
  }

  /** How much time is seen, in milliseconds. */
  function note(u, key) {
    if (key === 'x' && u.root.parentNode) u.root.parentNode.dataset.shown = u.scales.x.max - u.scales.x.min;
  }

  /** All of it has a margin, so that what stands at either end is seen; a part has none. */
  function range(u, min, max) {
    const times = u.data[0];
    if (min === null || times.length === 0) return [0, 1];
    if (min > times[0] || max < times[times.length - 1]) return [min, max];
    const margin = Math.max((max - min) * 0.02, 0.001);
    return [min - margin, max + margin];
  }

  /** A line at the chosen event, in every chart of its clock. */
  function drawChosen(u, { state, connection }) {
    const event = connection?.events?.[state.event];
    const x = event ? u.valToPos(event.t_ns / 1e6, 'x', true) : -1;
    if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
    u.ctx.save();
    u.ctx.strokeStyle = color('chosen-edge');
    u.ctx.lineWidth = devicePixelRatio;
    u.ctx.beginPath();
    u.ctx.moveTo(x, u.bbox.top);
    u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
    u.ctx.stroke();
    u.ctx.restore();
  }

  function seriesOf(s, i, latest) {
    const stroke = color(s.color);
    const base = { label: s.name ?? t('series.' + s.label), show: !s.hidden, stroke, width: 1.6, dash: s.dash, spanGaps: true, value: (u, v) => (v === null || v === undefined ? '–' : v.toLocaleString('en')) };
    if (s.bars) return { ...base, width: s.big ? 3 : 2, points: { show: false }, paths: (u, at, from, to) => bars(u, s.key, latest.current.drawn.blocks, from, to) };
    const points = { show: s.points === true, size: 5, stroke, fill: stroke };
    return { ...base, points, paths: s.stepped ? uPlot.paths.stepped({ align: 1 }) : () => null };
  }

  /** Each stretch from its first byte to its last, as tcptrace draws them; how many is noted. */
  function bars(u, key, blocks, from, to) {
    const stroke = new Path2D();
    const end = 3 * devicePixelRatio;
    let drawn = 0;
    for (let i = from; i <= to; i++) {
      const stretches = blocks[i]?.[key] ?? [];
      if (stretches.length === 0) continue;
      const x = u.valToPos(u.data[0][i], 'x', true);
      for (const { left, right } of stretches) {
        const [low, high] = [u.valToPos(left, 'y', true), u.valToPos(right, 'y', true)];
        for (const y of [low, high]) {
          stroke.moveTo(x - end, y);
          stroke.lineTo(x + end, y);
        }
        stroke.moveTo(x, low);
        stroke.lineTo(x, high);
        drawn++;
      }
    }
    if (key === 'sack') u.root.parentNode.dataset.bars = drawn;
    return { stroke };
  }

  return { Plot };
})();
