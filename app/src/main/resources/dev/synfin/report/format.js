/* Numbers as people read them. */
synfin.format = (() => {
  const UNITS = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
    [1, 'ns'],
  ];

  /** A length of time in nanoseconds, with three digits: `1.23 ms`. */
  function duration(ns) {
    if (ns === null || ns === undefined) return '–';
    if (ns === 0) return '0';
    const size = Math.abs(ns);
    const [unit, symbol] = UNITS.find(([least]) => size >= least) ?? UNITS[3];
    return Number((ns / unit).toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 }) + ' ' + symbol;
  }

  /** A moment on the connection's clock, in milliseconds: `12.345`. */
  function clock(ns) {
    return (ns / 1e6).toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  }

  function bytes(n) {
    if (n === null || n === undefined) return '–';
    if (n < 1024) return n + ' B';
    const [unit, symbol] = n < 1 << 20 ? [1024, 'KiB'] : n < 1 << 30 ? [1 << 20, 'MiB'] : [1 << 30, 'GiB'];
    return Number((n / unit).toPrecision(3)) + ' ' + symbol;
  }

  function count(n) {
    return n === null || n === undefined ? '–' : n.toLocaleString('en');
  }

  function end(endpoint) {
    const address = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address;
    return endpoint.port === null || endpoint.port === undefined ? endpoint.address : address + ':' + endpoint.port;
  }

  /** Flags as packets are spoken of: `SYN ACK`. */
  function flags(event) {
    const order = ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];
    return order.filter((flag) => event.flags.includes(flag)).join(' ');
  }

  /** Text from the network without what moves a cursor or hides. */
  function visible(text, most = 60) {
    const shown = String(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
    return shown.length > most ? shown.slice(0, most - 1) + '…' : shown;
  }

  return { duration, clock, bytes, count, end, flags, visible };
})();

/* Moments of the wall clock. */
synfin.moments = (() => {
  /** Nanoseconds since the epoch; more than a double can hold. */
  function nanos(moment) {
    const [whole, fraction = ''] = moment.replace('Z', '').split('.');
    return BigInt(Date.parse(whole + 'Z')) * 1000000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  }

  return { nanos };
})();
