/* TCP's state diagram (RFC 9293, figure 5), with both ends' states lit. */
synfin.machine = (() => {
  const { h } = preact;
  const { t } = synfin.texts;
  const { explain } = synfin;

  const PLACES = {
    CLOSED: [280, 30],
    LISTEN: [110, 110],
    'SYN-SENT': [450, 110],
    'SYN-RECEIVED': [110, 200],
    ESTABLISHED: [280, 280],
    'FIN-WAIT-1': [110, 360],
    'CLOSE-WAIT': [450, 360],
    'FIN-WAIT-2': [55, 450],
    CLOSING: [310, 450],
    'LAST-ACK': [450, 450],
    'TIME-WAIT': [190, 535],
  };
  /** From, to, what happens, what is sent then, and how far along the way the words stand. */
  const WAYS = [
    ['CLOSED', 'LISTEN', 'listen()', ''],
    ['CLOSED', 'SYN-SENT', 'connect()', 'SYN'],
    ['LISTEN', 'SYN-RECEIVED', 'SYN', 'SYN ACK'],
    ['SYN-SENT', 'SYN-RECEIVED', 'SYN', 'SYN ACK'],
    ['SYN-RECEIVED', 'ESTABLISHED', 'ACK', ''],
    ['SYN-SENT', 'ESTABLISHED', 'SYN ACK', 'ACK', 0.62],
    ['ESTABLISHED', 'FIN-WAIT-1', 'close()', 'FIN'],
    ['ESTABLISHED', 'CLOSE-WAIT', 'FIN', 'ACK'],
    ['FIN-WAIT-1', 'FIN-WAIT-2', 'ACK', ''],
    ['FIN-WAIT-1', 'CLOSING', 'FIN', 'ACK'],
    ['FIN-WAIT-1', 'TIME-WAIT', 'FIN ACK', 'ACK'],
    ['CLOSE-WAIT', 'LAST-ACK', 'close()', 'FIN'],
    ['FIN-WAIT-2', 'TIME-WAIT', 'FIN', 'ACK'],
    ['CLOSING', 'TIME-WAIT', 'ACK', ''],
    ['LAST-ACK', 'CLOSED', 'ACK', ''],
    ['TIME-WAIT', 'CLOSED', '2 MSL', ''],
  ];
  const SIDES = ['client', 'server'];
  const WIDTH = 116;
  const HEIGHT = 30;

  function Machine({ now, before }) {
    const { client, server } = now;
    const where = t('machine.where', { client: client ?? '–', server: server ?? '–' });
    const ways = WAYS.map((one) => way(one, SIDES.find((side) => before[side] === one[0] && now[side] === one[1]) ?? ''));
    return h('svg', { class: 'machine', viewBox: '-34 8 606 552', role: 'img', 'aria-label': where },
      h('defs', null, ['', 'client', 'server'].map((side) => h('marker', { key: side, id: 'tip' + side, class: side, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse' }, h('path', { d: 'M0,0L8,4L0,8z' })))),
      ways.map(({ line }) => line),
      ways.map(({ words }) => words),
      Object.keys(PLACES).map((state) => box(state, client, server)));
  }

  /** `taken`: the side that went this way just now. */
  function way([from, to, got, sent, along = 0.5], taken) {
    const [a, b] = [PLACES[from], PLACES[to]];
    const said = sent ? got + ' / ' + sent : got;
    const tip = `url(#tip${taken})`;
    const [key, kind] = [from + to, 'way ' + taken];
    if (to === 'CLOSED') {
      // around the others, along the right or the left side
      const out = from === 'LAST-ACK' ? 1 : -1;
      const x = out > 0 ? 548 : -22;
      const d = `M${a[0] + (out * WIDTH) / 2},${a[1]} H${x} V${b[1]} H${b[0] + (out * WIDTH) / 2}`;
      return { line: h('path', { key, class: kind, d, 'marker-end': tip }), words: h('text', { key: key + 'w', class: kind, x: x - out * 5, y: 60, 'text-anchor': out > 0 ? 'end' : 'start' }, said) };
    }
    const [x1, y1, x2, y2] = edge(a, b);
    return {
      line: h('line', { key, class: kind, x1, y1, x2, y2, 'marker-end': tip }),
      words: h('text', { key: key + 'w', class: kind, x: x1 + (x2 - x1) * along + (x1 === x2 ? 6 : 0), y: y1 + (y2 - y1) * along + 3, 'text-anchor': x1 === x2 ? 'start' : 'middle' }, said),
    };
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
