/*
 * The header fields of a packet with their values, where they lie in the frame, and their bytes: from its
 * capture; without that as far as the timeline has them.
 */
synfin.fields = (() => {
  const { h } = preact;
  const { t, word } = synfin.texts;
  const { explain, format } = synfin;
  const FLAGS = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'];
  const TRUNCATED = 2 ** 32;
  const NEXT = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

  /** The tables of all layers; those below the transport's are folded. `headers` is null while it comes. */
  function tables(event, connection, headers) {
    const header = headers?.bytes ? bytesOf(headers.bytes) : null;
    const transport = layer(event, ['tcp', 'udp', 'icmp', 'icmpv6']);
    const rows = header && transport ? decoded(header, event, transport, headers) : fallback(event, connection);
    if (!rows) return null;
    return [
      h('h3', null, t('detail.header.' + event.event)),
      table(rows),
      headers?.why ? h('p', { class: 'sub' }, t('headers.' + headers.why, { capture: format.visible(headers.capture) })) : null,
      header ? ['ipv4', 'ipv6', 'ethernet'].map((name) => below(name, header, event)) : null,
    ];
  }

  function below(name, header, event) {
    const at = layer(event, [name]);
    if (!at) return null;
    const rows = { ipv4, ipv6, ethernet }[name](header, at.offset, at.length);
    return h('details', { key: name, class: 'below' }, h('summary', null, t('detail.header.' + name)), table(rows));
  }

  function table(rows) {
    return h('table', { class: 'fields' },
      h('thead', null, h('tr', null, ['field', 'value', 'place', 'hex'].map((key) => h('th', { key, scope: 'col' }, t('column.' + key))))),
      h('tbody', null, rows.map((row, i) => h('tr', { key: i }, row.map((cell, j) => (j ? h('td', { key: j, class: 'mono' }, typeof cell === 'object' ? cell : String(cell)) : h('th', { key: j, scope: 'row' }, cell)))))));
  }

  const layer = (event, names) => (event.layers ?? []).find((one) => names.includes(one.name));

  /** Octets of a frame from its beginning, as far as the capture has them. */
  function bytesOf(octets) {
    const part = (at, length) => octets.subarray(at, at + length);
    return {
      number: (at, length) => (at + length > octets.length ? null : part(at, length).reduce((sum, octet) => sum * 256 + octet, 0)),
      hex: (at, length) => [...part(at, length)].map((octet) => octet.toString(16).padStart(2, '0')).join(' ') || '–',
      part,
    };
  }

  /** Makes rows of a header that begins at `start`: `row(name, value, at, length)`. */
  function rowsOf(header, start) {
    return (name, value, at, length) => [name, value ?? '–', place(start + at, length), header.hex(start + at, length)];
  }

  /** `38–41`: bytes of the frame, counted from 0 as Wireshark's offsets are. */
  const place = (at, length) => (length === 1 ? String(at) : `${at}–${at + length - 1}`);

  function decoded(header, event, { name, offset, length }, headers) {
    const row = rowsOf(header, offset);
    const number = (at, size) => header.number(offset + at, size);
    switch (name) {
      case 'tcp': return tcp(header, event, offset, length, headers);
      case 'udp': return [
        row(t('field.source'), number(0, 2), 0, 2),
        row(t('field.destination'), number(2, 2), 2, 2),
        row(t('field.length'), number(4, 2), 4, 2),
        row(t('field.checksum'), checksum(headers), 6, 2),
      ];
      default: return [
        row(t('field.type'), number(0, 1), 0, 1),
        row(t('field.code'), number(1, 1), 1, 1),
        row(t('field.checksum'), checksum(headers), 2, 2),
        row(t('field.rest'), '', 4, 4),
      ];
    }
  }

  /** RFC 9293, 3.1. */
  function tcp(header, event, offset, length, headers) {
    const row = rowsOf(header, offset);
    const number = (at, size) => header.number(offset + at, size);
    const words = number(12, 1);
    const flags = number(13, 1);
    return [
      row(t('field.source'), number(0, 2), 0, 2),
      row(t('field.destination'), number(2, 2), 2, 2),
      row(t('field.raw_seq'), number(4, 4), 4, 4),
      row(t('field.raw_ack'), number(8, 4), 8, 4),
      row(t('field.offset'), words === null ? null : `${(words >> 4) * 4} B`, 12, 1),
      row(t('field.reserved'), words === null ? null : bits(words & 15, 4), 12, 1),
      row(t('field.flags'), flags === null ? null : flagList(flags), 13, 1),
      row(t('field.raw_win'), number(14, 2), 14, 2),
      row(t('field.checksum'), checksum(headers), 16, 2),
      row(t('field.urgent'), urgent(number(18, 2), flags), 18, 2),
      ...synfin.options.rows({ number }, 20, length, event, row),
    ];
  }

  const bits = (value, length) => value.toString(2).padStart(length, '0');

  /** Each of the eight, those that are set in bold. */
  function flagList(flags) {
    return h('span', { class: 'bits' }, FLAGS.map((flag, i) => {
      const set = (flags >> (7 - i)) & 1;
      return [h('span', { key: flag, class: set ? 'bit set' : 'bit' }, flag + ' ' + set), ' '];
    }));
  }

  function urgent(pointer, flags) {
    return pointer === null || (flags ?? 0) & 32 ? pointer : `${pointer} · ${t('urgent.unused')}`;
  }

  /** Whether it is right here, and at those other taps that say something else. */
  function checksum({ checksum: verdict, elsewhere }) {
    const say = (one) => h('span', { class: one === 'wrong' ? 'bad-text' : '' }, word('checksum.', one));
    const others = elsewhere.filter(([, one]) => one !== verdict);
    return h('span', { class: 'words' }, say(verdict), others.map(([capture, one], i) => h('span', { key: i }, `; ${format.visible(capture)}: `, say(one))));
  }

  /** RFC 791, 3.1. */
  function ipv4(header, start, length) {
    const row = rowsOf(header, start);
    const number = (at, size) => header.number(start + at, size);
    const service = number(1, 1) ?? 0;
    const fragment = number(6, 2) ?? 0;
    const flags = [fragment & 0x4000 ? 'DF' : null, fragment & 0x2000 ? 'MF' : null].filter(Boolean).join(' ');
    return [
      row(t('field.version'), (number(0, 1) ?? 0) >> 4, 0, 1),
      row(t('field.offset'), `${((number(0, 1) ?? 0) & 15) * 4} B`, 0, 1),
      row(t('field.service'), `${service >> 2} / ${service & 3}`, 1, 1),
      row(t('field.total'), number(2, 2), 2, 2),
      row(t('field.identification'), number(4, 2), 4, 2),
      row(t('field.fragment'), `${flags || '–'} · ${(fragment & 0x1fff) * 8}`, 6, 2),
      row(t('field.ttl'), number(8, 1), 8, 1),
      row(t('field.protocol'), protocol(number(9, 1)), 9, 1),
      row(t('field.checksum'), word('checksum.', headerSum(header, start, length)), 10, 2),
      row(t('field.source.address'), [...header.part(start + 12, 4)].join('.'), 12, 4),
      row(t('field.destination.address'), [...header.part(start + 16, 4)].join('.'), 16, 4),
      ...(length > 20 ? [row(t('field.options'), '', 20, length - 20)] : []),
    ];
  }

  /** RFC 1071. */
  function headerSum(header, start, length) {
    if (header.number(start + 10, 2) === 0) return 'unfinished';
    let sum = 0;
    for (let at = 0; at < Math.min(length, 60); at += 2) sum += header.number(start + at, 2) ?? 0;
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    return sum === 0xffff ? 'right' : 'wrong';
  }

  /** RFC 8200, 3. */
  function ipv6(header, start, length) {
    const row = rowsOf(header, start);
    const number = (at, size) => header.number(start + at, size);
    const first = number(0, 4) ?? 0;
    const service = (first >>> 20) & 255;
    return [
      row(t('field.version'), first >>> 28, 0, 1),
      row(t('field.service'), `${service >> 2} / ${service & 3}`, 0, 2),
      row(t('field.flow'), first & 0xfffff, 1, 3),
      row(t('field.payload'), number(4, 2), 4, 2),
      row(t('field.protocol'), protocol(number(6, 1)), 6, 1),
      row(t('field.hops'), number(7, 1), 7, 1),
      row(t('field.source.address'), words(header, start + 8), 8, 16),
      row(t('field.destination.address'), words(header, start + 24), 24, 16),
      ...(length > 40 ? [row(t('field.extensions'), '', 40, length - 40)] : []),
    ];
  }

  /** RFC 5952, 4.2: the longest run of two or more zeros is left out, of several the first. */
  function words(header, at) {
    const groups = Array.from({ length: 8 }, (_, i) => header.number(at + 2 * i, 2) ?? 0);
    let longest = { from: 0, length: 0 };
    for (let from = 0; from < 8; from++) {
      const end = groups.findIndex((group, i) => i >= from && group !== 0);
      const length = (end < 0 ? 8 : end) - from;
      if (length > longest.length) longest = { from, length };
    }
    const text = (some) => some.map((group) => group.toString(16)).join(':');
    if (longest.length < 2) return text(groups);
    return text(groups.slice(0, longest.from)) + '::' + text(groups.slice(longest.from + longest.length));
  }

  const protocol = (number) => (NEXT[number] ? `${number} (${NEXT[number]})` : number);

  /** IEEE 802.3; tags may follow the addresses, and the type is the last. */
  function ethernet(header, start, length) {
    const row = rowsOf(header, start);
    const mac = (at) => header.hex(start + at, 6).replaceAll(' ', ':');
    return [
      row(t('field.destination.address'), mac(0), 0, 6),
      row(t('field.source.address'), mac(6), 6, 6),
      ...(length > 14 ? [row(t('field.tags'), '', 12, length - 14)] : []),
      row(t('field.type'), '0x' + header.hex(start + length - 2, 2).replaceAll(' ', ''), length - 2, 2),
    ];
  }

  /** What the timeline itself has of the transport's header. */
  function fallback(event, connection) {
    if (event.event === 'icmp') return null;
    const [from, to] = [connection[event.from].port, connection[explain.otherSide(event.from)].port];
    const at = layer(event, ['tcp', 'udp'])?.offset ?? null;
    const row = (name, value, offset, length, number = value) => [name, value ?? '–', at === null ? '–' : place(at + offset, length), hex(number, length)];
    const ports = [row(t('field.source'), from, 0, 2), row(t('field.destination'), to, 2, 2)];
    if (event.event === 'datagram') return [...ports, row(t('field.length'), event.len + 8, 4, 2)];
    const header = layer(event, ['tcp'])?.length ?? null;
    const flags = event.flags.reduce((sum, flag) => sum + (128 >> FLAGS.indexOf(flag)), 0);
    return [
      ...ports,
      row(t('field.raw_seq'), event.raw_seq, 4, 4),
      row(t('field.raw_ack'), event.raw_ack, 8, 4, event.raw_ack ?? 0),
      ...(header === null ? [] : [row(t('field.offset'), header + ' B', 12, 1, (header / 4) << 4)]),
      row(t('field.flags'), flagList(flags), 13, 1, flags),
      row(t('field.raw_win'), event.raw_win, 14, 2),
      ...options(event),
    ];
  }

  /** Each with its bytes, in no order: the timeline does not have it. */
  function options(event) {
    const { mss, window_scale: scale, sack_permitted: permitted, sack, ts_val: value, ts_ecr: echo, fast_open: cookie } = event.options ?? {};
    const isThere = (one) => one !== null && one !== undefined && one !== false;
    const all = [
      isThere(mss) && ['mss', mss, ['02 04', hex(mss, 2)]],
      isThere(scale) && ['window_scale', `${scale} (× ${2 ** Math.min(scale, 14)})`, ['03 03', hex(scale, 1)]],
      permitted && ['sack_permitted', '✓', ['04 02']],
      sack?.length > 0 && ['sack', sack.map(({ left, right }) => left + '–' + right).join(', '), ['05 ' + hex(2 + 8 * sack.length, 1), ...blocks(event, sack)]],
      isThere(value) && ['timestamps', value + ' / ' + (echo ?? '–'), ['08 0a', hex(value, 4), hex(echo ?? 0, 4)]],
      isThere(cookie) && ['fast_open', format.visible(String(cookie), 40), []],
    ];
    return all.filter(Boolean).map(([name, text, bytes]) => [t('option.' + name), text, t('field.option'), bytes.join(' ')]);
  }

  /** SACK's edges are relative in the timeline; their bytes are not. */
  function blocks(event, sack) {
    if (event.ack === null || event.raw_ack === null) return [];
    const base = event.raw_ack - event.ack;
    return sack.flatMap(({ left, right }) => [left, right].map((edge) => hex((((base + edge) % TRUNCATED) + TRUNCATED) % TRUNCATED, 4)));
  }

  function hex(value, length) {
    return value === null || value === undefined ? '–' : Number(value).toString(16).padStart(length * 2, '0').replace(/(..)(?=.)/g, '$1 ');
  }

  return { tables };
})();
