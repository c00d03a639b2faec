/*
 * A connection as the rows of its ladder: its events in order, a row before each phase, and what the
 * kernels said in between where it changed.
 */
synfin.rows = (() => {
  /** Counters that every connection moves say nothing about this one. */
  const ROUTINE = new Set(['ActiveOpens', 'PassiveOpens', 'TW']);
  const AFTERWARDS = 500e6;
  const known = new WeakMap();

  /** Rows `{kind: 'phase'|'kernel'|'arrival'|'call'|packet kinds, t, event, index, phase, newClient, newServer}`. */
  function of(timeline, connection) {
    if (!known.has(connection)) known.set(connection, build(timeline, connection));
    return known.get(connection);
  }

  function build(timeline, connection) {
    const events = connection.events ?? [];
    const between = [...kernel(timeline, connection), ...synfin.arrivals.of(timeline, connection)].sort((one, other) => one.t - other.t);
    const rows = [];
    const state = { client: null, server: null };
    let phase = null;
    let next = 0;
    const entered = (side, now) => (now && now !== state[side] ? (state[side] = now) : null);
    const push = (row, client, server) => rows.push({ ...row, phase, newClient: entered('client', client), newServer: entered('server', server) });
    const pushUntil = (t) => {
      for (; next < between.length && between[next].t <= t; next++) {
        const row = between[next];
        const isNews = row.kind === 'kernel' || (row.state && row.state !== state[row.side]);
        if (isNews) push(row, row.side === 'client' ? row.state : null, row.side === 'server' ? row.state : null);
      }
    };
    events.forEach((event, index) => {
      pushUntil(event.t_ns);
      if (event.event === 'segment' && event.phase !== phase) {
        phase = event.phase;
        rows.push({ kind: 'phase', t: event.t_ns, phase });
      }
      const isSegment = event.event === 'segment';
      const stateOf = (side) => (isSegment ? synfin.arrivals.inRow(timeline, connection, event, side) : null);
      push({ kind: event.event, t: event.t_ns, event, index }, stateOf('client'), stateOf('server'));
    });
    pushUntil(Infinity);
    return rows;
  }

  function kernel(timeline, connection) {
    const events = connection.events ?? [];
    if (events.length === 0) return [];
    const start = nanos(connection.started_at);
    const first = Math.min(0, events[0].t_ns);
    const last = events[events.length - 1].t_ns;
    const isOneKernel = (timeline.captures ?? []).some((capture) => capture.vantage === 'loopback');
    const said = {};
    const before = {};
    const looks = [];
    for (const sample of timeline.kernel ?? []) {
      const t = Number(nanos(sample.at) - start);
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

  /** Nanoseconds since the epoch; more than a double can hold. */
  function nanos(moment) {
    const [whole, fraction = ''] = moment.replace('Z', '').split('.');
    return BigInt(Date.parse(whole + 'Z')) * 1000000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  }

  function socketsOf(sample, connection) {
    const states = Object.entries(sample.scenario_states ?? {}).filter(([state]) => state !== 'LISTEN');
    const parts = states.map(([state, n]) => (n === 1 && states.length === 1 ? state : state + ' ' + n));
    const queue = sample.side === 'server' ? sample.accept_queue?.[connection.server.port] : null;
    if (queue?.length > 0) parts.push(`accept queue ${queue.length}/${queue.backlog ?? '?'}`);
    return parts.join(', ');
  }

  function risesOf(sample, earlier) {
    return Object.entries(sample.counters ?? {})
      .map(([name, value]) => [name, value - (earlier?.counters?.[name] ?? 0)])
      .filter(([name, rise]) => rise > 0 && !ROUTINE.has(name))
      .map(([name, rise]) => `${name} +${rise}`)
      .join(', ');
  }

  return { of, nanos };
})();
