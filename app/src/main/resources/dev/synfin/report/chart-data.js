/* What a connection's charts draw: points in order of time, each with the event that it stands for. */
synfin.chartData = (() => {
  /** The side that sent more. */
  function sender(connection) {
    return connection.traffic.server.payload_bytes > connection.traffic.client.payload_bytes ? 'server' : 'client';
  }

  /**
   * `{series, values, events, blocks}`: `values` as uPlot wants them (times in milliseconds, then a column
   * for each series), the index of each point's event, and its stretches of bytes by series.
   */
  function of(kind, connection, from) {
    const segments = (connection.events ?? []).map((event, index) => ({ event, index })).filter(({ event }) => event.event === 'segment');
    return { sequence, rtt, inflight, window: windows }[kind](segments, from);
  }

  function columns(points, series) {
    const order = points.sort((a, b) => a.t - b.t);
    return {
      values: [order.map((p) => p.t / 1e6), ...series.map((s) => order.map((p) => p[s.key] ?? null))],
      events: order.map((p) => p.index),
      blocks: order.map((p) => p.blocks ?? {}),
      series,
    };
  }

  function sequence(segments, from) {
    let edge = null;
    const points = [];
    for (const { event, index } of segments) {
      if (event.from === from) {
        const end = event.seq + event.len + (event.flags.includes('FIN') ? 1 : 0);
        const kind = event.lost ? 'lost' : event.retransmission ? 'again' : 'data';
        points.push({ t: event.t_ns, index, [kind]: end, blocks: { [kind]: [{ left: event.seq, right: end }] } });
      } else if (event.ack !== null) {
        edge = Math.max(edge ?? 0, event.ack + (event.win ?? 0));
        const blocks = event.options?.sack ?? [];
        points.push({ t: event.t_ns, index, ack: event.ack, edge, blocks: { sack: blocks }, sack: blocks.length ? Math.max(...blocks.map((block) => block.right)) : null });
      }
    }
    return columns(points, [
      { key: 'data', label: 'data', color: 'client', bars: true },
      { key: 'ack', label: 'ackLine', color: 'ok', stepped: true },
      { key: 'edge', label: 'edge', color: 'muted', stepped: true, dash: [4, 4], isFar: isFarAbove(points) },
      { key: 'again', label: 'again', color: 'warn', bars: true, big: true },
      { key: 'lost', label: 'lost', color: 'bad', bars: true, big: true },
      { key: 'sack', label: 'sack', color: 'plum', bars: true },
    ]);
  }

  /** Whether the data would be a line on the ground, were the window's edge drawn to scale with it. */
  function isFarAbove(points) {
    let [most, edge] = [0, 0];
    for (const p of points) {
      most = Math.max(most, p.data ?? 0, p.again ?? 0, p.lost ?? 0);
      edge = Math.max(edge, p.edge ?? 0);
    }
    return edge > 4 * most;
  }

  function rtt(segments, from) {
    const points = segments
      .filter(({ event }) => event.from !== from && event.ack_rtt_ns)
      .map(({ event, index }) => ({ t: event.t_ns, index, rtt: event.ack_rtt_ns / 1e6 }));
    return columns(points, [{ key: 'rtt', label: 'rtt', color: from, points: true }]);
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
      { key: 'flight', label: 'inflight', color: from, stepped: true, points: true },
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

  return { of, sender };
})();
