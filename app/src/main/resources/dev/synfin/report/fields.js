/*
 * The header fields of a packet with their values, where they lie in the frame, and their bytes: as far as
 * the timeline has them (it has no checksums, and not the order of the options).
 */
synfin.fields = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain, format } = synfin;
  const FLAGS = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 };
  const TRUNCATED = 2 ** 32;

  function table(event, connection) {
    const rows = { segment: tcp, datagram: udp }[event.event]?.(event, connection);
    if (!rows) return null;
    return [
      h('h3', null, t('detail.header.' + event.event)),
      h('table', { class: 'fields' },
        h('thead', null, h('tr', null, ['field', 'value', 'place', 'hex'].map((key) => h('th', { key, scope: 'col' }, t('column.' + key))))),
        h('tbody', null, rows.map((row, i) => h('tr', { key: i }, row.map((cell, j) => (j ? h('td', { key: j, class: 'mono' }, String(cell)) : h('th', { key: j, scope: 'row' }, String(cell)))))))),
    ];
  }

  /** RFC 9293, 3.1. */
  function tcp(event, connection) {
    const at = placeIn(event, 'tcp');
    const header = (event.layers ?? []).find((layer) => layer.name === 'tcp')?.length ?? null;
    const flags = event.flags.reduce((sum, flag) => sum + (FLAGS[flag] ?? 0), 0);
    return [
      ...ports(event, connection, at),
      [t('field.raw_seq'), event.raw_seq ?? '–', at(4, 4), hex(event.raw_seq, 4)],
      [t('field.raw_ack'), event.raw_ack ?? '–', at(8, 4), hex(event.raw_ack ?? 0, 4)],
      ...(header === null ? [] : [[t('field.offset'), header + ' B', at(12, 1), hex((header / 4) << 4, 1)]]),
      [t('field.flags'), format.flags(event) || '–', at(13, 1), hex(flags, 1)],
      [t('field.raw_win'), event.raw_win ?? '–', at(14, 2), hex(event.raw_win, 2)],
      ...options(event),
    ];
  }

  /** RFC 768. */
  function udp(event, connection) {
    const at = placeIn(event, 'udp');
    return [...ports(event, connection, at), [t('field.length'), event.len + 8, at(4, 2), hex(event.len + 8, 2)]];
  }

  function ports(event, connection, at) {
    const [from, to] = [connection[event.from].port, connection[explain.otherSide(event.from)].port];
    return [
      [t('field.source'), from ?? '–', at(0, 2), hex(from, 2)],
      [t('field.destination'), to ?? '–', at(2, 2), hex(to, 2)],
    ];
  }

  /** `38–41`: bytes of the frame, counted from 0 as Wireshark's offsets are. */
  function placeIn(event, layer) {
    const start = (event.layers ?? []).find((one) => one.name === layer)?.offset;
    return (offset, length) => (start === undefined ? '–' : length === 1 ? String(start + offset) : `${start + offset}–${start + offset + length - 1}`);
  }

  /** Each with its bytes: kind, length, value (RFC 9293, 3.2; RFC 7323; RFC 2018; RFC 7413). */
  function options(event) {
    const { mss, window_scale: scale, sack_permitted: permitted, sack, ts_val: value, ts_ecr: echo } = event.options ?? {};
    const all = [
      isThere(mss) && ['mss', mss, ['02 04', hex(mss, 2)]],
      isThere(scale) && ['window_scale', `${scale} (× ${2 ** scale})`, ['03 03', hex(scale, 1)]],
      permitted && ['sack_permitted', '✓', ['04 02']],
      sack?.length > 0 && ['sack', sack.map(({ left, right }) => left + '–' + right).join(', '), ['05 ' + hex(2 + 8 * sack.length, 1), ...blocks(event, sack)]],
      isThere(value) && ['timestamps', value + ' / ' + (echo ?? '–'), ['08 0a', hex(value, 4), hex(echo ?? 0, 4)]],
      isThere(event.options?.fast_open) && ['fast_open', format.visible(String(event.options.fast_open), 40), []],
    ];
    return all.filter(Boolean).map(([name, text, bytes]) => [t('option.' + name), text, t('field.option'), bytes.join(' ')]);
  }

  const isThere = (value) => value !== null && value !== undefined && value !== false;

  /** SACK's edges are relative in the timeline; their bytes are not. */
  function blocks(event, sack) {
    if (!isThere(event.raw_ack) || event.ack === null) return [];
    const base = event.raw_ack - event.ack;
    return sack.flatMap(({ left, right }) => [left, right].map((edge) => hex((((base + edge) % TRUNCATED) + TRUNCATED) % TRUNCATED, 4)));
  }

  function hex(value, length) {
    return value === null || value === undefined ? '–' : Number(value).toString(16).padStart(length * 2, '0').replace(/(..)(?=.)/g, '$1 ');
  }

  return { table };
})();
