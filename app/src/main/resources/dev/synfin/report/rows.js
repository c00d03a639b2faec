/*
 * A connection as the rows of its ladder: its events in order, a row before each phase, and what the
 * kernels said in between where it changed.
 */
synfin.rows = (() => {
  /** Counters that every connection moves say nothing about this one. */
  const ROUTINE = new Set(['ActiveOpens', 'PassiveOpens', 'TW']);
  const AFTERWARDS = 500e6;
  const known = new WeakMap();
  const knownApart = new WeakMap();

  /** Calls that wait for the peer stand where they returned: behind the packet that they waited for. */
  const WAITING = new Set(['accept', 'recv', 'recvfrom', 'recv_until_eof', 'read', 'readline', 'makefile']);
  /** In a timeline of more connections, nobody can tell which of them a call of none is about. */
  const FEW_CONNECTIONS = 5;

  /**
   * Rows `{kind: 'phase'|'kernel'|'arrival'|'states'|'call'|packet kinds, t, event, index, phase,
   * newClient, newServer, join}`. `apart`: states have rows of their own, where there is no room beside
   * the arrows.
   */
  function of(timeline, connection, apart = false) {
    const kept = apart ? knownApart : known;
    if (!kept.has(connection)) kept.set(connection, build(timeline, connection, apart));
    return kept.get(connection);
  }

  function build(timeline, connection, apart) {
    const between = [...kernel(timeline, connection), ...synfin.arrivals.of(timeline, connection)].sort((one, other) => one.t - other.t);
    const rows = [];
    const state = { client: null, server: null };
    let phase = null;
    let next = 0;
    const entered = (side, now) => (now && now !== state[side] ? (state[side] = now) : null);
    const push = (row, client, server) => {
      const news = { newClient: entered('client', client), newServer: entered('server', server) };
      const isApart = apart && row.kind === 'segment' && (news.newClient || news.newServer);
      rows.push({ ...row, phase, ...(isApart ? {} : news) });
      if (isApart) rows.push({ kind: 'states', t: row.t, phase, ...news });
    };
    const pushUntil = (t) => {
      for (; next < between.length && between[next].t <= t; next++) {
        const row = between[next];
        const isNews = row.kind === 'kernel' || (row.state && row.state !== state[row.side]);
        if (isNews) push(row, row.side === 'client' ? row.state : null, row.side === 'server' ? row.state : null);
      }
    };
    for (const { event, index, t } of placed(timeline, connection)) {
      pushUntil(t);
      if (event.event === 'segment' && event.phase !== phase) {
        phase = event.phase;
        rows.push({ kind: 'phase', t, phase });
      }
      const isSegment = event.event === 'segment';
      const stateOf = (side) => (isSegment ? synfin.arrivals.inRow(timeline, connection, event, side) : null);
      push({ kind: event.event, t, event, index }, stateOf('client'), stateOf('server'));
    }
    pushUntil(Infinity);
    join(rows, connection);
    return rows;
  }

  /** The events in the order of their places; calls of no connection, such as listen(), have no index. */
  function placed(timeline, connection) {
    const all = (connection.events ?? []).map((event, index) => ({ event, index, t: placeOf(event) }));
    if (!connection.isLoose && timeline.connections.length <= FEW_CONNECTIONS) {
      const start = synfin.moments.nanos(connection.started_at);
      const timed = (timeline.calls ?? []).filter((call) => call.at);
      all.push(...timed.map((event) => ({ event, t: Number(synfin.moments.nanos(event.at) - start) + (placeOf(event) - (event.t_ns ?? 0)) })));
    }
    return all.sort((one, other) => one.t - other.t);
  }

  function placeOf(event) {
    const waited = event.event === 'call' && WAITING.has(event.call) ? event.duration_ns ?? 0 : 0;
    return (event.t_ns ?? 0) + waited;
  }

  /** From each call to the first segment that it caused: `join[side]` is `begin`, `through` or `end`. */
  function join(rows, connection) {
    const place = new Map(rows.map((row, i) => [row.event, i]));
    const joined = new Set();
    rows.forEach((row, i) => {
      const cause = row.index === undefined ? null : synfin.explain.causeOf(row.event, connection);
      if (!cause || joined.has(cause)) return;
      joined.add(cause);
      const from = place.get(cause);
      for (let at = from; at <= i; at++) {
        rows[at].join = { ...rows[at].join, [cause.side]: at === from ? 'begin' : at === i ? 'end' : 'through' };
      }
    });
  }

  function kernel(timeline, connection) {
    const events = connection.events ?? [];
    if (events.length === 0) return [];
    const start = synfin.moments.nanos(connection.started_at);
    const first = Math.min(0, events[0].t_ns);
    const last = events[events.length - 1].t_ns;
    const isOneKernel = (timeline.captures ?? []).some((capture) => capture.vantage === 'loopback');
    const said = {};
    const before = {};
    const looks = [];
    for (const sample of timeline.kernel ?? []) {
      const t = Number(synfin.moments.nanos(sample.at) - start);
      if (t > last + AFTERWARDS) break;
      const sockets = socketsOf(sample, connection);
      const told = isOneKernel && sample.side !== timeline.kernel[0].side;
      const rises = told ? '' : risesOf(sample, before[sample.side]);
      const isNew = sockets !== (said[sample.side] ?? '') || rises !== '';
      said[sample.side] = sockets;
      before[sample.side] = sample;
      const text = [sockets, rises].filter((part) => part !== '').join(', ');
      if (t >= first && isNew) looks.push({ kind: 'kernel', t, side: sample.side, text: text || '–' });
    }
    return looks;
  }

  function socketsOf(sample, connection) {
    const states = Object.entries(sample.scenario_states ?? {}).filter(([state]) => state !== 'LISTEN');
    const parts = states.map(([state, n]) => (n === 1 && states.length === 1 ? state : state + ' ' + n));
    const queue = sample.side === 'server' ? sample.accept_queue?.[connection.server.port] : null;
    if (queue?.length > 0) parts.push(synfin.texts.t('kernel.acceptQueue', { n: queue.length, of: queue.backlog ?? '?' }));
    return parts.join(', ');
  }

  function risesOf(sample, earlier) {
    return Object.entries(sample.counters ?? {})
      .map(([name, value]) => [name, value - (earlier?.counters?.[name] ?? 0)])
      .filter(([name, rise]) => rise > 0 && !ROUTINE.has(name))
      .map(([name, rise]) => `${name} +${rise}`)
      .join(', ');
  }

  return { of, placeOf };
})();
