/* The ladder with evenly spaced rows: each row of it is a row of a table, read as one. */
synfin.ladder = (() => {
  const { h } = preact;
  const { useRef, useState, useMemo, useEffect, useLayoutEffect } = preactHooks;
  const { t, word } = synfin.texts;
  const { explain, format, store } = synfin;
  const ROW = 34;
  const MARGIN = 12;
  const MOST_PRINTED = 20000;

  function Ladder({ timeline, connection, state }) {
    const isNarrow = useNarrow();
    const rows = synfin.rows.of(timeline, connection, isNarrow);
    const [view, setView] = useState({ top: 0, height: 600 });
    const box = useRef(null);
    useLayoutEffect(() => watch(box.current, setView), []);
    useEffect(() => show(box.current, rows, state.event), [state.event, connection]);
    const printing = usePrinting();
    const from = printing ? 0 : Math.max(0, Math.floor(view.top / ROW) - MARGIN);
    const to = Math.min(rows.length, printing ? MOST_PRINTED : Math.ceil((view.top + view.height) / ROW) + MARGIN);
    const chosen = connection.events?.[state.event] ?? null;
    const cause = chosen && explain.causeOf(chosen, connection);
    const shown = [];
    for (let i = from; i < to; i++) {
      const joined = rows[i].event && (rows[i].event === cause || (chosen?.event === 'call' && explain.causeOf(rows[i].event, connection) === chosen));
      shown.push(h(Row, { key: i, row: rows[i], at: i, connection, selected: isSelected(rows[i], state), joined }));
    }
    const hasCalls = rows.some((row) => row.kind === 'call' || row.kind === 'kernel');
    const table = h('div', { class: 'ladder' + (hasCalls ? '' : ' no-calls'), role: 'table', 'aria-label': t('ladder.title'), 'aria-rowcount': rows.length + 1 },
      h(Head, { connection }),
      h('div', { class: 'ladder-rows', ref: box, tabindex: 0, role: 'rowgroup', 'aria-label': t('ladder.keys'), onKeyDown: (e) => keys(e, rows.filter((row) => row.index !== undefined).map((row) => row.index), state) },
        h('div', { class: 'ladder-all', role: 'presentation', style: { height: rows.length * ROW + 'px' } },
          h('div', { class: 'ladder-some', role: 'presentation', style: { transform: `translateY(${from * ROW}px)` } }, shown))));
    return [
      printing && rows.length > MOST_PRINTED ? h('p', { class: 'printed' }, t('ladder.printed', { n: format.count(MOST_PRINTED), all: format.count(rows.length) })) : null,
      table,
    ];
  }

  /** On a phone there is no room beside the arrows: states have rows of their own. */
  function useNarrow() {
    const query = useMemo(() => matchMedia('(max-width: 760px)'), []);
    const [isNarrow, setNarrow] = useState(query.matches);
    useEffect(() => {
      const now = () => setNarrow(query.matches);
      query.addEventListener('change', now);
      return () => query.removeEventListener('change', now);
    }, []);
    return isNarrow;
  }

  /** Paper shows all rows, not those that are scrolled to. */
  function usePrinting() {
    const [printing, setPrinting] = useState(false);
    useEffect(() => {
      const now = (value) => () => {
        const later = preact.options.debounceRendering;
        preact.options.debounceRendering = (draw) => draw(); // the paper does not wait
        setPrinting(value);
        preact.options.debounceRendering = later;
      };
      const [begin, end] = [now(true), now(false)];
      addEventListener('beforeprint', begin);
      addEventListener('afterprint', end);
      return () => {
        removeEventListener('beforeprint', begin);
        removeEventListener('afterprint', end);
      };
    }, []);
    return printing;
  }

  function isSelected(row, state) {
    return row.index !== undefined && row.index === state.event;
  }

  function watch(box, setView) {
    const look = () => setView({ top: box.scrollTop, height: box.clientHeight });
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => sizes.disconnect();
  }

  /** Scrolls the selected row into view, where it is not. */
  function show(box, rows, index) {
    if (index === null) return;
    const at = rows.findIndex((row) => row.index === index);
    if (at < 0) return;
    const top = at * ROW;
    if (top < box.scrollTop + ROW || top > box.scrollTop + box.clientHeight - 2 * ROW) {
      box.scrollTop = top - box.clientHeight / 2;
    }
  }

  /** Up and down go from event to event, home and end to the first and last, enter into its details. */
  function keys(event, indices, state) {
    const at = indices.indexOf(state.event);
    if (event.key === 'Enter' && at >= 0) enter(document.querySelector('.detail'));
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: indices.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (next === undefined || indices.length === 0) return;
    event.preventDefault();
    store.set({ event: indices[Math.max(0, Math.min(indices.length - 1, next))] });
  }

  /** Into the details, at their beginning: where they stand below the ladder they are longer than a phone. */
  function enter(detail) {
    detail.focus({ preventScroll: true });
    const { top } = detail.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) detail.scrollIntoView({ block: 'start' });
  }

  function Head({ connection }) {
    const name = (side) => h('span', { class: 'end ' + side }, h('b', null, explain.side(side)), ' ', h('span', { class: 'mono' }, format.end(connection[side])));
    return h('div', { class: 'ladder-head', role: 'row' },
      h('span', { role: 'columnheader', class: 'time' }, t('ladder.time')),
      h('span', { role: 'columnheader', class: 'lane-calls' }, t('ladder.calls', { side: explain.side('client') })),
      h('span', { role: 'columnheader', class: 'lane-wire' }, name('client'), name('server')),
      h('span', { role: 'columnheader', class: 'lane-calls right' }, t('ladder.calls', { side: explain.side('server') })));
  }

  function Row({ row, at, connection, selected, joined }) {
    if (row.kind === 'phase') {
      return h('div', { class: 'row phase phase-' + row.phase, role: 'row', 'aria-rowindex': at + 2 }, h('span', { role: 'cell' }, word('phase.', row.phase)));
    }
    const side = row.side ?? row.event?.side ?? row.event?.from ?? null;
    return h('div', {
      class: `row ${row.kind}${row.kind === 'call' && row.index === undefined ? ' loose' : ''} from-${side} phase-${row.phase ?? 'none'}${selected ? ' selected' : ''}${joined ? ' joined' : ''}`,
      role: 'row',
      'aria-rowindex': at + 2,
      'aria-selected': row.index === undefined ? undefined : selected,
      'data-event': row.index,
      onClick: row.index === undefined ? undefined : () => store.set({ event: row.index }),
    },
      h('span', { role: 'cell', class: 'time mono' }, format.clock(row.t)),
      h('span', { role: 'cell', class: 'lane-calls' }, side === 'client' ? beside(row) : null),
      h('span', { role: 'cell', class: 'lane-wire' }, wire(row, connection)),
      h('span', { role: 'cell', class: 'lane-calls right' }, side === 'server' ? beside(row) : null));
  }

  function beside(row) {
    if (row.kind === 'kernel') return h('span', { class: 'kernel-says', title: row.text }, row.text);
    if (row.kind !== 'call') return null;
    const took = row.event.duration_ns > 1e6 ? h('span', { class: 'took' }, ' ' + format.duration(row.event.duration_ns)) : null;
    return h('span', { class: 'call mono' + (row.event.error ? ' failed' : ''), title: explain.call(row.event) }, explain.call(row.event), took);
  }

  function wire(row, connection) {
    if (row.kind === 'call' || row.kind === 'kernel') return [tick(row, 'client'), bar(row, 'client'), bar(row, 'server'), tick(row, 'server')];
    if (row.kind === 'arrival' || row.kind === 'states') {
      return [h('span', { class: 'state client' }, row.newClient), bar(row, 'client'),
        h('span', { class: 'arrived' }, h('span', { class: 'client' }, row.newClient), h('span', { class: 'server' }, row.newServer)),
        bar(row, 'server'), h('span', { class: 'state server' }, row.newServer)];
    }
    const event = row.event;
    const again = event.retransmission ? ' again' : '';
    const marks = explain.marks(event);
    const badges = [...marks.map(badge), ...explain.findingsOf(event, connection).map((finding) => flag(finding, marks.length === 0))];
    return [
      h('span', { class: 'state client' }, row.newClient),
      bar(row, 'client', explain.causeOf(event, connection)),
      h('span', { class: `arrow ${event.from}${again}${event.lost ? ' lost' : ''}${badges.length > 0 ? ' marked' : ''}` },
        h('span', { class: 'label' }, h('span', { class: 'mono' }, explain.label(event)), badges, badges.length > 0 ? null : payload(event)),
        h('span', { class: 'hidden' }, ' ' + t('arrow.' + event.from)),
        h('span', { class: 'line' })),
      bar(row, 'server', explain.causeOf(event, connection)),
      h('span', { class: 'state server' }, row.newServer),
    ];
  }

  /** A side's line; coloured from a call to the segment that it caused, and beside each that it caused. */
  function bar(row, side, cause = null) {
    const joined = row.join?.[side] ?? (cause?.side === side ? 'end' : null);
    return h('i', { class: `bar ${side === 'client' ? 'left' : 'right'}${joined ? ' join-' + joined : ''}` });
  }

  /** From a call to its side's line, where the call caused a segment. */
  function tick(row, side) {
    return h('i', { class: `tick ${side}${row.join?.[side] === 'begin' ? ' drawn' : ''}` });
  }

  function payload(event) {
    return event.payload?.text ? h('span', { class: 'payload mono' }, '“' + format.visible(event.payload.text, 24) + '”') : null;
  }

  function badge(mark) {
    const text = explain.markText(mark);
    return h('span', { class: 'badge ' + mark.level, title: text }, text);
  }

  /** By its name, where there is room for it. */
  function flag(finding, isNamed) {
    return h('span', { key: finding.id, class: 'badge finding-' + finding.severity, title: finding.id }, '⚑', h('span', { class: isNamed ? '' : 'hidden' }, ' ' + finding.id));
  }

  return { Ladder, badge, keys };
})();
