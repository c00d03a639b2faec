/* One event from near: what it does in words, its layers, its header fields with their bytes. */
synfin.detail = (() => {
  const { h } = preact;
  const { t, has, word } = synfin.texts;
  const { explain, format, store } = synfin;

  function Detail({ entry, connection, event }) {
    const headers = synfin.headers.useHeaders(event && event.event !== 'call' ? entry : null);
    if (!event) return h('section', { class: 'detail empty', 'aria-label': t('detail.title') }, h('p', null, t('detail.none')));
    return h('section', { class: 'detail', tabindex: -1, 'aria-label': t('detail.title'), 'aria-live': 'polite' },
      event.event === 'call' ? callDetail(event) : packetDetail(event, connection, headers && synfin.headers.of(headers, entry.timeline, event)));
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

  function packetDetail(event, connection, headers) {
    return [
      h('h2', null, t('detail.frame', { frame: event.frame }), ' ', h('span', { class: 'sub' }, explain.side(event.from) + ' → ' + explain.side(explain.otherSide(event.from)))),
      h('div', { class: 'says' }, explain.sentences(event, connection).map((s, i) => h('p', { key: i, class: i ? '' : 'lead' }, s))),
      rules(event),
      layers(event),
      synfin.fields.tables(event, connection, headers),
      h('h3', null, t('detail.facts')),
      pairs(facts(event)),
      seen(event),
      event.payload?.text ? [h('h3', null, t('detail.payload')), h('pre', { class: 'payload-text', tabindex: 0 }, format.visible(event.payload.text, 4096) + (event.payload.truncated ? ' …' : ''))] : null,
    ];
  }

  /** Why it has its flags, and by which rule. */
  function rules(event) {
    const flags = (event.analysis ?? []).filter((flag) => has('flag.' + flag + '.rule'));
    const cited = flags.map((flag) => [synfin.ladder.badge({ key: flag, level: 'note' }), t('flag.' + flag + '.rule')]);
    if (event.retransmission) {
      cited.unshift([synfin.ladder.badge({ key: 'retransmission', level: 'warn', cause: event.retransmission.cause }), word('cause.', event.retransmission.cause ?? 'unknown', '.rule')]);
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
        h('li', { key: i, class: 'layer l' + (i % 5), style: { flexGrow: layer.length / total }, title: t('detail.layer', { name: layer.name, offset: layer.offset, length: layer.length }) },
          h('b', null, layer.name), h('span', { class: 'mono' }, layer.length + ' B')))),
    ];
  }

  function facts(event) {
    return [
      [t('field.time'), format.clock(event.t_ns) + ' ms'],
      [t('field.phase'), event.phase ? word('phase.', event.phase) : null],
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
