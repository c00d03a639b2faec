/* What a packet is and why, in sentences; from the timeline's fields alone. */
synfin.explain = (() => {
  const { t, has, word } = synfin.texts;
  const format = synfin.format;
  const { bytes, duration } = format;
  const SENDING = new Set(['send', 'sendall', 'sendto', 'write', 'makefile']);

  const side = (name) => t('side.' + name);
  const otherSide = (name) => (name === 'client' ? 'server' : 'client');

  /** `SYN`, `data`, `FIN` …: what a packet is before all else. */
  function kind(event) {
    if (event.event !== 'segment') return event.event;
    const flags = new Set(event.flags);
    if (flags.has('RST')) return 'rst';
    if (flags.has('SYN')) return flags.has('ACK') ? 'synAck' : 'syn';
    if (flags.has('FIN')) return 'fin';
    if (event.analysis?.includes('keep_alive')) return 'keepAlive';
    if (event.probe) return 'probe';
    return event.len > 0 ? 'data' : 'ack';
  }

  /** A mark as its badge says it: synfin's own judgement has a cause, Wireshark's flag of the same name has none. */
  function markText(mark) {
    return 'cause' in mark ? t('mark.again', { cause: word('cause.', mark.cause ?? 'unknown', '.short') }) : word('flag.', mark.key);
  }

  /** The flags and numbers that stand on an arrow. */
  function label(event) {
    if (event.event === 'datagram') return t('label.datagram', { len: event.len });
    if (event.event === 'icmp') return event.meaning ?? 'ICMP';
    const parts = [format.flags(event) || '–'];
    if (event.seq !== null && (event.len > 0 || event.flags.some((f) => f !== 'ACK'))) parts.push('seq ' + event.seq);
    if (event.ack !== null) parts.push('ack ' + event.ack);
    if (event.len > 0) parts.push('len ' + event.len);
    return parts.join(' ');
  }

  /** What is remarkable about it, as short as a badge: `{text, level, rule}`. */
  function marks(event) {
    const marks = [];
    if (event.lost) marks.push({ key: 'lost', level: 'bad' });
    if (event.retransmission) marks.push({ key: 'retransmission', level: 'warn', cause: event.retransmission.cause });
    for (const flag of event.analysis ?? []) {
      if (event.retransmission && /retransmission/.test(flag)) continue;
      marks.push({ key: flag, level: /zero_window$|window_full|lost|rst/.test(flag) ? 'warn' : 'note' });
    }
    if (event.duplicate_of) marks.push({ key: 'duplicate_of', level: 'note' });
    return marks;
  }

  const evidence = new WeakMap();

  /** The findings of a connection that name this packet as evidence. */
  function findingsOf(event, connection) {
    if (!evidence.has(connection)) {
      const frames = new Map();
      for (const finding of connection.findings) {
        for (const frame of finding.evidence) frames.set(frame, [...(frames.get(frame) ?? []), finding]);
      }
      evidence.set(connection, frames);
    }
    return evidence.get(connection).get(event.frame) ?? [];
  }

  /** One sentence that says what the packet does; then one for each thing that is remarkable. */
  function sentences(event, connection) {
    const said = [main(event)];
    if (event.event === 'segment') {
      if (event.len > 0 && ['syn', 'synAck', 'fin', 'rst'].includes(kind(event))) {
        const seq = event.seq + (event.flags.includes('SYN') ? 1 : 0); // the SYN takes the first number
        said.push(t('explain.alsoData', { len: event.len, seq, next: seq + event.len }));
      }
      if (event.acks_frame && !event.flags.includes('SYN') && kind(event) !== 'ack' && kind(event) !== 'rst') {
        said.push(t('explain.alsoAck', { ack: event.ack, other: side(otherSide(event.from)) }));
      }
      if (event.retransmission) said.push(retransmission(event));
      for (const flag of event.analysis ?? []) {
        if (!(event.retransmission && /retransmission/.test(flag))) said.push(has('flag.' + flag + '.why') ? t('flag.' + flag + '.why') : word('flag.', flag));
      }
    }
    if (event.lost) said.push(t('explain.lost', { from: event.lost.between[0] ?? '?', to: event.lost.between[1] ?? '?', rule: event.lost.rule ?? t('none') }));
    const cause = causeOf(event, connection);
    if (cause) said.push(t('explain.cause', { side: side(cause.side), call: cause.call + '()' }));
    return said;
  }

  function main(event) {
    const values = {
      from: side(event.from),
      to: side(otherSide(event.from)),
      seq: event.seq,
      ack: event.ack,
      len: event.len,
      next: event.seq + event.len,
      win: event.win === null || event.win === undefined ? '–' : bytes(event.win),
      raw: event.raw_seq,
      mss: event.options?.mss ?? '–',
      rtt: duration(event.ack_rtt_ns),
      what: event.meaning ?? '',
    };
    const which = kind(event);
    if (which === 'ack' && event.phase === 'handshake') return t('explain.handshakeAck', values);
    if (which === 'ack' && event.ack_rtt_ns) return t('explain.ackTimed', values);
    if (which === 'fin' && event.retransmission) return t('explain.finAgain', values);
    // the other's FIN was there before: nothing comes any more
    if (which === 'fin' && event[event.from + '_state'] === 'LAST-ACK') return t('explain.finToo', values);
    return t('explain.' + which, values);
  }

  function retransmission(event) {
    const { of, cause, basis } = event.retransmission;
    const why = cause === null || cause === undefined ? 'unknown' : cause;
    const text = has('cause.' + why) ? t('cause.' + why, { of: of ?? '?' }) : word('cause.', why) + '.';
    return basis ? text + ' ' + t('basis', { basis }) : text;
  }

  /** The call that made the kernel send it: of the bytes that it carries, or of its flag. */
  function causeOf(event, connection) {
    if (event.event !== 'segment' || event.retransmission || event.probe) return null;
    return causes(connection).get(event) ?? null;
  }

  const known = new WeakMap();

  function causes(connection) {
    if (!known.has(connection)) known.set(connection, findCauses(connection));
    return known.get(connection);
  }

  function findCauses(connection) {
    const causes = new Map();
    for (const end of ['client', 'server']) {
      const calls = (connection.events ?? []).filter((e) => e.event === 'call' && e.side === end);
      if (calls.length === 0) continue;
      const sends = ranges(calls.filter((c) => SENDING.has(c.call) && typeof c.result === 'number'));
      let at = 0;
      for (const event of connection.events) {
        if (event.event !== 'segment' || event.from !== end || event.retransmission) continue;
        if (event.flags.includes('SYN') && !event.flags.includes('ACK')) {
          set(causes, event, calls.find((c) => c.call === 'connect'));
        } else if (event.len > 0 && event.seq !== null) {
          while (at < sends.length && sends[at].end <= event.seq) at++;
          if (at < sends.length && sends[at].begin <= event.seq) causes.set(event, sends[at].call);
        } else if (event.flags.includes('FIN')) {
          set(causes, event, calls.find((c) => (c.call === 'shutdown' || c.call === 'close') && c.t_ns <= event.t_ns));
        }
      }
    }
    return causes;
  }

  function set(causes, event, call) {
    if (call) causes.set(event, call);
  }

  /** The stream's bytes that each send put in, by relative sequence number. */
  function ranges(sends) {
    let begin = 1;
    return sends.map((call) => {
      const range = { begin, end: begin + call.result, call };
      begin = range.end;
      return range;
    });
  }

  /** A call as a line of code. */
  function call(event) {
    const args = event.args.map((a) => (typeof a === 'string' ? quoted(a) : JSON.stringify(a))).join(', ');
    const outcome = event.error ? ' = ' + event.error : event.result === null || event.result === undefined ? '' : ' = ' + quoted(event.result);
    return synfin.format.visible(event.call + '(' + args + ')' + outcome, 120);
  }

  function quoted(value) {
    return typeof value === 'string' && !/^[A-Z0-9_]+$/.test(value) ? '"' + value + '"' : String(value);
  }

  return { kind, label, marks, markText, findingsOf, sentences, causeOf, call, side, otherSide };
})();
