/* The connections of a timeline: a table to sort and to search. */
synfin.connections = (() => {
  const { h } = preact;
  const { useRef, useState, useMemo, useEffect, useLayoutEffect } = preactHooks;
  const { t } = synfin.texts;
  const { format, store } = synfin;
  const ROW = 32;

  const payload = (c) => c.traffic.client.payload_bytes + c.traffic.server.payload_bytes;
  const flagged = (c) => c.findings.map((f) => f.id).join(', ');
  const again = (c) => c.traffic.client.retransmitted_frames + c.traffic.server.retransmitted_frames;
  const COLUMNS = [
    { key: 'stream', of: (c) => c.stream, show: (c) => c.protocol.toUpperCase() + ' ' + c.stream },
    { key: 'client', of: (c) => format.end(c.client), text: true },
    { key: 'server', of: (c) => format.end(c.server), text: true },
    { key: 'state', of: (c) => c.conn_state ?? '', text: true },
    { key: 'history', of: (c) => c.history ?? '', text: true },
    { key: 'bytes', of: payload, show: (c) => format.bytes(payload(c)) },
    { key: 'duration', of: (c) => c.duration_ns, show: (c) => format.duration(c.duration_ns) },
    { key: 'rtt', of: (c) => c.handshake?.rtt_ns ?? -1, show: (c) => format.duration(c.handshake?.rtt_ns) },
    { key: 'again', of: again, show: (c) => again(c) || '' },
    { key: 'findings', of: (c) => c.findings.length, show: flagged },
  ];

  /** Their indexes in the order that was chosen, and those alone that match. */
  function listed(timeline, { search, sort }) {
    const column = COLUMNS.find((c) => c.key === sort.by);
    const needle = search.trim().toLowerCase();
    const indexes = [...timeline.connections.keys()].filter((i) => needle === '' || haystack(timeline.connections[i]).includes(needle));
    const sign = sort.down ? -1 : 1;
    return indexes.sort((a, b) => {
      const [x, y] = [column.of(timeline.connections[a]), column.of(timeline.connections[b])];
      return sign * (column.text ? x.localeCompare(y, 'en', { numeric: true }) : x - y) || a - b;
    });
  }

  function haystack(c) {
    return COLUMNS.map((column) => String((column.show ?? column.of)(c))).join(' ').toLowerCase() + ' ' + (c.client.name ?? '') + ' ' + (c.server.name ?? '');
  }

  function Connections({ timeline, state }) {
    const [view, setView] = useState({ top: 0, height: 300 });
    const box = useRef(null);
    useLayoutEffect(() => {
      const look = () => setView({ top: box.current.scrollTop, height: box.current.clientHeight });
      const sizes = new ResizeObserver(look);
      sizes.observe(box.current);
      return () => sizes.disconnect();
    }, []);
    const { loose } = state.entries[state.entry];
    const indexes = useMemo(() => listed(timeline, state), [timeline, state.search, state.sort]);
    useEffect(() => show(box.current, indexes.indexOf(state.connection)), [state.connection, indexes]);
    const from = Math.max(0, Math.floor(view.top / ROW) - 8);
    const to = Math.min(indexes.length, Math.ceil((view.top + view.height) / ROW) + 8);
    return h('section', { class: 'connections', 'aria-label': t('connections.title') },
      h('div', { class: 'connections-head' },
        h('h2', null, t('connections.count', { n: format.count(timeline.connections.length) })),
        h('input', { type: 'search', value: state.search, placeholder: t('connections.search'), 'aria-label': t('connections.search'), onInput: (e) => store.set({ search: e.target.value }) })),
      h('div', { class: 'connections-box', ref: box, tabindex: 0, role: 'group', 'aria-label': t('connections.title'), onScroll: (e) => setView({ top: e.target.scrollTop, height: e.target.clientHeight }) },
        h('table', { 'aria-rowcount': indexes.length + 1 },
          h('thead', null, h('tr', null, COLUMNS.map((column) => header(column, state.sort)))),
          h('tbody', null,
            from > 0 ? h('tr', { key: 'above', 'aria-hidden': 'true', style: { height: from * ROW + 'px' } }, h('td', { colspan: COLUMNS.length })) : null,
            indexes.slice(from, to).map((index, i) => row(timeline.connections[index], index, from + i, state)),
            loose && to === indexes.length && state.search.trim() === '' ? looseRow(loose, timeline, state) : null,
            to < indexes.length ? h('tr', { key: 'below', 'aria-hidden': 'true', style: { height: (indexes.length - to) * ROW + 'px' } }, h('td', { colspan: COLUMNS.length })) : null)),
        indexes.length === 0 && !loose ? h('p', { class: 'nothing' }, t(timeline.connections.length === 0 ? 'connections.empty' : 'connections.none')) : null));
  }

  /** Scrolls the chosen row into view, where it is not. */
  function show(box, at) {
    if (at < 0) return;
    const top = at * ROW;
    if (top < box.scrollTop || top + 2 * ROW > box.scrollTop + box.clientHeight) box.scrollTop = Math.max(0, top - box.clientHeight / 2);
  }

  /** The calls of no connection, after all connections. */
  function looseRow(loose, timeline, state) {
    const chosen = state.connection >= timeline.connections.length;
    const choose = () => store.chooseConnection(timeline.connections.length);
    return h('tr', { key: 'loose', class: 'loose' + (chosen ? ' selected' : ''), onClick: choose },
      h('th', { scope: 'row', colspan: COLUMNS.length }, h('button', { type: 'button', class: 'link', 'aria-pressed': String(chosen), onClick: choose }, t('connections.loose', { n: loose.events.length }))));
  }

  function header(column, sort) {
    const sorted = sort.by === column.key;
    return h('th', { key: column.key, scope: 'col', class: 'c-' + column.key, 'aria-sort': sorted ? (sort.down ? 'descending' : 'ascending') : undefined },
      h('button', { type: 'button', onClick: () => store.set({ sort: { by: column.key, down: sorted && !sort.down } }) },
        t('column.' + column.key), h('span', { class: 'sorted', 'aria-hidden': 'true' }, sorted ? (sort.down ? ' ↓' : ' ↑') : '')));
  }

  function row(connection, index, at, state) {
    const chosen = index === state.connection;
    const choose = () => store.chooseConnection(index);
    return h('tr', { key: index, 'aria-rowindex': at + 2, class: chosen ? 'selected' : '', 'data-connection': index, onClick: choose },
      COLUMNS.map((column, i) => {
        const text = String((column.show ?? column.of)(connection));
        return i === 0
          ? h('th', { key: column.key, scope: 'row' }, h('button', { type: 'button', class: 'link', 'aria-pressed': String(chosen), onClick: choose }, text), flagged(connection) ? h('span', { class: 'flagged ' + worst(connection), 'aria-hidden': 'true' }, ' ⚑') : null)
          : h('td', { key: column.key, class: `c-${column.key} ${column.text ? '' : 'number'} ${column.key === 'findings' && text ? worst(connection) : ''}`, title: text }, text);
      }));
  }

  function worst(connection) {
    const levels = connection.findings.map((f) => f.severity);
    return levels.includes('problem') ? 'bad-text' : levels.includes('warning') ? 'warn-text' : '';
  }

  return { Connections, listed };
})();
