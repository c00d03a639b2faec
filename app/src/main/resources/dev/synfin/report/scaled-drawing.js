/*
 * Draws the part of the ladder to scale that is seen: an arrow leans by the time that the packet was
 * under way, a call is as long as it took, a state lasts until the next, and a dotted line joins a call
 * to what it caused.
 */
synfin.scaledDrawing = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain, format, store } = synfin;
  const STATE = 96;
  const TIME = 76;
  const LINE = 16;

  const known = new WeakMap();

  /** `{event, index, end}` by time; `end` is when a call has returned, or a packet has arrived. */
  function inOrder(events) {
    if (known.get(events)?.length !== events.length) {
      const all = events.map((event, index) => ({ event, index, end: event.event === 'call' ? event.t_ns + (event.duration_ns ?? 0) : arrival(event) }));
      known.set(events, all.sort((one, other) => one.event.t_ns - other.event.t_ns));
    }
    return known.get(events);
  }

  const arrival = (event) => event.seen?.at(-1)?.t_ns ?? event.t_ns;

  /** Where the two ends, their calls and their states stand; on a phone states stand inside. */
  function lanesOf(width, hasCalls) {
    const narrow = width < 640;
    const calls = !hasCalls ? 0 : narrow ? 10 : Math.max(60, Math.min(260, (width - TIME - 2 * STATE - 320) / 2));
    const beside = calls + (narrow ? 0 : STATE);
    return { client: TIME + beside, server: width - beside - (narrow ? 6 : 0), calls: beside - calls, narrow };
  }

  function draw({ timeline, connection, ordered, view, y, state }) {
    const lanes = lanesOf(view.width, ordered.some(({ event }) => event.event === 'call'));
    const scene = { connection, view, lanes, y, state, lines: [], texts: [], labelled: { client: -99, server: -99, wire: -99 } };
    const one = ordered.find(({ index }) => index === state.event);
    scene.chosen = one && one.event.event !== 'call' ? (y(one.event.t_ns) + y(one.end)) / 2 : -Infinity; // its label comes first
    for (const one of ordered) {
      // what began above, and lasts into what is seen, is seen too
      const top = y(one.event.t_ns);
      if (y(one.end) < view.top - 60) continue;
      if (top > view.top + view.height + 60) break;
      if (one.event.event === 'call') call(scene, one, top);
      else arrow(scene, one, top);
    }
    const states = ['client', 'server'].map((side) => statesOf(scene, synfin.rows.of(timeline, connection), side));
    return [phases(ordered, scene), grid(scene), scene.lines, states, scene.texts, names(scene)];
  }

  function call(scene, { event, index, end }, top) {
    const { lanes, y, labelled } = scene;
    const out = event.side === 'client' ? -1 : 1;
    const x = lanes[event.side] + out * (lanes.calls + 5);
    const bottom = Math.max(y(end), top + 2);
    const at = y(synfin.rows.placeOf(event)) < bottom ? top : bottom - 4;
    const isFree = !lanes.narrow && at - labelled[event.side] > LINE;
    if (isFree) labelled[event.side] = at;
    const room = Math.floor((event.side === 'client' ? x - TIME - 12 : scene.view.width - x - 12) / 7);
    scene.lines.push(h('g', { key: 'e' + index, class: 'call-bar ' + event.side + chosenIs(scene, index), onClick: () => store.set({ event: index }) },
      h('title', null, explain.call(event)),
      h('rect', { x: x - 3, y: top, width: 6, height: bottom - top, rx: 2 }),
      isFree ? h('text', { x: x + out * 7, y: at + 9, 'text-anchor': out < 0 ? 'end' : 'start' }, format.visible(explain.call(event), Math.max(8, room))) : null));
  }

  function arrow(scene, { event, index, end }, top) {
    const { connection, lanes, y, labelled } = scene;
    const from = lanes[event.from];
    const to = lanes[explain.otherSide(event.from)];
    const tip = event.lost ? from + (to - from) * 0.6 : to;
    const bottom = Math.max(y(end), top);
    const kind = (event.retransmission ? ' again' : '') + (event.lost ? ' lost' : '');
    const out = to > from ? -1 : 1;
    const isChosen = chosenIs(scene, index);
    const middle = (top + bottom) / 2;
    const isFree = middle - labelled.wire > LINE && Math.abs(middle - scene.chosen) > LINE;
    labelled.wire = Math.max(labelled.wire, middle);
    const cause = explain.causeOf(event, connection);
    scene.lines.push(h('g', { key: 'e' + index, class: `packet ${event.from}${kind}${isChosen}`, onClick: () => store.set({ event: index }), 'data-event': index },
      cause ? h('line', { class: 'joins', x1: from + out * (lanes.calls + 5), x2: from, y1: top, y2: top }) : null,
      h('line', { x1: from, y1: top, x2: tip, y2: bottom }),
      event.lost
        ? h('text', { x: tip, y: bottom + 5, 'text-anchor': 'middle', class: 'cross' }, '✗')
        : h('path', { d: `M${tip + out * 8},${bottom - 4}L${tip},${bottom}L${tip + out * 8},${bottom + 4}` }),
      isChosen ? label(scene, event, from, top, tip, bottom) : null));
    if (isFree && !isChosen) scene.texts.push(h('g', { key: 'l' + index, class: 'packet-label' }, label(scene, event, from, top, tip, bottom)));
  }

  const chosenIs = (scene, index) => (scene.state.event === index ? ' selected' : '');

  /** Along the arrow, and above it; as much as there is room for between the ends. */
  function label({ connection, lanes }, event, from, top, to, bottom) {
    const x = (from + to) / 2;
    const at = (top + bottom) / 2;
    const angle = (Math.atan((bottom - top) / (to - from)) * 180) / Math.PI;
    const marks = [...explain.marks(event).map(explain.markText), ...explain.findingsOf(event, connection).map(() => '⚑')];
    return h('text', { x, y: at - 4, 'text-anchor': 'middle', transform: `rotate(${angle.toFixed(2)} ${x} ${at})` }, format.visible([explain.label(event), ...marks].join(' · '), Math.floor((lanes.server - lanes.client) / 7)));
  }

  /** Each state as a line from its beginning to the next one's; the one that began above is named at the top. */
  function statesOf({ lanes, view, y }, rows, side) {
    const name = side === 'client' ? 'newClient' : 'newServer';
    const entered = rows.filter((row) => row[name]).map((row) => ({ state: row[name], t: row.event?.from === explain.otherSide(side) ? arrival(row.event) : row.t }));
    const out = (side === 'client' ? -1 : 1) * (lanes.narrow ? -1 : 1);
    const x = lanes[side] + out * 6;
    let free = view.top + 34;
    return entered.map(({ state, t: at }, i) => {
      const until = i + 1 < entered.length ? y(entered[i + 1].t) : Infinity;
      const place = Math.max(y(at) + (lanes.narrow ? 16 : 4), free);
      if (until < view.top + 20 || y(at) > view.top + view.height || place > until + 4) return null;
      free = place + LINE - 2;
      return h('text', { key: 's' + side + i, class: 'state-name ' + side, x, y: place, 'text-anchor': out < 0 ? 'end' : 'start' }, state);
    });
  }

  function grid({ lanes, view, y }) {
    const bottom = view.top + view.height;
    const lines = ['client', 'server'].map((side) => h('line', { key: side, class: 'axis ' + side, x1: lanes[side], x2: lanes[side], y1: view.top, y2: bottom }));
    const ticks = [];
    const pixel = 1e9 / (y(1e9) - y(0));
    const step = niceStep(70 * pixel);
    const from = (view.top - y(0)) * pixel;
    for (let ns = Math.ceil(from / step) * step; y(ns) < bottom && ticks.length < 60; ns += step) {
      if (y(ns) < view.top + 28) continue;
      ticks.push(h('g', { key: 't' + ns, class: 'tick' }, h('line', { x1: TIME - 4, x2: view.width, y1: y(ns), y2: y(ns) }), h('text', { x: TIME - 8, y: y(ns) + 4, 'text-anchor': 'end' }, format.clock(ns))));
    }
    return h('g', { key: 'grid' }, ticks, lines);
  }

  function niceStep(ns) {
    const power = 10 ** Math.floor(Math.log10(ns));
    return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= ns);
  }

  /** Above all else: whose line is whose, and what the numbers are. */
  function names({ lanes, view }) {
    return h('g', { key: 'names' },
      h('rect', { class: 'names', x: 0, y: view.top, width: view.width, height: 20 }),
      h('text', { class: 'axis-unit', x: 4, y: view.top + 14 }, 'ms'),
      ['client', 'server'].map((side) => h('text', { key: side, class: 'axis-name ' + side, x: lanes[side], y: view.top + 14, 'text-anchor': !lanes.narrow ? 'middle' : side === 'server' ? 'end' : 'start' }, explain.side(side))));
  }

  /** Handshake and teardown shaded, as far as they are seen. */
  function phases(ordered, { view, lanes, y }) {
    const begins = [];
    for (const { event } of ordered) {
      if (event.event === 'segment' && event.phase !== begins[begins.length - 1]?.phase) begins.push({ phase: event.phase, at: event.t_ns });
      if (y(event.t_ns) > view.top + view.height) break;
    }
    return begins.map(({ phase, at }, i) => {
      const from = Math.max(y(at) - 6, view.top);
      const to = Math.min(begins[i + 1] ? y(begins[i + 1].at) - 6 : view.top + view.height, view.top + view.height);
      return to > from ? h('rect', { key: 'p' + i, class: 'phase-shade phase-' + phase, x: lanes.client, y: from, width: lanes.server - lanes.client, height: to - from }) : null;
    });
  }

  return { draw, inOrder };
})();
