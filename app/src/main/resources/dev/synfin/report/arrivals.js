/*
 * Where the state stands that a segment puts its receiver into. Its row stands where it was sent; where
 * the receiver sent something while it was still under way, the state gets a row of its own.
 */
synfin.arrivals = (() => {
  const SIDES = ['client', 'server'];
  const known = new WeakMap();

  /** Rows `{kind: 'arrival', t, side, state}` of segments that came after their receiver's next row. */
  function of(timeline, connection) {
    return all(timeline, connection).rows;
  }

  /** What a segment's own row says of an end, or null. */
  function inRow(timeline, connection, segment, side) {
    const isAway = segment.lost || all(timeline, connection).late.has(segment);
    return segment.from !== side && isAway ? null : segment[side + '_state'];
  }

  function all(timeline, connection) {
    if (!known.has(connection)) {
      const vantages = Object.fromEntries((timeline.captures ?? []).map((capture) => [capture.id, capture.vantage]));
      const segments = (connection.events ?? []).filter((event) => event.event === 'segment');
      const late = new Set();
      const rows = SIDES.flatMap((side) => lateAt(side, segments, vantages, late)).sort((one, other) => one.t - other.t);
      known.set(connection, { late, rows });
    }
    return known.get(connection);
  }

  function lateAt(side, segments, vantages, late) {
    const at = segments.map((segment) => momentAt(side, segment, vantages));
    const earliest = new Array(segments.length + 1).fill(Infinity);
    for (let i = segments.length - 1; i >= 0; i--) earliest[i] = Math.min(earliest[i + 1], at[i]);
    const rows = [];
    segments.forEach((segment, i) => {
      if (segment.lost || segment.from === side) return;
      const isBehind = rows.length > 0 && rows[rows.length - 1].t > segment.t_ns;
      if (at[i] > earliest[i + 1] || isBehind) {
        late.add(segment);
        rows.push({ kind: 'arrival', t: at[i], side, state: segment[side + '_state'] });
      }
    });
    return rows;
  }

  /** When the segment was at this end, as far as this end's own tap saw it; lost: never. */
  function momentAt(side, segment, vantages) {
    if (segment.from === side) return segment.t_ns;
    if (segment.lost) return Infinity;
    return (segment.seen ?? []).find((seen) => vantages[seen.capture] === side)?.t_ns ?? segment.t_ns;
  }

  return { of, inRow };
})();
