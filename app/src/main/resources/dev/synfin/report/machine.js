/* TCP's state diagram (RFC 9293, figure 5), with both ends' states lit. */
synfin.machine = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain } = synfin;

  const PLACES = {
    CLOSED: [250, 30],
    LISTEN: [110, 100],
    'SYN-SENT': [390, 100],
    'SYN-RECEIVED': [110, 180],
    ESTABLISHED: [250, 250],
    'FIN-WAIT-1': [110, 320],
    'CLOSE-WAIT': [390, 320],
    'FIN-WAIT-2': [110, 400],
    CLOSING: [250, 400],
    'LAST-ACK': [390, 400],
    'TIME-WAIT': [180, 480],
  };
  const WAYS = [
    ['CLOSED', 'LISTEN', 'listen()'],
    ['CLOSED', 'SYN-SENT', 'connect()'],
    ['LISTEN', 'SYN-RECEIVED', 'SYN'],
    ['SYN-SENT', 'SYN-RECEIVED', 'SYN'],
    ['SYN-RECEIVED', 'ESTABLISHED', 'ACK'],
    ['SYN-SENT', 'ESTABLISHED', 'SYN ACK'],
    ['ESTABLISHED', 'FIN-WAIT-1', 'close()'],
    ['ESTABLISHED', 'CLOSE-WAIT', 'FIN'],
    ['FIN-WAIT-1', 'FIN-WAIT-2', 'ACK'],
    ['FIN-WAIT-1', 'CLOSING', 'FIN'],
    ['CLOSE-WAIT', 'LAST-ACK', 'close()'],
    ['FIN-WAIT-2', 'TIME-WAIT', 'FIN'],
    ['CLOSING', 'TIME-WAIT', 'ACK'],
    ['LAST-ACK', 'CLOSED', 'ACK'],
    ['TIME-WAIT', 'CLOSED', '2 MSL'],
  ];
  const WIDTH = 116;
  const HEIGHT = 30;

  function Machine({ client, server }) {
    const where = t('machine.where', { client: client ?? '–', server: server ?? '–' });
    return h('svg', { class: 'machine', viewBox: '-14 10 548 495', role: 'img', 'aria-label': where },
      h('defs', null, h('marker', { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse' }, h('path', { d: 'M0,0L8,4L0,8z' }))),
      WAYS.map(([from, to, by]) => way(from, to, by)),
      Object.keys(PLACES).map((state) => box(state, client, server)));
  }

  function way(from, to, by) {
    const [a, b] = [PLACES[from], PLACES[to]];
    if (to === 'CLOSED') {
      // around the others, along the right or the left side
      const right = from === 'LAST-ACK';
      const x = right ? 505 : 15;
      const d = `M${a[0] + (right ? WIDTH / 2 : -WIDTH / 2)},${a[1]} H${x} V${b[1]} H${b[0] + (right ? WIDTH / 2 : -WIDTH / 2)}`;
      return h('g', { key: from + to, class: 'way' }, h('path', { d, 'marker-end': 'url(#tip)' }), h('text', { x: right ? x - 4 : x + 4, y: 60, 'text-anchor': right ? 'end' : 'start' }, by));
    }
    const [x1, y1, x2, y2] = edge(a, b);
    return h('g', { key: from + to, class: 'way' },
      h('line', { x1, y1, x2, y2, 'marker-end': 'url(#tip)' }),
      h('text', { x: (x1 + x2) / 2 + (y1 === y2 ? 0 : 6), y: (y1 + y2) / 2 + (y1 === y2 ? -5 : 3), 'text-anchor': y1 === y2 ? 'middle' : 'start' }, by));
  }

  function edge(a, b) {
    if (Math.abs(a[1] - b[1]) < HEIGHT) {
      const sign = Math.sign(b[0] - a[0]);
      return [a[0] + (sign * WIDTH) / 2, a[1], b[0] - (sign * WIDTH) / 2, b[1]];
    }
    const most = WIDTH / 2 - 8;
    const lean = Math.max(-most, Math.min(most, (b[0] - a[0]) * 0.25));
    return [a[0] + lean, a[1] + HEIGHT / 2, b[0] - lean, b[1] - HEIGHT / 2];
  }

  function box(state, client, server) {
    const [x, y] = PLACES[state];
    const lit = [client === state ? 'client' : null, server === state ? 'server' : null].filter(Boolean);
    return h('g', { key: state, class: 'place ' + (lit.length ? 'lit ' + lit.join(' ') : '') },
      h('rect', { x: x - WIDTH / 2, y: y - HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 7 }),
      h('text', { x, y: y + 4, 'text-anchor': 'middle' }, state),
      lit.map((side) => badge(side, x + (side === 'client' ? -1 : 1) * (WIDTH / 2 + 26), y)));
  }

  /** Who is there: the client to the left of the state, the server to the right. */
  function badge(side, x, y) {
    return h('g', { key: side, class: 'who ' + side },
      h('rect', { x: x - 28, y: y - 9, width: 56, height: 18, rx: 9 }),
      h('text', { x, y: y + 4, 'text-anchor': 'middle' }, explain.side(side)));
  }

  return { Machine };
})();
