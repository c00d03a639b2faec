/* One event from near: what it does in words, its layers, its header fields with their bytes. */
synfin.detail = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain, format, store } = synfin;

  /** Header fields: name, what it is called, where it lies in its header (RFC 9293, 3.1). */
  const TCP = [
    ['raw_seq', 4, 4],
    ['raw_ack', 8, 4],
    ['flags', 13, 1],
    ['raw_win', 14, 2],
  ];
  const OPTIONS = { mss: 4, window_scale: 3, sack_permitted: 2, sack: null, ts_val: 10, ts_ecr: null };

  function Detail({ connection, event }) {
    if (!event) return h('section', { class: 'detail empty', 'aria-label': t('detail.title') }, h('p', null, t('detail.none')));
    return h('section', { class: 'detail', tabindex: -1, 'aria-label': t('detail.title'), 'aria-live': 'polite' },
      event.event === 'call' ? callDetail(event) : packetDetail(event, connection));
  }

  function callDetail(event) {
    return [
      h('h2', null, t('detail.call', { side: explain.side(event.side) })),
      h('p', { class: 'mono big' }, explain.call(event)),
      pairs([
        [t('field.began'), format.clock(event.t_ns) + ' ms'],
        [t('field.took'), format.duration(event.duration_ns)],
        [t('field.result'), event.error ?? event.result],
        [t('field.fd'), event.fd],
        [t('field.pid'), event.pid],
        [t('field.local'), event.local],
        [t('field.remote'), event.remote],
      ]),
    ];
  }

  function packetDetail(event, connection) {
    return [
      h('h2', null, t('detail.frame', { frame: event.frame }), ' ', h('span', { class: 'sub' }, explain.side(event.from) + ' → ' + explain.side(explain.otherSide(event.from)))),
      h('div', { class: 'says' }, explain.sentences(event, connection).map((s, i) => h('p', { key: i, class: i ? '' : 'lead' }, s))),
      rules(event),
      layers(event),
      event.event === 'segment' ? fields(event) : null,
      h('h3', null, t('detail.facts')),
      pairs(facts(event)),
      seen(event),
      event.payload?.text ? [h('h3', null, t('detail.payload')), h('pre', { class: 'payload-text', tabindex: 0 }, format.visible(event.payload.text, 4096) + (event.payload.truncated ? ' …' : ''))] : null,
    ];
  }

  /** Why it has its flags, and by which rule. */
  function rules(event) {
    const flags = (event.analysis ?? []).filter((flag) => synfin.texts.has('flag.' + flag + '.rule'));
    const cited = flags.map((flag) => [synfin.ladder.badge({ key: flag, level: 'note' }), t('flag.' + flag + '.rule')]);
    if (event.retransmission) {
      cited.unshift([synfin.ladder.badge({ key: 'retransmission', level: 'warn', cause: event.retransmission.cause }), t('cause.' + (event.retransmission.cause ?? 'unknown') + '.rule')]);
    }
    if (cited.length === 0) return null;
    return h('div', { class: 'rules' }, h('h3', null, t('detail.rules')), cited.map(([badge, rule], i) => h('p', { key: i }, badge, ' ', rule)));
  }

  function layers(event) {
    const all = event.layers ?? [];
    const total = all.reduce((sum, layer) => sum + layer.length, 0) || 1;
    return [
      h('h3', null, t('detail.layers', { total })),
      h('ul', { class: 'layers' }, all.map((layer, i) =>
        h('li', { key: i, class: 'layer l' + (i % 5), style: { flexGrow: Math.max(layer.length / total, 0.12) }, title: t('detail.layer', { name: layer.name, offset: layer.offset, length: layer.length }) },
          h('b', null, layer.name), h('span', { class: 'mono' }, layer.length + ' B')))),
    ];
  }

  function fields(event) {
    const start = (event.layers ?? []).find((layer) => layer.name === 'tcp')?.offset;
    const place = (offset, length) => (start === undefined ? '–' : length === 1 ? String(start + offset) : `${start + offset}–${start + offset + length - 1}`);
    const rows = TCP.map(([name, offset, length]) => [t('field.' + name), name === 'flags' ? format.flags(event) : event[name] ?? '–', place(offset, length), hex(event, name, length)]);
    let offset = 20;
    for (const [name, value] of Object.entries(event.options ?? {})) {
      if (value === null || value === false) continue;
      const length = OPTIONS[name];
      rows.push([t('option.' + name), optionText(value), t('field.option'), length ? length + ' B' : '']);
      offset += length ?? 0;
    }
    return [
      h('h3', null, t('detail.header')),
      h('table', { class: 'fields' },
        h('thead', null, h('tr', null, ['field', 'value', 'place', 'hex'].map((key) => h('th', { key, scope: 'col' }, t('column.' + key))))),
        h('tbody', null, rows.map((row, i) => h('tr', { key: i }, row.map((cell, j) => (j ? h('td', { key: j, class: 'mono' }, String(cell)) : h('th', { key: j, scope: 'row' }, String(cell)))))))),
    ];
  }

  function optionText(value) {
    return value === true ? '✓' : Array.isArray(value) ? value.map((block) => (Array.isArray(block) ? block.join('–') : JSON.stringify(block))).join(' ') : String(value);
  }

  function hex(event, name, length) {
    const bits = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 };
    const value = name === 'flags' ? event.flags.reduce((sum, flag) => sum + (bits[flag] ?? 0), 0) : event[name];
    return value === null || value === undefined ? '–' : Number(value).toString(16).padStart(length * 2, '0').replace(/(..)(?=.)/g, '$1 ');
  }

  function facts(event) {
    return [
      [t('field.time'), format.clock(event.t_ns) + ' ms'],
      [t('field.phase'), event.phase ? t('phase.' + event.phase) : null],
      [t('field.seq'), event.seq],
      [t('field.ack'), event.ack],
      [t('field.len'), event.len],
      [t('field.win'), event.win === undefined ? null : format.count(event.win)],
      [t('field.acks'), event.acks_frame ? frame(event.acks_frame) : null],
      [t('field.rtt'), event.ack_rtt_ns ? format.duration(event.ack_rtt_ns) : null],
      [t('field.inflight'), event.bytes_in_flight ? format.bytes(event.bytes_in_flight) : null],
      [t('field.again'), event.retransmission?.of ? frame(event.retransmission.of) : null],
      [t('field.states'), event.client_state || event.server_state ? `${event.client_state ?? '–'} / ${event.server_state ?? '–'}` : null],
      [t('field.ttl'), event.ttl],
    ];
  }

  function frame(number) {
    return h('button', { class: 'link', type: 'button', onClick: () => store.goToFrame(number) }, t('detail.frame', { frame: number }));
  }

  function seen(event) {
    if (!(event.seen?.length > 0)) return null;
    return [
      h('h3', null, t('detail.seen')),
      pairs(event.seen.map((sight) => [sight.capture, `${format.clock(sight.t_ns)} ms · #${sight.frame}`])),
      event.lost ? h('p', { class: 'bad-text' }, t('explain.lost', { from: event.lost.between[0], to: event.lost.between[1], rule: event.lost.rule ?? t('none') })) : null,
    ];
  }

  function pairs(list) {
    return h('dl', { class: 'pairs' }, list.filter(([, value]) => value !== null && value !== undefined && value !== '').flatMap(([name, value], i) => [h('dt', { key: 'n' + i }, name), h('dd', { key: 'v' + i, class: 'mono' }, typeof value === 'object' ? value : String(value))]));
  }

  return { Detail, pairs };
})();
