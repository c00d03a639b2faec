/*
 * The ladder to scale: time runs down at so many pixels a millisecond, an arrow leans by the time
 * that the packet was under way, a call is as long as it took. The table of the other ladder says the
 * same in words.
 */
synfin.scaled = (() => {
  const { h } = preact;
  const { useRef, useState, useLayoutEffect, useEffect } = preactHooks;
  const { t } = synfin.texts;
  const { explain, format, store } = synfin;
  const TOP = 30;
  const TALLEST = 8e6;

  function Scaled({ connection, state }) {
    const events = connection.events ?? [];
    const [zoom, setZoom] = useState(() => fitting(events));
    const [view, setView] = useState({ top: 0, height: 600, width: 900 });
    const box = useRef(null);
    useLayoutEffect(() => watch(box.current, setView), []);
    const first = Math.min(0, events[0]?.t_ns ?? 0);
    const last = events[events.length - 1]?.t_ns ?? 0;
    const most = TALLEST / Math.max((last - first) / 1e6, 1e-6);
    const scale = Math.min(10 ** zoom, most);
    const y = (ns) => TOP + ((ns - first) / 1e6) * scale;
    useEffect(() => show(box.current, events[state.event] ?? events.find((e) => e.event !== 'call'), y), [state.event, connection]);
    const lanes = lanesOf(view.width);
    return h('div', { class: 'scaled' },
      h('label', { class: 'zoom' }, t('scaled.zoom'),
        h('input', { type: 'range', min: -3, max: 5, step: 0.1, value: zoom, onInput: (e) => setZoom(Number(e.target.value)), 'aria-valuetext': scale.toPrecision(3) + ' px/ms' }),
        h('span', { class: 'mono' }, scale.toPrecision(3) + ' px/ms')),
      h('p', { class: 'hidden', role: 'status' }, said(events[state.event])),
      h('div', { class: 'scaled-rows', ref: box, tabindex: 0, role: 'group', 'aria-label': t('scaled.keys'), onKeyDown: (e) => synfin.ladder.keys(e, [...events.keys()], state) },
        h('svg', { class: 'scaled-all', width: view.width, height: y(last) + 60, role: 'img', 'aria-label': t('scaled.seeTable') },
          drawing(connection, events, view, lanes, y, state))));
  }

  /** The chosen event in words, for who hears the page. */
  function said(event) {
    if (!event) return '';
    return event.event === 'call' ? explain.call(event) : explain.label(event) + ' ' + t('arrow.' + event.from);
  }

  /** So that half of the packets stand apart. */
  function fitting(events) {
    const gaps = [];
    for (let i = 1; i < events.length; i++) gaps.push(events[i].t_ns - events[i - 1].t_ns);
    gaps.sort((a, b) => a - b);
    const middle = Math.max(gaps[Math.floor(gaps.length / 2)] ?? 1e6, 1000);
    return Math.max(-3, Math.min(5, Math.log10(22 / (middle / 1e6))));
  }

  function watch(box, setView) {
    const look = () => setView({ top: box.scrollTop, height: box.clientHeight, width: box.clientWidth });
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => sizes.disconnect();
  }

  function show(box, event, y) {
    if (!event) return;
    const at = y(event.t_ns);
    if (at < box.scrollTop + 40 || at > box.scrollTop + box.clientHeight - 40) box.scrollTop = at - box.clientHeight / 2;
  }

  function lanesOf(width) {
    const narrow = width < 640;
    const calls = narrow ? 62 : Math.min(280, width * 0.26);
    return { client: calls + (narrow ? 0 : 60), server: width - calls - (narrow ? 0 : 10), width, narrow };
  }

  /** Only what is seen, by its place; events are in order. */
  function drawing(connection, events, view, lanes, y, state) {
    const parts = [phases(events, view, lanes, y), grid(view, lanes, y, connection)];
    let labelled = { client: -99, server: -99, wire: -99 };
    const begin = firstAfter(events, y, view.top - 300);
    const ends = endsOf(events);
    for (let i = 0; i < events.length; i++) {
      // what began above, and lasts into what is seen, is seen too
      if (i < begin && y(ends[i]) < view.top) continue;
      const top = y(events[i].t_ns);
      if (top > view.top + view.height + 100) break;
      const event = events[i];
      const chosen = state.event === i ? ' selected' : '';
      const choose = () => store.set({ event: i });
      if (event.event === 'call') {
        const free = top - labelled[event.side] > 13;
        if (free) labelled = { ...labelled, [event.side]: top };
        parts.push(callBar(event, i, top, y(event.t_ns + (event.duration_ns ?? 0)), lanes, free, chosen, choose));
      } else {
        const free = top - labelled.wire > 12 || chosen !== '';
        if (free) labelled = { ...labelled, wire: top };
        parts.push(arrow(event, i, top, y, lanes, free, chosen, choose));
      }
    }
    return parts;
  }

  const known = new WeakMap();

  /** When each event is over: a call has returned, a packet has arrived. */
  function endsOf(events) {
    if (known.get(events)?.length !== events.length) {
      known.set(events, Float64Array.from(events, (e) => (e.event === 'call' ? e.t_ns + (e.duration_ns ?? 0) : (e.seen?.at(-1)?.t_ns ?? e.t_ns))));
    }
    return known.get(events);
  }

  function firstAfter(events, y, place) {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (y(events[middle].t_ns) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function grid(view, lanes, y, connection) {
    const bottom = view.top + view.height;
    const lines = ['client', 'server'].map((side) =>
      h('g', { key: side },
        h('line', { class: 'axis ' + side, x1: lanes[side], x2: lanes[side], y1: view.top, y2: bottom }),
        h('text', { class: 'axis-name ' + side, x: lanes[side], y: view.top + 14, 'text-anchor': 'middle' }, explain.side(side))));
    const ticks = [];
    const span = y(1e9) - y(0);
    const step = niceStep(70 / (span / 1e9));
    const fromNs = ((view.top - TOP) / span) * 1e9;
    for (let ns = Math.ceil(fromNs / step) * step; y(ns) < bottom && ticks.length < 60; ns += step) {
      if (y(ns) < view.top + 20) continue;
      ticks.push(h('text', { key: 't' + ns, class: 'tick', x: 4, y: y(ns) + 4 }, format.clock(ns)));
    }
    return h('g', { key: 'grid' }, lines, ticks, h('title', null, connection.client.address));
  }

  function niceStep(ns) {
    const power = 10 ** Math.floor(Math.log10(ns));
    return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= ns);
  }

  function callBar(event, i, top, bottom, lanes, free, chosen, choose) {
    const x = lanes[event.side];
    const out = event.side === 'client' ? -1 : 1;
    const text = lanes.narrow ? event.call : explain.call(event);
    return h('g', { key: 'e' + i, class: 'call-bar ' + event.side + chosen, onClick: choose },
      h('rect', { x: out < 0 ? x - 8 : x + 2, y: top, width: 6, height: Math.max(2, bottom - top), rx: 2 }),
      free ? h('text', { x: x + out * 14, y: top + 9, 'text-anchor': out < 0 ? 'end' : 'start' }, format.visible(text, lanes.narrow ? 9 : 34)) : null);
  }

  /** Handshake and teardown shaded, as far as they are seen. */
  function phases(events, view, lanes, y) {
    const begins = [];
    for (const event of events) {
      if (event.event === 'segment' && event.phase !== begins[begins.length - 1]?.phase) begins.push({ phase: event.phase, at: event.t_ns });
      if (y(event.t_ns) > view.top + view.height) break;
    }
    return begins.map(({ phase, at }, i) => {
      const from = Math.max(y(at) - 6, view.top);
      const to = Math.min(begins[i + 1] ? y(begins[i + 1].at) - 6 : view.top + view.height, view.top + view.height);
      return to > from ? h('rect', { key: 'p' + i, class: 'phase-shade phase-' + phase, x: lanes.client, y: from, width: lanes.server - lanes.client, height: to - from }) : null;
    });
  }

  function arrow(event, i, top, y, lanes, free, chosen, choose) {
    const from = lanes[event.from];
    const to = lanes[explain.otherSide(event.from)];
    const arrived = event.seen?.length > 1 ? event.seen[event.seen.length - 1].t_ns : event.t_ns;
    const end = event.lost ? from + (to - from) * 0.6 : to;
    const bottom = Math.max(y(arrived), top);
    const kind = (event.retransmission ? ' again' : '') + (event.lost ? ' lost' : '');
    const out = to > from ? -1 : 1;
    return h('g', { key: 'e' + i, class: `packet ${event.from}${kind}${chosen}`, onClick: choose, 'data-event': i },
      h('line', { x1: from, y1: top, x2: end, y2: bottom }),
      event.lost
        ? h('text', { x: end, y: bottom + 5, 'text-anchor': 'middle', class: 'cross' }, '✗')
        : h('path', { d: `M${end + out * 8},${bottom - 4}L${end},${bottom}L${end + out * 8},${bottom + 4}` }),
      free ? labelOn(event, from, top, end, bottom) : null);
  }

  /** Along the arrow, and above it. */
  function labelOn(event, from, top, to, bottom) {
    const x = (from + to) / 2;
    const at = (top + bottom) / 2;
    const angle = (Math.atan((bottom - top) / (to - from)) * 180) / Math.PI;
    const marks = explain.marks(event).map((mark) => (mark.key === 'retransmission' ? t('mark.again', { cause: t('cause.' + (mark.cause ?? 'unknown') + '.short') }) : t('flag.' + mark.key)));
    return h('text', { x, y: at - 4, 'text-anchor': 'middle', transform: `rotate(${angle.toFixed(2)} ${x} ${at})` }, [explain.label(event), ...marks].join(' · '));
  }

  return { Scaled };
})();
