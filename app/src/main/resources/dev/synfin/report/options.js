/* The options of a TCP header, in their order, as rows of the table of fields (RFC 9293, 3.2). */
synfin.options = (() => {
  const { t, has } = synfin.texts;
  const NAMES = { 0: 'eol', 1: 'nop', 2: 'mss', 3: 'window_scale', 4: 'sack_permitted', 5: 'sack', 8: 'timestamps', 19: 'md5', 28: 'user_timeout', 29: 'authentication', 30: 'multipath', 34: 'fast_open', 253: 'experiment', 254: 'experiment' };
  const TRUNCATED = 2 ** 32;

  /** Rows of what stands between these places; `row(name, value, at, length)` makes one. */
  function rows(header, from, end, event, row) {
    const found = [];
    for (let at = from; at < end; ) {
      const kind = header.number(at, 1);
      if (kind === null) return found;
      if (kind === 0) {
        found.push(row(t('option.eol'), '', at, 1));
        if (at + 1 < end) found.push(row(t('option.padding'), '', at + 1, end - at - 1));
        return found;
      }
      const length = kind === 1 ? 1 : header.number(at + 1, 1);
      if (length === null || at + length > end || (kind !== 1 && length < 2)) {
        found.push(row(t('option.broken', { kind }), length === null ? '–' : t('option.length', { length }), at, end - at));
        return found;
      }
      found.push(row(name(kind), value(header, kind, at, length, event), at, length));
      at += length;
    }
    return found;
  }

  function name(kind) {
    const key = 'option.' + NAMES[kind];
    return has(key) ? t(key) : t('option.kind', { kind });
  }

  function value(header, kind, at, length, event) {
    const whole = { 2: 4, 3: 3, 4: 2, 8: 10 }[kind];
    if (whole && whole !== length) return t('option.length', { length });
    switch (kind) {
      case 1: return '';
      case 2: return header.number(at + 2, 2);
      case 3: return scale(header.number(at + 2, 1));
      case 4: return '✓';
      case 5: return sack(header, at, length, event);
      case 8: return `${header.number(at + 2, 4)} / ${header.number(at + 6, 4)}`;
      case 34: return length === 2 ? t('option.cookie.asked') : t('option.cookie', { length: length - 2 });
      default: return t('option.length', { length });
    }
  }

  /** RFC 7323, 2.3: more than 14 counts as 14. */
  const scale = (shift) => (shift === null ? null : `${shift} (× ${2 ** Math.min(shift, 14)})`);

  /** Relative, as the timeline has them; their bytes are not. */
  function sack(header, at, length, event) {
    const base = event.ack === null || event.raw_ack === null ? 0 : event.raw_ack - event.ack;
    const edge = (place) => {
      const raw = header.number(place, 4);
      return raw === null ? '–' : (((raw - base) % TRUNCATED) + TRUNCATED) % TRUNCATED;
    };
    return Array.from({ length: Math.floor((length - 2) / 8) }, (_, i) => `${edge(at + 2 + 8 * i)}–${edge(at + 6 + 8 * i)}`).join(', ');
  }

  return { rows };
})();
