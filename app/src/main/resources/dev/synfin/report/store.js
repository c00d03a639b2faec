/*
 * What the page shows: the timelines, and what is chosen of them. One object is replaced as a whole
 * at each change, and whoever draws is told.
 *
 * To feed the page: `synfin.store.open(entries)` with entries `{name, timeline, headers}` shows these
 * (`headers` is a function, see headers.js, or left out);
 * `synfin.store.update(entry)` adds one, or replaces the one of the same name, and keeps what is
 * chosen.
 */
synfin.store = (() => {
  const TABS = ['ladder', 'sequence', 'rtt', 'inflight', 'window', 'kernel', 'findings', 'compare', 'learn'];

  const dark = matchMedia('(prefers-color-scheme: dark)');

  let state = {
    entries: [],
    entry: 0,
    connection: 0,
    event: null,
    tab: 'ladder',
    scale: 'even',
    theme: null, // that of the system, unless the reader has chosen
    system: systemTheme(),
    language: synfin.texts.current(),
    search: '',
    sort: { by: 'stream', down: false },
    other: { entry: 0, connection: 0 },
  };
  const listeners = new Set();

  function get() {
    return state;
  }

  function set(change) {
    state = { ...state, ...change };
    remember();
    for (const listener of listeners) listener(state);
  }

  function subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function open(opened) {
    const wanted = fromAddress();
    const entries = opened.map(withLoose);
    const entry = Math.min(wanted.entry, Math.max(entries.length - 1, 0));
    const connections = entries[entry]?.timeline.connections ?? [];
    const connection = Math.min(wanted.connection, Math.max(connections.length - 1, 0) + (entries[entry]?.loose ? 1 : 0));
    const last = entries.length - 1;
    set({
      entries,
      entry,
      connection,
      event: hasEvent(connections[connection] ?? entries[entry]?.loose, wanted.event) ? wanted.event : null,
      tab: TABS.includes(wanted.tab) ? wanted.tab : 'ladder',
      other: { entry: last > 0 ? (entry === last ? 0 : last) : 0, connection: connections.length > 1 && last === 0 ? 1 : 0 },
    });
  }

  function update(entry) {
    const at = state.entries.findIndex((known) => known.name === entry.name);
    const entries = at < 0 ? [...state.entries, withLoose(entry)] : state.entries.with(at, withLoose(entry));
    set({ entries });
  }

  /** Calls of no connection, such as listen(), stand together as one that has no packets: `entry.loose`. */
  function withLoose(entry) {
    const calls = (entry.timeline.calls ?? []).filter((call) => call.at);
    if (calls.length === 0) return entry;
    const start = synfin.moments.nanos(calls[0].at);
    const events = calls.map((call) => ({ ...call, t_ns: Number(synfin.moments.nanos(call.at) - start) }));
    const end = (side) => ({ address: events.find((e) => e.side === side && e.local)?.local ?? '', port: null });
    const loose = { isLoose: true, protocol: '', stream: null, client: end('client'), server: end('server'), started_at: calls[0].at, duration_ns: null, findings: [], analysis: {}, events };
    return { ...entry, loose };
  }

  function hasEvent(connection, index) {
    return index !== null && index < (connection?.events?.length ?? 0);
  }

  /** `#t=0&c=2&e=14&tab=ladder`: so that what is seen can be sent to somebody. */
  function fromAddress() {
    const hash = new URLSearchParams(location.hash.slice(1));
    const number = (name) => (/^\d+$/.test(hash.get(name) ?? '') ? Number(hash.get(name)) : null);
    return { entry: number('t') ?? 0, connection: number('c') ?? 0, event: number('e'), tab: hash.get('tab') };
  }

  function remember() {
    const hash = new URLSearchParams({ t: state.entry, c: state.connection, tab: state.tab });
    if (state.event !== null) hash.set('e', state.event);
    history.replaceState(null, '', '#' + hash);
  }

  function systemTheme() {
    return dark.matches ? 'dark' : 'light';
  }

  /** It can change while the page is open, by the hour or by hand. */
  function followSystem() {
    dark.addEventListener('change', () => set({ system: systemTheme() }));
  }

  const isDark = () => (state.theme ?? state.system) === 'dark';
  const timeline = () => state.entries[state.entry]?.timeline ?? null;
  const connection = () => timeline()?.connections[state.connection] ?? state.entries[state.entry]?.loose ?? null;
  const selected = () => (state.event === null ? null : connection()?.events?.[state.event] ?? null);

  function chooseConnection(index) {
    set({ connection: index, event: null });
  }

  function chooseEntry(index) {
    set({ entry: index, connection: 0, event: null });
  }

  /** Goes to the packet with this frame number, in any connection of the timeline. */
  function goToFrame(frame, preferred = state.connection) {
    const connections = timeline().connections;
    const order = [preferred, ...connections.keys()];
    for (const index of order) {
      const at = (connections[index]?.events ?? []).findIndex((e) => e.frame === frame);
      if (at >= 0) {
        set({ connection: index, event: at, tab: 'ladder' });
        return;
      }
    }
  }

  return { TABS, get, set, subscribe, open, update, isDark, followSystem, timeline, connection, selected, chooseConnection, chooseEntry, goToFrame };
})();
